//! From what was written to what is meant: precedence applied, built-in values filled in, files found, limits checked.

mod batch;
mod card;
mod config;
mod delivery;
mod look;
mod prices;
mod provider;
mod scene;
mod script;
mod sound;
mod video;
mod visual;

pub(crate) use batch::check_outputs;
pub(crate) use config::config;
pub use prices::AS_OF;
pub(crate) use provider::providers;

use sha2::{Digest as _, Sha256};

use super::model::Providers;
use super::notes::Notes;
use super::paths::{Inputs, Outputs};
use super::raw;
use super::template::Templates;

/// What resolving a video needs besides the video.
pub(crate) struct Resolver<'a> {
    pub notes: &'a mut Notes,
    pub templates: &'a mut Templates,
    pub inputs: &'a mut Inputs,
    pub outputs: Outputs,
    pub providers: &'a Providers,
    /// Settings from the command line: they win over every video's and scene's.
    pub flags: &'a raw::Settings,
}

/// A seed from words and numbers: the same on every machine, in every version.
fn seed(parts: &[&[u8]]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    digest.iter().take(8).fold(0, |seed, &byte| seed << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_stable_and_their_parts_do_not_run_together() {
        assert_eq!(seed(&[b"haunted-house"]), seed(&[b"haunted-house"]));
        assert_ne!(seed(&[b"ab", b"c"]), seed(&[b"a", b"bc"]));
    }
}
