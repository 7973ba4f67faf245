use std::sync::{Arc, Mutex};

use super::*;

#[test]
fn only_the_same_is_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let ask = |what: &str| Turn::of(folder.path(), &[what.to_owned()]).try_take();
    let first = ask("reels.yaml");
    assert!(first.is_some());
    assert!(ask("reels.yaml").is_none());
    assert!(ask("other.yaml").is_some());
    drop(first);
    assert!(ask("reels.yaml").is_some());
}

#[test]
fn where_no_state_can_be_kept_nobody_is_kept_out() {
    let folder = tempfile::NamedTempFile::new().unwrap();
    let ask = || Turn::of(folder.path(), &[]).try_take();
    let first = ask();
    assert!(first.is_some() && ask().is_some());
}

#[tokio::test]
async fn who_waits_says_so_once_and_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    let first = Turn::of(folder.path(), &[]).try_take();
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = told.clone();
    let events = Events::new(move |event| sink.lock().unwrap().push(event));
    let mut waiting = Box::pin(Turn::of(folder.path(), &[]).wait(events));
    for _ in 0..2 {
        assert!(futures::poll!(waiting.as_mut()).is_pending());
    }
    drop(first);
    let taken = waiting.await;
    assert!(Turn::of(folder.path(), &[]).try_take().is_none(), "{taken:?} is held");
    assert!(matches!(&told.lock().unwrap()[..], [Event::Note { text, .. }] if text.contains("being run already")));
}
