//! Pictures made smaller or larger, once a scene: the quality counts here, the time hardly.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use super::{FrameError, Picture};

/// Not reached with pictures and crops as this module's callers make them.
#[derive(Debug, thiserror::Error)]
pub enum ScaleError {
    #[error(transparent)]
    Resize(#[from] fast_image_resize::ResizeError),
    #[error(transparent)]
    Buffer(#[from] fast_image_resize::ImageBufferError),
}

/// A part of a picture in pixels, not always whole ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Crop {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Crop {
    pub(super) fn all(picture: &Picture) -> Self {
        Self { left: 0.0, top: 0.0, width: f64::from(picture.width()), height: f64::from(picture.height()) }
    }
}

/// A part of `picture` at another size with Lanczos's filter of three lobes.
///
/// Done on gamma-coded samples: on linear light it takes about four times as long and its negative lobes draw black
/// halos around highlights.
pub(super) fn lanczos(picture: &Picture, crop: Crop, to: (u32, u32)) -> Result<Picture, FrameError> {
    resize(picture, crop, to, FilterType::Lanczos3)
}

/// As [`lanczos`] with any filter.
pub(super) fn resize(picture: &Picture, crop: Crop, to: (u32, u32), filter: FilterType) -> Result<Picture, FrameError> {
    let from = (picture.width(), picture.height(), picture.rgb());
    let scaled = scale_with::<U8x3>(&mut Resizer::new(), from, crop, to, filter)?;
    Picture::new(to.0, to.1, scaled)
}

/// Straight-alpha RGBA pixels at another size; colours are weighted with their alpha.
pub(super) fn lanczos_rgba(from: (u32, u32, &[u8]), to: (u32, u32)) -> Result<Vec<u8>, ScaleError> {
    let crop = Crop { left: 0.0, top: 0.0, width: f64::from(from.0), height: f64::from(from.1) };
    scale_with::<U8x4>(&mut Resizer::new(), from, crop, to, FilterType::Lanczos3)
}

/// Typed, so that the program holds the code of these two kinds of pixel and not of all that there are.
fn scale_with<P: PixelTrait>(
    resizer: &mut Resizer,
    (width, height, bytes): (u32, u32, &[u8]),
    crop: Crop,
    to: (u32, u32),
    filter: FilterType,
) -> Result<Vec<u8>, ScaleError> {
    let from = TypedImageRef::<P>::from_buffer(width, height, bytes)?;
    let mut scaled = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let mut into = TypedImage::<P>::from_buffer(to.0, to.1, &mut scaled)?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    resizer.resize_typed(&from, &mut into, &options.crop(crop.left, crop.top, crop.width, crop.height))?;
    Ok(scaled)
}

#[cfg(test)]
mod tests {
    use fast_image_resize::CpuExtensions;

    use super::*;

    fn noise(bytes: usize) -> Vec<u8> {
        let mut state = 1u32;
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        std::iter::repeat_with(next).take(bytes).collect()
    }

    fn is_the_same_without_vector_instructions<P: PixelTrait>() {
        let bytes = noise(97 * 83 * P::size());
        let crop = Crop { left: 3.0, top: 2.0, width: 90.5, height: 80.0 };
        let scaled = |mut resizer: Resizer, to: (u32, u32)| {
            scale_with::<P>(&mut resizer, (97, 83, &bytes), crop, to, FilterType::Lanczos3).unwrap()
        };
        for to in [(41, 37), (130, 120)] {
            let mut plain = Resizer::new();
            // SAFETY: every machine can do without extensions.
            unsafe { plain.set_cpu_extensions(CpuExtensions::None) };
            assert_eq!(scaled(plain, to), scaled(Resizer::new(), to), "{} to {to:?}", std::any::type_name::<P>());
        }
    }

    #[test]
    fn scaling_gives_the_same_bytes_without_vector_instructions() {
        is_the_same_without_vector_instructions::<U8x3>();
        is_the_same_without_vector_instructions::<U8x4>();
    }

    #[test]
    fn transparent_pixels_lend_no_colour_to_their_neighbours() {
        let half_red = [255, 0, 0, 255, 0, 255, 0, 0].repeat(8);
        let scaled = lanczos_rgba((16, 1, &half_red), (4, 1)).unwrap();
        assert!(scaled.chunks(4).all(|pixel| pixel[1] == 0 && pixel[0] > 250), "{scaled:?}");
    }

    #[test]
    fn a_crop_of_the_wanted_size_is_copied() {
        let picture = Picture::new(6, 5, noise(90)).unwrap();
        let crop = Crop { left: 1.0, top: 2.0, width: 4.0, height: 3.0 };
        let copied = lanczos(&picture, crop, (4, 3)).unwrap();
        assert_eq!(copied.rgb()[..12], picture.rgb()[(2 * 6 + 1) * 3..][..12]);
    }
}
