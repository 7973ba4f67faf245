//! The jobs as a trace that Perfetto and chrome://tracing open: a process a run, a row a worker.
//!
//! The format is Chrome's "Trace Event Format": complete events (`ph: X`) in microseconds.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::document::{Job, Report, Video};

/// Jobs that hold no permit, and lookups, lie in rows of their own by video.
pub fn trace(report: &Report) -> io::Result<String> {
    let mut events = Vec::new();
    let mut rows: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for video in &report.videos {
        for job in &video.jobs {
            let row = job.lane.clone().unwrap_or_else(|| format!("~ {}", video.id));
            let next = rows.len() + 1;
            let tid = *rows.entry((video.run, row)).or_insert(next);
            events.push(complete(video, job, tid));
        }
    }
    for (index, run) in report.runs.iter().enumerate() {
        let name = format!("reelmill {}", run.about.manifests.join(" "));
        events.push(json!({ "ph": "M", "name": "process_name", "pid": index, "args": { "name": name } }));
    }
    for (order, ((run, row), tid)) in rows.iter().enumerate() {
        events.push(json!({ "ph": "M", "name": "thread_name", "pid": run, "tid": tid, "args": { "name": row } }));
        events.push(
            json!({ "ph": "M", "name": "thread_sort_index", "pid": run, "tid": tid, "args": { "sort_index": order } }),
        );
    }
    Ok(serde_json::to_string(&json!({ "displayTimeUnit": "ms", "traceEvents": events }))? + "\n")
}

fn complete(video: &Video, job: &Job, tid: usize) -> Value {
    let micros = |ms: f64| (ms * 1000.0).round() as u64;
    json!({
        "ph": "X",
        "name": format!("{} {}", job.stage.name(), job.label).trim_end(),
        "cat": job.outcome.name(),
        "pid": video.run,
        "tid": tid,
        "ts": micros(job.start_ms),
        "dur": micros(job.elapsed_ms),
        "args": {
            "video": video.id,
            "key": job.key,
            "outcome": job.outcome,
            "saved_ms": job.saved_ms,
            "cost_micro_usd": job.cost_micro_usd,
            "error": job.error,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::report;
    use super::*;

    #[test]
    fn jobs_lie_on_their_workers() {
        let text = trace(&report("one", &["a", "b"])).unwrap();
        let trace: Value = serde_json::from_str(&text).unwrap();
        let events = trace["traceEvents"].as_array().unwrap();
        let speech = events.iter().find(|event| event["name"] == "speech scene 1").unwrap();
        assert_eq!((&speech["dur"], &speech["args"]["video"]), (&json!(20_000), &json!("a")));
        let row = events.iter().find(|event| event["name"] == "thread_name" && event["tid"] == speech["tid"]).unwrap();
        assert_eq!(row["args"]["name"], "worker 1");
    }

    /// "Trace Event Format": what each phase must and may have, and rows in which events nest or follow each other.
    #[test]
    fn the_trace_keeps_the_rules_of_its_format() {
        let mut told = report("one", &["a", "b", "bad"]);
        told.videos[1].run = 0;
        let trace: Value = serde_json::from_str(&trace(&told).unwrap()).unwrap();
        let names: Vec<_> = trace.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["displayTimeUnit", "traceEvents"]);
        assert!(["ms", "ns"].contains(&trace["displayTimeUnit"].as_str().unwrap()));
        let mut rows: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
        let mut named = std::collections::BTreeSet::new();
        for event in trace["traceEvents"].as_array().unwrap() {
            let fields: Vec<_> = event.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(event["name"].is_string() && event["pid"].is_u64() && event["args"].is_object(), "{event}");
            match event["ph"].as_str().unwrap() {
                "X" => {
                    assert_eq!(fields, ["args", "cat", "dur", "name", "ph", "pid", "tid", "ts"]);
                    assert!(event["cat"].is_string());
                    let number = |field: &str| event[field].as_u64().unwrap();
                    let row = rows.entry((number("pid"), number("tid"))).or_default();
                    row.push((number("ts"), number("ts") + number("dur")));
                }
                "M" => match event["name"].as_str().unwrap() {
                    "process_name" => assert!(event["args"]["name"].is_string()),
                    "thread_name" => {
                        assert!(event["args"]["name"].is_string());
                        named.insert((event["pid"].as_u64().unwrap(), event["tid"].as_u64().unwrap()));
                    }
                    "thread_sort_index" => assert!(event["args"]["sort_index"].is_i64()),
                    other => panic!("no metadata of the format: {other}"),
                },
                other => panic!("no phase that we write: {other}"),
            }
        }
        assert!(!rows.is_empty());
        for (row, mut spans) in rows {
            assert!(named.contains(&row), "{row:?} has no name");
            spans.sort_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
            let mut open: Vec<u64> = Vec::new();
            for (from, to) in spans {
                open.retain(|end| *end > from);
                assert!(open.iter().all(|end| to <= *end), "{row:?}: events that overlap are not drawn");
                open.push(to);
            }
        }
    }
}
