//! A font's character maps, put so that libass finds all of its characters.

/// libass takes a font's first Microsoft map, which often holds only the characters up to U+FFFF, although one with all
/// of them follows: no emoji is ever found. Here that first map is declared another platform's, which changes nothing
/// else. The tables are those of OpenType (ISO/IEC 14496-22, "cmap"); what is no such font stays as it is.
pub fn prefer_full_unicode(font: &mut [u8]) {
    let faces: Vec<usize> = match font.get(..4) {
        Some(b"ttcf") => {
            let count = number(font, 8, 4).unwrap_or(0).min(256);
            (0..count).filter_map(|index| number(font, 12 + 4 * index, 4)).collect()
        }
        _ => vec![0],
    };
    for face in faces {
        let Some(maps) = character_maps(font, face) else { continue };
        let is = |font: &[u8], at: usize, encoding: usize| {
            number(font, at, 2) == Some(3) && number(font, at + 2, 2) == Some(encoding)
        };
        if maps.iter().any(|&at| is(font, at, 10)) {
            for at in maps.into_iter().filter(|&at| is(font, at, 1)).collect::<Vec<_>>() {
                // Platform 0 (Unicode), encoding 3 (its basic plane).
                font[at..at + 4].copy_from_slice(&[0, 0, 0, 3]);
            }
        }
    }
}

/// Where the records of a face's character maps stand.
fn character_maps(font: &[u8], face: usize) -> Option<Vec<usize>> {
    let tables = number(font, face.checked_add(4)?, 2)?;
    let record = (0..tables).map(|table| face + 12 + 16 * table).find(|&at| font.get(at..at + 4) == Some(b"cmap"))?;
    let start = number(font, record + 8, 4)?;
    let count = number(font, start.checked_add(2)?, 2)?;
    let records = (0..count).map(|map| start + 4 + 8 * map);
    Some(records.filter(|&at| font.len() >= at + 8).collect())
}

/// A big-endian number of some bytes.
fn number(font: &[u8], at: usize, bytes: usize) -> Option<usize> {
    let end = at.checked_add(bytes)?;
    Some(font.get(at..end)?.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_map_of_the_basic_plane_steps_back_where_a_full_one_is_there() {
        let Ok(bytes) = std::fs::read("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf") else { return };
        let mut patched = bytes.clone();
        prefer_full_unicode(&mut patched);
        let changed = bytes.iter().zip(&patched).filter(|(before, after)| before != after).count();
        assert!((1..=4).contains(&changed), "{changed}");
        let face = ttf_parser::Face::parse(&patched, 0).unwrap();
        assert!(face.glyph_index('😀').is_some() && face.glyph_index('a').is_some());
        let again = patched.clone();
        prefer_full_unicode(&mut patched);
        assert_eq!(again, patched);
    }

    #[test]
    fn a_font_without_a_full_map_stays_as_it_is() {
        let own = crate::media::fonts::MONO.bytes;
        let mut bytes = own.to_vec();
        prefer_full_unicode(&mut bytes);
        assert_eq!(bytes, own);
    }

    proptest! {
        #[test]
        fn no_bytes_are_out_of_reach(mut bytes in prop::collection::vec(any::<u8>(), 0..200), collection in any::<bool>()) {
            if collection && bytes.len() > 4 {
                bytes[..4].copy_from_slice(b"ttcf");
            }
            prefer_full_unicode(&mut bytes);
        }
    }
}
