//! A picture that is made: painted, set in type, filled from a template, or written by a program.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::services::of_tool;
use super::{Tools, blocking, paint};
use crate::event::Stage;
use crate::media::captions::Area;
use crate::media::cards::Card;
use crate::media::{Canvas, Colour, Fit, Motion};
use crate::mill::{Input, Job as MillJob, JobError, Made, Permit, Workbench};
use crate::process::{Spawn, Stdin, Stdout, succeed, transcript};
use crate::render::frames::{Framing, Still};
use crate::render::looks::{self, CardLook, TitlePlace};
pub use crate::render::looks::{Mood, Motif, NotAMood};

pub const FILE: &str = "picture.png";

/// A picture that will be zoomed into is made so much larger, in percent of the canvas.
const REACH_PERCENT: u32 = 112;
/// What a program may write, and how long it may take.
const MOST_BYTES: usize = 256 << 20;
const LONGEST: Duration = Duration::from_secs(600);

#[derive(Serialize)]
pub struct Job {
    pub picture: Picture,
    pub canvas: Canvas,
    /// The part of the canvas that is free for words.
    pub area: Area,
    /// Shown moving, so made with some more detail.
    pub moving: bool,
    /// For people.
    #[serde(skip)]
    pub label: String,
    /// How, not what.
    #[serde(skip)]
    pub tools: Arc<Tools>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// From top left to bottom right; one colour is a plain one.
    Gradient(Vec<Colour>),
    Card {
        card: Card,
        background: Option<Colour>,
        accent: Option<Colour>,
        /// Chooses the colours.
        theme: u64,
        /// Chooses the shapes.
        seed: u64,
    },
    Svg(String),
    Generated {
        mood: Mood,
        motif: Option<Motif>,
        seed: u64,
    },
    /// A title over a picture.
    Titled {
        under: Box<Under>,
        text: String,
    },
    /// Program and arguments; JSON `{width, height}` on stdin, a picture on stdout.
    Command(Vec<String>),
}

/// What a title is set over.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Under {
    Image { image: Input, fit: Fit },
    Painted(Picture),
}

/// Nothing but the file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Visual {}

impl MillJob for Job {
    const STAGE: Stage = Stage::Visual;
    const FORMAT: u32 = 2;
    type Output = Visual;

    fn label(&self) -> String {
        self.label.clone()
    }

    fn needs(&self) -> Permit {
        Permit::Worker
    }

    /// Kilopixels.
    fn work(&self) -> u64 {
        let (width, height) = self.size();
        u64::from(width) * u64::from(height) / 1000 + 1
    }

    async fn run(&self, bench: &Workbench) -> Result<Made<Visual>, JobError> {
        let path = bench.scratch.join(FILE);
        let (picture, size) = (self.picture.clone(), self.size());
        let png = match picture {
            Picture::Command(argv) => self.by_command(&argv, size, bench).await?,
            picture => {
                let page = (self.canvas, self.area);
                blocking(move || Ok(looks::encode_png(&painted(picture, size, page)?))).await?
            }
        };
        write(&path, &png)?;
        Ok(Made::file(Visual {}, FILE, path))
    }
}

impl Job {
    /// Pixels, both even.
    fn size(&self) -> (u32, u32) {
        let larger = |side: u32| if self.moving { (side * REACH_PERCENT / 100).next_multiple_of(2) } else { side };
        (larger(self.canvas.width), larger(self.canvas.height))
    }

    async fn by_command(&self, argv: &[String], size: (u32, u32), bench: &Workbench) -> Result<Vec<u8>, JobError> {
        let Some((program, args)) = argv.split_first() else {
            return Err(JobError::failed("the picture's command is empty"));
        };
        let question = serde_json::json!({ "width": size.0, "height": size.1 }).to_string();
        let spawn = Spawn::new(program)
            .args(args)
            .stdin(Stdin::Bytes(question.into_bytes()))
            .stdout(Stdout::Keep(MOST_BYTES))
            .timeout(LONGEST);
        let done = succeed(spawn, &bench.cancel).await;
        let done = done.map_err(|error| of_tool(error, "install it, or name another picture"))?;
        let log = transcript(&done.command, &done.stderr);
        let canvas = self.canvas;
        let bytes = done.stdout;
        blocking(move || {
            let framing = Framing::of(canvas, Fit::Cover, Motion::None, 1);
            Still::decode(&bytes, &framing).map_err(|error| JobError::failed(error.to_string())).map(|_| bytes)
        })
        .await
        .map_err(|error| {
            JobError::failed(format!("what `{program}` wrote to its stdout is no picture: {error}")).log(log)
        })
    }
}

fn painted(picture: Picture, size: (u32, u32), page: (Canvas, Area)) -> Result<looks::Picture, JobError> {
    let (width, height) = size;
    let (canvas, area) = page;
    Ok(match picture {
        Picture::Gradient(colours) => match colours[..] {
            [colour] => looks::solid(width, height, colour),
            _ => looks::gradient(width, height, &colours),
        },
        Picture::Card { card, background, accent, theme, seed } => {
            let look = CardLook { background, accent, theme, seed };
            looks::card(size, canvas, area, &card, &look).map_err(of_look)?
        }
        Picture::Svg(document) => looks::svg(&document, width, height, Fit::Cover).map_err(of_look)?,
        Picture::Generated { mood, motif, seed } => looks::generated(width, height, mood, motif, seed),
        Picture::Titled { under, text } => {
            let under = match *under {
                Under::Image { image, fit } => paint::framed(&image, size, fit)?,
                Under::Painted(picture) => painted(picture, size, page)?,
            };
            looks::title_over(&under, canvas, area, &text, TitlePlace::default()).map_err(of_look)?
        }
        Picture::Command(_) => return Err(JobError::failed("a program's picture is not painted here")),
    })
}

fn of_look(error: impl std::error::Error) -> JobError {
    JobError::failed(error.to_string())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), JobError> {
    std::fs::write(path, bytes).map_err(|error| JobError::failed(format!("cannot write the picture: {error}")))
}
