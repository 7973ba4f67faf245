//! Real small programs, ended in every way.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::*;

fn sh(script: &str) -> Spawn {
    Spawn::new("/bin/sh").args(["-c", script])
}

async fn finish(spawn: Spawn) -> Result<Finished, SpawnError> {
    run(spawn, &CancellationToken::new()).await
}

/// Hands the number that the child writes in its first line to `then`.
fn first_number(mut then: impl FnMut(i32) + Send + 'static) -> Stdout {
    Stdout::Lines(Box::new(move |line| {
        if let Ok(number) = line.trim().parse() {
            then(number);
        }
    }))
}

fn is_running(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim_start().starts_with(['Z', 'X']))
}

async fn gone(pid: i32) {
    let wait = async {
        while is_running(pid) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("the process lives on");
}

#[tokio::test]
async fn output_status_and_last_words_come_back() {
    let done = finish(sh("echo out; echo err >&2; exit 3")).await.unwrap();
    assert_eq!((done.stdout.as_slice(), done.stderr.as_str()), (&b"out\n"[..], "err\n"));
    assert_eq!(done.ending(), "ended with code 3");
}

#[tokio::test]
async fn bytes_go_in_and_come_out() {
    let bytes: Vec<u8> = (0..300_000_u32).map(|n| n as u8).collect();
    let spawn = Spawn::new("cat").stdin(Stdin::Bytes(bytes.clone()));
    assert_eq!(finish(spawn).await.unwrap().stdout, bytes);
}

#[tokio::test]
async fn a_feed_and_a_drain_work_at_the_same_time() {
    const PIECES: usize = 40;
    let sum = Arc::new(Mutex::new(0));
    let total = sum.clone();
    let spawn = Spawn::new("cat")
        .stdin(Stdin::Feed(Box::new(|pipe| (0..PIECES).try_for_each(|_| pipe.write_all(&[1; 100_000])))))
        .stdout(Stdout::Drain(Box::new(move |pipe| {
            let mut piece = [0; 4096];
            loop {
                match pipe.read(&mut piece)? {
                    0 => return Ok(()),
                    n => *total.lock().unwrap() += n,
                }
            }
        })));
    assert!(finish(spawn).await.unwrap().status.success());
    assert_eq!(*sum.lock().unwrap(), PIECES * 100_000);
}

#[tokio::test]
async fn a_child_that_does_not_read_fails_by_its_own_words() {
    let feed = |pipe: &mut dyn Write| (0..100).try_for_each(|_| pipe.write_all(&[0; 100_000]));
    let done = finish(sh("exec <&-; echo no appetite >&2; exit 1").stdin(Stdin::Feed(Box::new(feed)))).await.unwrap();
    assert_eq!((done.status.code(), done.stderr.as_str()), (Some(1), "no appetite\n"));
}

#[tokio::test]
async fn a_failing_feed_is_told_as_ours() {
    let feed = |_: &mut dyn Write| Err(io::Error::other("no paint"));
    let error = finish(Spawn::new("cat").stdin(Stdin::Feed(Box::new(feed)))).await.unwrap_err();
    assert!(matches!(error, SpawnError::Exchange { source, .. } if source.to_string() == "no paint"));
}

#[tokio::test]
async fn endless_output_is_bounded() {
    let error = finish(Spawn::new("yes").stdout(Stdout::Keep(10_000))).await.unwrap_err();
    assert_eq!(error.to_string(), "`yes` wrote more than 10000 bytes");
}

#[tokio::test]
async fn an_endless_line_comes_in_pieces() {
    let longest = Arc::new(Mutex::new((0, 0)));
    let seen = longest.clone();
    let spawn = sh("head -c 200000 /dev/zero | tr '\\0' x").stdout(Stdout::Lines(Box::new(move |line| {
        let mut seen = seen.lock().unwrap();
        *seen = (seen.0.max(line.len()), seen.1 + line.len());
    })));
    finish(spawn).await.unwrap();
    assert_eq!(*longest.lock().unwrap(), (64 << 10, 200_000));
}

#[tokio::test]
async fn cancelling_ends_grandchildren_too() {
    let (cancel, grandchild) = (CancellationToken::new(), Arc::new(Mutex::new(0)));
    let (stop, pid) = (cancel.clone(), grandchild.clone());
    let spawn = sh("sleep 1000 & echo $!; wait").stdout(first_number(move |number| {
        *pid.lock().unwrap() = number;
        stop.cancel();
    }));
    let error = run(spawn, &cancel).await.unwrap_err();
    assert_eq!(error.to_string(), "`sh` was stopped");
    let pid = *grandchild.lock().unwrap();
    assert!(pid > 0);
    gone(pid).await;
}

#[tokio::test]
async fn a_child_deaf_to_the_request_is_killed() {
    let cancel = CancellationToken::new();
    let (stop, pid) = (cancel.clone(), Arc::new(Mutex::new(0)));
    let seen = pid.clone();
    let spawn = sh("trap '' TERM; echo $$; while :; do sleep 1000; done").stdout(first_number(move |number| {
        *seen.lock().unwrap() = number;
        stop.cancel();
    }));
    assert!(matches!(run(spawn, &cancel).await, Err(SpawnError::Cancelled { .. })));
    let pid = *pid.lock().unwrap();
    assert!(pid > 0 && !Path::new(&format!("/proc/{pid}")).exists(), "not even a zombie is left");
}

#[tokio::test]
async fn a_dropped_run_ends_its_child() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let spawn = sh("echo $$; exec sleep 1000").stdout(first_number(move |pid| {
        tell.take().unwrap().send(pid).unwrap();
    }));
    let cancel = CancellationToken::new();
    let pid = tokio::select! {
        _ = run(spawn, &cancel) => panic!("sleep ended early"),
        pid = told => pid.unwrap(),
    };
    gone(pid).await;
}

#[tokio::test]
async fn a_grandchild_that_fled_does_not_hold_us_up() {
    let (spawn, pid) = (sh("setsid sleep 1000 & echo $!"), Arc::new(Mutex::new(0)));
    let seen = pid.clone();
    let done = finish(spawn.stdout(first_number(move |number| *seen.lock().unwrap() = number))).await.unwrap();
    assert!(done.status.success());
    let pid = rustix::process::Pid::from_raw(*pid.lock().unwrap()).unwrap();
    let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
}

#[tokio::test]
async fn silence_is_a_stall_and_slowness_on_our_side_is_none() {
    let limit = Duration::from_millis(60);
    let error = finish(Spawn::new("sleep").args(["1000"]).stall(limit)).await.unwrap_err();
    assert_eq!(error.to_string(), "`sleep` gave no sign of life for 60ms");

    let feed = move |pipe: &mut dyn Write| {
        std::thread::park_timeout(limit * 3);
        pipe.write_all(b"late")
    };
    let done = finish(Spawn::new("cat").stdin(Stdin::Feed(Box::new(feed))).stall(limit)).await.unwrap();
    assert_eq!(done.stdout, b"late");
}

#[tokio::test]
async fn a_child_over_its_time_is_ended() {
    let error = finish(Spawn::new("yes").stdout(Stdout::Lines(Box::new(|_| {}))).timeout(Duration::from_millis(50)));
    assert_eq!(error.await.unwrap_err().to_string(), "`yes` was not done after 50ms");
}

#[tokio::test]
async fn a_kill_that_was_not_ours_says_out_of_memory() {
    let done = finish(sh("kill -9 $$")).await.unwrap();
    assert!(done.killed_by_the_kernel());
    assert_eq!(done.ending(), "was killed: out of memory is likely");
    assert_eq!(finish(sh("kill -11 $$")).await.unwrap().ending(), "ended by signal 11");
}

#[tokio::test]
async fn a_missing_program_is_told_apart_from_a_missing_folder() {
    let error = finish(Spawn::new("/no/such/program")).await.unwrap_err();
    assert_eq!(error.to_string(), "`program` is not there");
    let error = finish(Spawn::new("cat").cwd("/no/such/folder")).await.unwrap_err();
    assert!(matches!(error, SpawnError::Io { .. }), "{error}");
}

#[tokio::test]
async fn only_named_variables_reach_the_child() {
    let done = finish(Spawn::new("env").env("NAMED", "a=b; c")).await.unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let names: Vec<&str> = text.lines().filter_map(|line| line.split('=').next()).collect();
    assert!(text.lines().any(|line| line == "NAMED=a=b; c") && names.contains(&"PATH"));
    assert!(names.iter().all(|name| !name.starts_with("CARGO")), "{names:?}");
}

#[test]
fn a_child_outlives_the_thread_that_asked_for_it() {
    let mut child = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(launch::launch(&Spawn::new("cat").stdin(Stdin::Bytes(Vec::new())), "cat")).unwrap()
    })
    .join()
    .unwrap();
    child.stdin.take().unwrap().write_all(b"still here").unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(text, "still here");
}

/// The victim of the next test: does nothing when run as a test of its own.
#[tokio::test]
async fn parent_to_be_ended() {
    if std::env::var_os("REELMILL_TEST_PARENT").is_some() {
        let spawn = sh("echo; echo $$; exec sleep 1000");
        let _ = finish(spawn.stdout(first_number(|pid| println!("{pid}")))).await;
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_child_dies_with_its_parent() {
    let (cancel, grandchild) = (CancellationToken::new(), Arc::new(Mutex::new(0)));
    let (stop, pid) = (cancel.clone(), grandchild.clone());
    let spawn = Spawn::new(std::env::current_exe().unwrap())
        .args(["process::tests::parent_to_be_ended", "--exact", "--nocapture"])
        .env("REELMILL_TEST_PARENT", "1")
        .stdout(first_number(move |number| {
            *pid.lock().unwrap() = number;
            stop.cancel();
        }));
    assert!(matches!(run(spawn, &cancel).await, Err(SpawnError::Cancelled { .. })));
    let pid = *grandchild.lock().unwrap();
    assert!(pid > 0);
    gone(pid).await;
}
