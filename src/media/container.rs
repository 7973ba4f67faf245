//! What a media file is, by its first bytes: the demuxer is then forced, so that a playlist in disguise is never
//! followed. Names and endings say nothing.

/// A container that may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Mp4,
    Matroska,
    Avi,
    Flv,
    MpegTs,
    MpegPs,
    Asf,
    Gif,
    Wav,
    Mp3,
    Aac,
    Flac,
    Ogg,
    Aiff,
    Caf,
}

impl Container {
    /// The name of FFmpeg's demuxer.
    pub fn demuxer(self) -> &'static str {
        match self {
            Self::Mp4 => "mov",
            Self::Matroska => "matroska",
            Self::Avi => "avi",
            Self::Flv => "flv",
            Self::MpegTs => "mpegts",
            Self::MpegPs => "mpeg",
            Self::Asf => "asf",
            Self::Gif => "gif",
            Self::Wav => "wav",
            Self::Mp3 => "mp3",
            Self::Aac => "aac",
            Self::Flac => "flac",
            Self::Ogg => "ogg",
            Self::Aiff => "aiff",
            Self::Caf => "caf",
        }
    }

    /// By magic bytes; [`SNIFFED`] of them are enough.
    pub fn sniff(start: &[u8]) -> Option<Self> {
        let at = |offset: usize, magic: &[u8]| start.get(offset..).is_some_and(|rest| rest.starts_with(magic));
        Some(match start {
            _ if [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"].iter().any(|kind| at(4, *kind)) => Self::Mp4,
            _ if at(0, &[0x1A, 0x45, 0xDF, 0xA3]) => Self::Matroska,
            _ if at(0, b"RIFF") && at(8, b"AVI ") => Self::Avi,
            _ if (at(0, b"RIFF") || at(0, b"RF64")) && at(8, b"WAVE") => Self::Wav,
            _ if at(0, b"FLV\x01") => Self::Flv,
            _ if at(0, b"GIF8") => Self::Gif,
            _ if at(0, b"OggS") => Self::Ogg,
            _ if at(0, b"fLaC") => Self::Flac,
            _ if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) => Self::Aiff,
            _ if at(0, b"caff") => Self::Caf,
            _ if at(0, &[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) => Self::Asf,
            _ if at(0, &[0, 0, 1, 0xBA]) => Self::MpegPs,
            _ if at(0, &[0x47]) && at(188, &[0x47]) => Self::MpegTs,
            _ if at(0, b"ID3") => Self::Mp3,
            // Eleven bits of sync; layer 00 is ADTS AAC, the others are MPEG audio.
            [0xFF, second, ..] if second & 0xE0 == 0xE0 => match second & 0x06 {
                0 => Self::Aac,
                _ => Self::Mp3,
            },
            _ => return None,
        })
    }
}

/// What is told of a file that [`Container::sniff`] does not know.
pub const KNOWN_CONTAINERS: &str = "MP4, MOV, MKV, WebM, AVI, GIF, MP3, M4A, WAV, FLAC and Ogg are known";

/// Whether a file that begins like this is a still picture that can be decoded, by magic bytes; 12 of them are enough.
pub fn is_picture(start: &[u8]) -> bool {
    let webp = start.starts_with(b"RIFF") && start.get(8..).is_some_and(|rest| rest.starts_with(b"WEBP"));
    let plain: [&[u8]; 4] = [&[0xFF, 0xD8, 0xFF], b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM"];
    webp || plain.iter().any(|magic| start.starts_with(magic))
}

/// The bytes of a file that are looked at.
pub const SNIFFED: usize = 189;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_their_first_bytes() {
        let mut ts = vec![0x47; 1];
        ts.resize(188, 0);
        ts.push(0x47);
        for (start, kind) in [
            (&b"\0\0\0\x20ftypisom"[..], Container::Mp4),
            (b"RIFF....AVI LIST", Container::Avi),
            (b"RIFF....WAVEfmt ", Container::Wav),
            (b"ID3\x04", Container::Mp3),
            (b"\xFF\xFB\x90", Container::Mp3),
            (b"\xFF\xF1\x50", Container::Aac),
            (&ts, Container::MpegTs),
        ] {
            assert_eq!(Container::sniff(start), Some(kind));
        }
    }

    #[test]
    fn playlists_and_scripts_are_no_media() {
        for start in [&b"#EXTM3U\n/etc/passwd"[..], b"ffconcat version 1.0", b"file x", b"", b"<?xml", b"\x47", b"v=0"]
        {
            assert_eq!(Container::sniff(start), None);
        }
    }

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        for start in [&b"\xFF\xD8\xFF\xE0"[..], b"\x89PNG\r\n\x1a\n", b"RIFF....WEBPVP8 ", b"GIF89a", b"BM6"] {
            assert!(is_picture(start), "{start:?}");
        }
        for start in [&b"II*\0"[..], b"RIFF....WAVE", b"<svg", b"hello", b""] {
            assert!(!is_picture(start), "{start:?}");
        }
    }
}
