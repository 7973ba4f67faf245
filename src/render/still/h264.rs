//! As much of H.264 (ITU-T H.264) as it takes to show a picture longer: the frame numbers of coded pictures, and
//! pictures that are coded as "all as before".

use super::bits::{Reader, Writer, freed, guarded};

/// What the parameter sets say that slices depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parameters {
    frame_num_bits: u32,
    macroblocks: u32,
    pps_id: u32,
    weighted: bool,
    init_qp: i32,
    deblocking_control: bool,
    redundant_pictures: bool,
}

impl Parameters {
    /// Of one sequence and one picture parameter set, with their NAL headers. `None`: of a kind that is not handled, or
    /// damaged; handled are progressive 4:2:0 pictures in the order of decoding, in one slice group, coded by CABAC.
    pub(super) fn read(sps: &[u8], pps: &[u8]) -> Option<Self> {
        let sps = freed(sps.get(1..)?);
        let mut sps = Reader::new(&sps);
        let profile = sps.bits(8)?;
        sps.bits(16)?;
        sps.ue()?;
        if profile >= 100 {
            let plain = sps.ue()? == 1 && sps.ue()? == 0 && sps.ue()? == 0 && !sps.flag()? && !sps.flag()?;
            if !plain {
                return None;
            }
        }
        let frame_num_bits = sps.ue()? + 4;
        let in_decoding_order = sps.ue()? == 2;
        sps.ue()?;
        sps.flag()?;
        let macroblocks = (sps.ue()? + 1).checked_mul(sps.ue()? + 1)?;
        let progressive = sps.flag()?;

        let pps = freed(pps.get(1..)?);
        let mut pps = Reader::new(&pps);
        let pps_id = pps.ue()?;
        pps.ue()?;
        let cabac = pps.flag()?;
        let field_order = pps.flag()?;
        let one_group = pps.ue()? == 0;
        pps.ue()?;
        pps.ue()?;
        let weighted = pps.flag()?;
        pps.bits(2)?;
        let init_qp = 26 + pps.se()?;
        pps.se()?;
        pps.se()?;
        let deblocking_control = pps.flag()?;
        pps.flag()?;
        let redundant_pictures = pps.flag()?;
        (in_decoding_order && progressive && cabac && !field_order && one_group && frame_num_bits <= 16).then_some(
            Self { frame_num_bits, macroblocks, pps_id, weighted, init_qp, deblocking_control, redundant_pictures },
        )
    }

    fn frame_num(&self, number: u32) -> u32 {
        number & ((1 << self.frame_num_bits) - 1)
    }

    /// A coded picture's slice (a NAL unit) with another frame number, which counts from the last IDR picture. `None`:
    /// it is no slice that is handled.
    pub(super) fn renumbered(&self, slice: &[u8], number: u32) -> Option<Vec<u8>> {
        let mut bytes = freed(slice);
        let at = {
            let mut reader = Reader::new(bytes.get(1..)?);
            let first = reader.ue()?;
            reader.ue()?;
            (first == 0 && reader.ue()? == self.pps_id).then_some(8 + reader.at)?
        };
        let number = self.frame_num(number);
        for bit in 0..self.frame_num_bits {
            let (byte, mask) = (bytes.get_mut((at + bit as usize) / 8)?, 0x80 >> ((at + bit as usize) % 8));
            match number >> (self.frame_num_bits - 1 - bit) & 1 {
                1 => *byte |= mask,
                _ => *byte &= !mask,
            }
        }
        Some(guarded(&bytes))
    }

    /// A reference picture in which every macroblock is skipped: exactly the picture before it.
    pub(super) fn repeat(&self, number: u32) -> Vec<u8> {
        /// Any will do, since nothing is coded with it; at this one a skipped macroblock is likely from the start.
        const QP: i32 = 40;
        let mut slice = Writer::default();
        slice.ue(0);
        // P, and so all slices of the picture.
        slice.ue(5);
        slice.ue(self.pps_id);
        slice.bits(self.frame_num(number), self.frame_num_bits);
        if self.redundant_pictures {
            slice.ue(0);
        }
        // One reference picture, lists as they are.
        slice.bit(true);
        slice.ue(0);
        slice.bit(false);
        if self.weighted {
            slice.ue(0);
            slice.ue(0);
            slice.bits(0, 2);
        }
        // References leave in the order they came.
        slice.bit(false);
        // The first of the three tables of contexts.
        slice.ue(0);
        slice.se(QP - self.init_qp);
        if self.deblocking_control {
            slice.ue(1);
        }
        slice.align(true);
        Arithmetic::skipping(QP).all(self.macroblocks, &mut slice);
        slice.align(false);
        // A slice of a picture that is not IDR, of high importance.
        let mut nal = vec![0x41];
        nal.extend(slice.into_bytes());
        guarded(&nal)
    }
}

/// Ranges of the less probable symbol (table 9-44) for states 23 to 62: those that skipped macroblocks come by.
const LESS_PROBABLE: [[u16; 4]; 40] = [
    [43, 53, 63, 72],
    [41, 50, 59, 69],
    [39, 48, 56, 65],
    [37, 45, 54, 62],
    [35, 43, 51, 59],
    [33, 41, 48, 56],
    [32, 39, 46, 53],
    [30, 37, 43, 50],
    [29, 35, 41, 48],
    [27, 33, 39, 45],
    [26, 31, 37, 43],
    [24, 30, 35, 41],
    [23, 28, 33, 39],
    [22, 27, 32, 37],
    [21, 26, 30, 35],
    [20, 24, 29, 33],
    [19, 23, 27, 31],
    [18, 22, 26, 30],
    [17, 21, 25, 28],
    [16, 20, 23, 27],
    [15, 19, 22, 25],
    [14, 18, 21, 24],
    [14, 17, 20, 23],
    [13, 16, 19, 22],
    [12, 15, 18, 21],
    [12, 14, 17, 20],
    [11, 14, 16, 19],
    [11, 13, 15, 18],
    [10, 12, 15, 17],
    [10, 12, 14, 16],
    [9, 11, 13, 15],
    [9, 11, 12, 14],
    [8, 10, 12, 14],
    [8, 9, 11, 13],
    [7, 9, 11, 12],
    [7, 9, 10, 12],
    [7, 8, 10, 11],
    [6, 8, 9, 11],
    [6, 7, 9, 10],
    [6, 7, 8, 9],
];
const FIRST_STATE: usize = 23;

/// The arithmetic coder (9.3.4) as far as the more probable symbol goes: nothing is ever added below the range, so that
/// all bits but the last are zeros.
struct Arithmetic {
    range: u16,
    state: usize,
    /// The first bit that is due is not written.
    begun: bool,
}

impl Arithmetic {
    /// At the start of a P slice, for `mb_skip_flag` among skipped neighbours (context 11, table 9-13: m 23, n 33).
    fn skipping(qp: i32) -> Self {
        let state = ((23 * qp) >> 4) + 33;
        Self { range: 510, state: (state - 64).clamp(FIRST_STATE as i32, 62) as usize, begun: false }
    }

    fn all(mut self, macroblocks: u32, out: &mut Writer) {
        for left in (0..macroblocks).rev() {
            let less = LESS_PROBABLE[self.state - FIRST_STATE][usize::from(self.range >> 6 & 3)];
            self.range -= less;
            self.renormalise(out);
            self.state = (self.state + 1).min(62);
            self.range -= 2;
            if left > 0 {
                self.renormalise(out);
            }
        }
        let low = u32::from(self.range);
        self.end(low, out);
    }

    fn renormalise(&mut self, out: &mut Writer) {
        while self.range < 256 {
            self.range <<= 1;
            self.zero(out);
        }
    }

    fn zero(&mut self, out: &mut Writer) {
        if self.begun {
            out.bit(false);
        }
        self.begun = true;
    }

    /// Flushing (9.3.4.5): seven shifts of a range of two, then the coder's last bits and the stop bit.
    fn end(mut self, mut low: u32, out: &mut Writer) {
        let mut outstanding = 0;
        let mut put = |bit: bool, outstanding: &mut u32, begun: &mut bool| {
            if *begun {
                out.bit(bit);
            }
            *begun = true;
            (0..std::mem::take(outstanding)).for_each(|_| out.bit(!bit));
        };
        for _ in 0..7 {
            if low < 256 {
                put(false, &mut outstanding, &mut self.begun);
            } else if low >= 512 {
                low -= 512;
                put(true, &mut outstanding, &mut self.begun);
            } else {
                low -= 256;
                outstanding += 1;
            }
            low <<= 1;
        }
        put(low >> 9 & 1 == 1, &mut outstanding, &mut self.begun);
        out.bits(low >> 7 & 3 | 1, 2);
    }
}
