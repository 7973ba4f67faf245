//! A title over a picture.

use super::CardError;
use super::block::{Block, Type};
use super::page::{Frame, Page};
use super::sheet::{Anchor, Sheet};
use crate::media::Canvas;
use crate::media::captions::Area;
use crate::render::looks::paint::Easel;
use crate::render::looks::paint::math::smooth;
use crate::render::looks::picture::Picture;
use crate::render::looks::svg;

/// Where a title stands in the area that is free for it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum TitlePlace {
    #[default]
    Upper,
    Middle,
    Lower,
}

/// A title over a picture, on a soft dark scrim, within an area of the canvas.
pub fn title_over(
    picture: &Picture,
    canvas: Canvas,
    area: Area,
    text: &str,
    place: TitlePlace,
) -> Result<Picture, CardError> {
    let page = Page::new((picture.width, picture.height), (canvas.width, canvas.height), area);
    let u = page.u;
    let bar = (u * 0.12, u * 0.011);
    let above = u * 0.055;
    let room = Frame { h: (page.area.h * 0.62).min(u * 0.6) - above, ..page.area };
    let block = Block::fit(text, &room, Type::display(u * 0.1, u * 0.04))?;
    let tall = above + block.height();
    let free = (page.area.h - tall).max(0.0);
    let top = page.area.y
        + free
            * match place {
                TitlePlace::Upper => 0.18,
                TitlePlace::Middle => 0.5,
                TitlePlace::Lower => 1.0,
            };
    let middle = page.area.x + page.area.w / 2.0;
    let mut sheet = Sheet::new(&page);
    sheet.rect((middle - bar.0 / 2.0, top, bar.0, bar.1), bar.1 / 2.0, "#ffffff", 0.9);
    block.write(&mut sheet, (middle, top + above), Anchor::Middle, "#ffffff");
    Ok(svg::over(scrim(picture, top + tall / 2.0, tall), &sheet.finish()?)?)
}

/// The picture, darkened smoothly around the height `centre`.
fn scrim(picture: &Picture, centre: f32, tall: f32) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let reach = tall * 0.5 + picture.width.min(picture.height) as f32 * 0.34;
    let mut easel = Easel::new(width, height);
    for (pixel, rgb) in easel.pixels.iter_mut().zip(picture.rgb.chunks_exact(3)) {
        *pixel = [rgb[0], rgb[1], rgb[2]].map(|c| f32::from(c) / 255.0);
    }
    easel.wash(|_, y, p| {
        let keep = 1.0 - 0.52 * smooth(reach, reach * 0.25, (y - centre).abs());
        [p[0] * keep, p[1] * keep, p[2] * keep]
    });
    easel.finish(7)
}
