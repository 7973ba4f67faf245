//! The last words of a child: everything is read, only the end is kept.

use std::collections::VecDeque;
use std::io::{self, Read};

const KEPT: usize = 64 << 10;

/// Reads until the end and gives the last 64 KiB, from a whole line on if something was cut.
pub(super) fn tail(from: &mut dyn Read) -> io::Result<String> {
    let mut kept: VecDeque<u8> = VecDeque::new();
    let mut piece = [0; 8 << 10];
    let mut cut = false;
    loop {
        let n = from.read(&mut piece)?;
        if n == 0 {
            break;
        }
        kept.extend(&piece[..n]);
        if kept.len() > KEPT {
            kept.drain(..kept.len() - KEPT);
            cut = true;
        }
    }
    let bytes = Vec::from(kept);
    let whole = match bytes.iter().position(|&b| b == b'\n') {
        Some(end) if cut => &bytes[end + 1..],
        _ => &bytes[..],
    };
    Ok(String::from_utf8_lossy(whole).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_kept_whole() {
        assert_eq!(tail(&mut &b"one\ntwo"[..]).unwrap(), "one\ntwo");
    }

    #[test]
    fn of_a_long_text_the_last_whole_lines_are_kept() {
        let text: String = (0..20_000).map(|n| format!("line {n}\n")).collect();
        let kept = tail(&mut text.as_bytes()).unwrap();
        assert!(kept.len() <= KEPT && kept.len() > KEPT - 20);
        assert!(kept.starts_with("line ") && kept.ends_with("line 19999\n"));
    }
}
