use std::process::ExitCode;

use clap::Parser;
use reelmill::cli::{self, Cli};
use reelmill::command;
use reelmill::provider::speech;

fn main() -> ExitCode {
    speech::never_play();
    cli::complete();
    let cli = Cli::parse();
    command::dispatch(cli).into()
}
