//! What a card shows: words, a quote, a list, numbers, code.

use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// Set large.
    Text(String),
    Quote {
        text: String,
        /// Whose words they are.
        by: Option<String>,
    },
    List {
        title: Option<String>,
        items: Vec<String>,
        numbered: bool,
    },
    Chart(Chart),
    Code(Code),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    pub kind: ChartKind,
    pub title: Option<String>,
    /// After the numbers, or before them where it is a currency's sign; may be empty.
    pub unit: String,
    /// In the order shown.
    pub values: Vec<Datum>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    #[default]
    Bars,
    Line,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Datum {
    pub label: String,
    pub thousandths: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    pub text: String,
    /// A language's name or its files' ending; `None`: it is set in one colour.
    pub language: Option<String>,
    /// A file's name, above the code.
    pub title: Option<String>,
    /// Lines that stand out, from 1.
    pub marked: Vec<u32>,
}

impl Card {
    /// All the words on the card that are set in the text font.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::Quote { text, by } => std::iter::once(text.as_str()).chain(by.as_deref()).collect(),
            Self::List { title, items, numbered: _ } => {
                title.as_deref().into_iter().chain(items.iter().map(String::as_str)).collect()
            }
            Self::Chart(Chart { kind: _, title, unit, values }) => {
                let labels = values.iter().map(|datum| datum.label.as_str());
                title.as_deref().into_iter().chain([unit.as_str()]).chain(labels).collect()
            }
            Self::Code(_) => Vec::new(),
        }
    }
}
