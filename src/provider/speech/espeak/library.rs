//! libespeak-ng, loaded at run time. All that is unsafe about it is in this file.
//!
//! The interface is espeak-ng's `speak_lib.h` (API revision 12, espeak-ng 1.49 and later).

use std::ffi::{CStr, CString, c_char, c_int, c_short, c_uint, c_void};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use libloading::Library;

const NAMES: [&str; 4] = ["libespeak-ng.so.1", "libespeak-ng.so", "libespeak-ng.1.dylib", "libespeak-ng.dylib"];

const AUDIO_OUTPUT_SYNCHRONOUS: c_int = 2;
/// Errors are returned instead of ending the process.
const INITIALIZE_DONT_EXIT: c_int = 0x8000;
const POS_CHARACTER: c_int = 1;
const CHARS_UTF8: c_uint = 1;
const END_PAUSE: c_uint = 0x1000;
const EVENT_LIST_TERMINATED: c_int = 0;
const EVENT_WORD: c_int = 1;
const RATE: c_int = 1;
const PITCH: c_int = 3;
const OK: c_int = 0;

/// `espeak_EVENT`.
#[repr(C)]
struct RawEvent {
    kind: c_int,
    unique_identifier: c_uint,
    text_position: c_int,
    length: c_int,
    audio_position: c_int,
    sample: c_int,
    user_data: *mut c_void,
    id: [u8; 8],
}

type Callback = unsafe extern "C" fn(*mut c_short, c_int, *mut RawEvent) -> c_int;
type Synth = unsafe extern "C" fn(
    *const c_void,
    usize,
    c_uint,
    c_int,
    c_uint,
    c_uint,
    *mut c_uint,
    *mut c_void,
) -> c_int;

/// What was heard of a text.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Mono.
    pub samples: Vec<i16>,
    pub rate: u32,
    pub events: Vec<Event>,
}

/// A word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    /// Of the text, from 0.
    pub character: usize,
    pub ms: u32,
}

/// How to speak.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    pub voice: &'a str,
    pub words_a_minute: u32,
    /// 0 to 99.
    pub pitch: u32,
}

/// The library keeps its state in globals: one text at a time in the whole process.
static SPEAKING: Mutex<Option<Loaded>> = Mutex::new(None);

struct Loaded {
    library: Library,
    rate: u32,
    version: String,
}

/// The version as the library tells it, or `None` where the library is not there.
pub(super) fn version() -> Option<String> {
    with(|loaded| Ok(loaded.version.clone())).ok()
}

/// Speaks a text; blocks until it is spoken, or the text of another caller before it.
///
/// # Errors
/// What the library refused, in words.
pub(super) fn speak(text: &str, manner: Manner<'_>) -> Result<Heard, String> {
    with(|loaded| loaded.speak(text, manner))
}

fn with<T>(work: impl FnOnce(&Loaded) -> Result<T, String>) -> Result<T, String> {
    let mut loaded = SPEAKING.lock().unwrap_or_else(PoisonError::into_inner);
    if loaded.is_none() {
        *loaded = Some(Loaded::open()?);
    }
    loaded.as_ref().map_or_else(|| Err("libespeak-ng could not be loaded".to_owned()), work)
}

impl Loaded {
    fn open() -> Result<Self, String> {
        // SAFETY: the library's initialisers are those of espeak-ng, which do nothing but set its own globals.
        let library = NAMES
            .iter()
            .find_map(|name| unsafe { Library::new(*name) }.ok())
            .ok_or("libespeak-ng is not there")?;
        // SAFETY: the types are those of `speak_lib.h`; the string returned is static.
        unsafe {
            let initialize: libloading::Symbol<'_, unsafe extern "C" fn(c_int, c_int, *const c_char, c_int) -> c_int> =
                library.get(b"espeak_Initialize\0").map_err(|error| error.to_string())?;
            let rate = initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, ptr::null(), INITIALIZE_DONT_EXIT);
            let rate = u32::try_from(rate).ok().filter(|rate| (8_000..=192_000).contains(rate));
            let rate = rate.ok_or("espeak-ng's voices are not there; install espeak-ng-data")?;
            let info: libloading::Symbol<'_, unsafe extern "C" fn(*mut *const c_char) -> *const c_char> =
                library.get(b"espeak_Info\0").map_err(|error| error.to_string())?;
            let told = info(ptr::null_mut());
            let version = if told.is_null() { "unknown".into() } else { CStr::from_ptr(told).to_string_lossy() };
            let version = version.split_whitespace().next().unwrap_or("unknown").to_owned();
            Ok(Self { rate, version, library })
        }
    }

    fn speak(&self, text: &str, manner: Manner<'_>) -> Result<Heard, String> {
        let text = CString::new(text.replace('\0', " ")).map_err(|error| error.to_string())?;
        let voice = CString::new(manner.voice).map_err(|_| "a voice's name holds no NUL".to_owned())?;
        let mut heard = Heard { rate: self.rate, ..Heard::default() };
        // SAFETY: the types are those of `speak_lib.h`; `SPEAKING` is held, so nobody else is inside the library; the
        // call is synchronous, so `heard` and `text` outlive every use of the pointers to them.
        unsafe {
            let by_name: libloading::Symbol<'_, unsafe extern "C" fn(*const c_char) -> c_int> =
                self.symbol(b"espeak_SetVoiceByName\0")?;
            if by_name(voice.as_ptr()) != OK {
                return Err(format!("espeak-ng has no voice `{}`", manner.voice));
            }
            let set: libloading::Symbol<'_, unsafe extern "C" fn(c_int, c_int, c_int) -> c_int> =
                self.symbol(b"espeak_SetParameter\0")?;
            set(RATE, c_int::try_from(manner.words_a_minute).unwrap_or(160), 0);
            set(PITCH, c_int::try_from(manner.pitch).unwrap_or(50), 0);
            let callback: libloading::Symbol<'_, unsafe extern "C" fn(Callback)> =
                self.symbol(b"espeak_SetSynthCallback\0")?;
            callback(collect);
            let synth: libloading::Symbol<'_, Synth> = self.symbol(b"espeak_Synth\0")?;
            let size = text.as_bytes_with_nul().len();
            let sink = (&raw mut heard).cast();
            let flags = CHARS_UTF8 | END_PAUSE;
            let status = synth(text.as_ptr().cast(), size, 0, POS_CHARACTER, 0, flags, ptr::null_mut(), sink);
            if status != OK {
                return Err(format!("espeak-ng could not speak the text (its error {status})"));
            }
        }
        Ok(heard)
    }

    fn symbol<T>(&self, name: &[u8]) -> Result<libloading::Symbol<'_, T>, String> {
        // SAFETY: the caller gives the type that `speak_lib.h` gives the name.
        unsafe { self.library.get(name) }.map_err(|error| error.to_string())
    }
}

/// Takes pieces of sound and events; returning 0 asks for more.
unsafe extern "C" fn collect(wav: *mut c_short, count: c_int, events: *mut RawEvent) -> c_int {
    if events.is_null() {
        return 0;
    }
    // SAFETY: the list ends with an event of kind 0, and every event carries the `user_data` given to `espeak_Synth`.
    unsafe {
        let Some(heard) = (*events).user_data.cast::<Heard>().as_mut() else { return 0 };
        if !wav.is_null() && count > 0 {
            heard.samples.extend_from_slice(std::slice::from_raw_parts(wav, count.unsigned_abs() as usize));
        }
        let mut event = events;
        while (*event).kind != EVENT_LIST_TERMINATED {
            let ms = u32::try_from((*event).audio_position).unwrap_or(0);
            if (*event).kind == EVENT_WORD {
                let character = usize::try_from((*event).text_position.saturating_sub(1)).unwrap_or(0);
                heard.events.push(Event { character, ms });
            }
            event = event.add(1);
        }
    }
    0
}
