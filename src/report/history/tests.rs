use super::*;
use crate::event::Time;

fn past(run: &str, videos: &[(&str, PastState)]) -> Past {
    let videos = videos.iter().map(|(id, state)| ((*id).to_owned(), (*state, 1))).collect();
    let manifests = vec!["/w/reels.yaml".to_owned()];
    Past { v: VERSION, run: run.into(), started: Some(Time::now()), manifests, videos, ..Past::default() }
}

#[test]
fn many_writers_lose_no_line() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let history = History::new(folder.path());
            scope.spawn(move || (0..50).for_each(|n| history.append(&past(&format!("{writer}-{n}"), &[])).unwrap()));
        }
    });
    assert_eq!(History::new(folder.path()).read().unwrap().len(), 400);
}

#[test]
fn it_is_bounded_and_the_newest_stay() {
    let folder = tempfile::tempdir().unwrap();
    let history = History { most_bytes: 64 << 10, ..History::new(folder.path().join("state")) };
    let ids: Vec<String> = (0..100).map(|n| format!("a-video-{n}")).collect();
    let videos: Vec<_> = ids.iter().map(|id| (id.as_str(), PastState::Done)).collect();
    for run in 0..80 {
        history.append(&past(&run.to_string(), &videos)).unwrap();
    }
    let size = fs::metadata(history.file()).unwrap().len();
    assert!(size <= history.most_bytes, "{size}");
    let runs = history.read().unwrap();
    assert_eq!(runs.last().unwrap().run, "79");
    assert!(runs.len() > 10);
}

#[test]
fn a_torn_line_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::new(folder.path());
    fs::write(history.file(), "{\"v\":1,\"run\n").unwrap();
    history.append(&past("whole", &[])).unwrap();
    assert_eq!(history.read().unwrap().len(), 1);
}

#[test]
fn a_video_is_unfinished_until_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::new(folder.path());
    history.append(&past("1", &[("a", PastState::Done), ("b", PastState::Failed), ("c", PastState::Stopped)])).unwrap();
    history.append(&past("2", &[("c", PastState::Done)])).unwrap();
    assert_eq!(history.unfinished(&["/w/reels.yaml".into()]).unwrap(), ["b"]);
    assert!(history.unfinished(&["/w/other.yaml".into()]).unwrap().is_empty());
}
