//! What stands behind a card's words.

use std::fmt::Write as _;

use super::page::Page;
use super::scheme::Scheme;
use super::sheet::css;
use crate::render::looks::paint::{Dice, mix};

/// Quiet shapes towards the corners; the middle stays free.
pub(super) fn ornaments(document: &mut String, page: &Page, scheme: &Scheme, dice: &mut Dice) {
    let (w, h, u) = (page.w, page.h, page.u);
    let (accent, light) = (css(scheme.accent), css(mix(scheme.ground[0], scheme.ink, 0.25)));
    let right = dice.chance(0.5);
    let (x, far) = if right { (w, 0.0) } else { (0.0, w) };
    match dice.below(5) {
        0 => {
            for (k, opacity) in [(0.62, 0.05), (0.46, 0.06), (0.3, 0.08)] {
                let _ = write!(
                    document,
                    r#"<circle cx="{x:.1}" cy="0" r="{:.1}" fill="{accent}" fill-opacity="{opacity}"/>"#,
                    u * k
                );
            }
            let _ = write!(
                document,
                r#"<circle cx="{far:.1}" cy="{h:.1}" r="{:.1}" fill="{light}" fill-opacity="0.1"/>"#,
                u * 0.42
            );
        }
        1 => {
            for k in 0..7 {
                let r = u * (0.2 + 0.09 * k as f32);
                let opacity = 0.34 - 0.042 * k as f32;
                let _ = write!(
                    document,
                    r#"<circle cx="{x:.1}" cy="{h:.1}" r="{r:.1}" fill="none" stroke="{accent}" stroke-width="{:.1}" stroke-opacity="{opacity:.3}"/>"#,
                    u * 0.0035
                );
            }
        }
        2 => {
            for k in 0..4 {
                let y = h - u * (0.1 + 0.075 * k as f32);
                let swing = u * (0.05 + 0.014 * k as f32) * if right { 1.0 } else { -1.0 };
                let _ = write!(
                    document,
                    r#"<path d="M0 {:.1} C {:.1} {:.1} {:.1} {:.1} {w:.1} {:.1} V {h:.1} H 0 Z" fill="{}" fill-opacity="0.09"/>"#,
                    y + swing,
                    w * 0.33,
                    y - swing * 2.0,
                    w * 0.66,
                    y + swing * 2.2,
                    y - swing,
                    if k % 2 == 0 { &accent } else { &light }
                );
            }
        }
        3 => {
            let step = u * 0.036;
            for row in 0..7 {
                for column in 0..7 {
                    let (dx, dy) = (u * 0.07 + step * column as f32, u * 0.07 + step * row as f32);
                    let cx = if right { w - dx } else { dx };
                    let opacity = 0.4 * (1.0 - (row + column) as f32 / 13.0);
                    let _ = write!(
                        document,
                        r#"<circle cx="{cx:.1}" cy="{dy:.1}" r="{:.2}" fill="{accent}" fill-opacity="{opacity:.3}"/>"#,
                        u * 0.0055
                    );
                }
            }
            let _ = write!(
                document,
                r#"<circle cx="{far:.1}" cy="{h:.1}" r="{:.1}" fill="{accent}" fill-opacity="0.07"/>"#,
                u * 0.5
            );
        }
        _ => {
            for (k, opacity) in [(0.0, 0.1), (0.13, 0.07), (0.26, 0.05), (0.39, 0.03)] {
                let (a, b) = (u * (0.16 + k), u * (0.25 + k));
                let edge = |d: f32| if right { w - d } else { d };
                let _ = write!(
                    document,
                    r#"<path d="M{:.1} 0 L{:.1} 0 L{:.1} {:.1} L{:.1} {:.1} Z" fill="{accent}" fill-opacity="{opacity}"/>"#,
                    edge(a),
                    edge(b),
                    edge(0.0),
                    b,
                    edge(0.0),
                    a
                );
                let low = |d: f32| if right { d } else { w - d };
                let _ = write!(
                    document,
                    r#"<path d="M{:.1} {h:.1} L{:.1} {h:.1} L{:.1} {:.1} L{:.1} {:.1} Z" fill="{light}" fill-opacity="{opacity}"/>"#,
                    low(a),
                    low(b),
                    low(0.0),
                    h - b,
                    low(0.0),
                    h - a
                );
            }
        }
    }
}
