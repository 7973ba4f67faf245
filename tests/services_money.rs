//! What services cost: told, kept with what was made, and saved by what is found.

mod common;

use std::fs;

use common::everything::{everything, providers, run};
use common::service::{Reply, Server};
use common::{Project, Ran, SMALL};
use serde_json::{Value, json};

fn reported(project: &Project, args: &[&str]) -> (Ran, Value) {
    let ran =
        run(project, &[&["run", "reels.yaml", "--report", "report.json", "--report", "report.md"], args].concat());
    let report = serde_json::from_slice(&fs::read(project.path("report.json")).unwrap()).unwrap();
    (ran, report)
}

/// A script of 1000 and 500 tokens at one and two dollars a million, 20 and 29 characters at ten, two pictures.
const COST: u64 = 2000 + 200 + 290 + 80_000;

#[test]
fn a_video_that_is_found_saves_what_its_jobs_cost() {
    let server = Server::start(everything);
    let videos = "  - { id: a, topic: boats, voice: studio, visuals: ai }\n  - { id: free, scenes: [{ say: Hello there., visual: { color: '#123456' } }] }\n";
    let project = Project::with(&format!("{SMALL}{}videos:\n{videos}", providers(&server)));
    let (ran, report) = reported(&project, &[]);
    let ran = ran.ok();
    let of = |report: &Value| {
        let video = &report["videos"][0];
        assert_eq!(video["id"], "a");
        (video["cost_micro_usd"].as_u64().unwrap(), video["saved_cost_micro_usd"].as_u64().unwrap())
    };
    assert_eq!(of(&report), (COST, 0), "counted once, not with the whole video again");
    assert_eq!(report["totals"]["cost_micro_usd"], COST);
    assert_eq!(report["videos"][1]["cost_micro_usd"], 0);
    assert!(ran.stdout.contains("time      cost  output"), "{}", ran.stdout);
    assert!(ran.stdout.contains("$0.0824  ") && ran.stdout.contains("$0.0000  "), "{}", ran.stdout);
    assert!(ran.stdout.contains("cost $0.0824 (saved $0.0000)"), "{}", ran.stdout);
    let markdown = fs::read_to_string(project.path("report.md")).unwrap();
    assert!(markdown.contains("| $0.0824 |"), "{markdown}");

    let (ran, report) = reported(&project, &[]);
    let ran = ran.ok();
    assert_eq!(report["videos"][0]["jobs"].as_array().unwrap().len(), 1, "one lookup");
    assert_eq!(of(&report), (0, COST));
    assert!(ran.stdout.contains("cost $0.0000 (saved $0.0824)"), "{}", ran.stdout);
    let stats = run(&project, &["cache", "stats", "--format", "json"]).ok();
    let stats: Value = serde_json::from_str(&stats.stdout).unwrap();
    assert!(stats.to_string().contains(&format!("{COST}")), "{stats:#}");
}

#[test]
fn a_call_that_was_paid_for_nothing_is_counted() {
    let refusal = json!({ "choices": [{ "message": { "content": null, "refusal": "No." } }], "usage": { "prompt_tokens": 1000, "completion_tokens": 10 } });
    let server = Server::always(Reply::json(refusal));
    let project = Project::with(&format!("{SMALL}{}videos: [{{ id: a, topic: boats }}]\n", providers(&server)));
    let (ran, report) = reported(&project, &[]);
    let ran = ran.exits(4);
    assert!(ran.stdout.contains("refuses to write this: No. (which cost $0.00102)"), "{}", ran.stdout);
    assert_eq!(report["totals"]["cost_micro_usd"], 1020);
    assert_eq!(report["videos"][0]["cost_micro_usd"], 1020);
    assert!(ran.stdout.contains("cost $0.0010"), "{}", ran.stdout);
}

#[test]
fn the_budget_holds_however_many_calls_are_under_way() {
    let server = Server::start(everything);
    // Ten characters at ten dollars a million: a hundred micro-dollars each.
    let scenes: String =
        (10..40).map(|n| format!("{{ say: Number {n}., visual: {{ color: '#123456' }} }}, ")).collect();
    let project = Project::with(&format!(
        "config: {{ max_cost: 0.00055 }}\n{SMALL}{}videos: [{{ id: a, voice: studio, scenes: [{scenes}] }}]\n",
        providers(&server).replace("price: 10", "price: 10, concurrency: 16")
    ));
    let (ran, report) = reported(&project, &[]);
    ran.exits(5);
    assert_eq!((server.count(), report["totals"]["cost_micro_usd"].as_u64()), (5, Some(500)), "{report:#}");
}
