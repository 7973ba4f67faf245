//! The manifest that `reelmill init` writes.

/// A commented manifest to start from; it loads as it is.
pub fn starter() -> &'static str {
    include_str!("starter.yaml")
}
