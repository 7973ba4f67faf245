use std::process::ExitCode;

use clap::Parser;
use reelmill::cli::{self, Cli};
use reelmill::provider::speech;
use reelmill::{command, process};

fn main() -> ExitCode {
    process::return_large_blocks();
    speech::never_play();
    cli::complete();
    let cli = Cli::parse();
    command::dispatch(cli).into()
}
