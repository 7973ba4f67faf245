//! What a whole video costs, against the bare encoder and against an expert's single filtergraph:
//! `cargo bench --bench render [v30] [clip30] [static] [edit] [batch]`; without a name, all of them.
//!
//! V30 is thirty seconds of 1080x1920 at 30 frames a second: six photographs of 2000x3000 that move, word captions,
//! music, all sound. CLIP30 is the same of six 1080p clips. Inputs are made by the program. What is compared takes turns
//! for some rounds: figures are the least of all, ratios the middle of the rounds'. Look at the ratios: the absolute
//! figures are the machine's. Inputs and results (5 GB) lie in `REELMILL_BENCH_DIR`, else in a folder of the system's
//! temporary one that is left for the next run.

mod inputs;
mod measure;
mod rivals;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use inputs::Kind;
use measure::{Cost, Rounds, by_turns, cost};

const FRAMES: u32 = 900;
/// Frames whose similarity is looked at: the first scene.
const LOOKED_AT: u32 = 150;

fn main() -> anyhow::Result<()> {
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|given| given == name);
    let lab = Lab::open()?;
    println!("{}\n\n| case | CPU s | wall s | peak MiB | |\n|---|---|---|---|---|", machine());
    if wanted("v30") {
        v30(&lab)?;
    }
    if wanted("static") {
        still(&lab)?;
    }
    if wanted("clip30") {
        clip30(&lab)?;
    }
    if wanted("edit") {
        edit(&lab)?;
    }
    if wanted("batch") {
        batch(&lab)?;
    }
    Ok(())
}

/// Ours, the bare encoder's and the expert's V30.
fn v30(lab: &Lab) -> anyhow::Result<()> {
    let recordings = lab.fresh("frames")?;
    let recorder = rivals::recorder(&recordings)?;
    lab.write("v30.yaml", &inputs::manifest(Kind::Moving, &["v30"], false))?;
    cost(vec![lab.reelmill("v30.yaml", &lab.fresh("cache")?, Some(&recorder))])?;
    let video = lab.folder.join("out/v30.mp4");
    let bare = rivals::Bare::of(&recordings, &video)?;
    rivals::voice(&lab.folder, &video)?;
    lab.write("captions.ass", &inputs::captions())?;
    let expert_file = lab.folder.join("expert.mp4");
    let [ours, limit, expert] = by_turns([&|| lab.cold("v30", Kind::Moving), &|| cost(bare.commands()), &|| {
        cost(vec![rivals::expert(&lab.folder, Kind::Moving, &expert_file, None)])
    }])?;
    let raw = lab.folder.join("expert.raw");
    cost(vec![rivals::expert(&lab.folder, Kind::Moving, &raw, Some(LOOKED_AT))])?;
    let ours_like = rivals::likeness(&video, &bare.halves[0], LOOKED_AT)?;
    let expert_like = rivals::likeness(&expert_file, &raw, LOOKED_AT)?;
    std::fs::remove_dir_all(&recordings)?;
    std::fs::remove_file(&raw)?;
    lab.row("V30, bare encoder (two processes, one thread each)", &limit, "the limit");
    lab.row("V30, the expert's graph", &expert, &format!("{expert_like}, {} kb/s", rate(&expert_file)?));
    let note = format!(
        "{:.3} × the limit's CPU, {:.3} × its wall; the expert takes {:.2} × ours; {ours_like}, {} kb/s; {:.1} × realtime",
        ours.to(&limit, |cost| cost.cpu),
        ours.to(&limit, |cost| cost.wall),
        expert.to(&ours, |cost| cost.cpu),
        rate(&video)?,
        f64::from(FRAMES) / 30.0 / ours.least().wall
    );
    lab.row("V30, reelmill", &ours, &note);
    Ok(())
}

fn still(lab: &Lab) -> anyhow::Result<()> {
    let [moving, still] = by_turns([&|| lab.cold("v30", Kind::Moving), &|| lab.cold("static", Kind::Static)])?;
    lab.row("V30 without motion", &still, &format!("{:.2} times cheaper", moving.to(&still, |cost| cost.cpu)));
    Ok(())
}

fn clip30(lab: &Lab) -> anyhow::Result<()> {
    let (video, file) = (lab.folder.join("out/clip30.mp4"), lab.folder.join("expert.mp4"));
    lab.write("captions.ass", &inputs::captions())?;
    let [ours, expert] = by_turns([&|| lab.cold("clip30", Kind::Clips), &|| {
        rivals::voice(&lab.folder, &video)?;
        cost(vec![rivals::expert(&lab.folder, Kind::Clips, &file, None)])
    }])?;
    lab.row("CLIP30, the expert's graph", &expert, &format!("{} kb/s", rate(&file)?));
    let note = format!("{:.2} × the expert's CPU; {} kb/s", ours.to(&expert, |cost| cost.cpu), rate(&video)?);
    lab.row("CLIP30, reelmill", &ours, &note);
    Ok(())
}

/// One scene of six edited, all else in the cache.
fn edit(lab: &Lab) -> anyhow::Result<()> {
    let again = || cost(vec![lab.reelmill("edit.yaml", &lab.folder.join("cache"), None)]);
    let edit = || {
        lab.write("edit.yaml", &inputs::manifest(Kind::Moving, &["edit"], true))?;
        again()
    };
    let [cold, edited, same] = by_turns([&|| lab.cold("edit", Kind::Moving), &edit, &again])?;
    let note = format!("{:.3} × the cold wall", edited.to(&cold, |cost| cost.wall));
    lab.row("V30, one scene of six edited", &edited, &note);
    lab.row("V30, nothing changed", &same, "");
    Ok(())
}

/// Eight in one batch against one at a time with one worker, of which two are measured.
fn batch(lab: &Lab) -> anyhow::Result<()> {
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    lab.write("batch.yaml", &inputs::manifest(Kind::Moving, &ids, false))?;
    let all = || cost(vec![lab.reelmill("batch.yaml", &lab.fresh("cache")?, None)]);
    let two = || {
        let mut one = lab.reelmill("batch.yaml", &lab.fresh("cache")?, None);
        one.args(["--workers", "1", "--jobs", "1", "--only", "a", "--only", "b"]);
        cost(vec![one])
    };
    let [all, two] = by_turns([&all, &two])?;
    lab.row("two V30, one at a time, one worker", &two, "");
    let gain = two.to(&all, |cost| cost.wall) * 8.0 / 2.0;
    lab.row("eight V30 in one batch", &all, &format!("{gain:.2} × the throughput of one at a time"));
    Ok(())
}

struct Lab {
    folder: PathBuf,
}

impl Lab {
    fn open() -> anyhow::Result<Self> {
        let given = std::env::var_os("REELMILL_BENCH_DIR").map(PathBuf::from);
        let folder = given.unwrap_or_else(|| std::env::temp_dir().join("reelmill-bench"));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        inputs::make(&folder)?;
        Ok(Self { folder })
    }

    fn write(&self, name: &str, text: &str) -> anyhow::Result<()> {
        Ok(std::fs::write(self.folder.join(name), text)?)
    }

    /// An empty folder.
    fn fresh(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn reelmill(&self, manifest: &str, cache: &Path, ffmpeg: Option<&Path>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reelmill"));
        command.current_dir(&self.folder).args(["run", manifest, "-q"]).env("REELMILL_CACHE_DIR", cache);
        if let Some(ffmpeg) = ffmpeg {
            command.env("REELMILL_FFMPEG", ffmpeg);
        }
        command
    }

    /// One video from nothing.
    fn cold(&self, id: &str, kind: Kind) -> anyhow::Result<Cost> {
        let name = format!("{id}.yaml");
        self.write(&name, &inputs::manifest(kind, &[id], false))?;
        let output = self.folder.join(format!("out/{id}.mp4"));
        let _ = std::fs::remove_file(output);
        cost(vec![self.reelmill(&name, &self.fresh("cache")?, None)])
    }

    fn row(&self, case: &str, rounds: &Rounds, note: &str) {
        let Cost { cpu, wall, peak } = rounds.least();
        println!("| {case} | {cpu:.2} | {wall:.2} | {peak:.0} | {note} |");
    }
}

/// Of the whole file, for thirty seconds.
fn rate(file: &Path) -> anyhow::Result<u64> {
    Ok(std::fs::metadata(file)?.len() * 8 / 30_000)
}

fn machine() -> String {
    let first = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).lines().next().unwrap_or_default().to_owned()
    };
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let ffmpeg = first("ffmpeg", &["-version"]);
    let ffmpeg = ffmpeg.split(" Copyright").next().unwrap_or_default().to_owned();
    format!("{} cores of {}, {ffmpeg}, {}", cores, model.unwrap_or("an unknown processor"), first("date", &["+%F"]))
}
