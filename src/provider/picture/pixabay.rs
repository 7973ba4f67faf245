//! Pixabay: `GET /api/` and `GET /api/videos/`, the key in the query.

use std::collections::BTreeMap;

use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::{File, Found, HITS, Shape, Wish, best};
use crate::provider::http::{Ask, KeyPlace, Service, ServiceError};

const LICENCE: &str = "Pixabay Content License, https://pixabay.com/service/license-summary/";
/// Characters of a search.
const LONGEST: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Photo {
    id: u64,
    #[serde(rename = "pageURL")]
    page: String,
    user: String,
    /// At most 1280 pixels wide; the full size is for accounts of a higher kind.
    #[serde(rename = "largeImageURL")]
    large: String,
    #[serde(rename = "fullHDURL")]
    full: Option<String>,
}

#[derive(Deserialize)]
struct Video {
    id: u64,
    #[serde(rename = "pageURL")]
    page: String,
    user: String,
    videos: BTreeMap<String, VideoFile>,
}

#[derive(Deserialize)]
struct VideoFile {
    url: String,
    width: u32,
    height: u32,
}

#[derive(Deserialize)]
struct Hits<T> {
    hits: Vec<T>,
}

pub(super) async fn search(
    service: &Service,
    wish: &Wish<'_>,
    cancel: &CancellationToken,
) -> Result<Vec<Found>, ServiceError> {
    let words: String = wish.words.chars().take(LONGEST).collect();
    let language: String = wish.language.split('-').next().unwrap_or("en").to_ascii_lowercase();
    let ask = Ask::get(if wish.clip { "/api/videos/" } else { "/api/" })
        .key(KeyPlace::Query("key"))
        .query("q", words)
        .query("lang", language)
        .query("safesearch", true)
        .query("per_page", HITS);
    let licence = || LICENCE.to_owned();
    if wish.clip {
        let ask = ask.query("min_width", wish.width.min(1920)).query("min_height", wish.height.min(1080));
        let Hits::<Video> { hits } = service.call(&ask, cancel).await?.json()?;
        let clip = |Video { id, page, user, videos }: Video| {
            let files = videos.into_values().map(|VideoFile { url, width, height }| File { url, width, height });
            let File { url, .. } = best(files.filter(|file| !file.url.is_empty()).collect(), wish)?;
            Some(Found { id: format!("pixabay:{id}"), url, clip: true, author: user, page, licence: licence() })
        };
        return Ok(hits.into_iter().filter_map(clip).collect());
    }
    let orientation = match wish.shape() {
        Shape::Landscape => "horizontal",
        Shape::Portrait => "vertical",
        Shape::Square => "all",
    };
    let ask = ask.query("orientation", orientation).query("image_type", "photo").query("min_width", 1000);
    let Hits::<Photo> { hits } = service.call(&ask, cancel).await?.json()?;
    let still = |Photo { id, page, user, large, full }: Photo| {
        let url = full.filter(|url| !url.is_empty()).unwrap_or(large);
        Found { id: format!("pixabay:{id}"), url, clip: false, author: user, page, licence: licence() }
    };
    Ok(hits.into_iter().map(still).collect())
}
