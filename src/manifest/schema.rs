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
    schema
}
