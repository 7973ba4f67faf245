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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Digest;

    /// The mean brightness of the lower third, 0 to 255, and by how much pixels differ from their right neighbours.
    fn lower_third(picture: &Picture) -> (f32, f32) {
        let lower = &picture.rgb[picture.rgb.len() / 3 * 2..];
        let luma = |p: &[u8]| 0.21 * f32::from(p[0]) + 0.72 * f32::from(p[1]) + 0.07 * f32::from(p[2]);
        let luma: Vec<f32> = lower.chunks_exact(3).map(luma).collect();
        let steps = luma.windows(2).map(|w| (w[0] - w[1]).abs()).sum::<f32>();
        (luma.iter().sum::<f32>() / luma.len() as f32, steps / luma.len() as f32)
    }

    /// How far two pictures are apart on average, in levels.
    fn apart(a: &Picture, b: &Picture) -> f32 {
        let sum: u64 = a.rgb.iter().zip(&b.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum as f32 / a.rgb.len() as f32
    }

    #[test]
    fn every_motif_can_be_painted_at_every_shape() {
        for motif in Motif::ALL {
            for (width, height, seed) in [(1, 1, 0), (2, 60, 1), (60, 2, 2), (64, 36, u64::MAX)] {
                let picture = generated(width, height, Mood::Nature, Some(motif), seed);
                assert_eq!(picture.rgb.len(), (width * height * 3) as usize, "{motif:?}");
            }
        }
    }

    #[test]
    fn neighbouring_seeds_give_clearly_different_pictures() {
        for mood in Mood::ALL {
            let row: Vec<Picture> = (0..6).map(|seed| generated(36, 64, mood, None, seed)).collect();
            for pair in row.windows(2) {
                assert!(apart(&pair[0], &pair[1]) > 8.0, "{mood}: {}", apart(&pair[0], &pair[1]));
            }
        }
    }

    #[test]
    fn seeds_vary_one_motif_too() {
        for motif in Motif::ALL {
            // The same palette: sixty is a multiple of their count.
            let (a, b) =
                (generated(36, 64, Mood::Calm, Some(motif), 0), generated(36, 64, Mood::Calm, Some(motif), 60));
            assert!(apart(&a, &b) > 1.0, "{motif:?}: {}", apart(&a, &b));
        }
    }

    #[test]
    fn captions_have_quiet_ground_to_stand_on() {
        for mood in Mood::ALL {
            for seed in 10..18 {
                let (mean, busy) = lower_third(&generated(54, 96, mood, None, seed));

                assert!(mean < 175.0 && busy < 22.0, "{mood} {seed}: {mean} {busy}");
            }
        }
    }

    /// A change here changes what users see: raise the format of the jobs that paint, and pin the new digest.
    #[test]
    fn pictures_are_the_same_bytes_on_every_machine() {
        let bytes: Vec<u8> =
            Motif::ALL.into_iter().flat_map(|motif| generated(36, 64, Mood::Epic, Some(motif), 11).rgb).collect();
        assert_eq!(Digest::of(&bytes).to_string(), "6d006cbd19394188119c3d4a32df95689ed51c673f79a3a2d1b59ca67cdde2ee");
    }
}
