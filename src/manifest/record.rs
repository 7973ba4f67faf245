//! Mappings with known keys: each is read by itself, so that one wrong value hides no other, and an unknown key is told
//! with the known one nearest to it.

use std::sync::Arc;

use super::near::nearest;
use super::node::{Entry, Kind, Node};
use super::notes::Notes;
use super::read::{At, Read};
use super::schema::Keys;

/// A mapping with known keys. Made by [`record!`].
pub(crate) trait Record: Sized {
    /// For people and the JSON Schema.
    const NAME: &'static str;
    const ABOUT: &'static str;

    fn keys(into: &mut Vec<&'static str>);
    fn take(fields: &mut Fields<'_>) -> Self;
    fn over(self, base: Self) -> Self;
    /// Tells of each key how it is written.
    fn describe(keys: &mut Keys<'_>);
    /// Notes that a problem of it was told.
    fn mark_faulty(&mut self);
}

/// A mapping while its keys are taken out.
pub(crate) struct Fields<'a> {
    entries: &'a [Entry],
    taken: Vec<bool>,
    notes: &'a mut Notes,
    /// A problem was told: what is missing may be there, only wrong.
    pub faulty: bool,
    /// The `kind` is wrong, so that nothing is known about the other keys.
    kind_unknown: bool,
}

impl Fields<'_> {
    /// The value of `key` (or of its other spelling), where it is there and right.
    pub fn take<T: Read>(&mut self, key: &'static str, alias: Option<&'static str>) -> Option<At<T>> {
        let index = self.entries.iter().position(|entry| &*entry.key == key || Some(&*entry.key) == alias)?;
        self.taken[index] = true;
        let entry = &self.entries[index];
        let (node, before) = (&entry.value, self.notes.count());
        if node.is_bare() && !T::MAY_BE_BARE {
            self.tell_bare(entry);
        }
        if node.is_blank() || node.is_null() {
            return None;
        }
        self.notes.key.clear();
        self.notes.key.push_str(key);
        let value = At::read(node, self.notes);
        self.faulty |= value.is_none() || self.notes.count() > before;
        self.kind_unknown |= key == "kind" && value.is_none();
        value
    }

    fn tell_bare(&mut self, entry: &Entry) {
        self.faulty = true;
        let after = self.notes.source.after(entry.key_spot).trim_start_matches([':', ' ', '\t', '"', '\'']);
        let commented = after.starts_with('#');
        let note = self.notes.error(entry.key_spot, format!("`{}` has no value", entry.key));
        match commented {
            true => note
                .label("what follows is a comment")
                .help("`#` starts a comment: write the value in quotes, as in \"#ffffff\""),
            false => note.help("write a value, or remove the line; `null` says that there is none"),
        };
    }

    fn tell_unknown(&mut self, known: &[&'static str]) {
        if self.kind_unknown {
            return;
        }
        for (entry, _) in self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken) {
            self.faulty = true;
            let key: String = entry.key.chars().take(60).collect();
            let near = nearest(&key, known.iter().copied());
            let note = self.notes.error(entry.key_spot, format!("unknown key `{key}`"));
            match near {
                Some(near) if self.entries.iter().any(|entry| &*entry.key == near) => {
                    note.help(format!("`{near}` is here already; the keys are {}", known.join(", ")))
                }
                Some(near) => note.help(format!("did you mean `{near}`?")),
                None => note.help(format!("the keys here are {}", known.join(", "))),
            };
        }
    }
}

/// Reads a record; a value that is no mapping is told.
pub(crate) fn read<T: Record>(node: &Arc<Node>, notes: &mut Notes) -> Option<T> {
    let entries: &[Entry] = match &node.kind {
        Kind::Map(entries) => entries,
        Kind::Broken => return None,
        Kind::Scalar { .. } if node.is_bare() || node.is_null() => &[],
        Kind::Scalar { .. } | Kind::List(_) => {
            let message = match notes.key.as_str() {
                "" => format!("a mapping is expected here, not {}", node.noun()),
                key => format!("`{key}` must be a mapping, not {}", node.noun()),
            };
            notes
                .error(node.spot, message)
                .help(format!("write `key: value`; the keys are {}", keys::<T>().join(", ")));
            return None;
        }
    };
    let mut fields = Fields { entries, taken: vec![false; entries.len()], notes, faulty: false, kind_unknown: false };
    let mut record = T::take(&mut fields);
    fields.tell_unknown(&keys::<T>());
    if fields.faulty {
        record.mark_faulty();
    }
    Some(record)
}

pub(crate) fn keys<T: Record>() -> Vec<&'static str> {
    let mut keys = Vec::new();
    T::keys(&mut keys);
    keys
}

/// Declares a mapping's keys once: the struct, how it is read, how it is completed from another, and its JSON Schema
/// (whose descriptions are the doc comments). Every field is optional; `key or "alias": Type` has a second spelling.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        $name:ident {
            $($(#[doc = $field_about:literal])* $field:ident $(or $alias:literal)?: $type:ty,)*
            $(..$rest:ident: $rest_type:ty,)?
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Default, Clone)]
        pub(crate) struct $name {
            $($(#[doc = $field_about])* pub $field: Option<At<$type>>,)*
            $(pub $rest: $rest_type,)?
            /// A problem of this mapping was told already.
            pub faulty: bool,
        }

        impl $crate::manifest::record::Record for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = concat!($($about),*);

            fn keys(into: &mut Vec<&'static str>) {
                $(into.push($crate::manifest::record::word(stringify!($field)));)*
                $(<$rest_type as $crate::manifest::record::Record>::keys(into);)?
            }

            fn take(fields: &mut $crate::manifest::record::Fields<'_>) -> Self {
                $(
                    let key = $crate::manifest::record::word(stringify!($field));
                    let $field = fields.take(key, None $(.or(Some($alias)))?);
                )*
                $(let $rest = <$rest_type as $crate::manifest::record::Record>::take(fields);)?
                Self { $($field,)* $($rest,)? faulty: fields.faulty }
            }

            fn over(self, base: Self) -> Self {
                Self {
                    $($field: $crate::manifest::read::over(self.$field, base.$field),)*
                    $($rest: <$rest_type as $crate::manifest::record::Record>::over(self.$rest, base.$rest),)?
                    faulty: self.faulty || base.faulty,
                }
            }

            fn describe(keys: &mut $crate::manifest::schema::Keys<'_>) {
                $(
                    let key = $crate::manifest::record::word(stringify!($field));
                    let about = concat!($($field_about),*);
                    keys.add(key, None $(.or(Some($alias)))?, about, <$type as $crate::manifest::read::Read>::shape);
                )*
                $(<$rest_type as $crate::manifest::record::Record>::describe(keys);)?
            }

            fn mark_faulty(&mut self) {
                self.faulty = true;
            }
        }

        impl $crate::manifest::read::Read for $name {
            const MAY_BE_BARE: bool = true;

            fn read(
                node: &std::sync::Arc<$crate::manifest::node::Node>,
                notes: &mut $crate::manifest::notes::Notes,
            ) -> Option<Self> {
                $crate::manifest::record::read(node, notes)
            }

            fn shape(shapes: &mut $crate::manifest::schema::Shapes) -> serde_json::Value {
                shapes.of::<Self>()
            }

            fn over(self, base: Self) -> Self {
                $crate::manifest::record::Record::over(self, base)
            }
        }
    };
}
pub(crate) use record;

/// A field's name as users write it.
pub(crate) fn word(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::manifest::marked;
    use crate::manifest::scalar::{Flag, Whole};
    use crate::manifest::source::Source;

    record! {
        /// A mapping of the tests.
        Sample {
            max_words or "maxWords": Whole<1, 9>,
            r#loop: Flag,
            font_size: Whole<1, 99>,
        }
    }

    fn sample(text: &str) -> (Option<Sample>, Vec<String>) {
        let mut notes = Notes::new(Source::new(PathBuf::from("m"), text));
        let node = marked::parse(text, &mut notes).unwrap();
        let sample = Sample::read(&node, &mut notes);
        let told = notes.into_diagnostics().diagnostics;
        (sample, told.into_iter().map(|d| format!("{} | {}", d.message, d.help.unwrap_or_default())).collect())
    }

    #[test]
    fn every_wrong_key_and_value_is_told_and_the_right_ones_stay() {
        let (sample, told) = sample("{max_words: 40, lop: true, font_size: 12, colour: x}");
        let sample = sample.unwrap();
        assert_eq!((sample.font_size.unwrap().value.0, sample.max_words.is_none(), sample.faulty), (12, true, true));
        assert_eq!(
            told,
            [
                "`max_words` must be a whole number from 1 to 9, not `40` | ",
                "unknown key `lop` | did you mean `loop`?",
                "unknown key `colour` | the keys here are max_words, loop, font_size",
            ]
        );
    }

    #[test]
    fn both_spellings_of_a_key_are_read_but_not_at_once() {
        assert_eq!(sample("maxWords: 3").0.unwrap().max_words.unwrap().value.0, 3);
        assert_eq!(sample("{max_words: 3, maxWords: 4}").1.len(), 1);
    }

    #[test]
    fn null_is_absence_and_nothing_is_a_slip() {
        assert_eq!(sample("loop: null").1, Vec::<String>::new());
        assert!(sample("loop: #1").1[0].starts_with("`loop` has no value | `#` starts a comment"));
        assert!(sample("loop:").1[0].starts_with("`loop` has no value | write a value"));
    }

    #[test]
    fn a_list_where_a_mapping_belongs_is_told() {
        assert!(sample("[1]").1[0].starts_with("a mapping is expected here, not a list"));
    }

    #[test]
    fn what_is_missing_comes_from_the_base() {
        let own = sample("{max_words: 3}").0.unwrap();
        let both = Read::over(own, sample("{max_words: 4, font_size: 20}").0.unwrap());
        assert_eq!((both.max_words.unwrap().value.0, both.font_size.unwrap().value.0), (3, 20));
    }
}
