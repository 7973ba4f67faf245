//! Files that jobs read: what they are, and whether they still are.

use std::io;
use std::path::{Path, PathBuf};

use super::{Input, JobError, Mill};
use crate::cache::Identity;

impl Mill {
    /// A local file as a job's input. Its digest is remembered for as long as the file is the same.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn digest(&self, path: &Path) -> Result<Input, JobError> {
        let file = path.to_owned();
        let digest = self.blocking(move |store| store.digest_of_file(&file)).await?;
        let digest = digest.map_err(|error| unreadable(path, &error))?;
        Ok(Input { digest, path: path.to_owned() })
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
        let (file, what) = (path.to_owned(), kind.to_owned());
        let recall = self.blocking(move |store| {
            let identity = Identity::of(&file).ok()?;
            let fact = store.fact_of_file(&file, &identity, &what);
            Some((identity, fact))
        });
        let identity = match recall.await? {
            Some((_, Some(fact))) => return Ok(fact),
            Some((identity, None)) => Some(identity),
            None => None,
        };
        let fact = compute().await?;
        if let Some(identity) = identity {
            let (file, what, text) = (path.to_owned(), kind.to_owned(), fact.clone());
            self.blocking(move |store| store.remember_fact(&file, &identity, &what, &text)).await?;
        }
        Ok(fact)
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
