//! What a sample entry holds, as playlists and browsers name it (RFC 6381).

use super::boxes::boxes;

/// Fixed fields of a visual sample entry, its header included.
const FIXED: usize = 86;

/// `avc1.640028`, `hvc1.1.6.L93.90`, `av01.0.04M.08`, `mp4a.40.2`; `None` for what streams do not carry.
pub(in crate::render) fn named(entry: &[u8]) -> Option<String> {
    let config = |wanted: &[u8; 4]| -> Option<&[u8]> {
        boxes(entry.get(FIXED..)?).find(|(kind, _)| kind == wanted).map(|(_, body)| body)
    };
    match entry.get(4..8)? {
        b"avc1" => Some(format!("avc1.{}", hex::encode(config(b"avcC")?.get(1..4)?))),
        b"hvc1" => hevc(config(b"hvcC")?),
        b"av01" => av1(config(b"av1C")?),
        // AAC-LC, as our encoder makes it.
        b"mp4a" => Some("mp4a.40.2".to_owned()),
        _ => None,
    }
}

/// ISO/IEC 14496-15, annex E.3.
fn hevc(config: &[u8]) -> Option<String> {
    let first = *config.get(1)?;
    let space = ["", "A", "B", "C"][usize::from(first >> 6)];
    let tier = if first & 0x20 == 0 { 'L' } else { 'H' };
    let compatible = u32::from_be_bytes(config.get(2..6)?.try_into().ok()?).reverse_bits();
    let constraints = config.get(6..12)?;
    let used = constraints.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let constraints: String = constraints[..used].iter().map(|byte| format!(".{byte:X}")).collect();
    Some(format!("hvc1.{space}{}.{compatible:X}.{tier}{}{constraints}", first & 0x1F, config.get(12)?))
}

/// AV1 Codec ISO Media File Format Binding, section 5.
fn av1(config: &[u8]) -> Option<String> {
    let (profile, flags) = (*config.get(1)?, *config.get(2)?);
    let tier = if flags & 0x80 == 0 { 'M' } else { 'H' };
    let bits = if flags & 0x40 == 0 { 8 } else { 10 };
    Some(format!("av01.{}.{:02}{tier}.{bits:02}", profile >> 5, profile & 0x1F))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::mp4::boxes::boxed;

    fn entry(kind: &[u8; 4], config: &[u8; 4], body: &[u8]) -> Vec<u8> {
        boxed(kind, &[&[0; FIXED - 8], &boxed(config, &[body])])
    }

    #[test]
    fn codecs_are_named_as_browsers_know_them() {
        let name = |kind, config, body: &[u8]| named(&entry(kind, config, body)).unwrap();
        assert_eq!(name(b"avc1", b"avcC", &[1, 0x64, 0, 0x28, 0xFF]), "avc1.640028");
        let main = [1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93];
        assert_eq!(name(b"hvc1", b"hvcC", &main), "hvc1.1.6.L93.90");
        assert_eq!(name(b"av01", b"av1C", &[0x81, 4, 0x0C, 0]), "av01.0.04M.08");
        assert_eq!(
            [named(&entry(b"vp09", b"vpcC", &[])), named(b""), named(&entry(b"avc1", b"avcC", &[1]))],
            [None, None, None]
        );
    }
}
