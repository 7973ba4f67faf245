//! A command line for FFmpeg as data: built by pure functions, compared in tests, run elsewhere.

use std::ffi::{OsStr, OsString};
use std::fmt;

/// The arguments after the program's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::render) struct Args(Vec<OsString>);

impl Args {
    /// Quiet but for what the errors are read from: messages with their levels, none folded into "repeated".
    pub(in crate::render) fn ffmpeg() -> Self {
        Self::default().flag("-hide_banner").flag("-nostats").option("-loglevel", "repeat+level+info").flag("-y")
    }

    pub(in crate::render) fn flag(mut self, name: &str) -> Self {
        self.0.push(name.into());
        self
    }

    pub(in crate::render) fn option(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.push(name.into());
        self.0.push(value.as_ref().to_owned());
        self
    }

    pub(in crate::render) fn number(self, name: &str, value: impl Into<u64>) -> Self {
        self.option(name, value.into().to_string())
    }

    pub(in crate::render) fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// A file in the scratch folder, read with a named demuxer and no other protocol: nothing in the file can make
    /// FFmpeg take it for a playlist.
    pub(in crate::render) fn input(self, demuxer: &str, name: &str) -> Self {
        self.option("-protocol_whitelist", "file,pipe").option("-f", demuxer).option("-i", format!("file:{name}"))
    }

    /// The last argument: the result, in the scratch folder, without anything in it that another run would not give.
    pub(in crate::render) fn output(self, muxer: &str, name: &str) -> Self {
        self.option("-fflags", "+bitexact").option("-f", muxer).flag(&format!("file:{name}"))
    }
}

impl IntoIterator for Args {
    type Item = OsString;
    type IntoIter = std::vec::IntoIter<OsString>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// An option a line, for people and for snapshots.
impl fmt::Display for Args {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, arg) in self.0.iter().enumerate() {
            let arg = arg.to_string_lossy();
            match at {
                0 => {}
                _ if is_option(&arg) => f.write_str("\n")?,
                _ => f.write_str(" ")?,
            }
            f.write_str(&arg)?;
        }
        Ok(())
    }
}

/// Not a negative number, not a lone dash for stdout.
fn is_option(arg: &str) -> bool {
    arg.strip_prefix('-').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_reads_as_an_option_a_line() {
        let args = Args::ffmpeg().input("mov", "in0.mp4").number("-frames:v", 3_u32).output("mp4", "out.mp4");
        assert_eq!(
            args.to_string(),
            "-hide_banner\n-nostats\n-loglevel repeat+level+info\n-y\n-protocol_whitelist file,pipe\n-f mov\n\
             -i file:in0.mp4\n-frames:v 3\n-fflags +bitexact\n-f mp4 file:out.mp4"
        );
    }
}
