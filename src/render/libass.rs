//! libass, loaded at run time: captions become bitmaps in this process and are blended into just their rectangle of a
//! frame, at a small part of what FFmpeg's `ass` filter takes for whole frames. All that is unsafe about it is in this
//! file, but for its loading. Where there is no libass, the filter does it.
//!
//! The interface is `ass.h` as it has been since libass 0.10 (library version 9).

use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_int, c_uchar, c_void};
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use super::frames::{Letter, Patch};
use crate::media::{Canvas, Colour};

const NAMES: [&str; 2] = ["libass.so.9", "libass.9.dylib"];
/// Information, among which are the fonts that were chosen; more is for its developers.
const LOUDEST: c_int = 5;
/// `ASS_FONTPROVIDER_NONE`: fonts that are handed over, and no others.
const NO_SYSTEM_FONTS: c_int = 0;
/// What is kept of its words.
const LOG_MAX: usize = 64 << 10;

/// `ASS_Image`.
#[repr(C)]
struct Image {
    w: c_int,
    h: c_int,
    stride: c_int,
    bitmap: *const c_uchar,
    /// RGBA, where an alpha of 0 is opaque.
    color: u32,
    dst_x: c_int,
    dst_y: c_int,
    next: *const Image,
    kind: c_int,
}

type Handle = *mut c_void;
type Hear = unsafe extern "C" fn(c_int, *const c_char, *mut c_void, *mut c_void);

unsafe extern "C" {
    /// The C library's. A `va_list` parameter is a pointer on the platforms that this is built for.
    fn vsnprintf(text: *mut c_char, size: usize, format: *const c_char, arguments: *mut c_void) -> c_int;
}

super::foreign::functions! {
    NAMES;
    library_version = "ass_library_version": unsafe extern "C" fn() -> c_int,
    library_init = "ass_library_init": unsafe extern "C" fn() -> Handle,
    library_done = "ass_library_done": unsafe extern "C" fn(Handle),
    set_message_cb = "ass_set_message_cb": unsafe extern "C" fn(Handle, Hear, *mut c_void),
    add_font = "ass_add_font": unsafe extern "C" fn(Handle, *const c_char, *const c_char, c_int),
    renderer_init = "ass_renderer_init": unsafe extern "C" fn(Handle) -> Handle,
    renderer_done = "ass_renderer_done": unsafe extern "C" fn(Handle),
    set_frame_size = "ass_set_frame_size": unsafe extern "C" fn(Handle, c_int, c_int),
    set_fonts = "ass_set_fonts": unsafe extern "C" fn(Handle, *const c_char, *const c_char, c_int, *const c_char, c_int),
    read_memory = "ass_read_memory": unsafe extern "C" fn(Handle, *mut c_char, usize, *const c_char) -> Handle,
    free_track = "ass_free_track": unsafe extern "C" fn(Handle),
    render_frame = "ass_render_frame": unsafe extern "C" fn(Handle, Handle, i64, *mut c_int) -> *const Image,
}

/// Its version, as `libass 0x01701000`; `None` where it is not there.
pub(super) fn identity() -> Option<String> {
    // SAFETY: takes nothing and gives a number.
    functions().map(|functions| format!("libass {:#010x}", unsafe { (functions.library_version)() }))
}

/// What libass says while it works, a line each.
pub(super) type Log = Arc<Mutex<String>>;

/// An ASS script on its way into bitmaps.
pub(super) struct Lettering {
    functions: &'static Functions,
    library: Handle,
    renderer: Handle,
    track: Handle,
    fps: u32,
    /// The callback holds a pointer into it.
    log: Log,
}

// SAFETY: libass ties nothing to a thread; the handles are this value's own, and it is used by one thread at a time.
unsafe impl Send for Lettering {}

impl Lettering {
    /// `None` where there is no libass, or where it fails for want of memory. Only `fonts` exist.
    pub(super) fn new(ass: &str, fonts: &[Cow<'_, [u8]>], canvas: Canvas) -> Option<Self> {
        let functions = functions()?;
        let log = Log::default();
        let (width, height) = (c_int::try_from(canvas.width).ok()?, c_int::try_from(canvas.height).ok()?);
        // SAFETY: handles come from libass and are given back to it; what is borrowed (the fonts, the script) it copies.
        unsafe {
            let library = (functions.library_init)();
            if library.is_null() {
                return None;
            }
            let null = ptr::null_mut();
            let mut lettering = Self { functions, library, renderer: null, track: null, fps: canvas.fps, log };
            (functions.set_message_cb)(library, hear, Arc::as_ptr(&lettering.log).cast_mut().cast());
            for font in fonts {
                let length = c_int::try_from(font.len()).ok()?;
                (functions.add_font)(library, c"font".as_ptr(), font.as_ptr().cast(), length);
            }
            lettering.renderer = (functions.renderer_init)(library);
            if lettering.renderer.is_null() {
                return None;
            }
            (functions.set_frame_size)(lettering.renderer, width, height);
            let none = ptr::null();
            (functions.set_fonts)(lettering.renderer, none, none, NO_SYSTEM_FONTS, none, 1);
            let mut script = ass.as_bytes().to_vec();
            let length = script.len();
            lettering.track = (functions.read_memory)(library, script.as_mut_ptr().cast(), length, none);
            (!lettering.track.is_null()).then_some(lettering)
        }
    }

    pub(super) fn log(&self) -> Log {
        self.log.clone()
    }
}

impl Letter for Lettering {
    fn at(&mut self, frame: u32) -> Option<Vec<Patch<'_>>> {
        let ms = i64::from(frame) * 1000 / i64::from(self.fps.max(1));
        let mut changed = 0;
        // SAFETY: both handles are live; the images stay as they are until the next call, which `&mut self` keeps off
        // for as long as the patches live.
        unsafe {
            let mut image = (self.functions.render_frame)(self.renderer, self.track, ms, &raw mut changed);
            if changed == 0 {
                return None;
            }
            let mut patches = Vec::new();
            while let Some(found) = image.as_ref() {
                patches.extend(patch(found));
                image = found.next;
            }
            Some(patches)
        }
    }
}

/// # Safety
/// The image's bitmap is `stride * (h - 1) + w` bytes long.
unsafe fn patch(image: &Image) -> Option<Patch<'_>> {
    let side = |side: c_int| usize::try_from(side).ok().filter(|&side| side > 0);
    let (width, height, stride) = (side(image.w)?, side(image.h)?, side(image.stride)?);
    if image.bitmap.is_null() {
        return None;
    }
    // SAFETY: the caller's promise; the last row ends with its last pixel.
    let coverage = unsafe { std::slice::from_raw_parts(image.bitmap, stride * (height - 1) + width) };
    let [r, g, b, clear] = image.color.to_be_bytes();
    let colour = Colour { r, g, b, a: 255 - clear };
    Some(Patch { left: image.dst_x, top: image.dst_y, width, height, stride, coverage, colour })
}

impl Drop for Lettering {
    fn drop(&mut self) {
        // SAFETY: each handle is given back once, the library last.
        unsafe {
            if !self.track.is_null() {
                (self.functions.free_track)(self.track);
            }
            if !self.renderer.is_null() {
                (self.functions.renderer_done)(self.renderer);
            }
            (self.functions.library_done)(self.library);
        }
    }
}

/// # Safety
/// Called by libass with a format and its arguments, and with the log that was given to `ass_set_message_cb`.
unsafe extern "C" fn hear(level: c_int, format: *const c_char, arguments: *mut c_void, log: *mut c_void) {
    if level > LOUDEST {
        return;
    }
    let mut line = [0; 1024];
    // SAFETY: libass's format fits its arguments; the text is cut and ended within the buffer. The log outlives the
    // library that this is called by.
    unsafe {
        vsnprintf(line.as_mut_ptr(), line.len(), format, arguments);
        let line = CStr::from_ptr(line.as_ptr()).to_string_lossy();
        let Some(log) = log.cast::<Mutex<String>>().as_ref() else { return };
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() < LOG_MAX {
            log.push_str("[ass] ");
            log.push_str(line.trim_end());
            log.push('\n');
        }
    }
}
