//! What went wrong with a service, told so that a person can act on it; no key is in it.

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub struct ServiceError {
    pub cause: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the service said in full, for the log.
    pub log: Option<String>,
    pub fault: Fault,
}

/// What kind of failure it is, for those who decide what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The run was told to stop.
    Cancelled,
    /// No connection is to be made.
    Offline,
    /// The call might cost more than is left.
    OverBudget,
    /// There is no key to send.
    NoKey,
    /// The service said no, with this status.
    Refused(u16),
    /// It could not be reached, or did not answer in time.
    Unreachable,
    /// It answered with something that is no answer.
    Unusable,
}

impl ServiceError {
    pub fn new(fault: Fault, cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), help: None, log: None, fault }
    }

    pub fn unusable(cause: impl Into<String>) -> Self {
        Self::new(Fault::Unusable, cause)
    }

    pub fn cancelled() -> Self {
        Self::new(Fault::Cancelled, "stopped before it was answered")
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub fn log(mut self, text: impl Into<String>) -> Self {
        self.log = Some(text.into());
        self
    }
}
