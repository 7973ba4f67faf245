use super::super::testing::events;
use super::*;

fn past(videos: &[&str]) -> Past {
    let (mut past, mut summary) = (Past::default(), Summary::default());
    for told in events("one", videos) {
        summary.take(&told.event);
        past.take(&told);
    }
    past.conclude(&summary);
    past
}

#[test]
fn a_run_is_remembered_with_what_its_videos_take() {
    let past = past(&["a", "bad"]);
    assert_eq!(past.videos["a"], (PastState::Done, 920));
    assert_eq!(past.videos["bad"].0, PastState::Failed);
    assert_eq!(past.failures, BTreeMap::from([("segment failed".to_owned(), 1)]));
    assert_eq!(past.stages[&Stage::Speech].times_ms, [20, 20]);
    assert_eq!(past.slowest.len(), 2);
    let line = serde_json::to_string(&past).unwrap();
    assert_eq!(serde_json::from_str::<Past>(&line).unwrap(), past);
}

#[test]
fn of_many_times_some_are_kept_and_the_ends_among_them() {
    let kept = thinned((0..1000).collect());
    assert_eq!((kept.len(), kept[0], kept[MOST_TIMES - 1]), (MOST_TIMES, 0, 999));
}
