use std::process::ExitCode;

use clap::Parser;
use reelmill::cli::{self, Cli};
use reelmill::command;

fn main() -> ExitCode {
    cli::complete();
    let cli = Cli::parse();
    command::dispatch(cli).into()
}
