use super::super::testing::events;
use super::*;

fn told(level: Level) -> String {
    let mut out = Vec::new();
    let mut log = Log::new(&mut out, level, "test");
    events("one", &["a", "bad"]).iter().for_each(|told| log.take(told, &Summary::default()));
    String::from_utf8(out).unwrap()
}

#[test]
fn a_job_is_told_with_its_video_stage_and_key() {
    let line = "2026-09-21T14:13:23.030000Z DEBUG job made video=a stage=speech label=\"scene 1\" key=a-speech \
                elapsed=20.000ms cost_micro_usd=1500";
    assert!(told(Level::Debug).lines().any(|told| told == line), "{}", told(Level::Debug));
}

#[test]
fn the_level_leaves_out_what_is_of_less_weight() {
    assert_eq!(told(Level::Error).lines().count(), 1);
    assert!(told(Level::Error).contains("cause=\"`ffmpeg` ended with code 1: <no> such | filter\""));
    assert!(told(Level::Info).lines().count() < told(Level::Debug).lines().count());
}

#[test]
fn logs_of_the_last_runs_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logs/run.log");
    for run in 0..12 {
        let mut log = Log::create(&path, Level::Info).unwrap();
        log.out.write_all(run.to_string().as_bytes()).unwrap();
    }
    let read = |n: usize| fs::read_to_string(if n == 0 { path.clone() } else { numbered(&path, n) }).unwrap();
    assert_eq!((read(0), read(1), read(9)), ("11".into(), "10".into(), "2".into()));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 10);
}
