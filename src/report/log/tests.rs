use super::super::testing::events;
use super::*;

/// Keeps what is written where the test can read it.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn log(filter: &str) -> (Log, Paper) {
    let paper = Paper::default();
    (Log::new(paper.clone(), filter.parse().unwrap(), "test"), paper)
}

fn told(filter: &str) -> String {
    let (log, paper) = log(filter);
    events("one", &["a", "bad"]).iter().for_each(|told| log.take(told.time, &told.event));
    paper.text()
}

#[test]
fn a_job_is_told_with_its_video_stage_and_key() {
    let line = "2026-09-21T14:13:23.030000Z DEBUG run: job made video=a stage=speech label=\"scene 1\" key=a-speech \
                elapsed=20.000ms cost_micro_usd=1500";
    assert!(told("debug").lines().any(|told| told == line), "{}", told("debug"));
}

#[test]
fn the_level_leaves_out_what_is_of_less_weight() {
    assert_eq!(told("error").lines().count(), 1);
    assert!(told("error").contains("cause=\"`ffmpeg` ended with code 1: <no> such | filter\""));
    assert!(told("info").lines().count() < told("debug").lines().count());
    assert_eq!(told("off"), "");
}

#[test]
fn what_a_room_tells_has_the_fields_of_its_job() {
    let (log, paper) = log("info,process=debug");
    let listener = tracing_subscriber::registry().with(spans::Lines(log.clone()));
    tracing::subscriber::with_default(listener, || {
        let job = tracing::error_span!(target: "reelmill::mill", "job", video = "a b", stage = "segment", key = "00ff");
        job.in_scope(|| {
            tracing::debug!(target: "reelmill::process::run", program = "ffmpeg", pid = 7, "started");
            tracing::debug!(target: "reelmill::cache", "not asked for");
        });
        tracing::warn!(target: "reelmill::cache::prune", "outside\nof all jobs");
        tracing::error!(target: "hyper_util::client", "not ours");
    });
    let told: Vec<_> = paper.text().lines().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect();
    assert_eq!(
        told,
        [
            "DEBUG process: started program=ffmpeg pid=7 video=\"a b\" stage=segment key=00ff",
            "WARN  cache: outside\\nof all jobs",
        ]
    );
}

#[test]
fn logs_of_the_last_runs_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logs/run.log");
    for run in 0..12 {
        let log = Log::create(&path, Filter::debug()).unwrap();
        log.out().to.write_all(run.to_string().as_bytes()).unwrap();
    }
    let read = |n: usize| fs::read_to_string(if n == 0 { path.clone() } else { numbered(&path, n) }).unwrap();
    assert_eq!((read(0), read(1), read(9)), ("11".into(), "10".into(), "2".into()));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 10);
}

#[test]
fn a_log_that_cannot_be_written_says_so_once() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let log = Log::new(Full, Filter::debug(), "run.log");
    events("one", &["a"]).iter().for_each(|told| log.take(told.time, &told.event));
    assert!(log.trouble().unwrap().contains("run.log"));
    assert_eq!(log.trouble(), None);
}
