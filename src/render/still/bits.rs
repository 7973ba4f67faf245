//! Bits of an H.264 NAL unit (ITU-T H.264, 7.2, 7.3.1 and 9.1): read, written, and freed of emulation prevention.

/// Reads bits from the first byte's highest on; beyond the end there is nothing.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    /// Bits read.
    pub at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(bit == 1)
    }

    /// At most 32 bits.
    pub(super) fn bits(&mut self, count: u32) -> Option<u32> {
        (0..count).try_fold(0, |value, _| Some(value << 1 | u32::from(self.flag()?)))
    }

    /// Unsigned Exp-Golomb.
    pub(super) fn ue(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        Some((1 << zeros) - 1 + self.bits(zeros)?)
    }

    /// Signed Exp-Golomb.
    pub(super) fn se(&mut self) -> Option<i32> {
        let code = i64::from(self.ue()?);
        let half = (code + 1) / 2;
        i32::try_from(if code % 2 == 1 { half } else { -half }).ok()
    }
}

/// Writes bits from the first byte's highest on.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// Bits in use of the last byte; 0: all.
    used: u32,
}

impl Writer {
    pub(super) fn bit(&mut self, bit: bool) {
        if self.used == 0 {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (7 - self.used);
        }
        self.used = (self.used + 1) % 8;
    }

    pub(super) fn bits(&mut self, value: u32, count: u32) {
        (0..count).rev().for_each(|at| self.bit(value >> at & 1 == 1));
    }

    pub(super) fn ue(&mut self, value: u32) {
        let code = u64::from(value) + 1;
        let length = 64 - code.leading_zeros();
        (1..length).for_each(|_| self.bit(false));
        (0..length).rev().for_each(|at| self.bit(code >> at & 1 == 1));
    }

    pub(super) fn se(&mut self, value: i32) {
        let size = value.unsigned_abs() * 2;
        self.ue(if value > 0 { size - 1 } else { size });
    }

    /// Fills the last byte.
    pub(super) fn align(&mut self, with: bool) {
        while self.used != 0 {
            self.bit(with);
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A NAL unit's bytes without emulation prevention.
pub(super) fn freed(nal: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(nal.len());
    let mut zeros = 0;
    for &byte in nal {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        bytes.push(byte);
    }
    bytes
}

/// The other way: no byte sequence in it looks like a start code.
pub(super) fn guarded(bytes: &[u8]) -> Vec<u8> {
    let mut nal = Vec::with_capacity(bytes.len() + bytes.len() / 64);
    let mut zeros = 0;
    for &byte in bytes {
        if zeros >= 2 && byte <= 3 {
            nal.push(3);
            zeros = 0;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        nal.push(byte);
    }
    nal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::vec((any::<u16>(), any::<i16>()), 1..20)) {
            let mut writer = Writer::default();
            for (a, b) in &values {
                writer.ue(u32::from(*a));
                writer.se(i32::from(*b));
                writer.bits(u32::from(*a), 16);
            }
            writer.align(true);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            for (a, b) in values {
                prop_assert_eq!(reader.ue(), Some(u32::from(a)));
                prop_assert_eq!(reader.se(), Some(i32::from(b)));
                prop_assert_eq!(reader.bits(16), Some(u32::from(a)));
            }
        }

        #[test]
        fn guarding_can_be_undone_and_leaves_no_start_code(bytes in prop::collection::vec(0_u8..5, 0..60)) {
            let nal = guarded(&bytes);
            prop_assert!(!nal.windows(3).any(|three| three[..2] == [0, 0] && three[2] < 3));
            prop_assert_eq!(freed(&nal), bytes);
        }
    }
}
