//! Manual pages and completion scripts, made from the same definition that parses the command line.

use std::io;

use clap::CommandFactory;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::{Cli, examples};

/// The completion script of one shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    generate(shell, &mut Cli::command(), "reelmill", &mut out);
    out
}

/// A file a shell, under the name the shell looks for.
pub fn completion_files() -> Vec<(&'static str, Vec<u8>)> {
    [
        (Shell::Bash, "reelmill.bash"),
        (Shell::Elvish, "reelmill.elv"),
        (Shell::Fish, "reelmill.fish"),
        (Shell::PowerShell, "_reelmill.ps1"),
        (Shell::Zsh, "_reelmill"),
    ]
    .map(|(shell, name)| (name, completions(shell)))
    .into()
}

/// `reelmill.1` and a page a command: `reelmill-run.1` …
pub fn man_pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    // Built, so that the commands' pages carry the common options too.
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut pages = vec![page("reelmill".to_owned(), &root)?];
    for command in root.get_subcommands() {
        let name = format!("reelmill-{}", command.get_name());
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            pages.push(page(format!("{name}-{}", below.get_name()), below)?);
        }
        pages.push(page(name, command)?);
    }
    Ok(pages)
}

fn page(name: String, command: &clap::Command) -> io::Result<(String, Vec<u8>)> {
    let mut out = Vec::new();
    // A date or the day's build number would make the page differ from itself tomorrow.
    Man::new(command.clone().name(name.clone())).date("").render(&mut out)?;
    out.extend(examples::section(&name).into_bytes());
    Ok((format!("{name}.1"), out))
}
