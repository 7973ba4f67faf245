//! The JSON Schema of a manifest, from the types that read it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::raw::{Config, Manifest};
use super::record::Record;

/// JSON Schema (2020-12) of a manifest, for editors.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Manifest>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".into(), "reelmill manifest".into());
        root.insert("required".into(), vec!["videos"].into());
    }
    if let Some(properties) = schema.pointer_mut("/$defs/Config/properties").and_then(Value::as_object_mut) {
        for (key, alias) in Config::ALIASES {
            if let Some(property) = properties.get(*key).cloned() {
                properties.insert((*alias).to_owned(), property);
            }
        }
    }
    flatten(&mut schema);
    schema
}

/// Choices inside of choices become one list of them, which editors show better.
fn flatten(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(flatten),
        Value::Object(fields) => {
            fields.values_mut().for_each(flatten);
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                *choices = std::mem::take(choices).into_iter().flat_map(choices_of).collect();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn choices_of(choice: Value) -> Vec<Value> {
    match choice {
        Value::Object(mut fields) if fields.len() == 1 && fields.contains_key("anyOf") => {
            match fields.remove("anyOf") {
                Some(Value::Array(choices)) => choices,
                other => other.into_iter().collect(),
            }
        }
        choice => vec![choice],
    }
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
