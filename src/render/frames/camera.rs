//! Where the camera stands over a picture at a moment: a pure function of the motion, its zoom and the time.
//!
//! Only additions, multiplications and divisions, so that every machine sees the same positions.

use crate::media::Motion;

/// The deepest zoom; also the scale at which a still keeps its detail.
const ZOOM_MAX: f64 = 1.12;
/// Zoom a second on average, so that short scenes do not rush.
const ZOOM_PER_SECOND: f64 = 0.03;
/// How slow a motion is at both ends, of its average speed; in the middle it is 1.3 times the average.
const END_SPEED: f64 = 0.4;

/// The part of the picture that fills the frame, in fractions of the picture's sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// How far a motion of this length zooms in at most: 1.0 for none, else up to 1.12 at 3 % a second.
pub fn zoom_reach(motion: Motion, frames_total: u32, fps: u32) -> f64 {
    if motion == Motion::None {
        return 1.0;
    }
    let seconds = f64::from(frames_total) / f64::from(fps.max(1));
    (1.0 + ZOOM_PER_SECOND * seconds).min(ZOOM_MAX)
}

/// The view of a motion that zooms by up to `zoom` (at least 1) at `time`, from 0.0 to 1.0 (held there beyond).
///
/// Zooms keep the centre; pans have a fixed zoom and travel from one edge of the picture to the other, the camera
/// going the way the motion is called. The view never leaves the picture.
pub fn camera(motion: Motion, zoom: f64, time: f64) -> View {
    let zoom = zoom.max(1.0);
    let gone = ease(time);
    let (zoom, across, down) = match motion {
        Motion::None => (1.0, 0.5, 0.5),
        Motion::ZoomIn => (1.0 + (zoom - 1.0) * gone, 0.5, 0.5),
        Motion::ZoomOut => (zoom - (zoom - 1.0) * gone, 0.5, 0.5),
        Motion::PanLeft => (zoom, 1.0 - gone, 0.5),
        Motion::PanRight => (zoom, gone, 0.5),
        Motion::PanUp => (zoom, 0.5, 1.0 - gone),
        Motion::PanDown => (zoom, 0.5, gone),
    };
    let side = 1.0 / zoom;
    View { left: (1.0 - side) * across, top: (1.0 - side) * down, width: side, height: side }
}

/// Slow, faster, slow, but never still: a straight line mixed with a smooth step.
fn ease(time: f64) -> f64 {
    let time = time.clamp(0.0, 1.0);
    let smooth = time * time * (3.0 - 2.0 * time);
    END_SPEED * time + (1.0 - END_SPEED) * smooth
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Motion; 7] = [
        Motion::None,
        Motion::ZoomIn,
        Motion::ZoomOut,
        Motion::PanLeft,
        Motion::PanRight,
        Motion::PanUp,
        Motion::PanDown,
    ];

    #[test]
    fn motions_begin_and_end_where_their_names_say() {
        let whole = View { left: 0.0, top: 0.0, width: 1.0, height: 1.0 };
        assert_eq!(camera(Motion::ZoomIn, 1.12, 0.0), whole);
        assert_eq!(camera(Motion::ZoomOut, 1.12, 1.0), whole);
        assert_eq!(camera(Motion::ZoomIn, 1.12, 1.0), camera(Motion::ZoomOut, 1.12, 0.0));
        assert_eq!(camera(Motion::PanRight, 1.12, 0.0).left, 0.0);
        assert_eq!(camera(Motion::PanLeft, 1.12, 1.0).left, 0.0);
        let end = camera(Motion::PanDown, 1.25, 1.0);
        assert!((end.top + end.height - 1.0).abs() < 1e-12 && (end.left - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_still_scene_shows_all_of_the_picture_all_the_time() {
        assert_eq!(camera(Motion::None, 1.12, 0.3), camera(Motion::None, 1.0, 0.9));
        assert_eq!(zoom_reach(Motion::None, 300, 30), 1.0);
    }

    #[test]
    fn short_scenes_zoom_less_and_long_ones_no_further_than_the_limit() {
        assert_eq!(zoom_reach(Motion::ZoomIn, 30, 30), 1.03);
        assert_eq!(zoom_reach(Motion::PanUp, 9_000, 30), ZOOM_MAX);
    }

    proptest! {
        #[test]
        fn the_view_stays_in_the_picture(which in 0..ALL.len(), zoom in 1.0..1.5f64, time in -1.0..2.0f64) {
            let view = camera(ALL[which], zoom, time);
            prop_assert!(view.left >= 0.0 && view.top >= 0.0 && view.width > 0.0 && view.height > 0.0);
            prop_assert!(view.left + view.width <= 1.0 + 1e-12 && view.top + view.height <= 1.0 + 1e-12);
        }

        #[test]
        fn the_camera_never_stops_and_never_rushes(from in 0.0..0.99f64) {
            let speed = (ease(from + 0.01) - ease(from)) / 0.01;
            prop_assert!((END_SPEED..=1.3 + 1e-9).contains(&speed), "{speed}");
        }
    }
}
