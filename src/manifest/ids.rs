//! The names that videos go by.

use std::collections::HashSet;

/// Bytes of an id; with `.mp4` or a sidecar's ending it is a file name everywhere.
const LONGEST: usize = 120;

/// Words of any script as a name: `Haunted House!` is `haunted-house`.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = if c.is_alphanumeric() { c } else { '-' };
        if slug.len() + c.len_utf8() > 60 {
            break;
        }
        if c != '-' || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push(c);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// What is wrong with an id that a user chose; nothing for a good one.
pub(crate) fn problem(id: &str) -> Option<String> {
    if let Some(c) = id.chars().find(|&c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
        return Some(if c == ' ' { "has a space in it".into() } else { format!("has `{}` in it", c.escape_default()) });
    }
    if id.starts_with(['-', '.']) {
        return Some("begins with a sign".into());
    }
    (id.len() > LONGEST).then(|| format!("is {} bytes long; at most {LONGEST} are taken", id.len()))
}

/// `base`, or `base-2`, `base-3` … the first that is free.
pub(crate) fn unique(
    base: &str,
    taken: &mut HashSet<String>,
    next: &mut std::collections::HashMap<String, usize>,
) -> String {
    if taken.insert(base.to_lowercase()) {
        return base.to_owned();
    }
    let count = next.entry(base.to_owned()).or_insert(1);
    loop {
        *count += 1;
        let id = format!("{base}-{count}");
        if taken.insert(id.to_lowercase()) {
            return id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_names() {
        for (text, wanted) in [
            ("Haunted House!", "haunted-house"),
            ("  --a__b--  ", "a-b"),
            ("Grüße, Welt", "grüße-welt"),
            ("東京 2024", "東京-2024"),
            ("!!!", ""),
            ("../../etc", "etc"),
        ] {
            assert_eq!(slug(text), wanted);
        }
        assert!(slug(&"é".repeat(500)).len() <= 60);
    }

    #[test]
    fn ids_are_letters_digits_and_three_signs() {
        assert!(["a", "release-1.2_b", "東京"].iter().all(|id| problem(id).is_none()));
        assert!(["a b", "a/b", "-a", ".a", "a\nb", &"a".repeat(200)].iter().all(|id| problem(id).is_some()));
    }

    #[test]
    fn derived_ids_count_up_past_taken_ones() {
        let (mut taken, mut next) = (HashSet::from(["a-2".to_owned()]), Default::default());
        let ids: Vec<_> = (0..3).map(|_| unique("a", &mut taken, &mut next)).collect();
        assert_eq!(ids, ["a", "a-3", "a-4"]);
    }

    proptest::proptest! {
        #[test]
        fn any_slug_is_a_good_id(text in ".{0,100}") {
            let slug = slug(&text);
            proptest::prop_assert!(problem(&slug).is_none(), "{slug}");
        }
    }
}
