//! Who hears of a run: the view, and whatever files, programs and services were asked for.

use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::output::Usage;
use super::{Exit, github, hook, output};
use crate::cli::{self, ReportFile, Stdout};
use crate::event::{About, Time};
use crate::process;
use crate::report::{
    self, Bars, Chronicler, Conclusion, Detail, Filter, Form, Heard, History, Lines, Live, Log, Ndjson, Recorder,
    Report, Reporter, Sink, Style, View,
};
use crate::settings::{Loudness, Settings};

/// What was asked for.
pub struct Telling<'a> {
    args: &'a cli::Telling,
    settings: &'a Settings,
    /// Filled where a report is made of it in the end.
    recorder: Option<Recorder>,
    log: Option<Filter>,
    on_success: &'a [PathBuf],
    on_failure: &'a [PathBuf],
    pub run_id: String,
    pub shard: Option<String>,
}

impl<'a> Telling<'a> {
    pub fn of(args: &'a cli::Telling, settings: &'a Settings) -> anyhow::Result<Self> {
        Ok(Self {
            recorder: None,
            log: filter(args.log_file.is_some(), settings)?,
            on_success: &[],
            on_failure: &[],
            run_id: run_id(),
            shard: None,
            args,
            settings,
        })
    }

    pub fn hooks(mut self, unattended: &'a cli::Unattended) -> Self {
        (self.on_success, self.on_failure) = (&unattended.on_success, &unattended.on_failure);
        self
    }

    /// Opens what is written to while the run lasts.
    pub fn start(&mut self) -> anyhow::Result<Reporter> {
        let settings = self.settings;
        let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
        if self.args.format == Stdout::Ndjson {
            sinks.push(Box::new(Ndjson::new(io::stdout(), "stdout")));
        }
        if let Some(path) = &self.args.events {
            let file = fresh(path).with_context(|| format!("--events {}", path.display()))?;
            sinks.push(Box::new(Ndjson::new(file, path.display().to_string())));
        }
        if self.is_reported() {
            let recorder = Recorder::default();
            self.recorder = Some(recorder.clone());
            sinks.push(Box::new(recorder));
        }
        sinks.push(Box::new(Live::new(&settings.state_dir)));
        sinks.push(Box::new(Chronicler::new(History::new(&settings.state_dir))));
        Reporter::start(self.view(), sinks, self.open_log()?).context("the reporter cannot be started")
    }

    fn open_log(&self) -> anyhow::Result<Option<Log>> {
        let Some(filter) = self.log.clone() else { return Ok(None) };
        let log = match &self.args.log_file {
            Some(path) => Log::create(path, filter).with_context(|| format!("--log-file {}", path.display()))?,
            None => to_stderr(filter),
        };
        log.listen();
        Ok(Some(log))
    }

    pub fn about(&self, tools: Vec<String>, manifests: Vec<String>) -> About {
        About {
            run: self.run_id.clone(),
            reelmill: env!("CARGO_PKG_VERSION").to_owned(),
            tools,
            manifests,
            pid: std::process::id(),
            shard: self.shard.clone(),
        }
    }

    fn is_reported(&self) -> bool {
        let Self { args, settings, on_success, on_failure, .. } = self;
        let hooked = !on_success.is_empty() || !on_failure.is_empty();
        !args.report.is_empty() || args.trace.is_some() || args.format == Stdout::Json || hooked || settings.github
    }

    fn view(&self) -> Box<dyn View> {
        let detail = match self.settings.voice {
            Loudness::Quiet => Detail::Failures,
            Loudness::Normal => Detail::Videos,
            Loudness::Verbose | Loudness::Debug => Detail::Jobs,
        };
        let style = self.style();
        // The log has its own lines on the same terminal.
        let logged = self.log.is_some() && self.args.log_file.is_none();
        if self.settings.bars && detail == Detail::Videos && !logged {
            return Box::new(Bars::new(style));
        }
        match self.args.format {
            Stdout::Human => Box::new(Lines::new(io::stdout(), style, detail)),
            // Stdout is for programs.
            Stdout::Json | Stdout::Ndjson => Box::new(Lines::new(io::stderr(), style, Detail::Failures)),
        }
    }

    pub fn style(&self) -> Style {
        Style { colour: self.settings.colour }
    }

    /// Prints the tables, and writes and sends what was asked for.
    pub fn conclude(&self, heard: &Heard, exit: Exit) -> anyhow::Result<()> {
        let cpu = process::cpu_time();
        for trouble in &heard.troubles {
            output::say(&format!("warning: {trouble}"));
        }
        let human = self.args.format == Stdout::Human;
        if human && self.settings.voice != Loudness::Quiet {
            let tables = report::tables(&heard.summary, cpu, report::width(), self.style());
            let tables = if self.settings.github {
                github::group("reelmill: what it came to", tables.trim_end())
            } else {
                format!("\n{tables}")
            };
            output::print(&tables)?;
        }
        match &self.recorder {
            Some(recorder) => self.hand_out(recorder.report(Conclusion { exit_code: exit.code(), cpu }), exit),
            None => Ok(()),
        }
    }

    fn hand_out(&self, mut report: Report, exit: Exit) -> anyhow::Result<()> {
        report.read_sidecars();
        let mut unwritten = Vec::new();
        for ReportFile { path, form } in &self.args.report {
            unwritten.extend(report::save(&report, *form, path).err());
        }
        if let Some(path) = &self.args.trace {
            unwritten.extend(report::save(&report, Form::Trace, path).err());
        }
        if self.args.format == Stdout::Json {
            output::print(&(serde_json::to_string_pretty(&report)? + "\n"))?;
        }
        if self.settings.github {
            let annotations = github::failures(&report);
            if self.args.format == Stdout::Human {
                output::print(&annotations).map(drop)?
            } else {
                output::say(&annotations)
            }
            let summary = self.settings.github_summary.as_ref();
            unwritten.extend(summary.and_then(|file| github::summarise(&report, file).err()));
        }
        hook::call(if exit == Exit::AllDone { self.on_success } else { self.on_failure }, &report)?;
        match unwritten.as_slice() {
            [] => Ok(()),
            // The videos are made; that a report is not there is still not what was asked for.
            errors => bail!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        }
    }
}

/// What commands without a log file tell of their work, where that is asked for.
pub fn log_to_stderr(settings: &Settings) -> anyhow::Result<()> {
    if let Some(filter) = filter(false, settings)? {
        to_stderr(filter).listen();
    }
    Ok(())
}

fn to_stderr(filter: Filter) -> Log {
    Log::new(io::stderr(), filter, "stderr")
}

/// By `REELMILL_LOG`; a log file or `-vv` alone get everything but progress.
fn filter(has_file: bool, settings: &Settings) -> anyhow::Result<Option<Filter>> {
    let Some(text) = &settings.log else {
        return Ok((has_file || settings.voice == Loudness::Debug).then(Filter::debug));
    };
    let filter: Filter = text.parse().map_err(|wrong| Usage(format!("REELMILL_LOG: {wrong}")))?;
    Ok((!filter.is_off()).then_some(filter))
}

/// A new file; a pipe or a device as it is. A file that is emptied instead of replaced makes ext4 wait for the disk.
fn fresh(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        std::fs::remove_file(path)?;
    }
    File::create(path)
}

/// Sorts by time; unique among the runs of all machines.
fn run_id() -> String {
    let time: String = Time::now().to_string().chars().take(19).filter(|c| *c != '-' && *c != ':').collect();
    format!("{time}-{:08x}", RandomState::new().build_hasher().finish() as u32)
}

#[cfg(test)]
mod tests;
