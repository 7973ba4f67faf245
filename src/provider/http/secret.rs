//! Keys of services: read when they are sent, wiped from memory afterwards, told nowhere.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{Fault, ServiceError};

/// More than any key or token.
const MOST_BYTES: u64 = 64 << 10;
/// What stands for a key in a text.
const HIDDEN: &str = "[key]";

/// Where a key is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretSource {
    /// A variable of the environment.
    Env(String),
    File(PathBuf),
}

/// A key. It is wiped from memory when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl SecretSource {
    /// The key as it stands there now.
    ///
    /// # Errors
    /// It is not there, empty, or no single line of text.
    pub fn read(&self) -> Result<Secret, ServiceError> {
        let text = match self {
            Self::Env(name) => std::env::var(name).map(Zeroizing::new).map_err(|_| {
                missing(format!("the variable `{name}` with the key is not set"), format!("export {name}=…"))
            })?,
            Self::File(path) => {
                let mut text = Zeroizing::new(String::new());
                let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
                read.map_err(|error| {
                    let cause = format!("the key's file {} cannot be read: {error}", path.display());
                    missing(cause, "write the key into it".to_owned())
                })?;
                text
            }
        };
        let key = Zeroizing::new(text.trim().to_owned());
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            let help = "a key is one word of plain characters; see that nothing else is there".to_owned();
            return Err(missing(format!("{self} holds no key"), help));
        }
        Ok(Secret(key))
    }
}

impl fmt::Display for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

fn missing(cause: String, help: String) -> ServiceError {
    ServiceError { cause, help: Some(help), log: None, fault: Fault::NoKey }
}

impl Secret {
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// A text without the key in it, plain or as a URL writes it.
    pub(super) fn hide(&self, text: &str) -> String {
        let encoded: String = self.0.bytes().map(encoded).collect();
        text.replace(self.0.as_str(), HIDDEN).replace(&encoded, HIDDEN)
    }
}

fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(text: &str) -> Result<Secret, ServiceError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        SecretSource::File(file.path().to_owned()).read()
    }

    #[test]
    fn a_key_is_read_without_the_space_around_it_and_never_shown() {
        let key = in_file(" sk-a+b/c=\n").unwrap();
        assert_eq!(key.text(), "sk-a+b/c=");
        assert_eq!(format!("{key:?}"), "[key]");
        assert_eq!(key.hide("GET /?key=sk-a%2Bb%2Fc%3D said: bad sk-a+b/c="), "GET /?key=[key] said: bad [key]");
    }

    #[test]
    fn no_key_is_an_error_that_says_where_it_was_sought() {
        let told = |source: SecretSource| source.read().unwrap_err().cause;
        assert!(told(SecretSource::Env("REELMILL_NO_SUCH".to_owned())).contains("REELMILL_NO_SUCH"));
        assert!(told(SecretSource::File("/no/such/key".into())).contains("/no/such/key"));
        assert!(in_file(" \n").is_err());
        assert!(!in_file("two words").unwrap_err().cause.contains("two"));
    }
}
