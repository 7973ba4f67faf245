//! The store of finished work, over cacache: what is kept, what goes, who else is writing.
//!
//! In come keys (SHA-256), documents and files from a scratch folder; out come the same, found again by key and
//! checked. A record a key is a JSON document in the content store, its files lie beside it by their digests, and
//! cacache's index leads from key to record. Whatever is torn, gone or altered is a miss, never an error. Everything
//! here blocks: callers on a runtime use its blocking threads.

mod audit;
mod clear;
mod commit;
mod digest;
mod error;
mod history;
mod index;
mod inventory;
mod last;
mod lock;
mod lookup;
mod memory;
mod pace;
mod prune;
mod record;
mod retention;
mod scratch;
mod sizes;
mod store;
mod usage;
mod verify;

pub use audit::{Audit, Fault};
pub use clear::Cleared;
pub use commit::{Committed, Finished};
pub use digest::Digest;
pub use error::CacheError;
pub use history::{History, Tallies, Tally};
pub use inventory::Kept;
pub use lock::FileLock;
pub use lookup::{Check, Found, StoredFile};
pub use memory::Identity;
pub use prune::{Going, Pruned};
pub use record::{Part, Record};
pub use retention::{Entry, Limits, Why, evictions};
pub use scratch::Scratch;
pub use store::Store;
pub use usage::Usage;
