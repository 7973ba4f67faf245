//! The report as one page: no network, no other file but the posters, videos and captions that lie where they are.
//!
//! Its data stands in the page as JSON, packed so that a thousand videos stay a few megabytes; `page.js` draws it.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::document::{Report, Video};
use super::junit::tail;
use crate::event::{Outcome, Stage};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

const OUTCOMES: [Outcome; 5] = [Outcome::Hit, Outcome::Made, Outcome::Shared, Outcome::Failed, Outcome::Skipped];

/// `folder`: where the page will lie.
pub fn html(report: &Report, folder: PathBuf) -> String {
    // `</script>` in a text would end the data.
    let data = data(report, &folder).to_string().replace('<', "\\u003c");
    let mut page = String::with_capacity(PAGE.len() + STYLE.len() + SCRIPT.len() + data.len());
    let mut rest = PAGE;
    for (mark, text) in [("{{style}}", STYLE), ("{{data}}", &data), ("{{script}}", SCRIPT)] {
        if let Some((before, after)) = rest.split_once(mark) {
            page.push_str(before);
            page.push_str(text);
            rest = after;
        }
    }
    page + rest
}

fn data(report: &Report, folder: &Path) -> Value {
    let mut lanes: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for video in &report.videos {
        for lane in video.jobs.iter().filter_map(|job| job.lane.as_deref()) {
            lanes.insert((video.run, lane), 0);
        }
    }
    lanes.values_mut().enumerate().for_each(|(index, number)| *number = index);
    json!({
        "totals": report.totals,
        "stages": report.stages,
        "runs": report.runs,
        "notes": report.notes,
        "stageNames": Stage::ALL,
        "outcomes": OUTCOMES,
        "lanes": lanes.keys().collect::<Vec<_>>(),
        "videos": report.videos.iter().map(|video| packed(video, &lanes, folder)).collect::<Vec<_>>(),
    })
}

fn packed(video: &Video, lanes: &BTreeMap<(usize, &str), usize>, folder: &Path) -> Value {
    let jobs = video.jobs.iter().map(|job| {
        let lane = job.lane.as_deref().and_then(|lane| lanes.get(&(video.run, lane)));
        let stage = Stage::ALL.iter().position(|stage| *stage == job.stage);
        let outcome = OUTCOMES.iter().position(|outcome| *outcome == job.outcome);
        let key = job.key.get(..12).unwrap_or(&job.key);
        json!([stage, job.label, outcome, job.start_ms, job.elapsed_ms, lane, key, job.error])
    });
    let with = |ending: &str| {
        let file = video.files.iter().find(|file| file.path.extension().is_some_and(|found| found == ending));
        file.map(|file| link(&file.path, folder))
    };
    let sidecar = video.sidecar.as_ref();
    let failure = video.failure.as_ref().map(|failure| {
        json!({
            "stage": failure.stage,
            "label": failure.label,
            "cause": failure.cause,
            "remedy": failure.remedy,
            "log": failure.log.as_ref().map(|log| log.display().to_string()),
            "tail": failure.log.as_deref().map(tail),
        })
    });
    json!({
        "id": video.id,
        "title": sidecar.and_then(|about| about.get("title")).or(video.title.clone().map(Value::from).as_ref()),
        "state": video.state,
        "run": video.run,
        "start": video.start_ms,
        "elapsed": video.elapsed_ms,
        "length": video.length_ms,
        "written": video.written,
        "hits": video.hits,
        "cost": video.cost_micro_usd,
        "saved": video.saved_ms,
        "savedCost": video.saved_cost_micro_usd,
        "output": video.output,
        "player": video.output.as_ref().map(|output| link(Path::new(output), folder)),
        "poster": with("jpg"),
        "captions": with("vtt"),
        "files": video.files.iter().map(|file| json!([name(&file.path), link(&file.path, folder), file.digest])).collect::<Vec<_>>(),
        "about": sidecar,
        "failure": failure,
        "jobs": jobs.collect::<Vec<_>>(),
    })
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A relative URL, so that the page may be moved with its videos (RFC 3986, section 2.3, for what is not escaped).
fn link(path: &Path, folder: &Path) -> String {
    let (mut to, mut from) = (path.components().peekable(), folder.components().peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    let up = from.map(|_| "..".to_owned());
    let down =
        to.filter(|part| !matches!(part, Component::RootDir)).map(|part| escaped(&part.as_os_str().to_string_lossy()));
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn escaped(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests;
