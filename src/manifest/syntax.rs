//! What the YAML parser says, in words that help.

use saphyr_parser::ScanError;

use super::notes::Notes;
use super::source::Spot;

/// Tells of text that is no YAML.
pub(crate) fn explain(error: &ScanError, notes: &mut Notes) {
    let spot = Spot { line: error.marker().line() as u32, column: error.marker().col() as u32 + 1, length: 1 };
    hide_secrets(spot.line, notes);
    let line = notes.source.line(spot.line).unwrap_or_default().to_owned();
    let info = error.info();
    let info = info.rsplit_once(", ").map_or(info, |(_, last)| last).trim_start_matches("found ");
    let help = remedy(error.info(), &line);
    notes.error(spot, format!("this is not YAML: {info}")).help(help);
}

fn remedy(info: &str, line: &str) -> &'static str {
    if line.contains(": {{") || line.contains("- {{") || line.contains("[{{") {
        return "a value that starts with `{{` needs quotes: \"{{ … }}\"";
    }
    let table = [
        (
            "mapping values are not allowed",
            "a text with `: ` in it needs quotes, and keys of one mapping the same indent",
        ),
        ("tabs", "indent with spaces"),
        ("quoted scalar, found unexpected end", "the closing quote is missing"),
        ("unknown escape", "in double quotes `\\` starts an escape: write `\\\\`, or use single quotes"),
        ("invalid Unicode character escape", "half a surrogate pair: write the character itself"),
        ("unknown anchor", "a text that starts with `*` needs quotes; an alias needs its `&name` before it"),
        ("unexpected character", "a text that starts with @, ` or % needs quotes"),
        ("illegal placement of ':'", "a bracket before this line is not closed, or a text with `:` needs quotes"),
        ("recursion limit", "lists and mappings are nested too deep"),
        ("flow", "a bracket or brace is not closed"),
        ("block sequence entries are not allowed", "start the list on a line of its own"),
        (
            "expected key",
            "check the indent of this line against the lines above, and that brackets and quotes are closed",
        ),
        ("expected <document start>", "check the indent: this line stands outside of what is above"),
    ];
    let known = table.iter().find(|(part, _)| info.contains(part));
    known.map_or("check indents, quotes and brackets near this line", |(_, remedy)| remedy)
}

/// Where the text is no tree, words must do: a line that speaks of a secret is not shown.
fn hide_secrets(line: u32, notes: &mut Notes) {
    let text = notes.source.line(line).unwrap_or_default();
    // A quoted key may go on in the lines below its name.
    let above = notes.source.line(line.saturating_sub(1)).unwrap_or_default();
    if names_a_secret(text) || names_a_secret(above) {
        notes.source.hide(line..=line);
    }
}

/// Whether a key of this name holds what must not be shown.
pub(crate) fn names_a_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["key", "token", "secret", "passw", "credential", "authorization", "bearer"].iter().any(|word| key.contains(word))
}
