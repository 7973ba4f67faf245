//! What stages share that ask services.

use crate::mill::{JobError, MicroUsd, Missing};
use crate::process::ToolError;
use crate::provider::http::{Fault, ServiceError};
use crate::provider::script::ScriptError;
use crate::provider::speech::{CommandError, SpeechError};

/// A service's failure as the job's.
pub(super) fn of_service(error: ServiceError) -> JobError {
    match error.fault {
        Fault::Cancelled => JobError::Cancelled,
        _ => JobError::Failed { cause: error.cause, help: error.help, log: error.log, cost: MicroUsd::default() },
    }
}

pub(super) fn of_script(error: ScriptError) -> JobError {
    match error {
        ScriptError::Failed { cause, help, log, micro_usd } => {
            let told = match micro_usd {
                0 => cause,
                paid => format!("{cause} (which cost {})", crate::provider::money::dollars(paid)),
            };
            JobError::Failed { cause: told, help, log, cost: MicroUsd(micro_usd) }
        }
        ScriptError::Missing { what, help } => JobError::Missing(Missing { what, help }),
        ScriptError::Cancelled => JobError::Cancelled,
    }
}

pub(super) fn of_speech(error: SpeechError) -> JobError {
    JobError::Failed { cause: error.cause, help: error.help, log: None, cost: MicroUsd::default() }
}

/// `help`: what to do where it is not there.
pub(super) fn of_tool(error: ToolError, help: &str) -> JobError {
    match error {
        ToolError::Cancelled => JobError::Cancelled,
        ToolError::Missing { program } => {
            JobError::Missing(Missing { what: format!("the program `{program}`"), help: help.to_owned() })
        }
        ToolError::Failed { cause, log } => JobError::failed(cause).log(log),
    }
}

pub(super) fn of_command(error: CommandError) -> JobError {
    match error {
        CommandError::Speech(error) => of_speech(error),
        CommandError::Tool(error) => of_tool(error, "install it, or name another voice"),
    }
}

/// The price of so many characters, at micro-dollars a million.
pub(super) fn for_characters(text: &str, million: u64) -> MicroUsd {
    MicroUsd(crate::provider::money::share(million, text.chars().count() as u64))
}
