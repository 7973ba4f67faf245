//! What people see of a run: bars on a terminal, lines elsewhere, tables at the end.
//!
//! One thread reads the stream of events, keeps the running `Summary`, and shows each event to the view in use.

mod bars;
mod lines;
mod summary;
mod table;
mod text;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::event::{Event, Events};

pub use bars::Bars;
pub use lines::{Detail, Lines};
pub use summary::{StageTally, Summary, VideoRow};
pub use table::{dollars, tables};
pub use text::{Style, finished_line, fitted, right, safe};

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

pub struct Reporter {
    events: Events,
    stop: mpsc::Sender<Message>,
    thread: JoinHandle<Summary>,
}

enum Message {
    Event(Box<Event>),
    Stop,
}

impl Reporter {
    pub fn start(mut view: Box<dyn View>) -> Self {
        let (sender, receiver) = mpsc::channel();
        let stop = sender.clone();
        let events = Events::new(move |event| {
            // The reader only ever goes away after the last event that matters.
            let _ = sender.send(Message::Event(Box::new(event)));
        });
        let thread = std::thread::spawn(move || {
            let mut summary = Summary::default();
            loop {
                match receiver.recv_timeout(Duration::from_millis(200)) {
                    Ok(Message::Event(event)) => {
                        summary.take(&event);
                        view.show(&event, &summary);
                    }
                    Err(RecvTimeoutError::Timeout) => view.tick(&summary),
                    Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            view.close();
            summary
        });
        Self { events, stop, thread }
    }

    pub fn events(&self) -> Events {
        self.events.clone()
    }

    /// All events sent before are taken in.
    pub fn finish(self) -> Summary {
        let _ = self.stop.send(Message::Stop);
        self.thread.join().unwrap_or_default()
    }
}
