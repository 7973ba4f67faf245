use std::process::ExitCode;

use clap::Parser;
use reelmill::cli::Cli;
use reelmill::command;

fn main() -> ExitCode {
    let cli = Cli::parse();
    command::dispatch(cli).into()
}
