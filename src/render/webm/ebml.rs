//! Elements (RFC 8794): an id, a length, a body.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// The elements directly inside `body`; ends at the first that does not fit.
pub(super) fn elements(mut body: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (id, length, head) = header(body)?;
        let (inner, rest) = body.get(head..)?.split_at_checked(usize::try_from(length?).ok()?)?;
        body = rest;
        Some((id, inner))
    })
}

/// The body of the first element of that id.
pub(super) fn inner(body: &[u8], id: u32) -> Option<&[u8]> {
    elements(body).find(|(found, _)| *found == id).map(|(_, inner)| inner)
}

/// An element of a file: its id, and where its body lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub id: u32,
    pub start: u64,
    pub length: u64,
}

impl Element {
    pub fn end(&self) -> u64 {
        self.start.saturating_add(self.length)
    }

    /// `None` at the end of the file.
    ///
    /// # Errors
    /// The file cannot be read, or what stands there is no element of a known length that lies inside it.
    pub fn at(file: &mut File, place: u64, file_length: u64) -> io::Result<Option<Self>> {
        if place >= file_length {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(place))?;
        let mut head = Vec::with_capacity(12);
        file.take(12).read_to_end(&mut head)?;
        let (id, length, size) = header(&head).ok_or_else(|| broken("it is cut off"))?;
        let length = length.ok_or_else(|| broken("it was not written to its end"))?;
        let found = Self { id, start: place + size as u64, length };
        if found.end() > file_length { Err(broken("it is cut off")) } else { Ok(Some(found)) }
    }

    /// # Errors
    /// The file cannot be read, or the body is larger than `most` bytes.
    pub fn read(&self, file: &mut File, most: u64) -> io::Result<Vec<u8>> {
        if self.length > most {
            return Err(broken("a part of it is too large"));
        }
        file.seek(SeekFrom::Start(self.start))?;
        let mut body = Vec::new();
        file.take(self.length).read_to_end(&mut body)?;
        Ok(body)
    }
}

pub(super) fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Id, length (`None`: not known), and the bytes that both take.
fn header(bytes: &[u8]) -> Option<(u32, Option<u64>, usize)> {
    let id_length = width(*bytes.first()?).filter(|&width| width <= 4)?;
    let id = bytes.get(..id_length)?.iter().fold(0, |id, &byte| id << 8 | u32::from(byte));
    let (length, taken) = number(bytes.get(id_length..)?)?;
    Some((id, length, id_length + taken))
}

/// A number that says its own length, and that length; all ones are no number.
pub(super) fn number(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let first = *bytes.first()?;
    let width = width(first)?;
    let mark = 0x80_u8 >> (width - 1);
    let start = u64::from(first & (mark - 1));
    let value = bytes.get(1..width)?.iter().fold(start, |value, &byte| value << 8 | u64::from(byte));
    let unknown = (1_u64 << (7 * width)) - 1;
    Some(((value != unknown).then_some(value), width))
}

fn width(first: u8) -> Option<usize> {
    (first != 0).then(|| first.leading_zeros() as usize + 1)
}

/// A body of up to eight bytes.
pub(super) fn unsigned(body: &[u8]) -> Option<u64> {
    (body.len() <= 8).then(|| body.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
}

/// As [`unsigned`], in two's complement.
pub(super) fn signed(body: &[u8]) -> Option<i64> {
    let value = unsigned(body)?;
    let unused = 64 - 8 * u32::try_from(body.len()).ok()?;
    if unused == 64 { Some(0) } else { Some(((value << unused) as i64) >> unused) }
}

/// Of four or eight bytes.
pub(super) fn float(body: &[u8]) -> Option<f64> {
    match body.len() {
        4 => Some(f32::from_be_bytes(body.try_into().ok()?).into()),
        8 => Some(f64::from_be_bytes(body.try_into().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_say_how_long_they_are() {
        assert_eq!(number(&[0x81]), Some((Some(1), 1)));
        assert_eq!(number(&[0x40, 0x02]), Some((Some(2), 2)));
        assert_eq!(number(&[0x01, 0, 0, 0, 0, 0, 1, 0]), Some((Some(256), 8)));
        assert_eq!(number(&[0xFF]), Some((None, 1)), "not known");
        assert_eq!([number(&[0x40]), number(&[0]), number(&[])], [None; 3]);
    }

    #[test]
    fn elements_follow_each_other_until_one_does_not_fit() {
        let bytes = [0xD7, 0x81, 5, 0x42, 0x86, 0x82, 1, 2, 0xAE, 0x84, 0];
        let found: Vec<_> = elements(&bytes).collect();
        assert_eq!(found, [(0xD7, &[5_u8][..]), (0x4286, &[1, 2])]);
        assert_eq!(inner(&bytes, 0x4286), Some(&[1_u8, 2][..]));
    }

    #[test]
    fn values_are_read_in_any_width() {
        assert_eq!((unsigned(&[1, 0]), unsigned(&[0; 9])), (Some(256), None));
        assert_eq!([signed(&[0xFF]), signed(&[0x80, 0]), signed(&[1]), signed(&[])], [-1, -32_768, 1, 0].map(Some));
        assert_eq!([float(&1.5_f32.to_be_bytes()), float(&2.5_f64.to_be_bytes())], [Some(1.5), Some(2.5)]);
        assert_eq!(float(&[0; 3]), None);
    }
}
