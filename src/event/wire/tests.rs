use super::*;
use crate::event::{Event, Told, VERSION};

fn line(event: Event) -> serde_json::Value {
    let time = Time(SystemTime::UNIX_EPOCH + Duration::from_micros(1_790_000_000_123_456));
    serde_json::to_value(Told { version: VERSION, time, event }).unwrap()
}

#[test]
fn a_line_names_its_version_time_and_event() {
    let line = line(Event::RunFinished { elapsed: Duration::from_nanos(12_345_678) });
    let expected =
        r#"{"elapsed_ms":12.345678,"event":"run_finished","time":"2026-09-21T14:13:20.123456Z","version":1}"#;
    assert_eq!(line.to_string(), expected);
}

#[test]
fn durations_come_back_to_the_nanosecond() {
    for nanos in [0, 1, 999, 1_000_001, 86_400_000_000_123_457 % (1 << 53)] {
        let told = line(Event::RunFinished { elapsed: Duration::from_nanos(nanos) });
        let back: Told = serde_json::from_value(told).unwrap();
        let Event::RunFinished { elapsed } = back.event else { unreachable!() };
        assert_eq!(elapsed, Duration::from_nanos(nanos));
    }
}

#[test]
fn jobs_are_counted_by_stage() {
    let jobs = vec![(crate::event::Stage::Speech, 6), (crate::event::Stage::Segment, 7)];
    let line = line(Event::VideoPlanned { video: "a".into(), jobs });
    assert_eq!(line["jobs"], serde_json::json!({ "speech": 6, "segment": 7 }));
}
