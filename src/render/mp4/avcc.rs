//! H.264's decoder configuration (`avcC`, ISO/IEC 14496-15, 5.3.3.1): parameter sets, read and put together.

use super::boxes::{boxed, boxes};

/// Fixed fields of a visual sample entry, its header included.
const FIXED: usize = 86;

type Sets = Vec<Vec<u8>>;

/// Who made it, as FFmpeg has it: segments of either origin are joined under one entry.
const COMPRESSOR: &[u8; 12] = b"Lavc libx264";
/// Dots an inch, 16.16: of no meaning, always this.
const RESOLUTION: [u8; 8] = [0, 72, 0, 0, 0, 72, 0, 0];

/// An `avc1` entry (ISO/IEC 14496-12, 12.1.3): square pixels, BT.709 as broadcast, NAL lengths of four bytes.
pub(super) fn entry((width, height): (u16, u16), [sps, pps]: &[Vec<u8>; 2]) -> Option<Vec<u8>> {
    let mut fixed = vec![0, 0, 0, 0, 0, 0, 0, 1];
    fixed.extend([0; 16]);
    fixed.extend(width.to_be_bytes().into_iter().chain(height.to_be_bytes()));
    fixed.extend(RESOLUTION);
    fixed.extend([0, 0, 0, 0, 0, 1, COMPRESSOR.len() as u8]);
    fixed.extend(COMPRESSOR);
    fixed.resize(FIXED - 8 - 4, 0);
    // 24 bits of depth, no table of colours.
    fixed.extend([0, 24, 0xFF, 0xFF]);
    let profile = *sps.get(1)?;
    let mut config = vec![1, profile, *sps.get(2)?, *sps.get(3)?, 0xFF, 0xE1];
    put(&mut config, std::slice::from_ref(sps))?;
    config.push(1);
    put(&mut config, std::slice::from_ref(pps))?;
    if !matches!(profile, 66 | 77 | 88) {
        // 4:2:0 of 8 bits each.
        config.extend([0xFC | 1, 0xF8, 0xF8, 0]);
    }
    let colours = boxed(b"colr", &[b"nclx", &[0, 1, 0, 1, 0, 1, 0]]);
    let square = boxed(b"pasp", &[&[0, 0, 0, 1, 0, 0, 0, 1]]);
    Some(boxed(b"avc1", &[&fixed, &boxed(b"avcC", &[&config]), &colours, &square]))
}

/// The sequence and the picture parameter sets of an `avc1` entry whose NAL lengths have four bytes.
pub(in crate::render) fn parameter_sets(entry: &[u8]) -> Option<(Sets, Sets)> {
    let config = configuration(entry)?;
    if config.get(4)? & 3 != 3 {
        return None;
    }
    let (sps, rest) = sets(config.get(5)? & 0x1F, config.get(6..)?)?;
    let (&count, rest) = rest.split_first()?;
    let (pps, _) = sets(count, rest)?;
    Some((sps, pps))
}

fn configuration(entry: &[u8]) -> Option<&[u8]> {
    (entry.get(4..8)? == b"avc1").then_some(())?;
    boxes(entry.get(FIXED..)?).find(|(kind, _)| *kind == b"avcC").map(|(_, body)| body)
}

fn sets(count: u8, mut rest: &[u8]) -> Option<(Sets, &[u8])> {
    let mut found = Vec::new();
    for _ in 0..count {
        let (length, tail) = rest.split_first_chunk::<2>()?;
        let (set, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        found.push(set.to_vec());
        rest = tail;
    }
    Some((found, rest))
}

/// One entry for segments of two kinds, with the parameter sets of both; `None` where they differ in more than those.
pub(super) fn united(one: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    if one == other {
        return Some(one.to_vec());
    }
    let outside = |entry: &[u8]| -> Option<Vec<u8>> {
        let fixed = entry.get(8..FIXED)?.to_vec();
        Some(boxes(entry.get(FIXED..)?).filter(|(kind, _)| *kind != b"avcC").fold(fixed, |mut all, (kind, body)| {
            all.extend(boxed(&kind.try_into().unwrap_or_default(), &[body]));
            all
        }))
    };
    if outside(one)? != outside(other)? {
        return None;
    }
    let (config, second) = (configuration(one)?, configuration(other)?);
    let (mut sps, mut pps) = parameter_sets(one)?;
    let (more_sps, more_pps) = parameter_sets(other)?;
    sps.extend(more_sps.into_iter().filter(|set| !sps.contains(set)).collect::<Vec<_>>());
    pps.extend(more_pps.into_iter().filter(|set| !pps.contains(set)).collect::<Vec<_>>());
    // Profile and its constraints are the same; the level is the higher one.
    if config.get(1..3)? != second.get(1..3)? {
        return None;
    }
    let level = config.get(3)?.max(second.get(3)?);
    let mut whole = vec![1, *config.get(1)?, *config.get(2)?, *level, 0xFF, 0xE0 | u8::try_from(sps.len()).ok()?];
    put(&mut whole, &sps)?;
    whole.push(u8::try_from(pps.len()).ok()?);
    put(&mut whole, &pps)?;
    whole.extend(extension(config)?);
    let mut entry = one.get(..FIXED)?.to_vec();
    for (kind, body) in boxes(one.get(FIXED..)?) {
        let body = if kind == b"avcC" { &whole } else { body };
        entry.extend(boxed(&kind.try_into().ok()?, &[body]));
    }
    let length = u32::try_from(entry.len()).ok()?;
    entry[..4].copy_from_slice(&length.to_be_bytes());
    Some(entry)
}

fn put(whole: &mut Vec<u8>, sets: &[Vec<u8>]) -> Option<()> {
    for set in sets {
        whole.extend(u16::try_from(set.len()).ok()?.to_be_bytes());
        whole.extend(set);
    }
    Some(())
}

/// What follows the parameter sets: the chroma format and bit depths of the high profiles.
fn extension(config: &[u8]) -> Option<&[u8]> {
    let (_, rest) = sets(config.get(5)? & 0x1F, config.get(6..)?)?;
    let (&count, rest) = rest.split_first()?;
    sets(count, rest).map(|(_, rest)| rest)
}
