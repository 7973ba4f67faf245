//! What people and machines see of a run: bars on a terminal, lines elsewhere, tables at the end; NDJSON, reports,
//! traces and the history for those who ask.
//!
//! One thread reads the stream of events, keeps the running `Summary`, and shows each event to the view in use and to
//! the sinks that were asked for.

mod bars;
mod document;
mod history;
mod html;
mod junit;
mod lines;
mod live;
mod log;
mod markdown;
mod merge;
mod ndjson;
mod notes;
mod past;
mod record;
mod stats;
mod summary;
mod table;
#[cfg(test)]
mod testing;
mod text;
mod trace;
mod write;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::event::{Event, Events, Time, Told, VERSION};

pub use bars::Bars;
pub use document::{Report, VERSION as REPORT_VERSION, schema};
pub use history::{Chronicler, History};
pub use lines::{Detail, Lines};
pub use live::{Live, live_runs};
pub use log::{Filter, Log, NotAFilter};
pub use markdown::markdown;
pub use merge::{merge, replay};
pub use ndjson::{Ndjson, event_schema};
pub use record::{Conclusion, Recorder};
pub use stats::{local_zone, stats};
pub use summary::{StageTally, Summary, VideoRow};
pub use table::{dollars, tables};
pub use text::{Style, finished_line, fitted, right, safe};
pub use write::{Form, save};

/// Columns of the terminal that either output goes to, at least 40; 80 where there is none.
pub fn width() -> usize {
    let size = console::Term::stdout().size_checked().or_else(|| console::Term::stderr().size_checked());
    size.map_or(80, |(_, columns)| usize::from(columns).max(40))
}

/// A reader of the stream.
pub trait View: Send {
    /// `summary` has taken the event in already.
    fn show(&mut self, event: &Event, summary: &Summary);

    /// Called a few times a second when nothing happens.
    fn tick(&mut self, _summary: &Summary) {}

    /// The run is over; whatever was drawn is taken away.
    fn close(&mut self) {}
}

/// A reader beside the view: a file, a report, a log.
pub trait Sink: Send {
    fn take(&mut self, told: &Told, summary: &Summary);

    /// Called a few times a second when nothing happens.
    fn idle(&mut self, _summary: &Summary) {}

    /// The run is over. What could not be written down is told here.
    fn close(&mut self, _summary: &Summary) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the stream came to.
pub struct Heard {
    pub summary: Summary,
    /// Sinks that failed, for people.
    pub troubles: Vec<String>,
}

pub struct Reporter {
    events: Events,
    log: Option<Log>,
    stop: mpsc::Sender<Message>,
    thread: JoinHandle<Heard>,
}

enum Message {
    Event(Time, Box<Event>),
    Stop,
}

impl Reporter {
    /// The log is written by whoever tells, so that its lines stand in the order of what happens.
    ///
    /// # Errors
    /// The system gives us no thread.
    pub fn start(view: Box<dyn View>, sinks: Vec<Box<dyn Sink>>, log: Option<Log>) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let stop = sender.clone();
        let written = log.clone();
        let events = Events::new(move |event| {
            let time = Time::now();
            if let Some(log) = &written {
                log.take(time, &event);
            }
            // The reader only ever goes away after the last event that matters.
            let _ = sender.send(Message::Event(time, Box::new(event)));
        });
        let thread = std::thread::Builder::new().name("reporter".into());
        let thread = thread.spawn(move || listen(&receiver, view, sinks))?;
        Ok(Self { events, log, stop, thread })
    }

    pub fn events(&self) -> Events {
        self.events.clone()
    }

    /// All events sent before are taken in.
    pub fn finish(self) -> Heard {
        let _ = self.stop.send(Message::Stop);
        let lost = || Heard { summary: Summary::default(), troubles: vec!["the reporter panicked".to_owned()] };
        let mut heard = self.thread.join().unwrap_or_else(|_| lost());
        heard.troubles.extend(self.log.as_ref().and_then(Log::trouble));
        heard
    }
}

fn listen(messages: &mpsc::Receiver<Message>, mut view: Box<dyn View>, mut sinks: Vec<Box<dyn Sink>>) -> Heard {
    let mut summary = Summary::default();
    loop {
        match messages.recv_timeout(Duration::from_millis(200)) {
            Ok(Message::Event(time, event)) => {
                let told = Told { version: VERSION, time, event: *event };
                summary.take(&told.event);
                view.show(&told.event, &summary);
                sinks.iter_mut().for_each(|sink| sink.take(&told, &summary));
            }
            Err(RecvTimeoutError::Timeout) => {
                view.tick(&summary);
                sinks.iter_mut().for_each(|sink| sink.idle(&summary));
            }
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    view.close();
    let troubles = sinks.iter_mut().filter_map(|sink| sink.close(&summary).err().map(|error| error.to_string()));
    Heard { troubles: troubles.collect(), summary }
}
