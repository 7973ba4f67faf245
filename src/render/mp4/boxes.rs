//! Boxes: found in bytes, and put together.

/// The boxes directly inside `body`; ends at the first that does not fit.
pub(super) fn boxes(mut body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let len = be32(body, 0)? as usize;
        let (whole, rest) = body.split_at_checked(len)?;
        body = rest;
        Some((whole.get(4..8)?, whole.get(8..)?))
    })
}

/// The body of the first box along a path of kinds.
pub(super) fn inner<'a>(body: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(body, |body, kind| boxes(body).find(|(found, _)| found == kind).map(|(_, inner)| inner))
}

/// The entries of a full box that holds a count and entries of `width` bytes.
pub(super) fn table(body: &[u8], width: usize) -> Option<impl Iterator<Item = &[u8]>> {
    let count = be32(body, 4)? as usize;
    Some(body.get(8..)?.get(..count.checked_mul(width)?)?.chunks_exact(width))
}

pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

pub(super) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// A box of these parts.
pub(super) fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = 8 + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut whole = Vec::with_capacity(length);
    whole.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    whole.extend(kind);
    parts.iter().for_each(|part| whole.extend_from_slice(part));
    whole
}

/// A box with version 0 and flags.
pub(super) fn full(kind: &[u8; 4], flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    let mut all: Vec<&[u8]> = Vec::with_capacity(parts.len() + 1);
    let flags = flags.to_be_bytes();
    all.push(&flags);
    all.extend(parts);
    boxed(kind, &all)
}

pub(super) fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}
