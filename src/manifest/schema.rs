//! The JSON Schema of a manifest, from the types that read it.

use serde_json::{Map, Value, json};

use super::raw::Manifest;
use super::record::Record;

/// JSON Schema (2020-12) of a manifest, for editors.
pub fn schema() -> Value {
    let mut shapes = Shapes::default();
    let mut schema = shapes.mapping::<Manifest>();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "reelmill manifest".into();
    schema["required"] = json!(["videos"]);
    schema["$defs"] = shapes.0.into();
    schema
}

/// The mappings that a schema speaks of, each described once.
#[derive(Default)]
pub(crate) struct Shapes(Map<String, Value>);

impl Shapes {
    /// A reference to the description of a mapping.
    pub fn of<T: Record>(&mut self) -> Value {
        if !self.0.contains_key(T::NAME) {
            // There while it is described: a mapping may hold its like.
            self.0.insert(T::NAME.into(), Value::Null);
            let mapping = self.mapping::<T>();
            self.0.insert(T::NAME.into(), mapping);
        }
        json!({ "$ref": format!("#/$defs/{}", T::NAME) })
    }

    fn mapping<T: Record>(&mut self) -> Value {
        let mut keys = Keys { shapes: self, described: Map::new() };
        T::describe(&mut keys);
        let properties = keys.described;
        described(json!({ "type": "object", "properties": properties, "additionalProperties": false }), T::ABOUT)
    }
}

/// The keys of a mapping while they are described.
pub(crate) struct Keys<'a> {
    shapes: &'a mut Shapes,
    described: Map<String, Value>,
}

impl Keys<'_> {
    /// One key and perhaps its other spelling.
    pub fn add(&mut self, key: &str, alias: Option<&str>, about: &str, shape: fn(&mut Shapes) -> Value) {
        let shape = described(or_null(shape(self.shapes)), about);
        for key in [Some(key), alias].into_iter().flatten() {
            self.described.insert(key.to_owned(), shape.clone());
        }
    }
}

fn described(mut shape: Value, about: &str) -> Value {
    if !about.is_empty() {
        shape["description"] = about.trim().into();
    }
    shape
}

/// `null` says of any key that there is nothing to say.
fn or_null(shape: Value) -> Value {
    match shape {
        Value::Object(mut fields) if fields.get("type").is_some_and(Value::is_string) => {
            let kind = fields.remove("type");
            fields.insert("type".into(), json!([kind, "null"]));
            fields.into()
        }
        Value::Object(fields) if fields.is_empty() => fields.into(),
        shape => any_of([shape, json!({ "type": "null" })]),
    }
}

/// What one of these describes; choices among the choices become one list of them, which editors show better.
pub(crate) fn any_of(choices: impl IntoIterator<Item = Value>) -> Value {
    let flat = |choice: Value| match choice {
        Value::Object(mut fields) if fields.len() == 1 => match fields.remove("anyOf") {
            Some(Value::Array(choices)) => choices,
            Some(other) => vec![json!({ "anyOf": other })],
            None => vec![fields.into()],
        },
        choice => vec![choice],
    };
    json!({ "anyOf": choices.into_iter().flat_map(flat).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_there_with_its_description_and_bounds() {
        let schema = schema();
        assert_eq!(schema["properties"]["videos"]["items"]["$ref"], "#/$defs/Video");
        assert_eq!(schema["required"], serde_json::json!(["videos"]));
        let fps =
            schema.pointer("/$defs/Video/properties/fps").or(schema.pointer("/$defs/Settings/properties/fps")).unwrap();
        let text = fps.to_string();
        assert!(text.contains("Frames a second") && text.contains("120") && text.contains("{"), "{text}");
        assert!(schema.pointer("/$defs/Config/properties/maxConcurrent").is_some());
        assert!(schema.pointer("/$defs/Music/properties/loop").is_some());
        assert!(!schema.to_string().contains("faulty"));
    }

    #[test]
    fn choices_are_one_list() {
        let schema = schema();
        let voice = schema.pointer("/$defs/Scene/properties/voice/anyOf").unwrap().as_array().unwrap();
        assert!(voice.len() >= 3 && voice.iter().all(|choice| choice.get("anyOf").is_none()), "{voice:?}");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let schema = schema();
        let text = schema.to_string();
        for part in text.split("\"$ref\":\"#").skip(1) {
            let pointer = part.split('"').next().unwrap();
            assert!(schema.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
