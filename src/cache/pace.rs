//! How fast voices were heard to speak: words and milliseconds, as many as tell it well enough.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::{Digest, Store, prune};

const FOLDER: &str = "paces";
/// What a voice says after that changes its pace no more.
const ENOUGH_BYTES: u64 = 1024;
/// Less tells more of its words than of the voice.
const LEAST_WORDS: u64 = 12;
/// Voices that nobody has heard in so long are forgotten.
const FORGET: Duration = Duration::from_secs(365 * 24 * 3600);

impl Store {
    /// A voice has said so many words in so long. Not noting it is no failure.
    pub fn note_pace(&self, voice: &Digest, words: usize, ms: u32) {
        let path = self.pace_path(voice);
        if words == 0 || fs::metadata(&path).is_ok_and(|stat| stat.len() >= ENOUGH_BYTES) {
            return;
        }
        // One short write at the end of a file is whole, whoever else writes.
        let note = format!("{words} {ms}\n");
        let _ = fs::create_dir_all(self.dir().join(FOLDER))
            .and_then(|()| OpenOptions::new().create(true).append(true).open(path))
            .and_then(|mut file| file.write_all(note.as_bytes()));
    }

    /// Words a minute of a voice, where enough of it was heard.
    pub fn pace(&self, voice: &Digest) -> Option<u64> {
        let text = fs::read_to_string(self.pace_path(voice)).ok()?;
        let notes = text.lines().filter_map(|line| {
            let (words, ms) = line.split_once(' ')?;
            Some((words.parse::<u64>().ok()?, ms.parse::<u64>().ok()?))
        });
        let (words, ms) = notes.fold((0, 0), |(words, ms), (more, longer)| (words + more, ms + longer));
        (words >= LEAST_WORDS && ms > 0).then(|| words * 60_000 / ms)
    }

    fn pace_path(&self, voice: &Digest) -> PathBuf {
        self.dir().join(FOLDER).join(voice.to_string())
    }
}

pub(super) fn sweep(store: &Store, now: SystemTime) {
    prune::sweep_older(&store.dir().join(FOLDER), now, FORGET);
}

#[cfg(test)]
mod tests {
    use super::super::commit::tests::store;
    use super::*;

    #[test]
    fn a_voice_is_as_fast_as_it_was_heard_to_be() {
        let (_folder, store) = store();
        let (anna, bert) = (Digest::of(b"anna"), Digest::of(b"bert"));
        store.note_pace(&anna, 5, 2000);
        assert_eq!(store.pace(&anna), None, "too little to tell");
        store.note_pace(&anna, 15, 6000);
        assert_eq!((store.pace(&anna), store.pace(&bert)), (Some(150), None));
        for _ in 0..500 {
            store.note_pace(&anna, 20, 8000);
        }
        let stat = fs::metadata(store.pace_path(&anna)).unwrap();
        assert!(stat.len() < ENOUGH_BYTES + 16, "{}", stat.len());
    }
}
