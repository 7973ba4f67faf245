//! What ours is measured against: the bare encoder on ready frames, and an expert's single filtergraph.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use super::inputs::{Kind, SCENES};

/// An FFmpeg that keeps a copy of every raw frame it is fed, and of how it was called.
pub fn recorder(folder: &Path) -> anyhow::Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;

    let real = which("ffmpeg")?;
    let program = folder.join("ffmpeg");
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in\n*\" pipe:0 \"*) printf '%s\\n' \"$@\" > '{0}'/call.$$; tee '{0}'/$$.yuv | '{1}' \"$@\";;\n\
         *) exec '{1}' \"$@\";;\nesac\n",
        folder.display(),
        real.display()
    );
    std::fs::write(&program, script)?;
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
    let probe = folder.join("ffprobe");
    if !probe.exists() {
        std::os::unix::fs::symlink(which("ffprobe")?, probe)?;
    }
    Ok(program)
}

fn which(name: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.with_context(|| format!("{name} is not on the path"))
}

/// Ready frames in two halves, and the encoder's settings as ours were.
pub struct Bare {
    pub halves: [PathBuf; 2],
    settings: Vec<String>,
}

impl Bare {
    /// From what the recorder kept while `video` was made; the frames of its first scene come first.
    pub fn of(folder: &Path, video: &Path) -> anyhow::Result<Self> {
        let files = |ending: &str| -> anyhow::Result<Vec<PathBuf>> {
            let all = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path());
            let mut found: Vec<_> = all.filter(|path| path.to_string_lossy().contains(ending)).collect();
            found.sort();
            Ok(found)
        };
        let (mut raw, calls) = (files(".yuv")?, files("/call.")?);
        let first = first_frame(video)?;
        raw.sort_by_cached_key(|path| unlikeness(path, &first));
        ensure!(raw.len() >= 2 && !calls.is_empty(), "nothing was recorded");
        let call = std::fs::read_to_string(&calls[0])?;
        let settings = call.lines().skip_while(|arg| *arg != "-c:v").take_while(|arg| *arg != "-progress");
        let settings = settings.map(str::to_owned).collect();
        let halves = [folder.join("first.raw"), folder.join("second.raw")];
        for (half, files) in halves.iter().zip(raw.chunks(raw.len().div_ceil(2))) {
            let mut all = File::create(half)?;
            for file in files {
                std::io::copy(&mut File::open(file)?, &mut all)?;
                std::fs::remove_file(file)?;
            }
        }
        Ok(Self { halves, settings })
    }

    pub fn commands(&self) -> Vec<Command> {
        let encode = |half: &PathBuf| {
            let mut command = raw_input(half);
            command.arg("-an").args(&self.settings).args(["-fflags", "+bitexact", "-f", "mp4"]);
            command.arg(half.with_extension("mp4"));
            command
        };
        self.halves.iter().map(encode).collect()
    }
}

fn first_frame(video: &Path) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new("ffmpeg");
    command.args("-v error -nostdin -i".split(' ')).arg(video);
    Ok(command.args("-frames:v 1 -pix_fmt yuv420p -f rawvideo -".split(' ')).output()?.stdout)
}

/// How far a file's first frame is from another.
fn unlikeness(raw: &Path, frame: &[u8]) -> u64 {
    let mut first = vec![0; frame.len()];
    let read = File::open(raw).and_then(|mut file| file.read_exact(&mut first));
    read.map_or(u64::MAX, |()| first.iter().zip(frame).map(|(a, b)| u64::from(a.abs_diff(*b))).sum())
}

fn raw_input(raw: &Path) -> Command {
    let mut command = Command::new("ffmpeg");
    command.args("-hide_banner -v error -y -nostdin -f rawvideo -pix_fmt yuv420p -video_size 1080x1920".split(' '));
    command.args(["-framerate", "30", "-i"]).arg(raw);
    command
}

/// The expert's one command. `frames`: as raw frames, so many, instead of a finished file.
pub fn expert(folder: &Path, kind: Kind, out: &Path, frames: Option<u32>) -> Command {
    let mut command = Command::new("ffmpeg");
    command.current_dir(folder).args("-hide_banner -v error -y -nostdin".split(' '));
    let mut graph = String::new();
    for number in 0..SCENES {
        let step = match kind {
            Kind::Clips => {
                command.args(["-i", &format!("clip{number}.mp4")]);
                "crop=ih*9/16:ih,scale=1080:1920,fps=30,trim=end_frame=150,setpts=PTS-STARTPTS".to_owned()
            }
            Kind::Moving | Kind::Static => {
                command.args(["-i", &format!("photo{number}.jpg")]);
                let zoom = if kind == Kind::Moving { "1+0.0008*on" } else { "1" };
                format!(
                    "scale=2160:3840:force_original_aspect_ratio=increase,crop=2160:3840,\
                     zoompan=z='{zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=150:s=1080x1920:fps=30"
                )
            }
        };
        graph.push_str(&format!("[{number}:v]{step},setsar=1,format=yuv420p[v{number}];"));
    }
    let all: String = (0..SCENES).map(|number| format!("[v{number}]")).collect();
    graph.push_str(&format!("{all}concat=n={SCENES}:v=1:a=0,ass=captions.ass[v]"));
    if let Some(frames) = frames {
        command.args(["-filter_complex", &graph, "-map", "[v]", "-frames:v", &frames.to_string(), "-f", "rawvideo"]);
        command.arg(out);
        return command;
    }
    graph.push_str(&format!(
        ";[{}:a]asplit[voice][key];[{}:a]volume=-18dB[bed];\
         [bed][key]sidechaincompress=threshold=0.02:ratio=8:attack=20:release=400[low];\
         [voice][low]amix=inputs=2:duration=first:normalize=0,loudnorm=I=-14:TP=-1:LRA=11[a]",
        SCENES,
        SCENES + 1
    ));
    command.args("-i voice.wav -stream_loop -1 -i music.mp3".split(' '));
    command.args(["-filter_complex", &graph, "-map", "[v]", "-map", "[a]"]);
    command.args("-c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p".split(' '));
    command.args("-c:a aac -b:a 192k -ar 48000 -t 30 -movflags +faststart".split(' ')).arg(out);
    command
}

/// How like the first frames of a file are to raw ones: structural similarity of all planes and, where
/// `REELMILL_BENCH_VMAF` names an FFmpeg that has it, VMAF.
pub fn likeness(encoded: &Path, raw: &Path, frames: u32) -> anyhow::Result<String> {
    let ssim = compared(None, "ssim=eof_action=endall", " All:", (encoded, raw), frames)?;
    let Some(program) = std::env::var_os("REELMILL_BENCH_VMAF") else { return Ok(format!("SSIM {ssim:.4}")) };
    let vmaf = compared(Some(PathBuf::from(program)), "libvmaf=n_threads=2", "VMAF score: ", (encoded, raw), frames)?;
    Ok(format!("SSIM {ssim:.4}, VMAF {vmaf:.2}"))
}

/// The number that a filter says of two videos behind `mark`.
fn compared(
    program: Option<PathBuf>,
    filter: &str,
    mark: &str,
    (encoded, raw): (&Path, &Path),
    frames: u32,
) -> anyhow::Result<f64> {
    let like = raw_input(raw);
    let mut command = Command::new(program.unwrap_or_else(|| like.get_program().into()));
    command.args(like.get_args()).arg("-i").arg(encoded).args(["-v", "info"]);
    // Raw frames tell no colours: where only one side does, newer FFmpegs convert the other, and compare that.
    let told = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
    let first = format!("{told},trim=end_frame={frames},setpts=PTS-STARTPTS");
    command.args(["-lavfi", &format!("[0:v]{first}[a];[1:v]{first}[b];[b][a]{filter}")]);
    let said = command.args(["-f", "null", "-"]).output()?;
    let said = String::from_utf8_lossy(&said.stderr);
    let value = said.rsplit_once(mark).and_then(|(_, rest)| rest.split([' ', '(', '\n']).next()?.parse().ok());
    value.with_context(|| format!("no likeness in: {said}"))
}

/// What the expert starts from: a narration of thirty seconds.
pub fn voice(folder: &Path, video: &Path) -> anyhow::Result<()> {
    let made = Command::new("ffmpeg")
        .args("-v error -y -nostdin -i".split(' '))
        .arg(video)
        .args(["-vn", "-ac", "2"])
        .arg(folder.join("voice.wav"))
        .status()?;
    ensure!(made.success(), "no voice");
    Ok(())
}
