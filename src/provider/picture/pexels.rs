//! Pexels: `GET /v1/search` and `GET /videos/search`, the key in `Authorization`.

use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::{File, Found, HITS, Shape, Wish, best};
use crate::provider::http::{Ask, KeyPlace, Service, ServiceError};

const LICENCE: &str = "Pexels License, https://www.pexels.com/license/";

#[derive(Deserialize)]
struct Photos {
    photos: Vec<Photo>,
}

#[derive(Deserialize)]
struct Photo {
    id: u64,
    url: String,
    photographer: String,
    width: u32,
    src: Sources,
}

#[derive(Deserialize)]
struct Sources {
    original: String,
}

#[derive(Deserialize)]
struct Videos {
    videos: Vec<Video>,
}

#[derive(Deserialize)]
struct Video {
    id: u64,
    url: String,
    user: User,
    video_files: Vec<VideoFile>,
}

#[derive(Deserialize)]
struct User {
    name: String,
}

#[derive(Deserialize)]
struct VideoFile {
    link: String,
    width: Option<u32>,
    height: Option<u32>,
}

pub(super) async fn search(
    service: &Service,
    wish: &Wish<'_>,
    cancel: &CancellationToken,
) -> Result<Vec<Found>, ServiceError> {
    let shape = match wish.shape() {
        Shape::Landscape => "landscape",
        Shape::Portrait => "portrait",
        Shape::Square => "square",
    };
    let path = if wish.clip { "/videos/search" } else { "/v1/search" };
    // Medium is Full HD for clips and 12 megapixels for photos.
    let ask = Ask::get(path)
        .key(KeyPlace::Header("authorization"))
        .query("query", wish.words)
        .query("orientation", shape)
        .query("size", "medium")
        .query("per_page", HITS);
    let answer = service.call(&ask, cancel).await?;
    if wish.clip {
        let Videos { videos } = answer.json()?;
        return Ok(videos.into_iter().filter_map(|video| clip(video, wish)).collect());
    }
    let Photos { photos } = answer.json()?;
    Ok(photos.into_iter().filter(|photo| photo.width > 0).map(|photo| still(photo, wish)).collect())
}

fn still(photo: Photo, wish: &Wish<'_>) -> Found {
    let Photo { id, url, photographer, width: _, src } = photo;
    // The original has often ten megabytes; Pexels' own server of pictures makes it as large as is needed.
    let side = wish.width.max(wish.height) * 5 / 4;
    let sized = src.original.starts_with("https://images.pexels.com/") && !src.original.contains('?');
    let file = if sized {
        format!("{}?auto=compress&cs=tinysrgb&fit=max&w={side}&h={side}", src.original)
    } else {
        src.original
    };
    let licence = LICENCE.to_owned();
    Found { id: format!("pexels:{id}"), url: file, clip: false, author: photographer, page: url, licence }
}

fn clip(video: Video, wish: &Wish<'_>) -> Option<Found> {
    let Video { id, url, user, video_files } = video;
    let files = video_files
        .into_iter()
        .filter_map(|file| Some(File { url: file.link, width: file.width?, height: file.height? }));
    let File { url: file, .. } = best(files.collect(), wish)?;
    let licence = LICENCE.to_owned();
    Some(Found { id: format!("pexels:{id}"), url: file, clip: true, author: user.name, page: url, licence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_asked_for_at_the_size_that_is_needed() {
        let wish = Wish { words: "sea", clip: false, width: 1080, height: 1920, language: "en" };
        let photo = |original: &str| {
            let json = format!(
                r#"{{"id": 7, "url": "https://p/7", "photographer": "Ada", "width": 4000, "src": {{"original": "{original}"}}}}"#
            );
            still(serde_json::from_str(&json).unwrap(), &wish)
        };
        let found = photo("https://images.pexels.com/photos/7/a.jpeg");
        assert!(found.url.ends_with("a.jpeg?auto=compress&cs=tinysrgb&fit=max&w=2400&h=2400"), "{}", found.url);
        assert_eq!((found.id.as_str(), found.author.as_str()), ("pexels:7", "Ada"));
        assert_eq!(photo("http://127.0.0.1/7.jpeg").url, "http://127.0.0.1/7.jpeg");
    }
}
