//! Files that jobs read: what they are, and whether they still are.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Input, JobError, Mill};
use crate::cache::Identity;

/// What was found out, and by which files.
#[derive(Serialize, Deserialize)]
struct ByFiles {
    fact: String,
    files: Vec<(PathBuf, Identity)>,
}

impl Mill {
    /// A local file as a job's input. Its digest is remembered for as long as the file is the same.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn digest(&self, path: &Path) -> Result<Input, JobError> {
        let input = |digest| Input { digest, path: path.to_owned() };
        let known = Identity::of(path).ok().and_then(|identity| self.store().digest_recalled(path, &identity));
        if let Some(digest) = known {
            return Ok(input(digest));
        }
        let file = path.to_owned();
        let digest = self.blocking(move |store| store.digest_of_file(&file)).await?;
        digest.map(input).map_err(|error| unreadable(path, &error))
    }

    /// Something about a file, a program's version say, found out once and remembered for as long as the file is the
    /// same. `kind` names what is asked.
    ///
    /// # Errors
    /// Those of `compute`; nothing is remembered then.
    pub async fn fact<F>(&self, path: &Path, kind: &str, compute: impl FnOnce() -> F) -> Result<String, JobError>
    where
        F: Future<Output = Result<String, JobError>>,
    {
        self.fact_while(path, kind, |_| true, compute).await
    }

    /// The same of what hangs on more than the file: what is remembered counts while it `holds`.
    ///
    /// # Errors
    /// Those of `compute`; nothing is remembered then.
    pub async fn fact_while<F>(
        &self,
        path: &Path,
        kind: &str,
        holds: impl FnOnce(&str) -> bool,
        compute: impl FnOnce() -> F,
    ) -> Result<String, JobError>
    where
        F: Future<Output = Result<String, JobError>>,
    {
        let identity = Identity::of(path).ok();
        let known = identity.as_ref().and_then(|identity| self.store().fact_of_file(path, identity, kind));
        if let Some(fact) = known.filter(|fact| holds(fact)) {
            return Ok(fact);
        }
        let fact = compute().await?;
        if let Some(identity) = identity {
            let (file, what, text) = (path.to_owned(), kind.to_owned(), fact.clone());
            self.blocking(move |store| store.remember_fact(&file, &identity, &what, &text)).await?;
        }
        Ok(fact)
    }

    /// Something that was found out by way of several files, remembered for as long as all of them, and `list`, stay the
    /// same. `None` is what `compute` found, and is not remembered.
    pub fn fact_by_files(
        &self,
        list: &Path,
        kind: &str,
        compute: impl FnOnce() -> Option<(String, Vec<PathBuf>)>,
    ) -> Option<String> {
        let identity = Identity::of(list).ok();
        let noted = identity.as_ref().and_then(|identity| self.store().fact_of_file(list, identity, kind));
        if let Some(noted) = noted.and_then(|text| serde_json::from_str::<ByFiles>(&text).ok())
            && noted.files.iter().all(|(path, identity)| Identity::of(path).is_ok_and(|now| now == *identity))
        {
            return Some(noted.fact);
        }
        let (fact, files) = compute()?;
        let known = |path: PathBuf| Some((Identity::of(&path).ok().filter(Identity::is_settled)?, path));
        let files: Option<Vec<_>> = files.into_iter().map(|path| known(path).map(|(id, path)| (path, id))).collect();
        if let (Some(identity), Some(files)) = (identity, files)
            && let Ok(text) = serde_json::to_string(&ByFiles { fact: fact.clone(), files })
        {
            self.store().remember_fact(list, &identity, kind, &text);
        }
        Some(fact)
    }

    /// Notes which result an output was last made from, by the key's hex digits. Only reasons are lost with it.
    pub fn remember_output(&self, output: &Path, key: &str) {
        if let Ok(key) = key.parse() {
            self.store().set_last_of(output, &key);
        }
    }

    /// The path of a file that is still what its digest says; checked once a run for files of the cache.
    ///
    /// # Errors
    /// It was altered or is gone: a file of the cache is then made again when its job is next asked for.
    pub async fn verified(&self, input: &Input) -> Result<PathBuf, JobError> {
        let Input { digest, path } = input.clone();
        let file = path.clone();
        match self.blocking(move |store| store.verified(&file, &digest)).await? {
            Ok(true) => Ok(path),
            Ok(false) => Err(damaged(&path)),
            Err(error) => Err(super::cache_failure(error)),
        }
    }
}

pub(super) fn damaged(path: &Path) -> JobError {
    JobError::failed(format!("`{}` is not what it was: it was altered or removed", path.display()))
        .help("run again; what the cache has lost is made anew")
}

fn unreadable(path: &Path, error: &io::Error) -> JobError {
    JobError::failed(format!("cannot read `{}`: {error}", path.display())).help("check that it is there and readable")
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, SystemTime};

    use super::super::counted::{Job, Works};
    use super::*;
    use crate::cache::Digest;

    fn old_file(works: &Works, name: &str, text: &str, age: u64) -> PathBuf {
        let path = works.path(name);
        fs::write(&path, text).unwrap();
        let time = SystemTime::now() - Duration::from_secs(age);
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        path
    }

    #[tokio::test]
    async fn an_input_is_its_content() {
        let works = Works::new();
        let path = old_file(&works, "music", "la", 9);
        let input = works.mill.digest(&path).await.unwrap();
        assert_eq!((input.digest, input.path), (Digest::of(b"la"), path));
        let error = works.mill.digest(&works.path("no music")).await.unwrap_err();
        assert!(error.to_string().contains("no music"), "{error}");
    }

    #[tokio::test]
    async fn a_fact_is_found_out_once_a_file_and_never_when_it_failed() {
        let works = Works::new();
        let tool = old_file(&works, "tool", "1", 99);
        let asked = AtomicUsize::new(0);
        let ask = |works: &Works, answer: Result<&'static str, JobError>| {
            let (mill, tool, asked) = (works.mill.clone(), tool.clone(), &asked);
            async move {
                let compute = || async {
                    asked.fetch_add(1, Ordering::SeqCst);
                    answer.map(str::to_owned)
                };
                mill.fact(&tool, "version", compute).await
            }
        };
        assert!(ask(&works, Err(JobError::failed("no"))).await.is_err());
        assert_eq!(ask(&works, Ok("one")).await.unwrap(), "one");
        assert_eq!(ask(&works.next(), Ok("two")).await.unwrap(), "one");
        old_file(&works, "tool", "2", 50);
        assert_eq!(ask(&works, Ok("three")).await.unwrap(), "three");
        assert_eq!(asked.load(Ordering::SeqCst), 3);
        let stale =
            || works.mill.fact_while(&tool, "version", |known| known != "three", || async { Ok("four".into()) });
        assert_eq!(stale().await.unwrap(), "four");
        assert_eq!(stale().await.unwrap(), "four");
    }

    #[tokio::test]
    async fn a_fact_by_several_files_is_found_out_again_when_any_of_them_changes() {
        let works = Works::new();
        let (list, library) = (old_file(&works, "list", "l", 99), old_file(&works, "library", "1", 99));
        let asked = AtomicUsize::new(0);
        let ask = || {
            let compute = || {
                let round = asked.fetch_add(1, Ordering::SeqCst);
                Some((format!("found {round}"), vec![library.clone()]))
            };
            works.next().mill.fact_by_files(&list, "engine", compute).unwrap()
        };
        assert_eq!([ask(), ask()], ["found 0", "found 0"]);
        old_file(&works, "library", "2", 50);
        assert_eq!([ask(), ask()], ["found 1", "found 1"]);
        old_file(&works, "list", "m", 50);
        assert_eq!([ask(), ask()], ["found 2", "found 2"]);
        assert_eq!(works.mill.fact_by_files(&list, "other", || None), None);
    }

    #[tokio::test]
    async fn what_was_altered_is_not_handed_out_and_made_again() {
        let works = Works::new();
        let job = Job::new("hello");
        let input = works.mill.obtain(job.clone()).await.unwrap().files["said"].clone();
        assert_eq!(works.mill.verified(&input).await.unwrap(), input.path);
        works.spoil(&input.path);
        let next = works.next();
        assert!(next.mill.verified(&input).await.is_err());
        next.mill.obtain(job.clone()).await.unwrap();
        assert_eq!(job.runs(), 2);
        assert_eq!(next.mill.verified(&input).await.unwrap(), input.path);
    }
}
