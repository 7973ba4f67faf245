//! The compositions: each paints one motif in whatever palette it is given, differently for every seed.

mod abstracts;
mod city;
mod house;
mod indoors;
mod journey;
mod land;
mod monument;
mod mountain;
mod plants;
mod sea;
mod signal;
mod sky;
mod space;
mod wood;

use super::mood::Mood;
use super::motif::Motif;
use super::paint::{Dice, Easel, Noise};
use super::palette::{Palette, palette};
use super::picture::Picture;

/// A picture in the making.
struct Sketch {
    easel: Easel,
    /// Pixels.
    w: f32,
    h: f32,
    /// The short side in pixels: the unit of everything's size.
    u: f32,
    palette: Palette,
    dice: Dice,
    noise: Noise,
}

impl Sketch {
    fn new(width: u32, height: u32, palette: Palette, seed: u64) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let mut dice = Dice::new(seed);
        let noise = Noise::new(dice.next());
        Self {
            easel: Easel::new(width as usize, height as usize),
            w: width as f32,
            h: height as f32,
            u: width.min(height) as f32,
            palette,
            dice,
            noise,
        }
    }

    fn portrait(&self) -> bool {
        self.h > self.w * 1.1
    }
}

/// A painted background of the mood, made to stand behind captions. `motif` says what it shows; with `None` the seed
/// chooses among what suits the mood, and neighbouring seeds choose differently.
pub fn generated(width: u32, height: u32, mood: Mood, motif: Option<Motif>, seed: u64) -> Picture {
    let motif = motif.unwrap_or_else(|| Motif::for_mood(mood, seed));
    let mut dice = Dice::new(seed ^ (mood as u64) << 56 ^ (motif as u64) << 48);
    // Neighbouring seeds differ in their colours too.
    let colours = palette(mood, (seed % 64) as usize + (seed / 64 % 7) as usize);
    let mut sketch = Sketch::new(width, height, colours, dice.next());
    compose(&mut sketch, motif);
    let s = &mut sketch;
    s.easel.bloom(0.72, s.u * 0.035, 0.55);
    s.easel.vignette(0.34);
    sketch.easel.finish(seed)
}

fn compose(s: &mut Sketch, motif: Motif) {
    match motif {
        Motif::House => house::house(s),
        Motif::Graveyard => house::graveyard(s),
        Motif::Forest => wood::forest(s),
        Motif::Trunks => wood::trunks(s),
        Motif::Tree => wood::tree(s),
        Motif::Meadow => wood::meadow(s),
        Motif::Mountain => mountain::mountain(s),
        Motif::Summit => mountain::summit(s),
        Motif::Lake => mountain::lake(s),
        Motif::Clouds => mountain::above_clouds(s),
        Motif::Sea => sea::sea(s),
        Motif::Ship => sea::ship(s),
        Motif::Underwater => sea::underwater(s),
        Motif::City => city::city(s),
        Motif::Nebula => space::nebula(s),
        Motif::Planet => space::planet(s),
        Motif::Galaxy => space::galaxy(s),
        Motif::Aurora => space::aurora(s),
        Motif::Road => journey::road(s),
        Motif::Desert => journey::desert(s),
        Motif::Castle => monument::castle(s),
        Motif::Temple => monument::temple(s),
        Motif::Room => indoors::room(s),
        Motif::Corridor => indoors::corridor(s),
        Motif::Globe => signal::globe(s),
        Motif::Dots => signal::dots(s),
        Motif::Network => signal::network(s),
        Motif::Grid => signal::grid(s),
        Motif::Bokeh => abstracts::bokeh(s),
        Motif::Ribbons => abstracts::ribbons(s),
        Motif::LowPoly => abstracts::low_poly(s),
        Motif::Paper => abstracts::paper(s),
        Motif::Contours => abstracts::contours(s),
        Motif::Embers => abstracts::embers(s),
    }
}
