use super::super::testing::events;
use super::*;

#[test]
fn a_run_is_seen_while_it_lasts_and_a_killed_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut live = Live { next: Instant::now(), ..Live::new(folder.path()) };
    let mut summary = Summary::default();
    for told in events("one", &["a", "b"]).iter().take(3) {
        summary.take(&told.event);
        live.next = Instant::now();
        live.take(told, &summary);
    }
    let seen = live_runs(folder.path());
    assert_eq!((seen.len(), seen[0].videos, seen[0].now[0].video.as_str()), (1, 2, "a"));
    let left = folder.path().join("live/killed.json");
    fs::copy(folder.path().join("live/one.json"), &left).unwrap();
    assert_eq!(live_runs(folder.path()).len(), 1);
    assert!(!left.exists());
    live.close(&summary).unwrap();
    assert!(live_runs(folder.path()).is_empty());
}
