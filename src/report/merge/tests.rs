use super::super::testing::report;
use super::*;

#[test]
fn shards_add_up() {
    let (one, two) = (report("one", &["a", "b"]), report("two", &["c"]));
    let both = merge(vec![one, two]);
    assert_eq!((both.totals.videos, both.totals.done, both.runs.len()), (3, 3, 2));
    assert_eq!(both.videos[2].run, 1);
    assert_eq!(both.totals.jobs, 6);
    assert_eq!(both.stages.iter().find(|row| row.stage == Stage::Speech).unwrap().jobs, 3);
}

#[test]
fn a_video_made_twice_is_counted_once() {
    let both = merge(vec![report("one", &["a", "b"]), report("two", &["b"])]);
    assert_eq!(both.totals.videos, 2);
    assert_eq!(both.videos[1].run, 1);
}

#[test]
fn a_torn_last_line_is_passed_over_and_another_is_not() {
    let whole = r#"{"version":1,"time":"2026-09-21T14:13:20Z","event":"run_finished","elapsed_ms":1.0}"#;
    assert!(replay(&format!("{whole}\n{}", &whole[..20])).is_ok());
    assert!(replay(&format!("{}\n{whole}", &whole[..20])).unwrap_err().contains("line 1"));
}
