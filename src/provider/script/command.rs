//! Any program as a script writer: the brief as JSON on its stdin, the script as JSON on its stdout.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Brief, ScriptError, Written, check};
use crate::process::{Spawn, Stdin, Stdout, ToolError, succeed, transcript};

const MOST_BYTES: usize = 16 << 20;
const LONGEST: Duration = Duration::from_secs(1800);

/// # Errors
/// The program is not there, fails, or its answer is no script.
pub async fn write(argv: &[String], brief: &Brief, cancel: &CancellationToken) -> Result<Written, ScriptError> {
    let Some((program, args)) = argv.split_first() else {
        return Err(ScriptError::failed("the script writer's command is empty"));
    };
    let question = serde_json::to_vec(brief).map_err(|error| ScriptError::failed(error.to_string()))?;
    let spawn =
        Spawn::new(program).args(args).stdin(Stdin::Bytes(question)).stdout(Stdout::Keep(MOST_BYTES)).timeout(LONGEST);
    let done = succeed(spawn, cancel).await.map_err(|error| match error {
        ToolError::Cancelled => ScriptError::Cancelled,
        ToolError::Missing { program } => {
            ScriptError::Missing { what: format!("the program `{program}`"), help: "install it".to_owned() }
        }
        ToolError::Failed { cause, log } => ScriptError::failed(cause).log(log),
    })?;
    let answer = String::from_utf8_lossy(&done.stdout).into_owned();
    let [_, tolerance] = check::TOLERANCE;
    let script = check::read(&answer, program)
        .and_then(|script| check::suits(&script, brief, tolerance).map(|()| script))
        .map_err(|fault| {
            ScriptError::failed(format!("the script of `{program}` is unusable: {fault}"))
                .help("it writes one JSON object to its stdout: {\"title\": …, \"scenes\": [{\"narration\": …}]}")
                .log(transcript(&done.command, &format!("{}{answer}", done.stderr)))
        })?;
    Ok(Written { script, micro_usd: 0 })
}
