//! What the manual pages show: lines that people type, and what each is for.

/// By the page's name.
pub(super) fn examples(page: &str) -> &'static [(&'static str, &'static str)] {
    match page {
        "reelmill" => &[
            ("reelmill init && reelmill run reels.yaml", "A first manifest and its videos."),
            ("reelmill make --topic 'how volcanoes work' -o volcanoes.mp4", "One video without a manifest."),
            ("source <(COMPLETE=bash reelmill)", "Completions that know the ids of the videos."),
        ],
        "reelmill-run" => &[
            ("reelmill run reels.yaml --only 'release-*' -j 3", "Some of the videos, three at a time."),
            ("reelmill run reels.yaml --refresh speech", "Everything spoken anew."),
            (
                "reelmill run reels.yaml -q --if-running skip --deadline 3h",
                "From cron: a mail only when something failed.",
            ),
            ("reelmill run reels.yaml --only-failed", "Once more what was not done."),
            ("reelmill run reels.yaml --shard 2/4 --report 2.json", "The second of four machines."),
            ("reelmill run reels.yaml --report report.html --trace trace.json", "To see where the time went."),
            ("reelmill run reels.yaml --format ndjson | jq -c 'select(.event == \"video_finished\")'", "For programs."),
        ],
        "reelmill-make" => &[
            ("reelmill make --script talk.md --preset landscape -o talk.mp4", "A script whose headings are scenes."),
            ("echo 'Text from anywhere.' | reelmill make --title 'A note' -o note.mp4", "Text from another program."),
        ],
        "reelmill-stats" => &[
            ("reelmill stats --since 7d --manifest reels.yaml", "A week of one manifest."),
            ("watch reelmill stats", "What runs right now."),
        ],
        "reelmill-report-merge" => &[
            (
                "reelmill report merge part-*.json -o all.html -o all.xml",
                "The parts of a batch as one page and for CI.",
            ),
            ("reelmill report merge events.ndjson -o report.html", "A report of a run that was killed."),
        ],
        "reelmill-check" => &[("reelmill check *.yaml", "Every error at once, for a commit hook.")],
        "reelmill-plan" => &[
            ("reelmill plan reels.yaml", "What a run would make."),
            ("reelmill plan reels.yaml --shard 2/4", "What the second of four machines would make."),
        ],
        _ => &[],
    }
}

/// The section in roff, which takes `-` for a hyphen and a leading `.` or `'` for a request.
pub(super) fn section(page: &str) -> String {
    let examples = examples(page);
    if examples.is_empty() {
        return String::new();
    }
    let escaped = |text: &str| text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
    let entry = |(line, what): &(&str, &str)| format!(".TP\n\\fB{}\\fR\n{}\n", escaped(line), escaped(what));
    format!(".SH EXAMPLES\n{}", examples.iter().map(entry).collect::<String>())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::{Cli, man_pages};
    use super::*;

    #[test]
    fn examples_are_lines_that_the_program_takes() {
        for (name, _) in man_pages().unwrap() {
            for (line, _) in examples(name.trim_end_matches(".1")) {
                let Some(call) = line.split("reelmill ").nth(1).and_then(|rest| rest.split(['|', '&']).next()) else {
                    continue;
                };
                let words = std::iter::once("reelmill").chain(call.split('\'').enumerate().flat_map(|(n, part)| {
                    // Every second part stood in quotes.
                    if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }
                }));
                let parsed = Cli::try_parse_from(words);
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            }
        }
    }

    #[test]
    fn roff_sees_no_request_in_a_text() {
        assert!(
            section("reelmill-run").contains("\\fBreelmill run reels.yaml \\-\\-only \\(aqrelease\\-*\\(aq \\-j 3\\fR")
        );
        assert_eq!(section("reelmill-man"), "");
    }
}
