//! A night's batch through a bad service: every video is made, the rate is held, and nothing is paid for twice.

mod common;

use std::collections::HashMap;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::service::{Asked, Reply, Server, script_reply, spoken};
use common::{Project, Ran};

const VIDEOS: usize = 50;
/// Requests a minute, and how long a minute is here.
const RPM: usize = 60;
const MINUTE: Duration = Duration::from_millis(1500);
const MILLIONTHS: &str = "25000";
/// Requests at once, of each of the two services.
const AT_ONCE: usize = 4;

#[derive(Default)]
struct Book {
    /// When each service was asked.
    times: HashMap<String, Vec<Instant>>,
    /// Calls beyond the rate.
    over: usize,
    /// Answers given, by what was asked.
    paid: HashMap<String, usize>,
    failed: usize,
}

impl Book {
    fn paid(&self) -> usize {
        self.paid.values().sum()
    }
}

/// Fails every fifth call or so, in all the ways there are; never one that was paid.
fn weather(book: &mut Book, asked: &Asked, before: usize) -> Reply {
    let service = asked.path.clone();
    let times = book.times.entry(service).or_default();
    times.push(asked.at);
    let recent = times.iter().filter(|time| asked.at.duration_since(**time) < MINUTE).count();
    if recent > RPM {
        book.over += 1;
        return Reply::status(429).with("retry-after", "60");
    }
    let dice = (before as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    if dice.is_multiple_of(5) {
        book.failed += 1;
        return match dice / 5 % 4 {
            0 => Reply::status(500),
            1 => Reply::status(429).with("retry-after", "1"),
            2 => Reply::status(503),
            _ => Reply::Reset,
        };
    }
    let body = asked.json();
    let (paid, reply) = match body["input"].as_str() {
        Some(text) => (text.to_owned(), Reply::of(200, "audio/wav", spoken(text))),
        None => {
            // Each topic has words of its own, so that no two videos say the same.
            let prompt = body["messages"][1]["content"].as_str().unwrap_or_default();
            let topic = prompt.split("about: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_default();
            // The prompt's other words change while the voice's pace becomes known.
            (topic.to_owned(), script_reply(&[&format!("This is {topic}.")]))
        }
    };
    *book.paid.entry(paid).or_default() += 1;
    reply
}

fn start(project: &Project) -> Child {
    let mut command = project.command(&["run", "reels.yaml", "--jobs", "10", "--quiet"]);
    command.env("REELMILL_WAITS_MILLIONTHS", MILLIONTHS);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn fifty_videos_come_through_a_bad_service_and_two_kills() {
    let book = Arc::new(Mutex::new(Book::default()));
    let kept = book.clone();
    let server = Server::start(move |asked, before| weather(&mut kept.lock().unwrap(), asked, before));
    let url = &server.url;
    let topics: String = (1..=VIDEOS).map(|n| format!("  - {{ id: v{n}, topic: number {n} }}\n")).collect();
    let project = Project::with(&format!(
        "defaults: {{ preset: {{ width: 64, height: 64 }}, fps: 2, quality: draft, captions: none, voice: studio, motion: none }}
providers:
  script: {{ kind: openai, base_url: '{url}/v1', model: m, rpm: {RPM}, concurrency: {AT_ONCE} }}
  voices: {{ studio: {{ kind: openai, base_url: '{url}/v1', rpm: {RPM}, concurrency: {AT_ONCE} }} }}
videos:
{topics}"
    ));
    for enough in [15, 45] {
        let mut run = start(&project);
        while book.lock().unwrap().paid() < enough && run.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        // It is started again at once: what it has asked within the minute still counts.
    }
    Ran::from(start(&project).wait_with_output().unwrap()).ok();
    for n in 1..=VIDEOS {
        assert!(project.path(&format!("out/v{n}.mp4")).exists(), "v{n}");
    }
    let book = book.lock().unwrap();
    assert_eq!(book.over, 0, "the rate was passed");
    assert!(book.failed > VIDEOS / 5, "the weather was too good: {}", book.failed);
    assert_eq!(book.paid.len(), 2 * VIDEOS, "each script and each narration");
    // What was on its way when we were killed may come again, and nothing else.
    let again = book.paid() - book.paid.len();
    assert!(again <= 2 * 2 * AT_ONCE, "{again} answers were paid again");
    assert!(book.paid.values().all(|count| *count <= 3));
}

#[test]
fn a_rate_is_held_over_kills_that_come_when_it_is_used_up() {
    const A_MINUTE: usize = 10;
    let times = Arc::new(Mutex::new(Vec::new()));
    let kept = times.clone();
    let server = Server::start(move |asked, _| {
        kept.lock().unwrap().push(asked.at);
        script_reply(&["Boats float."])
    });
    let topics: String = (1..=30).map(|n| format!("  - {{ id: v{n}, topic: number {n} }}\n")).collect();
    let project = Project::with(&format!(
        "providers: {{ script: {{ kind: openai, base_url: '{}', model: m, rpm: {A_MINUTE} }} }}\nvideos:\n{topics}",
        server.url
    ));
    let scripts = || {
        let mut command = project.command(&["script", "reels.yaml"]);
        command.env("REELMILL_WAITS_MILLIONTHS", MILLIONTHS);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for asked in [A_MINUTE, 2 * A_MINUTE] {
        let mut run = scripts();
        while server.count() < asked && run.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        run.kill().unwrap();
        run.wait().unwrap();
    }
    Ran::from(scripts().wait_with_output().unwrap()).ok();
    let times = times.lock().unwrap();
    assert!((30..=36).contains(&times.len()), "{} calls", times.len());
    let most =
        times.iter().map(|from| times.iter().filter(|at| **at >= *from && at.duration_since(*from) < MINUTE).count());
    assert_eq!(most.max(), Some(A_MINUTE), "in any minute");
}
