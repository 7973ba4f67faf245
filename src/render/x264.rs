//! x264, loaded at run time: frames go from the painter straight into the encoder, without a pipe between them, without
//! a copy in FFmpeg and without its start for every segment. All that is unsafe about it, but for its loading, is in
//! this file. Where there is no x264 of a build that is known here, FFmpeg's does it, and makes the same bytes.
//!
//! The interface is that of `x264.h`. Its parameters are set by their names, so that only the two that have none (the
//! picture's sides) hang on where they lie in the structure: x264 opens no encoder without them.

use std::ffi::{CString, c_char, c_int, c_void};
use std::path::PathBuf;
use std::ptr;

use super::encoder::X264;
use super::mp4::Sample;
use crate::media::{Canvas, Quality};
use crate::process::loaded_from;

/// The build is part of the library's name, and of that of the function that opens an encoder.
const NAMES: [&str; 2] = ["libx264.so.164", "libx264.164.dylib"];

const PLANAR_420: c_int = 2;
const TYPE_AUTO: c_int = 0;
/// An IDR picture, where groups of pictures are closed.
const TYPE_KEYFRAME: c_int = 6;
const UNIT_SEI: c_int = 6;
const UNIT_SPS: c_int = 7;
const UNIT_PPS: c_int = 8;
/// Bytes of a unit's length, in front of it.
const LENGTH: usize = 4;

/// `x264_param_t`, with room to spare.
#[repr(C, align(16))]
struct Param {
    /// Processor, threads and how they work.
    before: [c_int; 7],
    width: c_int,
    height: c_int,
    rest: [u8; 4096],
}

/// `x264_nal_t`.
#[repr(C)]
struct Unit {
    importance: c_int,
    kind: c_int,
    long_start: c_int,
    first_block: c_int,
    last_block: c_int,
    length: c_int,
    bytes: *const u8,
    padding: c_int,
}

/// `x264_picture_t`, with room to spare.
#[repr(C, align(16))]
struct Picture {
    kind: c_int,
    quantizer: c_int,
    structure: c_int,
    is_key: c_int,
    pts: i64,
    dts: i64,
    param: *mut c_void,
    colourspace: c_int,
    planes: c_int,
    strides: [c_int; 4],
    plane: [*const u8; 4],
    rest: [u8; 1024],
}

type Handle = *mut c_void;

super::foreign::functions! {
    NAMES;
    param_default_preset = "x264_param_default_preset": unsafe extern "C" fn(*mut Param, *const c_char, *const c_char) -> c_int,
    param_parse = "x264_param_parse": unsafe extern "C" fn(*mut Param, *const c_char, *const c_char) -> c_int,
    param_apply_profile = "x264_param_apply_profile": unsafe extern "C" fn(*mut Param, *const c_char) -> c_int,
    param_cleanup = "x264_param_cleanup": unsafe extern "C" fn(*mut Param),
    picture_init = "x264_picture_init": unsafe extern "C" fn(*mut Picture),
    encoder_open = "x264_encoder_open_164": unsafe extern "C" fn(*mut Param) -> Handle,
    encoder_headers = "x264_encoder_headers": unsafe extern "C" fn(Handle, *mut *mut Unit, *mut c_int) -> c_int,
    encoder_encode = "x264_encoder_encode": unsafe extern "C" fn(Handle, *mut *mut Unit, *mut c_int, *mut Picture, *mut Picture) -> c_int,
    encoder_delayed_frames = "x264_encoder_delayed_frames": unsafe extern "C" fn(Handle) -> c_int,
    encoder_close = "x264_encoder_close": unsafe extern "C" fn(Handle),
}

/// The library, known to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As it names itself in streams, such as `x264 core 164 r3095 baee400`.
    pub identity: String,
    /// Where the system tells.
    pub file: Option<PathBuf>,
}

/// `None` where it is not there, or is not the encoder that is known here. Costs a millisecond.
pub fn x264() -> Option<Found> {
    let encoder = Encoder::open(Canvas { width: 64, height: 48, fps: 30 }, &X264::still(Quality::Draft))?;
    Some(Found { identity: encoder.version.clone()?, file: loaded_from(&NAMES) })
}

/// An encoder at work.
pub(super) struct Encoder {
    functions: &'static Functions,
    handle: Handle,
    canvas: Canvas,
    version: Option<String>,
    /// The sequence and the picture parameter set.
    sets: [Vec<u8>; 2],
}

// SAFETY: x264 ties nothing to a thread; the handle is this value's own, and it is used by one thread at a time.
unsafe impl Send for Encoder {}

impl Encoder {
    /// `None` where there is no x264, or where it does not take these settings.
    pub(super) fn open(canvas: Canvas, settings: &X264) -> Option<Self> {
        let functions = functions()?;
        let sides = (c_int::try_from(canvas.width).ok()?, c_int::try_from(canvas.height).ok()?);
        let mut param = Param { before: [0; 7], width: 0, height: 0, rest: [0; 4096] };
        // SAFETY: the structure is larger than x264's; texts are borrowed for the call; handles come from x264 and are
        // given back to it.
        unsafe {
            let preset = CString::new(settings.preset).ok()?;
            if (functions.param_default_preset)(&raw mut param, preset.as_ptr(), ptr::null()) < 0 {
                return None;
            }
            let took_all = settings.words(canvas.fps).into_iter().all(|(name, value)| {
                let (Ok(name), Ok(value)) = (CString::new(name), CString::new(value)) else { return false };
                (functions.param_parse)(&raw mut param, name.as_ptr(), value.as_ptr()) == 0
            });
            (param.width, param.height) = sides;
            let opened = took_all && (functions.param_apply_profile)(&raw mut param, c"high".as_ptr()) == 0;
            let handle = if opened { (functions.encoder_open)(&raw mut param) } else { ptr::null_mut() };
            (functions.param_cleanup)(&raw mut param);
            if handle.is_null() {
                return None;
            }
            let mut encoder = Self { functions, handle, canvas, version: None, sets: Default::default() };
            encoder.read_headers()?;
            Some(encoder)
        }
    }

    /// What a decoder must know: the sequence and the picture parameter set.
    pub(super) fn parameter_sets(&self) -> &[Vec<u8>; 2] {
        &self.sets
    }

    fn read_headers(&mut self) -> Option<()> {
        let (mut units, mut count) = (ptr::null_mut(), 0);
        // SAFETY: the handle is live; x264 gives so many units, which stay until the next call.
        let units = unsafe {
            if (self.functions.encoder_headers)(self.handle, &raw mut units, &raw mut count) < 0 || units.is_null() {
                return None;
            }
            std::slice::from_raw_parts(units, usize::try_from(count).ok()?)
        };
        for unit in units {
            // SAFETY: it is one of those.
            let bytes = unsafe { bytes(unit) }?.get(LENGTH..)?;
            match unit.kind {
                UNIT_SPS => self.sets[0] = bytes.to_vec(),
                UNIT_PPS => self.sets[1] = bytes.to_vec(),
                UNIT_SEI => self.version = version(bytes),
                _ => {}
            }
        }
        self.sets.iter().all(|set| !set.is_empty()).then_some(())
    }

    /// Takes a planar 4:2:0 frame, the `index`th, and gives what is ready: one of those before it, or nothing yet.
    /// `key`: it can be started from.
    ///
    /// # Errors
    /// x264 failed.
    pub(super) fn encode(&mut self, frame: &[u8], index: u32, key: bool) -> Result<Option<Sample<'_>>, Failed> {
        let (width, height) = (self.canvas.width as usize, self.canvas.height as usize);
        let (luma, chroma) = (width * height, width * height / 4);
        let planes = frame.split_at_checked(luma).and_then(|(y, rest)| Some((y, rest.split_at_checked(chroma)?)));
        let (y, (u, v)) = planes.filter(|(_, (_, v))| v.len() == chroma).ok_or(Failed)?;
        let mut picture = self.picture();
        picture.kind = if key { TYPE_KEYFRAME } else { TYPE_AUTO };
        picture.pts = index.into();
        picture.colourspace = PLANAR_420;
        picture.planes = 3;
        let (side, half) = (width as c_int, width as c_int / 2);
        picture.strides = [side, half, half, 0];
        picture.plane = [y.as_ptr(), u.as_ptr(), v.as_ptr(), ptr::null()];
        self.step(&raw mut picture)
    }

    /// What is left, one at a time, once all frames are in.
    ///
    /// # Errors
    /// x264 failed.
    pub(super) fn rest(&mut self) -> Result<Option<Sample<'_>>, Failed> {
        // SAFETY: the handle is live.
        if unsafe { (self.functions.encoder_delayed_frames)(self.handle) } <= 0 {
            return Ok(None);
        }
        self.step(ptr::null_mut())
    }

    fn picture(&self) -> Picture {
        let mut picture = Picture {
            kind: 0,
            quantizer: 0,
            structure: 0,
            is_key: 0,
            pts: 0,
            dts: 0,
            param: ptr::null_mut(),
            colourspace: 0,
            planes: 0,
            strides: [0; 4],
            plane: [ptr::null(); 4],
            rest: [0; 1024],
        };
        // SAFETY: the structure is larger than x264's, which it fills.
        unsafe { (self.functions.picture_init)(&raw mut picture) };
        picture
    }

    /// `picture` is null, or has the planes of a whole frame.
    fn step(&mut self, picture: *mut Picture) -> Result<Option<Sample<'_>>, Failed> {
        let mut out = self.picture();
        let (mut units, mut count) = (ptr::null_mut(), 0);
        // SAFETY: the handle is live; x264 copies the planes before it returns; it gives so many units, whose bytes lie
        // one after the other and stay until the next call, which `&mut self` keeps off for as long as the sample lives.
        unsafe {
            let total =
                (self.functions.encoder_encode)(self.handle, &raw mut units, &raw mut count, picture, &raw mut out);
            let total = usize::try_from(total).map_err(|_| Failed)?;
            if total == 0 || units.is_null() {
                return Ok(None);
            }
            let first = bytes(&*units).ok_or(Failed)?.as_ptr();
            let bytes = std::slice::from_raw_parts(first, total);
            Ok(Some(Sample { bytes, pts: out.pts, dts: out.dts, is_key: out.is_key != 0 }))
        }
    }
}

/// x264 does not say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed;

/// # Safety
/// The unit's bytes are as many as it says.
unsafe fn bytes(unit: &Unit) -> Option<&[u8]> {
    let length = usize::try_from(unit.length).ok()?;
    // SAFETY: the caller's promise.
    (!unit.bytes.is_null()).then(|| unsafe { std::slice::from_raw_parts(unit.bytes, length) })
}

/// Of the message `x264 - core 164 r3095 baee400 - H.264/MPEG-4 AVC codec - …`.
fn version(message: &[u8]) -> Option<String> {
    const START: &[u8] = b"x264 - core ";
    let at = message.windows(START.len()).position(|found| found == START)?;
    let text = message[at + START.len()..].split(|&byte| byte == 0).next()?;
    let (build, _) = std::str::from_utf8(text).ok()?.split_once(" - ")?;
    Some(format!("x264 core {build}"))
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: the handle is given back once.
        unsafe { (self.functions.encoder_close)(self.handle) }
    }
}
