//! Titles and chapters as FFmpeg reads them: its own text format, which takes any text.

use std::fmt::Write as _;

use crate::render::{Chapter, Metadata};

pub(super) fn ffmetadata(metadata: &Metadata, chapters: &[Chapter]) -> String {
    let Metadata { title, description, comment, genre } = metadata;
    let mut out = ";FFMETADATA1\n".to_owned();
    for (name, text) in [("title", title), ("description", description), ("comment", comment), ("genre", genre)] {
        let text = escaped(text);
        if !text.is_empty() {
            let _ = writeln!(out, "{name}={text}");
        }
    }
    for Chapter { start_ms, end_ms, title } in chapters {
        let title = escaped(title);
        let _ = writeln!(out, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start_ms}\nEND={end_ms}\ntitle={title}");
    }
    out
}

/// A backslash before what would end or divide a line; what no player shows is dropped.
fn escaped(text: &str) -> String {
    let shown: String = text.chars().filter(|&c| c == '\n' || !c.is_control()).collect();
    let special = |c: char| matches!(c, '=' | ';' | '#' | '\\' | '\n');
    let text = shown.trim();
    // To FFmpeg a backslash at a line's end, escaped or not, says that the line goes on.
    let end = text.ends_with('\\').then_some(' ');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divides_lines_is_escaped_and_nothing_takes_no_line() {
        let metadata = Metadata { title: "a=b;\n#\\c\u{7}".into(), ..Metadata::default() };
        let chapters = [Chapter { start_ms: 0, end_ms: 1500, title: "One\\".into() }];
        assert_eq!(
            ffmetadata(&metadata, &chapters),
            ";FFMETADATA1\ntitle=a\\=b\\;\\\n\\#\\\\c\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=One\\\\ \n"
        );
    }
}
