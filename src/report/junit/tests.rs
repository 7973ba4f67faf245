use super::super::testing::report;
use super::*;

#[test]
fn a_video_is_a_case() {
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="reelmill" tests="2" failures="1" errors="0" skipped="0" time="2.000">
  <testsuite name="reels.yaml" id="one" tests="2" failures="1" errors="0" skipped="0" time="2.000" timestamp="2026-09-21T14:13:23.000000Z">
    <testcase name="a" classname="reels.yaml" time="1.000">
      <system-out>/o/a.mp4</system-out>
    </testcase>
    <testcase name="bad" classname="reels.yaml" time="1.000">
      <failure type="segment" message="`ffmpeg` ended with code 1: &lt;no&gt; such | filter">`ffmpeg` ended with code 1: &lt;no&gt; such | filter&#10;help: install libass</failure>
    </testcase>
  </testsuite>
</testsuites>
"#;
    assert_eq!(junit(&report("one", &["a", "bad"])), expected);
}

#[test]
fn what_xml_cannot_hold_is_replaced() {
    assert_eq!(escaped("a\u{1b}[1m\0\n]]>"), "a\u{fffd}[1m\u{fffd}&#10;]]&gt;");
}

#[test]
fn of_a_long_log_the_last_whole_lines_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("a.log");
    std::fs::write(&log, "längste Zeile\n".repeat(2000)).unwrap();
    let tail = tail(&log);
    assert!(tail.len() <= LOG_TAIL && tail.starts_with("längste"), "{}", &tail[..20]);
}
