//! The requests of the last minute: of this process, or, where they are written down in a file, of every process that
//! shares it, also of those that were killed.
//!
//! A request counts from its sending to a minute after its answer: so the service, too, sees no more than the rate,
//! however long the way to it is. One that a killed process has sent is never answered here; it counts for a minute from
//! when it is first seen, since it had left by then.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::Notify;

/// Microseconds since 1970: processes share no other clock.
type Micros = u64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Request {
    id: u64,
    /// When it was sent; once it is answered, when that was.
    at: Micros,
    answered: bool,
}

pub(super) struct Window {
    most: usize,
    minute: Micros,
    file: Option<PathBuf>,
    state: Mutex<State>,
    /// One of our requests was answered.
    answered: Notify,
    /// Whoever asks for a place asks in line.
    line: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    /// Where there is no file.
    requests: Vec<Request>,
    /// Those under way here.
    ours: HashSet<u64>,
    /// Those under way elsewhere, and when they were first seen.
    seen: HashMap<u64, Micros>,
}

/// A place in the window.
pub(super) struct Place {
    window: Arc<Window>,
    id: u64,
}

impl Window {
    pub fn new(most: usize, minute: Duration, file: Option<PathBuf>) -> Arc<Self> {
        let minute = micros(minute);
        let (state, answered, line) = Default::default();
        Arc::new(Self { most: most.max(1), minute, file, state, answered, line })
    }

    /// Waits in line until one more request may be sent.
    pub async fn place(self: &Arc<Self>) -> Place {
        let _turn = self.line.lock().await;
        loop {
            let answered = self.answered.notified();
            tokio::pin!(answered);
            answered.as_mut().enable();
            match self.clone().tried().await {
                Ok(id) => return Place { window: self.clone(), id },
                Err(Some(wait)) => {
                    // Whichever comes first; the window is looked at again in either case.
                    let _ = tokio::time::timeout(wait, answered).await;
                }
                Err(None) => answered.await,
            }
        }
    }

    async fn tried(self: Arc<Self>) -> Result<u64, Option<Duration>> {
        if self.file.is_none() {
            return self.take(now());
        }
        // Only a run that is over drops such a task, and nobody waits then.
        tokio::task::spawn_blocking(move || self.take(now())).await.unwrap_or(Err(None))
    }

    /// A place, or how long until there may be one; `None`: not before one of ours is answered.
    fn take(&self, now: Micros) -> Result<u64, Option<Duration>> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        self.change(|requests, state| {
            let mut first_free: Option<Micros> = None;
            requests.retain_mut(|request| {
                // The clock was set back.
                request.at = request.at.min(now);
                let Some(end) = state.end(request, now, self.minute) else { return true };
                if end <= now {
                    state.seen.remove(&request.id);
                    return false;
                }
                first_free = Some(first_free.map_or(end, |known| known.min(end)));
                true
            });
            if requests.len() >= self.most {
                return Err(first_free.map(|end| Duration::from_micros(end - now)));
            }
            let id = now.wrapping_add(u64::from(std::process::id()) << 44);
            let id = id.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
            requests.push(Request { id, at: now, answered: false });
            state.ours.insert(id);
            Ok(id)
        })
    }

    /// The request has left the window's present; `None`: it was never sent.
    fn end(&self, id: u64, answered: Option<Micros>) {
        self.change(|requests, state| {
            state.ours.remove(&id);
            match answered {
                None => requests.retain(|request| request.id != id),
                Some(at) => requests
                    .iter_mut()
                    .filter(|request| request.id == id)
                    .for_each(|request| (request.at, request.answered) = (at, true)),
            }
        });
        self.answered.notify_one();
    }

    /// Reads and writes the requests, alone among all processes. Where the file cannot be used, this process counts by
    /// itself.
    fn change<T>(&self, change: impl FnOnce(&mut Vec<Request>, &mut State) -> T) -> T {
        let mut state = self.state();
        let opened = self.file.as_ref().and_then(|path| open(path).ok());
        let Some((file, mut requests)) = opened else {
            let mut requests = std::mem::take(&mut state.requests);
            let told = change(&mut requests, &mut state);
            state.requests = requests;
            return told;
        };
        let told = change(&mut requests, &mut state);
        let text: String = requests.iter().map(line).collect();
        // First what is new, then the end: whoever is killed between the two leaves too many, not too few.
        let _ = file.write_all_at(text.as_bytes(), 0).and_then(|()| file.set_len(text.len() as u64));
        told
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// When a request counts no more; `None`: not before it is answered.
    fn end(&mut self, request: &Request, now: Micros, minute: Micros) -> Option<Micros> {
        let from = match request.answered {
            true => request.at,
            false if self.ours.contains(&request.id) => return None,
            false => *self.seen.entry(request.id).or_insert(now),
        };
        Some(from.saturating_add(minute))
    }
}

impl Place {
    /// Nothing was sent after all.
    pub fn give_back(self) {
        self.ended(None);
        std::mem::forget(self);
    }

    fn ended(&self, answered: Option<Micros>) {
        let (window, id) = (self.window.clone(), self.id);
        match Handle::try_current() {
            Ok(runtime) if window.file.is_some() => drop(runtime.spawn_blocking(move || window.end(id, answered))),
            _ => window.end(id, answered),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.ended(Some(now()));
    }
}

/// The file, locked until it is dropped, and what is in it.
fn open(path: &std::path::Path) -> io::Result<(File, Vec<Request>)> {
    let options = || OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let mut file = options().or_else(|_| {
        std::fs::create_dir_all(path.parent().unwrap_or(path))?;
        options()
    })?;
    file.lock()?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok((file, text.lines().filter_map(request).collect()))
}

fn line(request: &Request) -> String {
    let Request { id, at, answered } = request;
    format!("{id} {at} {}\n", if *answered { "answered" } else { "sent" })
}

fn request(line: &str) -> Option<Request> {
    let mut words = line.split(' ');
    let (id, at, state) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?);
    Some(Request { id, at, answered: state == "answered" })
}

fn now() -> Micros {
    micros(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}

fn micros(time: Duration) -> Micros {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Micros = 60_000_000;

    fn window(file: Option<PathBuf>) -> Arc<Window> {
        Window::new(2, Duration::from_secs(60), file)
    }

    fn wait(taken: Result<u64, Option<Duration>>) -> Option<u64> {
        taken.unwrap_err().map(|wait| wait.as_secs())
    }

    #[test]
    fn a_request_counts_until_a_minute_after_its_answer() {
        let window = window(None);
        let one = window.take(0).unwrap();
        let two = window.take(0).unwrap();
        assert_eq!(wait(window.take(MINUTE * 9)), None, "both are still under way");
        window.end(one, Some(10 * MINUTE));
        assert_eq!(wait(window.take(10 * MINUTE + 20_000_000)), Some(40));
        assert!(window.take(11 * MINUTE).is_ok());
        window.end(two, None);
        assert!(window.take(11 * MINUTE).is_ok(), "what was not sent does not count");
    }

    #[test]
    fn what_a_killed_process_has_sent_counts_for_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rates/service");
        let killed = window(Some(file.clone()));
        let answered = killed.take(1).unwrap();
        killed.end(answered, Some(5_000_000));
        killed.take(6_000_000).unwrap();
        drop(killed);
        let next = window(Some(file.clone()));
        assert_eq!(wait(next.take(10_000_000)), Some(55), "the answered one is over first");
        assert!(next.take(66_000_000).is_ok());
        assert_eq!(wait(next.take(67_000_000)), Some(3), "the other was first seen at ten seconds");
        std::fs::write(&file, "7 no number sent\n\u{fffd}\n12 x").unwrap();
        assert!(window(Some(file)).take(0).is_ok(), "a torn file holds nobody up");
    }

    #[test]
    fn a_clock_that_was_set_back_holds_nobody_up_for_longer_than_a_minute() {
        let window = window(None);
        for _ in 0..2 {
            let id = window.take(100 * MINUTE).unwrap();
            window.end(id, Some(100 * MINUTE));
        }
        assert_eq!(wait(window.take(MINUTE)), Some(60));
        assert!(window.take(2 * MINUTE).is_ok());
    }
}
