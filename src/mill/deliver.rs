//! A result at its final paths in one go, made again should the cache's copy turn out to be damaged.

use std::path::PathBuf;

use super::input::damaged;
use super::place::Placed;
use super::{Artifact, Job, JobError, Mill};

impl Mill {
    /// Obtains the job's result and places its files where `targets` says (the name of a file of the result, its final
    /// path). Answers also whether any of them was written.
    ///
    /// # Errors
    /// As [`Mill::obtain`] and [`Mill::place`]; a target that names no file of the result is an error.
    pub async fn deliver<J: Job + Clone>(
        &self,
        job: J,
        targets: impl Fn(&Artifact<J::Output>) -> Vec<(String, PathBuf)>,
    ) -> Result<(Artifact<J::Output>, bool), JobError> {
        let artifact = self.obtain(job.clone()).await?;
        if let Some(written) = self.place_all(&artifact, targets(&artifact)).await? {
            return Ok((artifact, written));
        }
        let artifact = self.obtain(job).await?;
        match self.place_all(&artifact, targets(&artifact)).await? {
            Some(written) => Ok((artifact, written)),
            None => Err(damaged(self.store().dir())),
        }
    }

    /// `None`: one of the stored files was damaged and is gone.
    async fn place_all<T>(
        &self,
        artifact: &Artifact<T>,
        targets: Vec<(String, PathBuf)>,
    ) -> Result<Option<bool>, JobError> {
        let mut written = false;
        for (name, target) in targets {
            let input = artifact.files.get(&name);
            let input = input.ok_or_else(|| JobError::failed(format!("the result has no file `{name}`; a bug")))?;
            match self.try_place(input, &target).await? {
                Placed::Written => written = true,
                Placed::Untouched => {}
                Placed::Damaged => return Ok(None),
            }
        }
        Ok(Some(written))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::counted::{Movie, Works};
    use super::*;

    async fn deliver(works: &Works, movie: &Movie, target: &std::path::Path) -> bool {
        let targets = |_: &Artifact<String>| vec![("movie".to_owned(), target.to_owned())];
        let (artifact, written) = works.mill.deliver(movie.clone(), targets).await.unwrap();
        assert_eq!(artifact.value, "movie");
        assert_eq!(fs::read_to_string(target).unwrap(), "movie");
        written
    }

    #[tokio::test]
    async fn a_video_is_made_placed_found_and_left_alone() {
        let works = Works::new();
        let movie = Movie::default();
        let target = works.path("movie.txt");
        assert!(deliver(&works, &movie, &target).await);
        assert!(!deliver(&works.next(), &movie, &target).await);
        fs::remove_file(&target).unwrap();
        assert!(deliver(&works.next(), &movie, &target).await);
        assert_eq!(movie.runs(), 1);
    }

    #[tokio::test]
    async fn a_damaged_stored_video_is_made_anew_when_it_is_needed() {
        let works = Works::new();
        let movie = Movie::default();
        let target = works.path("movie.txt");
        deliver(&works, &movie, &target).await;
        let stored = works.mill.obtain(movie.clone()).await.unwrap().files["movie"].path.clone();
        works.spoil(&stored);
        assert!(!deliver(&works.next(), &movie, &target).await, "what is at its place needs no copy");
        fs::remove_file(&target).unwrap();
        assert!(deliver(&works.next(), &movie, &target).await);
        assert_eq!(movie.runs(), 2);
    }

    #[tokio::test]
    async fn a_target_for_a_file_that_the_result_has_not_is_an_error() {
        let works = Works::new();
        let targets = |_: &Artifact<String>| vec![("poster".to_owned(), works.path("poster"))];
        let error = works.mill.deliver(Movie::default(), targets).await.unwrap_err();
        assert!(error.to_string().contains("poster"), "{error}");
    }
}
