//! flite (Carnegie Mellon University), the engine behind FFmpeg's `flite` filter, asked for its sound and the true time
//! of every word. Its library is loaded at run time.

use std::ffi::{CStr, CString, c_char, c_float, c_int, c_short, c_void};

use libloading::Library;
use reelmill::media::Word;
use reelmill::media::text::words_of;

pub const VOICES: [&str; 4] = ["slt", "rms", "awb", "kal16"];

/// `cst_wave`.
#[repr(C)]
struct Wave {
    kind: *const c_char,
    sample_rate: c_int,
    num_samples: c_int,
    num_channels: c_int,
    samples: *const c_short,
}

pub struct Flite {
    library: Library,
    voice: *mut c_void,
    /// Holds the voice's data.
    _voices: Library,
}

type Register = unsafe extern "C" fn(*const c_char) -> *mut c_void;
type Pointer = unsafe extern "C" fn(*mut c_void) -> *mut c_void;
type Synthesise = unsafe extern "C" fn(*const c_char, *mut c_void) -> *mut c_void;
type Relation = unsafe extern "C" fn(*mut c_void, *const c_char) -> *mut c_void;
type Feature = unsafe extern "C" fn(*const c_void, *const c_char) -> c_float;

impl Flite {
    pub fn open(voice: &str) -> Option<Self> {
        // SAFETY: the functions have the types of flite's headers; the libraries stay open as long as they are used.
        unsafe {
            let library = Library::new("libflite.so.1").ok()?;
            library.get::<unsafe extern "C" fn() -> c_int>(b"flite_init\0").ok()?();
            let voices = Library::new(format!("libflite_cmu_us_{voice}.so.1")).ok()?;
            let register = format!("register_cmu_us_{voice}\0");
            let voice = voices.get::<Register>(register.as_bytes()).ok()?(std::ptr::null());
            (!voice.is_null()).then_some(Self { library, voice, _voices: voices })
        }
    }

    /// Samples, their rate, and the words; `None` where flite has another idea of what a word is.
    pub fn speak(&mut self, text: &str) -> Option<(Vec<i16>, u32, Vec<Word>)> {
        const FIRST: &CStr = c"daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end";
        const LAST: &CStr = c"daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end";
        let spoken = CString::new(text).ok()?;
        // SAFETY: as in `open`; the utterance owns the wave and the relation, and is deleted when both are copied.
        unsafe {
            let symbol = |name: &[u8]| self.library.get::<Pointer>(name).ok();
            let utterance = self.library.get::<Synthesise>(b"flite_synth_text\0").ok()?(spoken.as_ptr(), self.voice);
            let wave = symbol(b"utt_wave\0")?(utterance).cast::<Wave>().as_ref()?;
            let samples = std::slice::from_raw_parts(wave.samples, wave.num_samples as usize).to_vec();
            let rate = wave.sample_rate as u32;
            let feature = self.library.get::<Feature>(b"ffeature_float\0").ok()?;
            let next = symbol(b"item_next\0")?;
            let tokens = self.library.get::<Relation>(b"utt_relation\0").ok()?(utterance, c"Token".as_ptr());
            let mut token = symbol(b"relation_head\0")?(tokens);
            let mut times = Vec::new();
            while !token.is_null() {
                let ms = |path: &CStr| (feature(token, path.as_ptr()) * 1000.0) as u32;
                times.push((ms(FIRST), ms(LAST)));
                token = next(token);
            }
            symbol(b"delete_utterance\0")?(utterance);
            let words = words_of(text);
            if words.len() != times.len() {
                eprintln!("flite has {} words, not {}: {text}", times.len(), words.len());
                return None;
            }
            let word =
                |(text, (start_ms, end_ms)): (&str, (u32, u32))| Word { text: text.to_owned(), start_ms, end_ms };
            Some((samples, rate, words.into_iter().zip(times).map(word).collect()))
        }
    }
}
