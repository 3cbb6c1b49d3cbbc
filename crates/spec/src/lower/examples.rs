//! `examples` of a schema: 3.0 has one `example`.

use super::{Context, Schema};
use serde_json::Value;

/// The first of the examples stays, unless there is an `example` already.
///
/// Some documents write a mapping of named examples here, as media types have it; its first value is taken.
pub(super) fn first(schema: &mut Schema, _: &mut Context<'_>) {
    let first = match schema.shift_remove("examples") {
        Some(Value::Array(values)) => values.into_iter().next(),
        Some(Value::Object(named)) => named.into_iter().next().map(|(_, value)| match value {
            Value::Object(mut example) if example.contains_key("value") => {
                example.remove("value").unwrap_or_default()
            }
            other => other,
        }),
        other => other,
    };
    if let Some(first) = first
        && !schema.contains_key("example")
    {
        schema.insert("example".to_owned(), first);
    }
}
