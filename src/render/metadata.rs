//! Titles, descriptions and chapters, in FFmpeg's own text format, where everything can be escaped.

/// What the finished file says of itself; empty texts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    pub title: String,
    pub description: String,
    /// Tags, credits.
    pub comment: String,
    pub genre: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub start_ms: u64,
    pub end_ms: u64,
    pub title: String,
}

/// The text of an `ffmetadata` file.
pub(super) fn text(metadata: &Metadata, chapters: &[Chapter]) -> String {
    let Metadata { title, description, comment, genre } = metadata;
    let mut text = String::from(";FFMETADATA1\n");
    let mut entry = |name: &str, value: &str| {
        let value = escaped(value);
        if !value.is_empty() {
            text.extend([name, "=", &value, "\n"]);
        }
    };
    entry("title", title);
    entry("description", description);
    entry("comment", comment);
    entry("genre", genre);
    for Chapter { start_ms, end_ms, title } in chapters {
        text.push_str(&format!(
            "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start_ms}\nEND={end_ms}\ntitle={}\n",
            escaped(title)
        ));
    }
    text
}

/// A backslash before each character that means something; what no player shows is dropped.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.trim().chars().filter(|&c| c == '\n' || !c.is_control()) {
        if matches!(c, '=' | ';' | '#' | '\\' | '\n') {
            text.push('\\');
        }
        text.push(c);
    }
    // FFmpeg 5.1 takes even an escaped backslash at a line's end for "goes on in the next line".
    if text.ends_with('\\') {
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(escaped("end\\"), "end\\\\ ");
        assert_eq!(escaped(" a=b; #c \\\n[CHAPTER]\r\0 "), "a\\=b\\; \\#c \\\\\\\n[CHAPTER]");
    }

    #[test]
    fn the_file_reads_like_this() {
        let metadata = Metadata { title: "T".into(), comment: "C".into(), ..Metadata::default() };
        let chapter = Chapter { start_ms: 0, end_ms: 1500, title: "One".into() };
        assert_eq!(
            text(&metadata, &[chapter]),
            ";FFMETADATA1\ntitle=T\ncomment=C\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=One\n"
        );
    }
}
