//! Moving pictures (GIF, WebP) as far as their size, length and repetition go, read from their own blocks.

/// What is shown over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Animation {
    pub width: u32,
    pub height: u32,
    /// Pictures; neighbours that are the same may be one.
    pub pictures: u32,
    /// `None`: a picture that stands still has no length.
    pub length_ms: Option<u64>,
    /// Without end.
    pub repeats: bool,
}

/// GIF89a; `None` where it is none or is cut off.
pub(super) fn gif(bytes: &[u8]) -> Option<Animation> {
    (bytes.get(..6)? == b"GIF89a").then_some(())?;
    let (width, height) = (le16(bytes, 6)?, le16(bytes, 8)?);
    let mut rest = bytes.get(13 + colours(*bytes.get(10)?)..)?;
    let (mut pictures, mut hundredths, mut repeats) = (0, 0, false);
    loop {
        match *rest.first()? {
            0x21 => {
                let (kind, body) = (*rest.get(1)?, rest.get(2..)?);
                match kind {
                    0xF9 => hundredths += u64::from(le16(body, 2)?),
                    0xFF if body.get(1..12)? == b"NETSCAPE2.0" => repeats = le16(body, 14)? == 0,
                    _ => {}
                }
                rest = after_blocks(body)?;
            }
            0x2C => {
                pictures += 1;
                // A colour table of its own, then the code size, then the data.
                rest = after_blocks(rest.get(10 + colours(*rest.get(9)?) + 1..)?)?;
            }
            0x3B => break,
            _ => return None,
        }
    }
    Some(Animation { width, height, pictures, length_ms: Some(hundredths * 10), repeats })
}

/// Bytes of a colour table, by the flags that tell of it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn after_blocks(mut body: &[u8]) -> Option<&[u8]> {
    loop {
        let (&length, rest) = body.split_first()?;
        body = rest.get(usize::from(length)..)?;
        if length == 0 {
            return Some(body);
        }
    }
}

/// WebP (RFC 9649) with or without motion; `None` where it is none or is cut off.
pub(super) fn webp(bytes: &[u8]) -> Option<Animation> {
    (bytes.get(..4)? == b"RIFF" && bytes.get(8..12)? == b"WEBP").then_some(())?;
    let mut rest = bytes.get(12..8 + le32(bytes, 4)? as usize)?;
    let mut found = Animation { width: 0, height: 0, pictures: 0, length_ms: None, repeats: true };
    while !rest.is_empty() {
        let length = le32(rest, 4)? as usize;
        let body = rest.get(8..8 + length)?;
        match rest.get(..4)? {
            b"VP8X" => (found.width, found.height) = (le24(body, 4)? + 1, le24(body, 7)? + 1),
            b"ANIM" => found.repeats = le16(body, 4)? == 0,
            b"ANMF" => {
                found.pictures += 1;
                found.length_ms = Some(found.length_ms.unwrap_or(0) + u64::from(le24(body, 12)?));
            }
            // A key frame's start code, then 14 bits each (RFC 6386, 9.1).
            b"VP8 " if body.get(3..6)? == [0x9D, 0x01, 0x2A] => {
                found.pictures += 1;
                (found.width, found.height) = (le16(body, 6)? & 0x3FFF, le16(body, 8)? & 0x3FFF);
            }
            b"VP8L" if body.first() == Some(&0x2F) => {
                found.pictures += 1;
                let sides = le32(body, 1)?;
                (found.width, found.height) = ((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1);
            }
            _ => {}
        }
        rest = rest.get(8 + length + (length & 1)..)?;
    }
    (found.pictures > 0).then_some(found)
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let [low, middle, high] = *bytes.get(at..at + 3)? else { return None };
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_or_something_else_is_none() {
        let still = b"GIF89a\x02\0\x01\0\0\0\0\x2C\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x01\0\x3B";
        let found = Animation { width: 2, height: 1, pictures: 1, length_ms: Some(0), repeats: false };
        assert_eq!(gif(still), Some(found));
        for cut in 0..still.len() {
            assert_eq!(gif(&still[..cut]), None, "{cut}");
        }
        assert_eq!([webp(b""), webp(b"RIFF\x04\0\0\0WEBP"), webp(b"RIFF\xFF\0\0\0WEBP"), gif(b"\x89PNG")], [None; 4]);
    }
}
