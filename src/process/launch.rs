//! From a [`Spawn`] to a running child.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{Spawn, SpawnError, Stdin, spawner};

/// What a child may know of our environment: where programs, libraries and temporary files are, and which video chip and
/// driver to use.
const PASSED_ON: [&str; 9] = [
    "PATH",
    "HOME",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "CUDA_VISIBLE_DEVICES",
    "LIBVA_DRIVER_NAME",
    "LIBVA_DRIVERS_PATH",
];

pub(super) fn launch(spawn: &Spawn, name: &str) -> impl Future<Output = Result<Child, SpawnError>> + Send + use<> {
    let (command, path, program) = (command(spawn), spawn.program.clone(), name.to_owned());
    async move {
        spawner::spawn(command).await.map_err(|source| match source.kind() {
            // A missing working folder and a missing interpreter are told the same way by the system.
            io::ErrorKind::NotFound if !exists(&path) => SpawnError::NotFound { program },
            _ => SpawnError::Io { program, source },
        })
    }
}

fn exists(program: &Path) -> bool {
    super::which(program, std::env::var_os("PATH").as_deref()).is_some()
}

fn command(spawn: &Spawn) -> Command {
    let Spawn { program, args, cwd, env, stdin, stdout: _, stall: _, timeout: _ } = spawn;
    let mut command = Command::new(program);
    command.args(args).env_clear().env("LANG", "C").process_group(0);
    command.envs(PASSED_ON.iter().filter_map(|&name| Some((name, std::env::var_os(name)?))));
    command.envs(env.iter().map(|(name, value)| (name, value)));
    if let Some(folder) = cwd {
        command.current_dir(folder);
    }
    command.stdin(match stdin {
        Stdin::Null => Stdio::null(),
        Stdin::Bytes(_) | Stdin::Feed(_) => Stdio::piped(),
    });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
