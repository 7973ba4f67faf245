//! Which words of a program are what: enough to read it by, not a parser.

mod language;
mod scan;

use crate::media::cards::Code;

use language::Language;

const TAB: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Comment,
    Keyword,
    Text,
    Number,
    Function,
    Type,
    Sign,
}

/// Neighbouring letters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub text: String,
    pub kind: Kind,
}

impl Token {
    pub fn columns(&self) -> usize {
        self.text.chars().count()
    }
}

/// The code's lines, tabs as spaces, without empty lines at its ends.
pub(super) fn lines(code: &Code) -> Vec<Vec<Token>> {
    let written = code.text.trim_end().trim_start_matches(['\n', '\r']);
    let lines: Vec<String> = written.lines().map(|line| line.replace('\t', &" ".repeat(TAB))).collect();
    match code.language.as_deref().and_then(Language::named) {
        Some(language) => scan::scan(language, &lines),
        None => lines.into_iter().map(|text| vec![Token { text, kind: Kind::Plain }]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, language: Option<&str>) -> Vec<Vec<(String, Kind)>> {
        let code = Code { text: text.to_owned(), language: language.map(str::to_owned), title: None, marked: vec![] };
        let line = |line: Vec<Token>| line.into_iter().map(|token| (token.text, token.kind)).collect();
        lines(&code).into_iter().map(line).collect()
    }

    #[test]
    fn words_are_known_for_what_they_are() {
        let lines = told("// greets\nfn main() {\n\tlet x = \"hi\";\n}\n", Some("rust"));
        let has = |line: usize, text: &str, kind: Kind| lines[line].iter().any(|(t, k)| t.trim() == text && *k == kind);
        assert!(has(0, "// greets", Kind::Comment), "{lines:?}");
        assert!(has(1, "fn", Kind::Keyword) && has(1, "main", Kind::Function), "{lines:?}");
        assert!(has(2, "\"hi\"", Kind::Text), "{lines:?}");
    }

    #[test]
    fn nothing_is_lost_whatever_the_language() {
        let text = "if (a < 1) { return \"é{b}\"; } # no\n  'x' -- y /* z\n*/ <b>q</b> key: [1, 2.5]";
        let known = language::ALL.iter().map(|language| language.names[0]);
        for language in known.chain(["nobody's"]) {
            let lines = told(text, Some(language));
            let all: Vec<String> =
                lines.iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect()).collect();
            assert_eq!(all.join("\n"), text, "{language}");
        }
        assert_eq!(told("\n\n  a\n\n", None), [[("  a".to_owned(), Kind::Plain)]]);
    }

    #[test]
    fn a_language_is_known_by_its_name_and_by_its_files_ending() {
        for language in ["Rust", ".py", "C++", "TypeScript", "console", "yml"] {
            assert!(Language::named(language).is_some(), "{language}");
        }
        assert!(Language::named("klingon").is_none());
        let mut names: Vec<&str> = language::ALL.iter().flat_map(|language| language.names).copied().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "two languages have one name");
    }

    /// What has been made of one line, plain stretches left out.
    fn marked(text: &str, language: &str) -> Vec<(String, Kind)> {
        let all = told(text, Some(language)).into_iter().flatten();
        all.filter(|(_, kind)| *kind != Kind::Plain).collect()
    }

    fn are(pairs: &[(&str, Kind)]) -> Vec<(String, Kind)> {
        pairs.iter().map(|(text, kind)| ((*text).to_owned(), *kind)).collect()
    }

    #[test]
    fn comments_and_texts_may_go_over_lines() {
        use Kind::*;
        assert_eq!(marked("/* a\nb */ x", "c"), are(&[("/* a", Comment), ("b */", Comment)]));
        assert_eq!(
            marked("\"\"\"a\n'b\"\"\" 1", "python"),
            are(&[("\"\"\"a", Text), ("'b\"\"\"", Text), ("1", Number)])
        );
        assert_eq!(marked("\"a\\\"b\" 'c", "js"), are(&[("\"a\\\"b\"", Text), ("'c", Text)]));
        assert_eq!(marked("'a\nx = 1", "js"), are(&[("'a", Text), ("=", Sign), ("1", Number)]), "ends with its line");
    }

    #[test]
    fn a_lifetime_is_no_letter() {
        use Kind::*;
        assert_eq!(
            marked("f::<'a>('b', '\\n')", "rust"),
            are(&[("::<", Sign), (">", Sign), ("'b'", Text), ("'\\n'", Text),])
        );
    }

    #[test]
    fn keys_tags_and_marks_are_told_apart() {
        use Kind::*;
        assert_eq!(
            marked("a-b: \"c\" # d", "yaml"),
            are(&[("a-b", Function), (":", Sign), ("\"c\"", Text), ("# d", Comment)])
        );
        assert_eq!(
            marked("[x]\ny = true", "toml"),
            are(&[("[x]", Type), ("y", Function), ("=", Sign), ("true", Number)])
        );
        assert_eq!(marked("{\"k\": 2}", "json"), are(&[("\"k\"", Function), (":", Sign), ("2", Number)]));
        assert_eq!(
            marked("<a href='x'>b</a>", "html"),
            are(&[
                ("<", Sign),
                ("a", Keyword),
                ("href", Type),
                ("=", Sign),
                ("'x'", Text),
                (">", Sign),
                ("</", Sign),
                ("a", Keyword),
                (">", Sign),
            ])
        );
        assert_eq!(marked("+a\n-b\n c\n@@ d", "diff"), are(&[("+a", Text), ("-b", Keyword), ("@@ d", Type)]));
        assert_eq!(marked("# T\n- `x`", "md"), are(&[("# T", Keyword), ("-", Sign), ("`x`", Text)]));
        assert_eq!(marked("echo $x#y # z", "sh"), are(&[("echo", Keyword), ("$x", Type), ("# z", Comment)]));
        assert_eq!(marked("SELECT a FROM b", "sql"), are(&[("SELECT", Keyword), ("FROM", Keyword)]));
    }
}
