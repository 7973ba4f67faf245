//! Lines into tokens, from left to right, with what is still open at a line's end.

use super::language::{Form, Language, Quote, Rule};
use super::{Kind, Token};

/// Values with a name, in any language that has them.
const CONSTANTS: [&str; 12] =
    ["true", "false", "null", "nil", "None", "True", "False", "undefined", "NaN", "TRUE", "FALSE", "NULL"];
const SIGNS: &str = "+-*/%=<>!&|^~?:";

/// What a line begins within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    /// Up to these letters.
    Until(Kind, &'static str),
    /// Between `<` and `>`.
    Tag,
}

/// The lines' tokens; nothing of a line is lost.
pub(super) fn scan(language: &Language, lines: &[String]) -> Vec<Vec<Token>> {
    let mut within = Within::Nothing;
    let line = |line: &String| {
        let mut scanner = Scanner { language, line, at: 0, within, tokens: Vec::new() };
        scanner.run();
        within = scanner.within;
        scanner.tokens
    };
    lines.iter().map(line).collect()
}

struct Scanner<'a> {
    language: &'a Language,
    line: &'a str,
    /// Bytes that are done.
    at: usize,
    within: Within,
    tokens: Vec<Token>,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        if self.within == Within::Nothing {
            self.marks();
        }
        while self.at < self.line.len() {
            match self.within {
                Within::Until(kind, close) => self.close(kind, close),
                Within::Tag => self.in_tag(),
                Within::Nothing => self.next(),
            }
        }
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// The next `length` bytes are of a kind.
    fn take(&mut self, length: usize, kind: Kind) {
        let text = &self.rest()[..length];
        self.at += length;
        match self.tokens.last_mut() {
            Some(last) if last.kind == kind && matches!(kind, Kind::Plain | Kind::Sign) => last.text.push_str(text),
            _ => self.tokens.push(Token { text: text.to_owned(), kind }),
        }
    }

    fn close(&mut self, kind: Kind, close: &str) {
        match self.rest().find(close) {
            Some(at) => {
                self.take(at + close.len(), kind);
                self.within = Within::Nothing;
            }
            None => self.take(self.rest().len(), kind),
        }
    }

    /// What the line's first letters say of it.
    fn marks(&mut self) {
        let (rest, all) = (self.rest(), self.rest().len());
        let indent = all - rest.trim_start().len();
        match self.language.form {
            Form::Changes => match rest.chars().next() {
                Some('+') => self.take(all, Kind::Text),
                Some('-') => self.take(all, Kind::Keyword),
                Some('@') => self.take(all, Kind::Type),
                _ => self.take(all, Kind::Plain),
            },
            Form::Prose if rest.starts_with('#') => self.take(all, Kind::Keyword),
            Form::Prose if rest.starts_with('>') => self.take(all, Kind::Text),
            Form::Prose if ["- ", "* ", "+ "].iter().any(|mark| rest[indent..].starts_with(mark)) => {
                self.take(indent, Kind::Plain);
                self.take(1, Kind::Sign);
            }
            Form::Keys if rest.starts_with('[') && rest.trim_end().ends_with(']') => self.take(all, Kind::Type),
            _ => {}
        }
    }

    fn next(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if let Some(&(open, close)) = self.language.blocks.iter().find(|(open, _)| rest.starts_with(open)) {
            return self.enclosed(&Quote { open, close, rule: Rule::Lines }, Kind::Comment);
        }
        if self.language.comments.iter().any(|mark| rest.starts_with(mark) && self.may_start(mark)) {
            return self.take(rest.len(), Kind::Comment);
        }
        if let Some(quote) = self.language.quotes.iter().find(|quote| opens(quote, rest)) {
            return self.enclosed(quote, Kind::Text);
        }
        match first {
            _ if self.language.form == Form::Markup => self.markup(first),
            _ if self.language.form == Form::Prose => self.take(first.len_utf8(), Kind::Plain),
            '$' | '@' if rest[1..].starts_with(|c: char| self.is_letter(c)) => {
                let word = 1 + self.word(&rest[1..]).len();
                self.take(word, Kind::Type);
            }
            '0'..='9' => self.take(number(rest), Kind::Number),
            _ if self.is_letter(first) => {
                let word = self.word(rest);
                self.take(word.len(), self.kind(word, &rest[word.len()..]));
            }
            _ if SIGNS.contains(first) => self.take(1, Kind::Sign),
            _ => self.take(first.len_utf8(), Kind::Plain),
        }
    }

    /// A comment's single letter stands at the start or behind a space: `$#` and `a#b` are none.
    fn may_start(&self, mark: &str) -> bool {
        mark.len() > 1
            || self.line[..self.at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '$')
    }

    fn is_letter(&self, letter: char) -> bool {
        letter.is_alphabetic() || letter == '_' || (letter == '\\' && self.language.letters.contains('\\'))
    }

    /// The word at the start of a text.
    fn word<'t>(&self, text: &'t str) -> &'t str {
        let part = |c: char| c.is_alphanumeric() || c == '_' || self.language.letters.contains(c);
        &text[..text.find(|c| !part(c)).unwrap_or(text.len())]
    }

    fn kind(&self, word: &str, behind: &str) -> Kind {
        let next = behind.trim_start();
        let is_key = self.language.form == Form::Keys && next.starts_with([':', '=']);
        match word {
            _ if is_key => Kind::Function,
            _ if self.language.is_keyword(word) => Kind::Keyword,
            _ if CONSTANTS.contains(&word) => Kind::Number,
            _ if word.starts_with('\\') => Kind::Function,
            _ if self.language.form == Form::Keys => Kind::Plain,
            _ if behind.starts_with('(') || behind.starts_with("!(") => Kind::Function,
            _ if is_type(word) && !self.language.any_case => Kind::Type,
            _ => Kind::Plain,
        }
    }

    /// From one end to the other, or as far as the line goes.
    fn enclosed(&mut self, quote: &Quote, kind: Kind) {
        let rest = self.rest();
        let inner = &rest[quote.open.len()..];
        let end = match quote.rule {
            Rule::Escapes | Rule::Letter => unescaped(inner, quote.close),
            Rule::Raw | Rule::Lines => inner.find(quote.close),
        };
        let length = end.map_or(rest.len(), |end| quote.open.len() + end + quote.close.len());
        if end.is_none() && quote.rule == Rule::Lines {
            self.within = Within::Until(kind, quote.close);
        }
        let is_key = self.language.form == Form::Keys && rest[length..].trim_start().starts_with(':');
        self.take(length, if is_key && kind == Kind::Text { Kind::Function } else { kind });
    }

    fn markup(&mut self, first: char) {
        let rest = self.rest();
        let name = rest.strip_prefix('<').map(|inside| inside.trim_start_matches(['/', '?', '!']));
        match name.filter(|name| name.starts_with(|c: char| self.is_letter(c))) {
            Some(name) => {
                self.take(rest.len() - name.len(), Kind::Sign);
                self.take(self.word(name).len(), Kind::Keyword);
                self.within = Within::Tag;
            }
            None => self.take(first.len_utf8(), Kind::Plain),
        }
    }

    fn in_tag(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        match first {
            '>' => {
                self.take(1, Kind::Sign);
                self.within = Within::Nothing;
            }
            '=' | '/' | '?' => self.take(1, Kind::Sign),
            '"' | '\'' => {
                let end = rest[1..].find(first).map_or(rest.len(), |end| end + 2);
                self.take(end, Kind::Text);
            }
            _ if self.is_letter(first) => self.take(self.word(rest).len(), Kind::Type),
            _ => self.take(first.len_utf8(), Kind::Plain),
        }
    }
}

fn opens(quote: &Quote, rest: &str) -> bool {
    let Some(inner) = rest.strip_prefix(quote.open) else { return false };
    let letter = || match inner.strip_prefix('\\') {
        Some(escape) => unescaped(inner, quote.close).is_some() && !escape.is_empty(),
        None => inner.chars().nth(1).is_some_and(|second| quote.close.starts_with(second)),
    };
    quote.rule != Rule::Letter || letter()
}

/// Where `close` stands that no backslash takes along.
fn unescaped(text: &str, close: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if text[at..].starts_with(close) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Bytes of a number: digits, their unit or type, and points between digits.
fn number(text: &str) -> usize {
    let mut length = 0;
    for (at, letter) in text.char_indices() {
        let point = letter == '.' && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(letter.is_alphanumeric() || letter == '_' || point) {
            break;
        }
        length = at + letter.len_utf8();
    }
    length
}

/// `Written` like one, not `LIKE_THIS`.
fn is_type(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}
