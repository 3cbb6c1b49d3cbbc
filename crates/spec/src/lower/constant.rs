//! `const`: 3.0 says it as an enum of one value.

use super::{Context, Schema};
use serde_json::Value;

/// `const: x` becomes `enum: [x]`, with the value's type where none is given.
pub(super) fn to_enum(schema: &mut Schema, _: &mut Context<'_>) {
    let Some(value) = schema.shift_remove("const") else {
        return;
    };
    if !schema.contains_key("type") && !schema.contains_key("$ref") {
        let name = match &value {
            Value::String(_) => Some("string"),
            Value::Bool(_) => Some("boolean"),
            Value::Number(number) if number.is_f64() => Some("number"),
            Value::Number(_) => Some("integer"),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        if let Some(name) = name {
            schema.insert("type".to_owned(), Value::String(name.to_owned()));
        }
    }
    schema.insert("enum".to_owned(), Value::Array(vec![value]));
}
