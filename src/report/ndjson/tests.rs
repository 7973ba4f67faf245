use super::*;
use crate::event::{JobRef, Stage, Time, VERSION};

fn progress(ms: u64) -> Told {
    let job = JobRef { video: "a".into(), stage: Stage::Segment, label: "scene 1".into(), key: "k".into() };
    let time = Time(SystemTime::UNIX_EPOCH + Duration::from_millis(ms));
    Told { version: VERSION, time, event: Event::JobProgress { job, done: 0.5, speed: None } }
}

#[test]
fn progress_is_told_twice_a_second_at_most() {
    let mut out = Vec::new();
    let mut sink = Ndjson::new(&mut out, "test");
    for ms in [0, 100, 499, 500, 700, 1100] {
        sink.take(&progress(ms), &Summary::default());
    }
    assert_eq!(String::from_utf8(out).unwrap().lines().count(), 3);
}

struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_at_the_end() {
    let mut sink = Ndjson::new(Full, "e.ndjson");
    sink.take(&progress(0), &Summary::default());
    assert!(sink.close(&Summary::default()).unwrap_err().to_string().contains("e.ndjson"));
}
