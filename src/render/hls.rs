//! A finished file as an HTTP Live Stream (RFC 8216): one file of fragments, and the playlists that tell of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::mp4::{self, Fragment, Fragmented};
use super::{Bench, RenderError};
use crate::media::Canvas;

/// The playlist that players open.
const INDEX: &str = "index.m3u8";

/// Subtitles of the whole video, by the language that they are in.
#[derive(Debug, Clone, Copy)]
pub struct Subtitles<'a> {
    pub language: &'a str,
    /// A WebVTT file.
    pub text: &'a str,
}

/// Streams an MP4 in segments of at most so long, and gives names and paths. Names but that of [`INDEX`] hold `mark`, so
/// that the files of another version never stand under them. Blocks.
///
/// # Errors
/// A file that cannot be read or written, or pictures that streams do not carry.
pub fn stream(
    bench: &Bench<'_>,
    video: &Path,
    canvas: Canvas,
    segment_ms: u32,
    subtitles: Option<Subtitles<'_>>,
    mark: &str,
) -> Result<Vec<(String, PathBuf)>, RenderError> {
    let media = format!("video-{mark}.m4s");
    let written = mp4::fragment(video, segment_ms, &bench.scratch.join(&media))
        .map_err(|error| RenderError::file("cannot write the stream", &error))?;
    let name = |entry: &Vec<u8>| mp4::codec_name(entry);
    let codecs: Option<Vec<String>> = written.entries.iter().map(name).collect();
    let codecs = codecs.ok_or_else(|| RenderError::failed("the video's codecs have no place in a stream"))?;
    let playlist = format!("video-{mark}.m3u8");
    let mut texts = vec![(playlist.clone(), of_media(&written, &media))];
    let subtitles = subtitles.map(|subtitles| {
        let (file, playlist) = (format!("subtitles-{mark}.vtt"), format!("subtitles-{mark}.m3u8"));
        texts.push((file.clone(), timed(subtitles.text, &written)));
        texts.push((playlist.clone(), of_subtitles(&written, &file)));
        (subtitles.language, playlist)
    });
    texts.push((INDEX.to_owned(), index(&written, canvas, &codecs, &playlist, subtitles)));
    let path = bench.scratch.join(&media);
    let mut files = vec![(media, path)];
    for (name, text) in texts {
        let path = bench.scratch.join(&name);
        std::fs::write(&path, text).map_err(|error| RenderError::file("cannot write a playlist", &error))?;
        files.push((name, path));
    }
    (bench.progress)(1.0, None);
    Ok(files)
}

/// In microseconds.
fn length(ticks: u64, timescale: u32) -> u64 {
    ticks * 1_000_000 / u64::from(timescale.max(1))
}

fn all(written: &Fragmented) -> u64 {
    length(written.fragments.iter().map(|fragment| fragment.ticks).sum(), written.timescale)
}

fn seconds(us: u64) -> String {
    format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
}

/// The longest, in whole seconds as players round them.
fn target(us: impl Iterator<Item = u64>) -> u64 {
    us.map(|us| (us + 500_000) / 1_000_000).max().unwrap_or(0).max(1)
}

fn of_media(written: &Fragmented, media: &str) -> String {
    let lengths = || written.fragments.iter().map(|fragment| length(fragment.ticks, written.timescale));
    let mut out = head(target(lengths()));
    let _ = writeln!(out, "#EXT-X-INDEPENDENT-SEGMENTS");
    let _ = writeln!(out, "#EXT-X-MAP:URI=\"{media}\",BYTERANGE=\"{}@0\"", written.header);
    for (Fragment { start, length, .. }, us) in written.fragments.iter().zip(lengths()) {
        let _ = writeln!(out, "#EXTINF:{},\n#EXT-X-BYTERANGE:{length}@{start}\n{media}", seconds(us));
    }
    out + "#EXT-X-ENDLIST\n"
}

fn of_subtitles(written: &Fragmented, file: &str) -> String {
    let us = all(written);
    format!("{}#EXTINF:{},\n{file}\n#EXT-X-ENDLIST\n", head(target([us].into_iter())), seconds(us))
}

fn head(target: u64) -> String {
    format!(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n"
    )
}

/// WebVTT whose zero is the first picture, by the clock of MPEG-TS (RFC 8216, 3.5).
fn timed(vtt: &str, written: &Fragmented) -> String {
    let clock = written.delay * 90_000 / u64::from(written.timescale.max(1));
    let map = format!("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{clock}\n");
    vtt.replacen("WEBVTT\n", &map, 1)
}

fn index(
    written: &Fragmented,
    canvas: Canvas,
    codecs: &[String],
    playlist: &str,
    subtitles: Option<(&str, String)>,
) -> String {
    let rate = |bytes: u64, us: u64| bytes * 8 * 1_000_000 / us.max(1);
    let rates = written.fragments.iter().map(|part| rate(part.length, length(part.ticks, written.timescale)));
    let peak = rates.max().unwrap_or(0);
    let mean = rate(written.fragments.iter().map(|part| part.length).sum(), all(written));
    let mut out = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n".to_owned();
    let mut group = "";
    if let Some((language, playlist)) = subtitles {
        // Words may stand in the picture already: they are shown to those who ask for them.
        let _ = writeln!(
            out,
            "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"{language}\",LANGUAGE=\"{language}\",\
             DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,URI=\"{playlist}\""
        );
        group = ",SUBTITLES=\"subtitles\"";
    }
    let Canvas { width, height, fps } = canvas;
    let _ = writeln!(
        out,
        "#EXT-X-STREAM-INF:BANDWIDTH={peak},AVERAGE-BANDWIDTH={mean},CODECS=\"{}\",RESOLUTION={width}x{height},\
         FRAME-RATE={fps}.000{group}\n{playlist}",
        codecs.join(",")
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Fragmented {
        let fragments = vec![
            Fragment { start: 700, length: 1000, ticks: 40_000 },
            Fragment { start: 1700, length: 500, ticks: 10_000 },
        ];
        Fragmented { header: 700, fragments, timescale: 10_000, delay: 213, entries: [Vec::new(), Vec::new()] }
    }

    #[test]
    fn a_playlist_tells_of_every_range() {
        assert_eq!(
            of_media(&written(), "v.m4s"),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n\
             #EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"v.m4s\",BYTERANGE=\"700@0\"\n\
             #EXTINF:4.000000,\n#EXT-X-BYTERANGE:1000@700\nv.m4s\n#EXTINF:1.000000,\n#EXT-X-BYTERANGE:500@1700\nv.m4s\n\
             #EXT-X-ENDLIST\n"
        );
    }

    #[test]
    fn the_index_tells_what_it_takes_to_play_it() {
        let canvas = Canvas { width: 1080, height: 1920, fps: 30 };
        let codecs = ["avc1.640028".to_owned(), "mp4a.40.2".to_owned()];
        assert_eq!(
            index(&written(), canvas, &codecs, "v.m3u8", Some(("pt-BR", "s.m3u8".into()))),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n\
             #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"pt-BR\",LANGUAGE=\"pt-BR\",\
             DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,URI=\"s.m3u8\"\n\
             #EXT-X-STREAM-INF:BANDWIDTH=4000,AVERAGE-BANDWIDTH=2400,CODECS=\"avc1.640028,mp4a.40.2\",\
             RESOLUTION=1080x1920,FRAME-RATE=30.000,SUBTITLES=\"subtitles\"\nv.m3u8\n"
        );
        assert!(!index(&written(), canvas, &codecs, "v.m3u8", None).contains("SUBTITLES"));
    }

    #[test]
    fn subtitles_begin_with_the_picture() {
        assert_eq!(
            timed("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nWEBVTT\n", &written()),
            "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:1917\n\n00:00:00.000 --> 00:00:01.000\nWEBVTT\n"
        );
        assert!(of_subtitles(&written(), "s.vtt").ends_with("#EXTINF:5.000000,\ns.vtt\n#EXT-X-ENDLIST\n"));
    }
}
