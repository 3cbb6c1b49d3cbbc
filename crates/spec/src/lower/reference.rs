//! `$ref` beside other keywords: 3.1 means both, `openapiv3` holds only the `$ref`.

use super::{Context, Schema};
use crate::source::Version;
use serde_json::{Map, Value};

/// What a 3.0 document may mean beside a `$ref`, though its specification has all siblings ignored.
const MEANT: [&str; 9] = [
    "description",
    "title",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "example",
    "examples",
];

/// `{$ref, ...}` becomes `{allOf: [{$ref}], ...}`.
///
/// In a 3.0 document only what describes the use is kept (a description, `nullable`, `readOnly`, an extension); the
/// rest is dropped with a note, since the specification has it ignored. `$dynamicRef` counts as `$ref`.
pub(super) fn siblings(schema: &mut Schema, context: &mut Context<'_>) {
    if let Some(target) = schema.shift_remove("$dynamicRef") {
        schema.entry("$ref").or_insert(target);
    }
    if schema.len() == 1 || !schema.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    if context.version == Version::V3_0 {
        let dropped: Vec<String> = schema
            .keys()
            .filter(|key| *key != "$ref" && !is_meant(key))
            .map(|key| format!("`{key}`"))
            .collect();
        if !dropped.is_empty() {
            schema.retain(|key, _| key == "$ref" || is_meant(key));
            context.note(format!(
                "beside a `$ref`, OpenAPI 3.0 ignores {}; dropped",
                dropped.join(", ")
            ));
        }
        if schema.len() == 1 {
            return;
        }
    }
    let Some(target) = schema.shift_remove("$ref") else {
        return;
    };
    let mut reference = Map::new();
    reference.insert("$ref".to_owned(), target);
    let reference = Value::Object(reference);
    match schema.get_mut("allOf") {
        Some(Value::Array(all)) => all.insert(0, reference),
        _ => {
            schema.shift_insert(0, "allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
}

fn is_meant(key: &str) -> bool {
    MEANT.contains(&key) || key.starts_with("x-")
}
