//! Pictures and clips from services: found in a stock by words, or drawn from words.

mod openai;
mod owed;
mod pexels;
mod pixabay;
mod taken;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

pub use openai::{Drawing, Drawn, draw, size_for};
pub use owed::Owed;
pub use taken::Taken;

use super::http::{Service, ServiceError};

/// Whose stock it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockKind {
    Pexels,
    Pixabay,
}

/// What is sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish<'a> {
    pub words: &'a str,
    /// A moving picture.
    pub clip: bool,
    /// Of the canvas, in pixels: its shape is wanted, and its size where there is a choice.
    pub width: u32,
    pub height: u32,
    /// BCP 47.
    pub language: &'a str,
}

/// A picture or clip of a stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// `pexels:123`
    pub id: String,
    /// The file.
    pub url: String,
    pub clip: bool,
    pub author: String,
    /// The picture's own page.
    pub page: String,
    pub licence: String,
}

/// As many as there are to choose from.
const HITS: u32 = 40;

impl StockKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pexels => "Pexels",
            Self::Pixabay => "Pixabay",
        }
    }
}

/// What a stock has, the best first.
///
/// # Errors
/// Those of [`Service::call`], and nothing found.
pub async fn search(
    service: &Service,
    kind: StockKind,
    wish: &Wish<'_>,
    cancel: &CancellationToken,
) -> Result<Vec<Found>, ServiceError> {
    let found = match kind {
        StockKind::Pexels => pexels::search(service, wish, cancel).await?,
        StockKind::Pixabay => pixabay::search(service, wish, cancel).await?,
    };
    if found.is_empty() {
        let what = if wish.clip { "clip" } else { "picture" };
        let cause = format!("{} has no {what} for `{}`", kind.name(), wish.words);
        return Err(ServiceError::unusable(cause).help("search for something more common, in fewer words"));
    }
    Ok(found)
}

/// How a picture's sides compare, as stocks ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Landscape,
    Portrait,
    Square,
}

impl Wish<'_> {
    fn shape(&self) -> Shape {
        match self.width.cmp(&self.height) {
            std::cmp::Ordering::Greater => Shape::Landscape,
            std::cmp::Ordering::Less => Shape::Portrait,
            std::cmp::Ordering::Equal => Shape::Square,
        }
    }
}

/// One of a clip's files.
#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    url: String,
    width: u32,
    height: u32,
}

/// The smallest file that fills the canvas, else the largest there is.
fn best(files: Vec<File>, wish: &Wish<'_>) -> Option<File> {
    let fills = |file: &File| file.width >= wish.width && file.height >= wish.height;
    let area = |file: &File| u64::from(file.width) * u64::from(file.height);
    let filling = files.iter().filter(|file| fills(file)).min_by_key(|file| area(file));
    filling.or_else(|| files.iter().max_by_key(|file| area(file))).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_file_that_fills_the_canvas_is_taken() {
        let file = |width, height| File { url: format!("{width}"), width, height };
        let wish = Wish { words: "sea", clip: true, width: 1080, height: 1920, language: "en" };
        let files = vec![file(540, 960), file(2160, 3840), file(1080, 1920), file(1920, 1080)];
        assert_eq!(best(files, &wish).unwrap().url, "1080");
        assert_eq!(best(vec![file(540, 960), file(720, 1280)], &wish).unwrap().url, "720");
        assert_eq!(best(vec![], &wish), None);
        assert_eq!(wish.shape(), Shape::Portrait);
    }
}
