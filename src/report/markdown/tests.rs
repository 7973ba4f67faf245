use super::super::testing::report;
use super::*;

#[test]
fn it_reads_like_this() {
    let expected = "### ✗ 1 of 2 videos failed

- **bad** (segment of scene 1): \\`ffmpeg\\` ended with code 1: \\<no\\> such \\| filter
  - help: install libass

| | video | length | hits | time | cost |
|---|---|--:|--:|--:|--:|
| ✓ | a | 0:30 | 1/2 | 1.0 s | $0.0015 |
| ✗ | bad | - | 1/2 | 1.0 s | $0.0015 |

| stage | jobs | hits | total | p50 | p95 |
|---|--:|--:|--:|--:|--:|
| speech | 2 | 0 | 40 ms | 20 ms | 20 ms |
| segment | 2 | 2 | - | - | - |

1 of 2 videos · wall 2.0 s · cpu 3.0 s · saved by the cache 1.8 s · cost $0.0030 (saved $0.0000)
";
    assert_eq!(markdown(&report("one", &["a", "bad"])), expected);
}

#[test]
fn a_thousand_videos_fit_a_job_s_summary() {
    let ids: Vec<String> = (0..1000).map(|n| format!("video-{n}")).collect();
    let text = markdown(&report("one", &ids.iter().map(String::as_str).collect::<Vec<_>>()));
    assert!(text.len() < 1 << 16 && text.contains("and 800 more"), "{}", text.len());
}
