//! Which words of a program are what. The rules of the languages are synoptic's.

use synoptic::{Highlighter, TokOpt, from_extension};

use crate::media::cards::Code;

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
    let Some(mut highlighter) = code.language.as_deref().and_then(highlighter) else {
        return lines.into_iter().map(|text| vec![Token { text, kind: Kind::Plain }]).collect();
    };
    highlighter.run(&lines);
    let tokens = |(at, line): (usize, &String)| highlighter.line(at, line).into_iter().map(token).collect();
    lines.iter().enumerate().map(tokens).collect()
}

fn token(told: TokOpt) -> Token {
    match told {
        TokOpt::Some(text, name) => Token { text, kind: kind(&name) },
        TokOpt::None(text) => Token { text, kind: Kind::Plain },
    }
}

fn kind(name: &str) -> Kind {
    match name {
        "comment" => Kind::Comment,
        "string" | "character" | "link" | "quote" | "insertion" => Kind::Text,
        "digit" | "boolean" | "constant" => Kind::Number,
        "keyword" | "tag" | "header" | "heading" | "deletion" => Kind::Keyword,
        "function" | "macro" | "key" => Kind::Function,
        "struct" | "namespace" | "type" | "attribute" | "table" => Kind::Type,
        "operator" | "reference" => Kind::Sign,
        _ => Kind::Plain,
    }
}

/// By a language's name or its files' ending; `None`: nobody knows it.
fn highlighter(language: &str) -> Option<Highlighter> {
    ending(language).and_then(|ending| from_extension(ending, TAB))
}

fn ending(language: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &[&str]); 33] = [
        ("rs", &["rust"]),
        ("py", &["python", "pyw"]),
        ("js", &["javascript", "jsx", "mjs"]),
        ("ts", &["typescript", "tsx"]),
        ("go", &["golang"]),
        ("c", &["h"]),
        ("cpp", &["c++", "cc", "cxx", "hpp"]),
        ("cs", &["c#", "csharp"]),
        ("java", &[]),
        ("kt", &["kotlin", "kts"]),
        ("swift", &[]),
        ("dart", &[]),
        ("rb", &["ruby"]),
        ("php", &[]),
        ("lua", &[]),
        ("scala", &[]),
        ("hs", &["haskell"]),
        ("r", &[]),
        ("sh", &["bash", "shell", "zsh", "console"]),
        ("nu", &["nushell"]),
        ("sql", &["postgres", "mysql", "sqlite"]),
        ("json", &[]),
        ("yaml", &["yml"]),
        ("toml", &[]),
        ("html", &["htm"]),
        ("css", &["scss"]),
        ("xml", &["svg"]),
        ("md", &["markdown"]),
        ("tex", &["latex"]),
        ("diff", &["patch"]),
        ("csv", &[]),
        ("asm", &["s"]),
        ("pl", &["prolog"]),
    ];
    let language = language.trim().trim_start_matches('.').to_lowercase();
    KNOWN.iter().find(|(ending, names)| *ending == language || names.contains(&language.as_str())).map(|known| known.0)
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
        for language in ["rust", "python", "js", "yaml", "html", "bash", "sql", "md", "php", "c++", "toml", "nobody's"]
        {
            let lines = told(text, Some(language));
            let all: Vec<String> =
                lines.iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect()).collect();
            assert_eq!(all.join("\n"), text, "{language}");
        }
        assert_eq!(told("\n\n  a\n\n", None), [[("  a".to_owned(), Kind::Plain)]]);
    }

    #[test]
    fn every_language_of_the_list_is_known() {
        for language in ["Rust", ".py", "C++", "TypeScript", "console", "yml"] {
            assert!(highlighter(language).is_some(), "{language}");
        }
        assert!(highlighter("klingon").is_none());
    }
}
