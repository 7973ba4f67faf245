//! Templates that the engine would follow too deep: it reads some forms by recursion without a bound, and a text of a
//! megabyte could end the program by its stack. They are found before the engine sees them.

/// Bytes of one `{{ … }}` or `{% … %}`.
const TAG_BYTES: usize = 1000;
/// `elif` branches of one template; each is inside of the one before.
const BRANCHES: usize = 100;

/// Why `source` is refused; nothing for what people write.
pub(crate) fn refusal(source: &str) -> Option<&'static str> {
    if source.matches("elif").count() > BRANCHES {
        return Some("the template has more than 100 `elif`s");
    }
    let mut rest = source;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let (body, end) = match rest.as_bytes().first() {
            Some(b'{') => (&rest[1..], "}}"),
            Some(b'%') => (&rest[1..], "%}"),
            Some(b'#') => {
                rest = rest.find("#}").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            _ => continue,
        };
        // What a raw block hides is no tag; without them, all that looks like one is one.
        if end == "%}" && body.trim_start_matches(['-', '+']).trim_start().starts_with("raw") {
            return Some("the template has a `raw` block; write `{{ '{{' }}` for braces");
        }
        let length = tag_length(body, end);
        if length > TAG_BYTES {
            return Some("one `{{ … }}` or `{% … %}` is longer than 1000 bytes");
        }
        rest = &body[length..];
    }
    None
}

/// Bytes until the tag's end, as the engine finds it: not in quotes, not in brackets.
fn tag_length(body: &str, end: &str) -> usize {
    let mut depth = 0_i64;
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if depth == 0 && body[at..].starts_with(end) {
            return at + end.len();
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '"' | '\'' => skip_string(&mut chars, c),
            _ => {}
        }
    }
    body.len()
}

fn skip_string(chars: &mut std::str::CharIndices<'_>, quote: char) {
    while let Some((_, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if c == quote => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_passes() {
        for source in [
            "plain { text } with {braces}",
            "{{ row.a }} {% if row.b == '%}' %}x{% elif row.c %}y{% endif %} {# note #}",
            "{{ {'a': {'b': 1}} }} {{ '}}' }} {{ \"\\\"}}\" }}",
            "{{ not closed",
            "{#",
        ] {
            assert_eq!(refusal(source), None, "{source}");
        }
        let text = format!("{}{{{{ row.a }}}}{}", "long text. ".repeat(10_000), " more".repeat(10_000));
        assert_eq!(refusal(&text), None);
    }

    #[test]
    fn a_long_tag_is_found_behind_what_hides_it() {
        let long = "not ".repeat(400);
        for hidden in [
            format!("{{{{ {long} 1 }}}}"),
            format!("{{{{ '}}}}' {long} 1 }}}}"),
            format!("{{{{ (1 }}}} {long} ) }}}}"),
            format!("{{#}}{{{{ x }}}}#}}{{{{ {long} 1 }}}}"),
            format!("{{% if {long} 1 %}}{{% endif %}}"),
            format!("{{% raw %}}{{#{{% endraw %}}{{{{ {long} 1 }}}}{{# #}}"),
        ] {
            assert!(refusal(&hidden).is_some(), "{hidden}");
        }
        assert!(refusal(&"{% elif 1 %}".repeat(101)).is_some());
    }
}
