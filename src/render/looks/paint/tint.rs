//! Colours as the painter mixes them: sRGB-encoded, 0.0 to 1.0 a channel; ramps are mixed in Oklab.

use super::math::pow;

/// Red, green, blue, gamma-encoded (IEC 61966-2-1), 0.0 to 1.0; above 1.0 is light that will be clipped.
pub(crate) type Tint = [f32; 3];

/// `0xrrggbb`.
pub(crate) const fn hex(rgb: u32) -> Tint {
    [(rgb >> 16 & 255) as f32 / 255.0, (rgb >> 8 & 255) as f32 / 255.0, (rgb & 255) as f32 / 255.0]
}

pub(crate) fn mix(a: Tint, b: Tint, t: f32) -> Tint {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

pub(crate) fn scale(a: Tint, by: f32) -> Tint {
    a.map(|c| c * by)
}

/// Light laid on light: never passes white by itself.
pub(crate) fn screen(under: Tint, light: Tint, strength: f32) -> Tint {
    let one = |u: f32, l: f32| u + (1.0 - u).max(0.0) * l * strength;
    [one(under[0], light[0]), one(under[1], light[1]), one(under[2], light[2])]
}

/// Colours along a line, evenly spaced, mixed in Oklab (Ottosson, 2020) so that the middle never turns to mud.
pub(crate) struct Ramp(Vec<Tint>);

const STEPS: usize = 256;

impl Ramp {
    /// Black for no stops.
    pub(crate) fn new(stops: &[Tint]) -> Self {
        let labs: Vec<Tint> = stops.iter().map(|t| to_oklab(*t)).collect();
        let (Some(first), last) = (labs.first(), labs.len().saturating_sub(1)) else {
            return Self(vec![[0.0; 3]; STEPS + 1]);
        };
        let at = |i: usize| {
            let place = i as f32 / STEPS as f32 * last as f32;
            let left = (place as usize).min(last);
            let right = (left + 1).min(last);
            from_oklab(mix(*labs.get(left).unwrap_or(first), *labs.get(right).unwrap_or(first), place - left as f32))
        };
        Self((0..=STEPS).map(at).collect())
    }

    /// The colour at `t`, 0.0 to 1.0.
    pub(crate) fn at(&self, t: f32) -> Tint {
        let place = t.clamp(0.0, 1.0) * STEPS as f32;
        let left = (place as usize).min(STEPS - 1);
        mix(self.0[left], self.0[left + 1], place - left as f32)
    }
}

fn linear(c: f32) -> f32 {
    if c <= 0.04045 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) }
}

fn encoded(c: f32) -> f32 {
    if c <= 0.003_130_8 { (c * 12.92).max(0.0) } else { 1.055 * pow(c, 1.0 / 2.4) - 0.055 }
}

fn to_oklab(t: Tint) -> Tint {
    let [r, g, b] = t.map(linear);
    let l = pow(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_995 * b, 1.0 / 3.0);
    let m = pow(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b, 1.0 / 3.0);
    let s = pow(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b, 1.0 / 3.0);
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn from_oklab([l, a, b]: Tint) -> Tint {
    let cube = |c: f32| c * c * c;
    let (l, m, s) = (
        cube(l + 0.396_337_78 * a + 0.215_803_76 * b),
        cube(l - 0.105_561_346 * a - 0.063_854_17 * b),
        cube(l - 0.089_484_18 * a - 1.291_485_5 * b),
    );
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
    .map(|c| encoded(c).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_passes_through_its_stops() {
        let stops = [hex(0x102030), hex(0xf0a040), hex(0xffffff)];
        let ramp = Ramp::new(&stops);
        for (i, stop) in stops.iter().enumerate() {
            let got = ramp.at(i as f32 / 2.0);
            assert!(got.iter().zip(stop).all(|(a, b)| (a - b).abs() < 0.003), "{got:?} {stop:?}");
        }
    }

    #[test]
    fn a_ramp_of_one_or_none_is_plain() {
        assert_eq!(Ramp::new(&[]).at(0.5), [0.0; 3]);
        let grey = Ramp::new(&[hex(0x808080)]).at(0.7);
        assert!(grey.iter().all(|c| (c - 0.502).abs() < 0.003));
    }
}
