//! Markdown events into sections of speakable paragraphs.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Section;
use crate::media::script::{squeeze, words};

const ORDINALS: [&str; 10] =
    ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];

/// The first top-level heading's text, if any, and what stands under each heading or between rules.
pub(super) fn sections(text: &str) -> (Option<String>, Vec<Section>) {
    let known = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, known) {
        reader.take(event);
    }
    reader.end_paragraph();
    reader.end_section(None);
    (reader.title, reader.sections)
}

#[derive(Default)]
struct Reader {
    title: Option<String>,
    sections: Vec<Section>,
    section: Section,
    /// The text being gathered.
    text: String,
    /// Open elements of which nothing is spoken.
    silent: usize,
    /// The open lists, outermost first.
    lists: Vec<List>,
    /// Sentences of the outermost open list.
    list_text: String,
}

struct List {
    ordered: bool,
    /// Items begun.
    items: usize,
    /// The current item has been counted aloud; its further paragraphs are not.
    counted: bool,
}

impl List {
    /// "First, boats leave." A capital may be a name's, so such an item keeps it and stands as a sentence of its own.
    fn sentence(&mut self, text: &str) -> String {
        let end = if text.ends_with(['.', '!', '?', '…', ':', ';', ',']) { "" } else { "." };
        if !self.ordered || std::mem::replace(&mut self.counted, true) {
            return format!("{text}{end}");
        }
        let ordinal = ORDINALS.get(self.items.saturating_sub(1)).unwrap_or(&"Next");
        let pause = if text.starts_with(char::is_lowercase) { "," } else { "." };
        format!("{ordinal}{pause} {text}{end}")
    }
}

/// Elements of which nothing is spoken; struck-out text is meant to be gone.
fn silent(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::HtmlBlock
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_)
    )
}

/// Text as a voice takes it: control characters are spaces, and markup that Markdown left as text is gone.
fn spoken(text: &str) -> String {
    let text = speakable(text);
    let plain = text.split_whitespace().filter_map(|word| {
        let bare = word.trim_matches(['*', '`', '~', '_']);
        let marks = bare.chars().all(|c| matches!(c, '#' | '*' | '_' | '`' | '~' | '|' | '>' | '=' | '\\'));
        (!marks).then_some(bare)
    });
    plain.collect::<Vec<_>>().join(" ")
}

fn speakable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Reader {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.silent == 0 => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => {
                self.end_paragraph();
                self.end_section(None);
            }
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        if silent(&tag.to_end()) {
            self.silent += 1;
        }
        match tag {
            Tag::Image { dest_url, .. } => self.section.visuals.push(squeeze(&speakable(&dest_url))),
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(List { ordered: first.is_some(), items: 0, counted: false });
            }
            Tag::Item => {
                self.end_paragraph();
                if let Some(list) = self.lists.last_mut() {
                    list.items += 1;
                    list.counted = false;
                }
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) => self.end_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if silent(&tag) {
            self.silent = self.silent.saturating_sub(1);
        }
        match tag {
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::Item => self.end_paragraph(),
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
                if self.lists.is_empty() {
                    let list = std::mem::take(&mut self.list_text);
                    self.keep(list);
                }
            }
            _ => {}
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let heading = spoken(&std::mem::take(&mut self.text));
        let title = Some(heading).filter(|heading| words(heading) > 0);
        let names_all = level == HeadingLevel::H1 && self.title.is_none() && self.sections.is_empty();
        if names_all && self.section.paragraphs.is_empty() {
            self.title = title;
        } else {
            self.end_section(title);
        }
    }

    /// What was gathered is a paragraph, or a sentence of the open list.
    fn end_paragraph(&mut self) {
        let text = spoken(&std::mem::take(&mut self.text));
        if words(&text) == 0 {
            return;
        }
        match self.lists.last_mut() {
            None => self.keep(text),
            Some(list) => self.list_text.push_str(&(list.sentence(&text) + " ")),
        }
    }

    fn keep(&mut self, paragraph: String) {
        if words(&paragraph) > 0 {
            self.section.paragraphs.push(squeeze(&paragraph));
        }
    }

    fn end_section(&mut self, next: Option<String>) {
        let section = std::mem::replace(&mut self.section, Section { title: next, ..Section::default() });
        if !section.paragraphs.is_empty() {
            self.sections.push(section);
        } else {
            // Images above the first paragraph belong to what follows.
            self.section.visuals = section.visuals;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        sections(text).1.into_iter().flat_map(|section| section.paragraphs).collect()
    }

    #[test]
    fn ordered_lists_are_counted_aloud() {
        assert_eq!(paragraphs("1. open it\n2. Close it!\n"), ["First, open it. Second. Close it!"]);
    }

    #[test]
    fn unordered_and_nested_lists_are_sentences() {
        assert_eq!(paragraphs("- Bread\n- Milk\n  1. cold\n- [ ] Eggs\n"), ["Bread. Milk. First, cold. Eggs."]);
    }

    #[test]
    fn the_second_paragraph_of_an_item_is_not_counted_again() {
        assert_eq!(paragraphs("1. one\n\n   more\n\n2. two\n"), ["First, one. more. Second, two."]);
    }

    #[test]
    fn code_tables_html_and_struck_text_are_silent() {
        let text = "Run `make`.\n\n```sh\nrm\n```\n\n|a|\n|-|\n|b|\n\n<div>x</div>\n\nOld ~~gone~~ <b>bold</b> H<sub>2</sub>O[^1].\n\n[^1]: note\n";
        assert_eq!(paragraphs(text), ["Run make.", "Old bold H2O."]);
    }

    #[test]
    fn rules_part_sections_and_an_empty_one_passes_its_image_on() {
        let (title, sections) = sections("# T\n\n![](a.png)\n\n## One\n\nText.\n\n***\n\nMore.\n");
        assert_eq!(title.as_deref(), Some("T"));
        let titles: Vec<_> = sections.iter().map(|section| section.title.as_deref()).collect();
        assert_eq!(titles, [Some("One"), None]);
        assert_eq!(sections[0].visuals, ["a.png"]);
    }

    #[test]
    fn stray_marks_are_not_spoken_but_names_keep_theirs() {
        assert_eq!(
            paragraphs("**Open ended and a * star, C# and snake_case"),
            ["Open ended and a star, C# and snake_case"]
        );
    }
}
