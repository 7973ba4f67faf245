//! Disks that are full or read-only, and caches of somebody else. Small file systems are mounted for it, which needs
//! root; where that is not to be had each test says that it was skipped.

mod common;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Project, Ran, SMALL, probe};

/// A small file system in memory, gone with the value.
struct Disk(PathBuf);

impl Disk {
    fn mounted(at: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let options = format!("size={size},mode=0777");
        mount(&["-t", "tmpfs", "-o", &options, "tmpfs", at.to_str().unwrap()]).then_some(Self(at))
    }

    /// Takes what is left, to the last block.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[7; 4096]).is_ok() {}
        path
    }

    fn read_only(&self) -> bool {
        mount(&["-o", "remount,ro", self.0.to_str().unwrap()])
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

fn mount(args: &[&str]) -> bool {
    Command::new("mount").args(args).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Said past the test harness, which keeps what a passing test prints to itself.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED {}: {why}", std::thread::current().name().unwrap_or("a test"));
}

fn disk(project: &Project, name: &str, size: &str) -> Option<Disk> {
    let disk = Disk::mounted(project.path(name), size);
    if disk.is_none() {
        skipped("a file system cannot be mounted here");
    }
    disk
}

fn video() -> Project {
    Project::with(&format!(
        "{SMALL}videos:
  - id: a
    scenes:
      - {{ say: Here it begins., visual: {{ color: '#123456' }} }}
      - {{ say: Here it ends., visual: {{ gradient: ['#000000', '#ffffff'] }} }}
"
    ))
}

fn run_on(project: &Project, cache: &Path) -> Ran {
    Ran::from(project.command(&["run", "reels.yaml"]).env("REELMILL_CACHE_DIR", cache).output().unwrap())
}

#[test]
fn a_full_cache_disk_is_a_note_and_the_video_is_made() {
    let project = video();
    let Some(disk) = disk(&project, "disk", "600k") else { return };
    let filler = disk.fill();
    let cache = disk.0.join("cache");
    let ran = run_on(&project, &cache).ok();
    assert!(ran.stdout.contains("cannot be cached"), "{}", ran.stdout);
    probe(&project.path("out/a.mp4"));
    // A little room comes and goes while it works.
    fs::write(&filler, vec![7; 300 * 1024]).unwrap();
    fs::remove_dir_all(project.path("out")).unwrap();
    run_on(&project, &cache).ok();
    probe(&project.path("out/a.mp4"));
    fs::remove_file(filler).unwrap();
    run_on(&project, &cache).ok();
}

#[test]
fn a_full_output_disk_is_an_error_that_says_so_and_the_next_run_makes_nothing_again() {
    let project = video();
    let Some(disk) = disk(&project, "out", "100k") else { return };
    let filler = disk.fill();
    let ran = project.run(&["run", "reels.yaml", "--verbose"]).exits(4);
    assert!(ran.stdout.contains("no space is left"), "{}", ran.stdout);
    let left: Vec<_> = fs::read_dir(&disk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["filler"], "no part of an output");
    fs::remove_file(filler).unwrap();
    drop(disk);
    let again = project.make().ok();
    assert_eq!(again.made(), Vec::<String>::new(), "all that was finished was kept");
    probe(&project.path("out/a.mp4"));
}

#[test]
fn a_read_only_cache_is_read_and_what_is_new_is_made_with_a_note() {
    let project = video();
    let Some(disk) = disk(&project, "disk", "8m") else { return };
    let cache = disk.0.join("cache");
    run_on(&project, &cache).ok();
    let whole = fs::read(project.path("out/a.mp4")).unwrap();
    fs::remove_dir_all(project.path("out")).unwrap();
    if !disk.read_only() {
        return skipped("a file system cannot be mounted read-only here");
    }
    let warm = run_on(&project, &cache).ok();
    assert!(warm.stdout.contains("hit 1/1") && !warm.stdout.contains("note:"), "{}", warm.stdout);
    assert!(fs::read(project.path("out/a.mp4")).unwrap() == whole);
    let manifest = fs::read_to_string(project.path("reels.yaml")).unwrap();
    project.write("reels.yaml", &manifest.replace("ends", "goes on"));
    let ran = run_on(&project, &cache).ok();
    assert_eq!(ran.stdout.matches("cannot be cached").count(), 1, "{}", ran.stdout);
    probe(&project.path("out/a.mp4"));
}

#[test]
fn another_user_s_cache_is_read_and_never_an_error() {
    if !rustix::process::geteuid().is_root() {
        return skipped("only root can be two users");
    }
    let project = video();
    project.run(&["run", "reels.yaml"]).ok();
    let open = |path: &str, mode| fs::set_permissions(project.path(path), fs::Permissions::from_mode(mode)).unwrap();
    open("", 0o777);
    let nobody = |args: &[&str]| {
        let mut command = project.command(args);
        command.uid(65534).gid(65534).env("HOME", project.path(""));
        command.output()
    };
    let Ok(output) = nobody(&["--version"]) else { return skipped("the program is not where another user can run it") };
    assert!(output.status.success());
    let run = ["run", "reels.yaml", "--allow-outside", "--output-dir", "theirs"];
    let warm = Ran::from(nobody(&run).unwrap()).ok();
    assert!(warm.stdout.contains("hit 1/1"), "{}", warm.stdout);
    let manifest = fs::read_to_string(project.path("reels.yaml")).unwrap();
    project.write("reels.yaml", &manifest.replace("ends", "goes on"));
    let cold = Ran::from(nobody(&run).unwrap()).ok();
    assert_eq!(cold.stdout.matches("cannot be cached").count(), 1, "{}", cold.stdout);
    assert_eq!(cold.stderr, "");
}
