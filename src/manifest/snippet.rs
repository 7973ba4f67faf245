//! One source line with a run of carets under a part of it: tabs and wide characters keep their columns, long lines
//! are cut to a window around the carets, and nothing in the line can steer the terminal.

use unicode_width::UnicodeWidthChar;

/// The most columns of source that are shown.
const WINDOW: usize = 120;
/// Columns kept before the carets when a line is cut.
const BEFORE: usize = 40;

/// The line as shown, and the columns before the carets and of the carets.
pub(crate) struct Snippet {
    pub text: String,
    pub indent: usize,
    pub carets: usize,
}

struct Cell {
    text: String,
    width: usize,
}

/// `column` from 1 and `length` count characters of `line`; both are brought within it.
pub(crate) fn snippet(line: &str, column: u32, length: u32) -> Snippet {
    let from = (column as usize).saturating_sub(1);
    let skipped = from.saturating_sub(WINDOW);
    let cells: Vec<Cell> = line.chars().skip(skipped).take(3 * WINDOW).map(cell).collect();
    let longer = line.chars().nth(skipped + 3 * WINDOW).is_some();
    let from = (from - skipped).min(cells.len());
    let to = (from + length.max(1) as usize).min(cells.len());
    let (start, end) = window(&cells, from);
    let width = |part: &[Cell]| part.iter().map(|cell| cell.width).sum::<usize>();
    let (cut_before, cut_after) = (skipped > 0 || start > 0, longer || end < cells.len());
    let mut text: String = cells[start..end].iter().map(|cell| cell.text.as_str()).collect();
    if cut_before {
        text.insert(0, '…');
    }
    if cut_after {
        text.push('…');
    }
    Snippet {
        text: text.trim_end().to_owned(),
        indent: width(&cells[start..from]) + usize::from(cut_before),
        carets: width(&cells[from..to.clamp(from, end.max(from))]).max(1),
    }
}

/// Which cells fit, so that the one at `from` is among them.
fn window(cells: &[Cell], from: usize) -> (usize, usize) {
    let total: usize = cells.iter().map(|cell| cell.width).sum();
    let start = if total <= WINDOW { 0 } else { back(cells, from, BEFORE) };
    let mut width = 0;
    let fits = cells[start..].iter().take_while(|cell| {
        width += cell.width;
        width <= WINDOW
    });
    (start, start + fits.count())
}

/// The cell about `columns` before `from`.
fn back(cells: &[Cell], from: usize, columns: usize) -> usize {
    let mut width = 0;
    let kept = cells[..from].iter().rev().take_while(|cell| {
        width += cell.width;
        width <= columns
    });
    from - kept.count()
}

fn cell(c: char) -> Cell {
    match c {
        '\t' => Cell { text: "    ".to_owned(), width: 4 },
        // Controls and the marks that turn the direction of text would change what the reader sees.
        c if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
        {
            Cell { text: "\u{fffd}".to_owned(), width: 1 }
        }
        c => Cell { text: c.to_string(), width: c.width().unwrap_or(0) },
    }
}

/// `text` without anything that steers a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n'.to_string() } else { cell(c).text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(line: &str, column: u32, length: u32) -> String {
        let Snippet { text, indent, carets } = snippet(line, column, length);
        format!("{text}\n{}{}", " ".repeat(indent), "^".repeat(carets))
    }

    #[test]
    fn carets_stand_under_their_text() {
        assert_eq!(draw("fps: 500", 6, 3), "fps: 500\n     ^^^");
    }

    #[test]
    fn tabs_and_wide_characters_keep_their_columns() {
        assert_eq!(draw("\tひらx: 1", 4, 1), "    ひらx: 1\n        ^");
        assert_eq!(draw("a: 日本", 4, 2), "a: 日本\n   ^^^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_carets() {
        let line = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let drawn = draw(&line, 5001, 4);
        let (text, carets) = drawn.split_once('\n').unwrap();
        assert!(text.starts_with("…aaa") && text.ends_with("bbb…") && text.chars().count() <= WINDOW + 2);
        let at = carets.chars().take_while(|&c| c == ' ').count();
        assert_eq!(text.chars().skip(at).take(4).collect::<String>(), "HERE");
    }

    #[test]
    fn controls_and_direction_marks_are_neutralised() {
        assert_eq!(draw("\u{1b}[31mx\u{202e}", 6, 1), "\u{fffd}[31mx\u{fffd}\n     ^");
    }

    proptest::proptest! {
        #[test]
        fn any_line_and_place_can_be_drawn(line in ".{0,400}", column in 0u32..600, length in 0u32..600) {
            let drawn = snippet(&line, column, length);
            proptest::prop_assert!(drawn.carets >= 1 && drawn.carets <= 2 * WINDOW);
        }
    }
}
