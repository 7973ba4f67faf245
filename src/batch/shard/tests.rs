use super::*;

/// Mostly short ones, some long: 15 to 900 seconds.
fn mixed(count: u64) -> Vec<(String, u64)> {
    (0..count).map(|n| (format!("video-{n}"), if n % 9 == 0 { 60 + n * 4 } else { 15 + n * 7 % 45 })).collect()
}

fn loads(videos: &[(String, u64)], count: u32) -> Vec<u64> {
    let list: Vec<_> = videos.iter().map(|(id, weight)| (id.as_str(), *weight)).collect();
    let of = |index| part(&list, Shard { index, count }).into_iter().map(|video| list[video].1).sum();
    (1..=count).map(of).collect()
}

#[test]
fn every_video_is_in_one_part() {
    let videos = mixed(50);
    let list: Vec<_> = videos.iter().map(|(id, weight)| (id.as_str(), *weight)).collect();
    let mut all: Vec<_> = (1..=7).flat_map(|index| part(&list, Shard { index, count: 7 })).collect();
    all.sort_unstable();
    assert_eq!(all, (0..50).collect::<Vec<_>>());
}

#[test]
fn parts_are_balanced() {
    for (videos, count) in [(200, 4), (200, 8), (1000, 16)] {
        let loads = loads(&mixed(videos), count);
        let mean = loads.iter().sum::<u64>() as f64 / f64::from(count);
        let ratio = *loads.iter().max().unwrap() as f64 / mean;
        assert!(ratio <= 1.15, "{videos} over {count}: {ratio:.3}");
    }
}

#[test]
fn a_video_that_is_added_moves_few_others() {
    for added in ["another", "zzz", "video-0b"] {
        let before = mixed(200);
        let mut after = before.clone();
        after.push((added.to_owned(), 40));
        let homes_of = |videos: &[(String, u64)]| {
            homes(&videos.iter().map(|(id, weight)| (id.as_str(), *weight)).collect::<Vec<_>>(), 4)
        };
        let (old, new) = (homes_of(&before), homes_of(&after));
        let moved = old.iter().zip(&new).filter(|(old, new)| old != new).count();
        assert!(moved <= 10, "{moved} of 200 moved for `{added}`");
    }
}

#[test]
fn more_parts_than_videos_leave_some_empty() {
    assert_eq!(loads(&mixed(2), 5).iter().filter(|load| **load > 0).count(), 2);
    assert_eq!(part(&[], Shard { index: 1, count: 2 }), Vec::<usize>::new());
}

#[test]
fn services_say_which_part_we_are() {
    let told = |variables: &[(&str, &str)]| {
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        from_environment(move |name| variables.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()))
            .map(|shard| shard.to_string())
    };
    for (variables, expected) in [
        (&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")][..], "2/4"),
        (&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "3")], "1/3"),
        (&[("BUILDKITE_PARALLEL_JOB", "2"), ("BUILDKITE_PARALLEL_JOB_COUNT", "3")], "3/3"),
        (&[("AWS_BATCH_JOB_ARRAY_INDEX", "9"), ("AWS_BATCH_JOB_ARRAY_SIZE", "10")], "10/10"),
        (&[("JOB_COMPLETION_INDEX", "1"), ("REELMILL_SHARDS", "2")], "2/2"),
        (
            &[
                ("SLURM_ARRAY_TASK_ID", "14"),
                ("SLURM_ARRAY_TASK_MIN", "10"),
                ("SLURM_ARRAY_TASK_STEP", "2"),
                ("SLURM_ARRAY_TASK_COUNT", "4"),
            ],
            "3/4",
        ),
    ] {
        assert_eq!(told(variables).as_deref(), Ok(expected));
    }
    assert!(told(&[]).unwrap_err().contains("--shard 2/4"));
    assert!(told(&[("JOB_COMPLETION_INDEX", "1")]).unwrap_err().contains("REELMILL_SHARDS"));
    assert!(told(&[("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")]).is_err());
}

#[test]
fn parts_are_written_as_fractions() {
    assert_eq!(asked("2/4"), Ok(Asked::Fixed(Shard { index: 2, count: 4 })));
    for text in ["0/4", "5/4", "2", "a/b", "1/0", "-1/4"] {
        assert!(asked(text).is_err(), "{text}");
    }
}
