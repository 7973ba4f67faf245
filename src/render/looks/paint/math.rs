//! Functions that the standard library leaves to the platform, from basic arithmetic alone: good to about 1e-6, and
//! the same bits on every machine.

use std::f32::consts::{LOG2_E, PI, TAU};

/// Sine of `x` radians.
pub(crate) fn sin(x: f32) -> f32 {
    let turns = x * (1.0 / TAU);
    let t = turns - (turns + 0.5).floor();
    let folded = if t > 0.25 {
        0.5 - t
    } else if t < -0.25 {
        -0.5 - t
    } else {
        t
    };
    let a = folded * TAU;
    let s = a * a;
    a * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362_880.0)))))
}

/// Cosine of `x` radians.
pub(crate) fn cos(x: f32) -> f32 {
    sin(x + PI / 2.0)
}

/// Angle of the vector in radians, -π to π.
pub(crate) fn atan2(y: f32, x: f32) -> f32 {
    let (ax, ay) = (x.abs(), y.abs());
    let (low, high) = if ax < ay { (ax, ay) } else { (ay, ax) };
    if high == 0.0 {
        return 0.0;
    }
    let z = low / high;
    let s = z * z;
    // Abramowitz and Stegun 4.4.49.
    let poly = -0.333_331_45 + s * (0.199_935_51 + s * (-0.142_088_99 + s * (0.106_562_6 + s * -0.075_289_64)));
    let poly = poly + s * s * s * s * s * (0.042_909_62 + s * (-0.016_165_737 + s * 0.002_866_226));
    let mut angle = z + z * s * poly;
    if ax < ay {
        angle = PI / 2.0 - angle;
    }
    if x < 0.0 {
        angle = PI - angle;
    }
    if y < 0.0 { -angle } else { angle }
}

/// 2 to the power of `x`, for `x` within ±120.
pub(crate) fn exp2(x: f32) -> f32 {
    let x = x.clamp(-120.0, 120.0);
    let whole = (x + 0.5).floor();
    let f = (x - whole) * std::f32::consts::LN_2;
    let series =
        1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f * (1.0 / 720.0))))));
    series * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// e to the power of `x`.
pub(crate) fn exp(x: f32) -> f32 {
    exp2(x * LOG2_E)
}

/// Logarithm to base 2 of a positive normal number; 0 and below give a large negative one.
pub(crate) fn log2(x: f32) -> f32 {
    if x < f32::MIN_POSITIVE {
        return -126.0;
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    if m > std::f32::consts::SQRT_2 {
        m *= 0.5;
        exponent += 1;
    }
    // ln m by the series of artanh, where m is near 1.
    let z = (m - 1.0) / (m + 1.0);
    let s = z * z;
    let ln = 2.0 * z * (1.0 + s * (1.0 / 3.0 + s * (0.2 + s * (1.0 / 7.0 + s * (1.0 / 9.0)))));
    exponent as f32 + ln * LOG2_E
}

/// `x` (not negative) to the power of `y`.
pub(crate) fn pow(x: f32, y: f32) -> f32 {
    if x <= 0.0 { 0.0 } else { exp2(y * log2(x)) }
}

/// 0 below `from`, 1 above `to`, a smooth S between.
pub(crate) fn smooth(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

pub(crate) fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

pub(crate) fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_platforms_functions() {
        for i in -4000..4000 {
            let x = i as f32 * 0.01;
            assert!((sin(x) - x.sin()).abs() < 1e-5, "sin {x}");
            assert!((cos(x) - x.cos()).abs() < 1e-5, "cos {x}");
            assert!((exp(x * 0.3) / (x * 0.3).exp() - 1.0).abs() < 1e-5, "exp {x}");
            let y = 3.7 - x * 0.5;
            assert!((atan2(y, x) - y.atan2(x)).abs() < 1e-4, "atan2 {y} {x}");
            let positive = x.abs() + 0.001;
            assert!((log2(positive) - positive.log2()).abs() < 1e-5, "log2 {positive}");
            assert!((pow(positive, 0.45) / positive.powf(0.45) - 1.0).abs() < 1e-4, "pow {positive}");
        }
    }

    #[test]
    fn a_few_results_are_pinned_to_the_bit() {
        let bits = [sin(1.0), exp(-1.5), log2(10.0), atan2(-2.0, 0.5)].map(f32::to_bits);
        assert_eq!(bits, [0x3f57_6aa5, 0x3e64_7c3c, 0x4054_9a78, 0xbfa9_b465]);
    }
}
