//! Caption colours as FFmpeg's `ass` filter needs them to come out right.
//!
//! The filter turns a script's RGB into luma and chroma by BT.601 when neither the picture nor the script says
//! otherwise; up to FFmpeg 6 it does so always. Our pictures are BT.709, and a yellow written by the one matrix and
//! shown by the other is a little orange. So the script is given the colours that by BT.601 have the very luma and
//! chroma that the wanted ones have by BT.709, and names no matrix itself. A few saturated ones have no such colour
//! and come as near as they can.

use std::borrow::Cow;

/// The script with every colour exchanged. Text outside override blocks stays as it is.
pub(super) fn for_bt601_painter(ass: &str) -> String {
    let mut script = String::with_capacity(ass.len());
    for line in ass.split_inclusive('\n') {
        let field = line.split_once(':').map_or("", |(name, _)| name.trim());
        match field {
            "YCbCr Matrix" => {}
            "Style" => script.push_str(&exchanged(line)),
            "Dialogue" => override_blocks(line, &mut script),
            _ => script.push_str(line),
        }
    }
    script
}

/// Exchanges colours between `{` and `}`; an escaped brace opens nothing.
fn override_blocks(mut line: &str, script: &mut String) {
    while let Some(open) = line.match_indices('{').map(|(at, _)| at).find(|&at| !line[..at].ends_with('\\')) {
        let end = line[open..].find('}').map_or(line.len(), |length| open + length);
        script.push_str(&line[..open]);
        script.push_str(&exchanged(&line[open..end]));
        line = &line[end..];
    }
    script.push_str(line);
}

/// `&HBBGGRR` and `&HAABBGGRR` (alpha stays); two digits are an alpha alone.
fn exchanged(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("&H");
    let Some(first) = parts.next().filter(|first| first.len() < text.len()) else { return text.into() };
    let mut out = first.to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        let (number, rest) = part.split_at(digits);
        out.push_str("&H");
        match (digits, u32::from_str_radix(number, 16)) {
            (6, Ok(colour)) => out.push_str(&format!("{:06X}", exchange(colour))),
            (8, Ok(colour)) => out.push_str(&format!("{:08X}", exchange(colour))),
            _ => out.push_str(number),
        }
        out.push_str(rest);
    }
    out.into()
}

/// Luma coefficients: ITU-R BT.709-6 item 3.2, BT.601-7 section 2.5.1.
fn exchange(aabbggrr: u32) -> u32 {
    let [red, green, blue, alpha] = aabbggrr.to_le_bytes();
    let (r, g, b) = (f64::from(red), f64::from(green), f64::from(blue));
    let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (cb, cr) = ((b - luma) / 1.8556, (r - luma) / 1.5748);
    let (r, b) = (luma + 1.402 * cr, luma + 1.772 * cb);
    let g = (luma - 0.299 * r - 0.114 * b) / 0.587;
    let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
    u32::from_le_bytes([byte(r), byte(g), byte(b), alpha])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_stay_as_they_are() {
        assert!((0..=255).map(|v| u32::from_le_bytes([v, v, v, 7])).all(|grey| exchange(grey) == grey));
    }

    #[test]
    fn styles_and_overrides_change_and_text_does_not() {
        let yellow = exchange(0x00D4FF);
        let script = "[Script Info]\nYCbCr Matrix: TV.709\nTitle: &H00D4FF\n\
                      Style: A,Inter,30,&H0000D4FF,&HFF00D4FF,5\r\n\
                      Dialogue: 0,A,\\{&H00D4FF&} {\\1c&H00D4FF&\\alpha&H80&\\t(\\3c&H00D4FF&)}&H00D4FF {\\c&H00D4FF";
        assert_eq!(
            for_bt601_painter(script),
            format!(
                "[Script Info]\nTitle: &H00D4FF\nStyle: A,Inter,30,&H00{yellow:06X},&HFF{yellow:06X},5\r\n\
                 Dialogue: 0,A,\\{{&H00D4FF&}} {{\\1c&H{yellow:06X}&\\alpha&H80&\\t(\\3c&H{yellow:06X}&)}}&H00D4FF \
                 {{\\c&H{yellow:06X}"
            )
        );
    }

    #[test]
    fn whatever_is_written_nothing_but_digits_changes() {
        for odd in ["", "&H", "Style: &H\nStyle: &HGG", "Dialogue: {", "Dialogue: }{&H123", "Dialogue: é{é&Hé}"] {
            assert_eq!(for_bt601_painter(odd), odd);
        }
    }
}
