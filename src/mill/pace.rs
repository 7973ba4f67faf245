//! How fast voices speak, remembered beside the results.

use serde_json::Value;

use super::Mill;
use super::key::fingerprint;
use crate::cache::Digest;

impl Mill {
    /// A voice, known by all that makes it fast or slow, has said so many words in so long.
    pub fn note_pace(&self, voice: &Value, words: usize, ms: u32) {
        self.store().note_pace(&digest(voice), words, ms);
    }

    /// Words a minute, where enough of the voice was heard.
    pub fn pace(&self, voice: &Value) -> Option<u64> {
        self.store().pace(&digest(voice))
    }
}

fn digest(voice: &Value) -> Digest {
    Digest::of(fingerprint(voice).as_bytes())
}
