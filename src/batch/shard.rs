//! One part of a batch for each of several machines, who agree on the parts without talking to each other.
//!
//! Each video has an order of preference among the parts, by a hash of its id and the part's number (rendezvous
//! hashing); from the longest video to the shortest, each goes to the part it likes best of those that still have room.
//! A part has room for a little more than its fair share, so the parts are balanced, and a video that is added moves
//! few others.

use std::cmp::Reverse;

use sha2::{Digest, Sha256};

/// A part may take so much more than its fair share.
const SLACK_PERCENT: u64 = 5;

/// As it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Fixed(Shard),
    /// By the variables of the service that runs us.
    Auto,
}

/// `index` of `count`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

impl Shard {
    pub fn new(index: u32, count: u32) -> Option<Self> {
        (1..=count).contains(&index).then_some(Self { index, count })
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// `2/4` or `auto`.
///
/// # Errors
/// Anything else, with what would be right.
pub fn asked(text: &str) -> Result<Asked, String> {
    if text == "auto" {
        return Ok(Asked::Auto);
    }
    let wrong = || format!("`{text}` is no part; write 2/4 for the second of four, or auto");
    let (index, count) = text.split_once('/').ok_or_else(wrong)?;
    let shard = Shard::new(index.parse().map_err(|_| wrong())?, count.parse().map_err(|_| wrong())?);
    shard.map(Asked::Fixed).ok_or_else(wrong)
}

/// Where a service's variables say which part we are: the name of the number, what its first is, the name of the count.
const SERVICES: &[(&str, u32, &str)] = &[
    ("CI_NODE_INDEX", 1, "CI_NODE_TOTAL"),
    ("CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL"),
    ("BUILDKITE_PARALLEL_JOB", 0, "BUILDKITE_PARALLEL_JOB_COUNT"),
    ("AWS_BATCH_JOB_ARRAY_INDEX", 0, "AWS_BATCH_JOB_ARRAY_SIZE"),
    // Kubernetes tells an indexed job its number alone; the manifest of the job must tell the count.
    ("JOB_COMPLETION_INDEX", 0, "REELMILL_SHARDS"),
];

/// The part that the variables of GitLab, CircleCI, Buildkite, AWS Batch, a Kubernetes indexed job or a SLURM array name.
///
/// # Errors
/// There are none, or they make no sense.
pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let number = |name: &str| -> Result<Option<u32>, String> {
        let Some(text) = variable(name) else { return Ok(None) };
        text.trim().parse().map(Some).map_err(|_| format!("{name} is `{text}`, which is no number"))
    };
    for (index_name, first, count_name) in SERVICES {
        let Some(index) = number(index_name)? else { continue };
        let count = number(count_name)?.ok_or_else(|| format!("{index_name} is set, but {count_name} is not"))?;
        let shard = index.checked_sub(*first).and_then(|index| Shard::new(index.checked_add(1)?, count));
        return shard.ok_or_else(|| format!("{index_name}={index} does not fit {count_name}={count}"));
    }
    if let Some(id) = number("SLURM_ARRAY_TASK_ID")? {
        let first = number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0);
        let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
        let count = number("SLURM_ARRAY_TASK_COUNT")?.ok_or("SLURM_ARRAY_TASK_COUNT is not set")?;
        let shard = id.checked_sub(first).and_then(|past| Shard::new(past / step + 1, count));
        return shard.ok_or_else(|| format!("SLURM_ARRAY_TASK_ID={id} does not fit SLURM_ARRAY_TASK_COUNT={count}"));
    }
    let names: Vec<_> = SERVICES.iter().map(|(name, ..)| *name).chain(["SLURM_ARRAY_TASK_ID"]).collect();
    Err(format!("--shard auto finds none of {}; write --shard 2/4", names.join(", ")))
}

/// Of the videos (an id and what it takes, in any unit) those of the part, by their place in the list.
pub fn part(videos: &[(&str, u64)], shard: Shard) -> Vec<usize> {
    let homes = homes(videos, shard.count);
    (0..videos.len()).filter(|video| homes[*video] == shard.index - 1).collect()
}

fn homes(videos: &[(&str, u64)], count: u32) -> Vec<u32> {
    // Times differ a little from run to run; in coarse steps they seldom do.
    let weights: Vec<u64> = videos.iter().map(|(_, weight)| coarse(*weight)).collect();
    let fair = weights.iter().sum::<u64>() / u64::from(count);
    let room = fair + fair * SLACK_PERCENT / 100;
    let mut order: Vec<usize> = (0..videos.len()).collect();
    order.sort_by_key(|video| (Reverse(weights[*video]), videos[*video].0));
    let mut loads = vec![0u64; count as usize];
    let mut homes = vec![0; videos.len()];
    for video in order {
        let id = videos[video].0;
        let fits = |part: &u32| loads[*part as usize] + weights[video] <= room;
        let liked = (0..count).filter(fits).max_by_key(|part| liking(id, *part));
        let home = liked.unwrap_or_else(|| least(&loads));
        loads[home as usize] += weights[video];
        homes[video] = home;
    }
    homes
}

fn least(loads: &[u64]) -> u32 {
    (0..).zip(loads).min_by_key(|(_, load)| **load).map_or(0, |(part, _)| part)
}

/// Three digits of two: some 6 % a step.
fn coarse(weight: u64) -> u64 {
    let weight = weight.max(1);
    let shift = weight.ilog2().saturating_sub(3);
    (weight >> shift) << shift
}

fn liking(id: &str, part: u32) -> [u8; 8] {
    let digest = Sha256::new().chain_update(part.to_be_bytes()).chain_update(id).finalize();
    std::array::from_fn(|index| digest[index])
}

#[cfg(test)]
mod tests;
