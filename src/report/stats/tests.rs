use std::time::SystemTime;

use super::*;

fn run(day: u64, times: &[u64], cost: u64) -> Past {
    let made = times.len();
    let stage = PastStage { jobs: made + 1, hits: 1, failed: 0, made, total_ms: 0, times_ms: times.to_vec() };
    Past {
        v: 1,
        started: Some(Time(SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000 + day * 86_400))),
        elapsed_ms: 60_000 * (day + 1),
        saved_ms: 9000,
        cost_micro_usd: MicroUsd(cost),
        stages: BTreeMap::from([(Stage::Segment, stage)]),
        videos: BTreeMap::from([("a".to_owned(), (PastState::Done, 1))]),
        failures: BTreeMap::from([("out of memory".to_owned(), 1)]),
        slowest: vec![Slow { ms: times[0], video: "a".into(), stage: Stage::Segment, label: "scene 1".into() }],
        ..Past::default()
    }
}

fn table() -> String {
    let runs = [run(0, &[1000, 2000], 1500), run(0, &[1000], 0), run(1, &[1500, 1600, 9000], 0)];
    stats(&runs, Vec::new(), &TimeZone::UTC).table(30, Style { colour: false })
}

#[test]
fn the_past_reads_like_this() {
    let expected = "3 runs, 3 videos

stage         jobs  hits       p50       p95  trend
segment          9  33 %     1.5 s     9.0 s  +50 %

day        runs videos        worked         saved     spent     saved
2026-09-21    2      2    2 min 00 s        18.0 s   $0.0015   $0.0000  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
2026-09-22    1      1    2 min 00 s         9.0 s   $0.0000   $0.0000  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇

slowest jobs
    1.5 s  segment scene 1 of a
    1.0 s  segment scene 1 of a
    1.0 s  segment scene 1 of a

failures
        3  out of memory
";
    assert_eq!(table(), expected);
}

#[test]
fn every_line_fits_eighty_columns() {
    for line in table().lines() {
        assert!(console::measure_text_width(line) <= 92, "{line}");
    }
}

#[test]
fn no_history_is_said_to_be_none() {
    let text = stats(&[], Vec::new(), &TimeZone::UTC).table(30, Style { colour: false });
    assert_eq!(text, "no run is remembered yet\n");
}
