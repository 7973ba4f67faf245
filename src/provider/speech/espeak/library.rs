//! libespeak-ng, loaded at run time. All that is unsafe about it is in this file.
//!
//! The interface is espeak-ng's `speak_lib.h` (API revision 12, espeak-ng 1.49 and later). The library keeps all its
//! state in globals, of which some (the phase of the voice's flutter, for one) are never reset: the same text spoken
//! twice gives other samples. So every text is spoken by a library loaded afresh, which takes a millisecond or two,
//! and the same text always gives the same bytes. Where the loader never lets go of a library (musl's), it stays.

use std::ffi::{CStr, CString, c_char, c_int, c_short, c_uint, c_void};
use std::mem;
use std::path::PathBuf;
use std::ptr;
use std::sync::{Mutex, PoisonError};

use libloading::Library;

use crate::process::loaded_from;

const NAMES: [&str; 4] = ["libespeak-ng.so.1", "libespeak-ng.so", "libespeak-ng.1.dylib", "libespeak-ng.dylib"];
/// By which PulseAudio's clients find their server (pulse-client.conf(5)).
pub(super) const SOUND_SERVER: &str = "PULSE_SERVER";
/// Is there and takes no connection.
pub(super) const NO_SERVER: &str = "unix:/dev/null";
/// What libespeak-ng itself loads: kept, so that only it comes and goes and not thirty libraries under it.
const BENEATH: [&str; 2] = ["libpcaudio.so.0", "libsonic.so.0"];

const AUDIO_OUTPUT_SYNCHRONOUS: c_int = 2;
/// Errors are returned instead of ending the process.
const INITIALIZE_DONT_EXIT: c_int = 0x8000;
const POS_CHARACTER: c_int = 1;
/// Neither SSML nor phonemes in brackets: all of the text is text.
const CHARS_UTF8: c_uint = 1;
const EVENT_LIST_TERMINATED: c_int = 0;
const EVENT_WORD: c_int = 1;
const RATE: c_int = 1;
const PITCH: c_int = 3;
const OK: c_int = 0;
/// An hour and a half at 22.05 kHz: no text that is accepted lasts so long.
const MOST_SAMPLES: usize = 120_000_000;

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

/// `espeak_VOICE`.
#[repr(C)]
struct RawVoice {
    name: *const c_char,
    /// Pairs of a priority (a byte) and a language (a string), ended by a zero byte.
    languages: *const c_char,
    identifier: *const c_char,
    gender: u8,
    age: u8,
    variant: u8,
    internal: u8,
    score: c_int,
    spare: *mut c_void,
}

type Callback = unsafe extern "C" fn(*mut c_short, c_int, *mut RawEvent) -> c_int;
type Initialize = unsafe extern "C" fn(c_int, c_int, *const c_char, c_int) -> c_int;
type InitializePath = unsafe extern "C" fn(*const c_char);
type Info = unsafe extern "C" fn(*mut *const c_char) -> *const c_char;
type ListVoices = unsafe extern "C" fn(*mut RawVoice) -> *const *const RawVoice;
type ByName = unsafe extern "C" fn(*const c_char) -> c_int;
type SetParameter = unsafe extern "C" fn(c_int, c_int, c_int) -> c_int;
type SetCallback = unsafe extern "C" fn(Callback);
type Synth =
    unsafe extern "C" fn(*const c_void, usize, c_uint, c_int, c_uint, c_uint, *mut c_uint, *mut c_void) -> c_int;
type Terminate = unsafe extern "C" fn() -> c_int;

unsafe extern "C" {
    /// The C library's: breathy voices take their noise from it.
    safe fn srand(seed: c_uint);
}

/// What was heard of a text.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Mono.
    pub samples: Vec<i16>,
    pub rate: u32,
    /// In the order spoken.
    pub words: Vec<Began>,
}

/// A word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Began {
    /// Of the text, from 0.
    pub character: usize,
    pub ms: u32,
}

/// How to speak.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    /// A voice's identifier, with `+` and a variant if wanted.
    pub voice: &'a str,
    pub words_a_minute: u32,
    /// 0 to 99.
    pub pitch: u32,
}

/// A voice or a variant as the library lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub name: String,
    /// The name of its file: `gmw/en-US`, `!v/f3`.
    pub identifier: String,
    /// Each with its rank: a small one where the voice is a good choice for the language.
    pub languages: Vec<(u8, String)>,
}

/// What the library is.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub version: String,
    /// Where its voices are.
    pub data: String,
    /// The library itself, where the system tells.
    pub file: Option<PathBuf>,
}

/// One text at a time in the whole process, and nobody opens or closes the library meanwhile.
static ENGINE: Mutex<Engine> = Mutex::new(Engine { kept: None, comes_and_goes: None });

struct Engine {
    /// Where the library cannot be loaded afresh.
    kept: Option<Session>,
    /// Whether closing the library unloads it, once that is known.
    comes_and_goes: Option<bool>,
}

/// The library's version and place, without starting it; `None` where it is not there.
pub(super) fn about() -> Option<About> {
    let _engine = ENGINE.lock().unwrap_or_else(PoisonError::into_inner);
    let library = open().ok()?;
    // SAFETY: the types are those of the header; both strings are the library's own and copied before it is let go.
    unsafe {
        if let Ok(locate) = library.get::<InitializePath>(b"espeak_ng_InitializePath\0") {
            locate(ptr::null());
        }
        let info = library.get::<Info>(b"espeak_Info\0").ok()?;
        let mut data = ptr::null();
        let version = copied(info(&raw mut data));
        let version = version.split_whitespace().next().unwrap_or("unknown").to_owned();
        Some(About { version, data: copied(data), file: loaded_from(&NAMES) })
    }
}

/// Speaks a text; blocks until it is spoken, or the text of another caller before it.
///
/// # Errors
/// What the library refused, in words.
pub(super) fn speak(text: &str, manner: Manner<'_>) -> Result<Heard, String> {
    with(|session| session.speak(text, manner))
}

/// All voices and all variants.
pub(super) fn voices() -> Result<(Vec<Listed>, Vec<Listed>), String> {
    with(|session| Ok((session.list(None)?, session.list(Some(c"variant"))?)))
}

fn with<T>(work: impl FnOnce(&Session) -> Result<T, String>) -> Result<T, String> {
    let mut engine = ENGINE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(session) = &engine.kept {
        return work(session);
    }
    let comes_and_goes = *engine.comes_and_goes.get_or_insert_with(comes_and_goes);
    let session = Session::start()?;
    let result = work(&session);
    if comes_and_goes {
        drop(session);
        // A library that stayed after all must not be ended a second time.
        engine.comes_and_goes = Some(!is_loaded());
    } else {
        engine.kept = Some(session);
    }
    result
}

fn open() -> Result<Library, String> {
    // SAFETY: the libraries' initialisers are those of espeak-ng and its audio output, which set their own globals.
    let found = NAMES.iter().find_map(|name| unsafe { Library::new(*name) }.ok());
    found.ok_or_else(|| "libespeak-ng is not there".to_owned())
}

/// Tried with the library not started: a started one has a thread and must not be unloaded unawares.
fn comes_and_goes() -> bool {
    // SAFETY: as in `open`.
    BENEATH.iter().filter_map(|name| unsafe { Library::new(*name) }.ok()).for_each(mem::forget);
    drop(open());
    !is_loaded()
}

fn is_loaded() -> bool {
    use libloading::os::unix;
    /// Its value where it is not Linux's is macOS's.
    const RTLD_NOLOAD: c_int = if cfg!(target_os = "macos") { 0x10 } else { 4 };
    // SAFETY: nothing is loaded, so no initialiser runs.
    NAMES.iter().any(|name| unsafe { unix::Library::open(Some(*name), RTLD_NOLOAD | unix::RTLD_LAZY) }.is_ok())
}

/// From now on the sound system finds no server. libespeak-ng looks for one whenever it is started, also where it shall
/// only hand over samples: a connection a text, and a complaint on stderr where HOME cannot be written to.
///
/// For the start of a program: no other thread may be running.
pub(super) fn never_play() {
    if std::env::var_os(SOUND_SERVER).is_none() {
        // SAFETY: nobody reads or writes the environment meanwhile, as there is no other thread.
        unsafe { std::env::set_var(SOUND_SERVER, NO_SERVER) };
    }
}

/// A started library, and the only one: `ENGINE` is held while it is used. Dropping it ends and closes it.
struct Session {
    terminate: Terminate,
    rate: u32,
    library: Library,
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: the type is the header's. It ends the library's own thread and waits for it, so none of its code runs
        // when the library is closed right after.
        unsafe { (self.terminate)() };
    }
}

impl Session {
    fn start() -> Result<Self, String> {
        let library = open()?;
        // SAFETY: the types are the header's; the functions are called while the library is there.
        let (terminate, rate) = unsafe {
            let terminate = *library.get::<Terminate>(b"espeak_Terminate\0").map_err(|error| error.to_string())?;
            let initialize = library.get::<Initialize>(b"espeak_Initialize\0").map_err(|error| error.to_string())?;
            (terminate, initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, ptr::null(), INITIALIZE_DONT_EXIT))
        };
        // An initialisation that fails has started no thread.
        let rate = u32::try_from(rate).ok().filter(|rate| *rate > 0);
        let rate = rate.ok_or("espeak-ng's voices are not there; install espeak-ng-data")?;
        Ok(Self { terminate, rate, library })
    }

    fn speak(&self, text: &str, manner: Manner<'_>) -> Result<Heard, String> {
        let text = CString::new(text).map_err(|_| "the text holds a NUL".to_owned())?;
        let voice = CString::new(manner.voice).map_err(|_| "a voice's name holds no NUL".to_owned())?;
        let mut heard = Heard { rate: self.rate, ..Heard::default() };
        srand(1);
        // SAFETY: the types are those of the header; nobody else is inside the library; the call is synchronous, so
        // `heard` and `text` outlive every use of the pointers to them.
        let status = unsafe {
            if self.symbol::<ByName>(b"espeak_SetVoiceByName\0")?(voice.as_ptr()) != OK {
                return Err(format!("espeak-ng cannot load its voice `{}`", manner.voice));
            }
            let set = self.symbol::<SetParameter>(b"espeak_SetParameter\0")?;
            set(RATE, c_int::try_from(manner.words_a_minute).unwrap_or(160), 0);
            set(PITCH, c_int::try_from(manner.pitch).unwrap_or(50), 0);
            self.symbol::<SetCallback>(b"espeak_SetSynthCallback\0")?(collect);
            let synth = self.symbol::<Synth>(b"espeak_Synth\0")?;
            let size = text.as_bytes_with_nul().len();
            let sink = (&raw mut heard).cast();
            synth(text.as_ptr().cast(), size, 0, POS_CHARACTER, 0, CHARS_UTF8, ptr::null_mut(), sink)
        };
        if status != OK {
            return Err(format!("espeak-ng could not speak the text (its error {status})"));
        }
        if heard.samples.len() >= MOST_SAMPLES {
            return Err("the text is too long to be spoken in one piece".to_owned());
        }
        Ok(heard)
    }

    /// Voices for a language; with `None` all that are no variants and need no other engine.
    fn list(&self, language: Option<&CStr>) -> Result<Vec<Listed>, String> {
        let mut wanted = language.map(|language| RawVoice {
            name: ptr::null(),
            languages: language.as_ptr(),
            identifier: ptr::null(),
            gender: 0,
            age: 0,
            variant: 0,
            internal: 0,
            score: 0,
            spare: ptr::null_mut(),
        });
        let wanted = wanted.as_mut().map_or(ptr::null_mut(), ptr::from_mut);
        let mut found = Vec::new();
        // SAFETY: the types are those of the header; the array ends with a null pointer and is the library's until its
        // next call; what is wanted of it is copied.
        unsafe {
            let mut at = self.symbol::<ListVoices>(b"espeak_ListVoices\0")?(wanted);
            while !at.is_null() && !(*at).is_null() {
                let voice = &**at;
                found.push(Listed {
                    name: copied(voice.name),
                    identifier: copied(voice.identifier),
                    languages: languages(voice.languages),
                });
                at = at.add(1);
            }
        }
        found.retain(|voice| !voice.identifier.starts_with("mb/"));
        Ok(found)
    }

    /// # Safety
    /// `T` is the type that `speak_lib.h` gives the name.
    unsafe fn symbol<T>(&self, name: &[u8]) -> Result<libloading::Symbol<'_, T>, String> {
        // SAFETY: the caller's.
        unsafe { self.library.get(name) }.map_err(|error| error.to_string())
    }
}

/// # Safety
/// `text` is null or a C string.
unsafe fn copied(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// # Safety
/// `list` is null, or pairs of a byte and a C string, ended by a zero byte.
unsafe fn languages(mut list: *const c_char) -> Vec<(u8, String)> {
    let mut found = Vec::new();
    // SAFETY: the caller's.
    unsafe {
        while !list.is_null() && *list != 0 {
            let language = CStr::from_ptr(list.add(1));
            found.push((list.cast::<u8>().read(), language.to_string_lossy().into_owned()));
            list = list.add(2 + language.to_bytes().len());
        }
    }
    found
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
            // A word of no length is a clause's end.
            if (*event).kind == EVENT_WORD && (*event).length > 0 {
                let character = usize::try_from((*event).text_position - 1).unwrap_or(0);
                let ms = u32::try_from((*event).audio_position).unwrap_or(0);
                heard.words.push(Began { character, ms });
            }
            event = event.add(1);
        }
        c_int::from(heard.samples.len() >= MOST_SAMPLES)
    }
}
