//! Pictures made ready, kept for the next that show them: the parts of a shot, and the dissolves into it and out of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::mill::Input;
use crate::render::frames::{FrameError, Framing, Still};

/// Segments that show one picture are begun one after the other, so that the last few pictures are enough.
const KEPT: usize = 4;

/// The last few pictures, the latest at the end.
#[derive(Default)]
pub struct Stills(Mutex<Vec<Kept>>);

struct Kept {
    image: Input,
    framing: Framing,
    shelf: Shelf,
}

/// Whoever comes while a picture is being made waits for it.
type Shelf = Arc<Mutex<Option<Arc<Still>>>>;

impl Stills {
    /// The picture of a file as it is framed, made at most once while it is kept.
    ///
    /// # Errors
    /// The file is not there, or no picture that can be read.
    pub fn open(&self, image: &Input, framing: &Framing) -> Result<Arc<Still>, FrameError> {
        let shelf = self.shelf(image, framing);
        let mut kept = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(still) = &*kept {
            return Ok(still.clone());
        }
        let still = Arc::new(Still::open(&image.path, framing)?);
        Ok(kept.insert(still).clone())
    }

    fn shelf(&self, image: &Input, framing: &Framing) -> Shelf {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.iter().position(|kept| kept.image.digest == image.digest && kept.framing == *framing);
        let kept = match known {
            Some(at) => all.remove(at),
            None => Kept { image: image.clone(), framing: *framing, shelf: Shelf::default() },
        };
        let shelf = kept.shelf.clone();
        all.push(kept);
        if all.len() > KEPT {
            all.remove(0);
        }
        shelf
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{Canvas, Fit, Motion};

    const CANVAS: Canvas = Canvas { width: 16, height: 16, fps: 30 };

    /// A picture file of one colour.
    fn picture(folder: &std::path::Path, shade: u8) -> Input {
        let path = folder.join(format!("{shade}.png"));
        image::RgbImage::from_pixel(16, 16, image::Rgb([shade; 3])).save(&path).unwrap();
        Input { digest: format!("{shade:064x}").parse().unwrap(), path }
    }

    fn framing(motion: Motion) -> Framing {
        Framing::of(CANVAS, Fit::Cover, motion, 60)
    }

    #[test]
    fn a_picture_is_made_once_for_all_that_show_it_the_same_way() {
        let folder = tempfile::tempdir().unwrap();
        let (stills, image) = (Stills::default(), picture(folder.path(), 90));
        let open = |motion| stills.open(&image, &framing(motion)).unwrap();
        let all: Vec<_> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..4).map(|_| scope.spawn(|| open(Motion::PanLeft))).collect();
            asking.into_iter().map(|asking| asking.join().unwrap()).collect()
        });
        assert!(all.iter().all(|still| Arc::ptr_eq(still, &all[0])));
        assert!(!Arc::ptr_eq(&open(Motion::None), &all[0]), "what moves is kept with more detail");
        assert!(Arc::ptr_eq(&open(Motion::PanLeft), &all[0]));
    }

    #[test]
    fn only_the_last_few_are_kept_and_what_cannot_be_read_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let stills = Stills::default();
        let first = picture(folder.path(), 0);
        let kept = Arc::downgrade(&stills.open(&first, &framing(Motion::None)).unwrap());
        for shade in 1..=KEPT as u8 {
            assert!(kept.upgrade().is_some(), "{shade}");
            stills.open(&picture(folder.path(), shade), &framing(Motion::None)).unwrap();
        }
        assert!(kept.upgrade().is_none());
        std::fs::remove_file(&first.path).unwrap();
        assert!(stills.open(&first, &framing(Motion::None)).is_err());
        picture(folder.path(), 0);
        assert!(stills.open(&first, &framing(Motion::None)).is_ok());
    }
}
