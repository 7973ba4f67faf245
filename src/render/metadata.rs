//! What a finished file says of itself.

/// What the finished file says of itself; empty texts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    pub title: String,
    pub description: String,
    /// Tags, credits.
    pub comment: String,
    pub genre: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub start_ms: u64,
    pub end_ms: u64,
    pub title: String,
}
