//! Who writes scripts: a language model, any program, or the built-in writer. A brief comes in, a checked script goes
//! out, with what it cost.

pub mod check;
pub mod command;
pub mod offline;
pub mod openai;
pub mod prompt;

use serde::Serialize;

use crate::media::script::ScriptText;

/// What a script shall be about. As JSON it is what a program is given on stdin.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    pub topic: String,
    pub genre: Option<String>,
    /// Words of narration, about.
    pub words: Option<u32>,
    pub scenes: Option<u32>,
    pub tone: Option<String>,
    pub audience: Option<String>,
    /// Statements to be worked in.
    pub facts: Vec<String>,
    /// Words not to be used.
    pub banned: Vec<String>,
    /// BCP 47; empty is English.
    pub language: String,
    /// Other seeds give other scripts.
    pub seed: u64,
}

/// A script, and its price in millionths of a US dollar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub script: ScriptText,
    pub micro_usd: u64,
}

/// Why there is no script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    #[error("{cause}")]
    Failed {
        cause: String,
        /// What to do about it.
        help: Option<String>,
        /// What the writer answered, for the log.
        log: Option<String>,
        /// What the attempts cost all the same, in millionths of a US dollar.
        micro_usd: u64,
    },
    /// A needed program is not there.
    #[error("{what} is not there")]
    Missing { what: String, help: String },
    #[error("stopped before the script was written")]
    Cancelled,
}

impl ScriptError {
    pub(crate) fn failed(cause: impl Into<String>) -> Self {
        Self::Failed { cause: cause.into(), help: None, log: None, micro_usd: 0 }
    }

    pub(crate) fn log(mut self, text: impl Into<String>) -> Self {
        if let Self::Failed { log, .. } = &mut self {
            *log = Some(text.into());
        }
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        if let Self::Failed { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }
}
