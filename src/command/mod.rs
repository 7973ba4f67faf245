//! One file a subcommand, each a short story told with the other rooms.

mod cache;
mod check;
mod doctor;
mod exit;
mod github;
mod hook;
mod init;
mod load;
mod make;
mod online;
mod output;
mod pages;
mod part;
mod plan;
mod prices;
mod report;
mod run;
mod script;
mod session;
mod show;
mod stats;
mod telling;
mod turn;
mod voices;
mod why;

use crate::cli::{Cli, Command};
use crate::settings::Settings;

pub use exit::Exit;

/// Runs what was typed. Every error ends here, printed once as a chain.
pub fn dispatch(cli: Cli) -> Exit {
    let settings = match Settings::resolve(&cli.common) {
        Ok(settings) => settings,
        Err(error) => return output::usage(&error),
    };
    // The others open theirs when their turn has come.
    let has_own_log = matches!(cli.command, Command::Run(_) | Command::Make(_));
    if !has_own_log && let Err(error) = telling::log_to_stderr(&settings) {
        return output::usage(&error);
    }
    let ended = match cli.command {
        Command::Run(args) => run::run(&args, &settings),
        Command::Make(args) => make::make(&args, &settings),
        Command::Plan(args) => plan::plan(&args, &settings),
        Command::Check(args) => check::check(&args, &settings),
        Command::Show(args) => show::show(&args, &settings),
        Command::Schema => show::schema(),
        Command::Init(args) => init::init(&args),
        Command::Script(args) => script::script(&args, &settings),
        Command::Voices(args) => voices::voices(&args),
        Command::Stats(args) => stats::stats(&args, &settings),
        Command::Report(args) => report::report(&args),
        Command::Why(args) => why::why(&args, &settings),
        Command::Cache(args) => cache::cache(&args, &settings),
        Command::Doctor(args) => doctor::doctor(&args, &settings),
        Command::Completions(args) => pages::completions(&args),
        Command::Man(args) => pages::man(&args),
    };
    ended.unwrap_or_else(|error| output::ended(&error))
}
