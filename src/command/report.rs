//! `report`: joins reports of several runs, and prints the schemas of what programs read.

use std::path::Path;

use anyhow::{Context, anyhow};

use super::{Exit, output};
use crate::cli::{self, ReportWhat, SchemaOf};
use crate::report::{self, Report};

pub fn report(args: &cli::Report) -> anyhow::Result<Exit> {
    match &args.what {
        ReportWhat::Merge(merge) => join(merge),
        ReportWhat::Schema { of } => {
            let schema = match of {
                SchemaOf::Report => report::schema(),
                SchemaOf::Events => report::event_schema(),
            };
            output::print(&(serde_json::to_string_pretty(&schema)? + "\n"))
        }
    }
}

fn join(args: &cli::Merge) -> anyhow::Result<Exit> {
    let reports = args.files.iter().map(|file| read(file)).collect::<anyhow::Result<Vec<_>>>()?;
    let joined = report::merge(reports);
    for cli::ReportFile { path, form } in &args.outputs {
        report::save(&joined, *form, path)?;
    }
    if args.outputs.is_empty() {
        output::print(&(serde_json::to_string_pretty(&joined)? + "\n"))?;
    }
    Ok(Exit::AllDone)
}

/// A report, or the events of a run.
fn read(file: &Path) -> anyhow::Result<Report> {
    let place = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(place)?;
    match serde_json::from_str::<Report>(&text) {
        Ok(report) if report.version == report::REPORT_VERSION => Ok(report),
        Ok(report) => Err(anyhow!("a report of version {}, which this reelmill does not know", report.version)),
        // A report has one version and no `event`; a line of events has no `totals`.
        Err(error) => {
            report::replay(&text).map(with_sidecars).map_err(|_| anyhow!("neither a report nor events: {error}"))
        }
    }
    .with_context(place)
}

fn with_sidecars(mut report: Report) -> Report {
    report.read_sidecars();
    report
}
