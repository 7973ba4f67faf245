//! `completions` and `man`: what the package installs beside the program.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::{Exit, output};
use crate::cli;

pub fn completions(args: &cli::Completions) -> anyhow::Result<Exit> {
    output::print_bytes(&cli::completions(args.shell))
}

pub fn man(args: &cli::Man) -> anyhow::Result<Exit> {
    let pages = cli::man_pages()?;
    if args.dir.is_none() && args.completions_dir.is_none() {
        return output::print_bytes(&pages[0].1);
    }
    if let Some(dir) = &args.dir {
        write_all(dir, pages.iter().map(|(name, page)| (name.as_str(), page.as_slice())))?;
    }
    if let Some(dir) = &args.completions_dir {
        let files = cli::completion_files();
        write_all(dir, files.iter().map(|(name, script)| (*name, script.as_slice())))?;
    }
    Ok(Exit::AllDone)
}

fn write_all<'a>(dir: &Path, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> anyhow::Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    for (name, bytes) in files {
        let path = dir.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
