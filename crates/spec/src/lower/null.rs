//! All the ways in which 3.1 says that a value may be null: 3.0 has the one keyword `nullable`.

use super::{Context, Schema};
use serde_json::{Value, json};

/// Marks a schema as nullable.
pub(super) fn set(schema: &mut Schema) {
    schema.insert("nullable".to_owned(), Value::Bool(true));
}

/// Makes a schema one that allows null and nothing else.
pub(super) fn only_null(schema: &mut Schema) {
    schema.insert("enum".to_owned(), json!([null]));
    set(schema);
}

/// `type: 'null'`: only null. 3.0 says it with `nullable` and an enum of null alone.
pub(super) fn alone(schema: &mut Schema, _: &mut Context<'_>) {
    let written = schema.shift_remove("type");
    // `type:` with nothing after it is a slip, not a type, unless the document is 3.1 and it is all there is.
    if written == Some(Value::Null)
        && schema
            .keys()
            .any(|key| key != "description" && key != "title")
    {
        return;
    }
    only_null(schema);
}

/// A null among the values of `enum` is `nullable`; it leaves the list, unless it is all the list has.
pub(super) fn in_enum(schema: &mut Schema, _: &mut Context<'_>) {
    let Some(Value::Array(values)) = schema.get_mut("enum") else {
        return;
    };
    let before = values.len();
    if !values.iter().any(Value::is_null) {
        return;
    }
    if before > 1 {
        values.retain(|value| !value.is_null());
    }
    set(schema);
}

/// `anyOf: [X, {type: 'null'}]` is X, nullable; likewise `oneOf`.
pub(super) fn branch(schema: &mut Schema, _: &mut Context<'_>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(keyword) else {
            continue;
        };
        let before = branches.len();
        branches.retain(|branch| !is_null(branch));
        if branches.len() == before {
            continue;
        }
        match branches.len() {
            0 => {
                schema.shift_remove(keyword);
                only_null(schema);
            }
            1 => {
                if let Some(Value::Array(mut branches)) = schema.shift_remove(keyword)
                    && let Some(only) = branches.pop()
                {
                    absorb(schema, only);
                }
                set(schema);
            }
            _ => set(schema),
        }
    }
}

/// Takes the one branch that is left into the schema, or beside it where both say something about one keyword.
fn absorb(schema: &mut Schema, only: Value) {
    match only {
        Value::Object(branch) if !branch.contains_key("$ref") => {
            // What stands outside describes this use, what stands inside the shape: the outside wins for words.
            let words = [
                "title",
                "description",
                "default",
                "example",
                "examples",
                "deprecated",
            ];
            let clash = branch
                .keys()
                .any(|key| schema.contains_key(key) && !words.contains(&key.as_str()));
            if clash {
                all_of(schema, Value::Object(branch));
            } else {
                for (key, value) in branch {
                    schema.entry(key).or_insert(value);
                }
            }
        }
        other => all_of(schema, other),
    }
}

/// Adds a schema to `allOf`.
pub(super) fn all_of(schema: &mut Schema, other: Value) {
    match schema.get_mut("allOf") {
        Some(Value::Array(all)) => all.push(other),
        _ => {
            schema.insert("allOf".to_owned(), Value::Array(vec![other]));
        }
    }
}

/// Whether a branch allows null and nothing else.
fn is_null(branch: &Value) -> bool {
    let Value::Object(branch) = branch else {
        return false;
    };
    match branch.get("type") {
        Some(Value::Null) => branch.len() == 1,
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "null"),
        Some(_) => false,
        None => match (branch.get("const"), branch.get("enum")) {
            (Some(Value::Null), _) => true,
            (None, Some(Value::Array(values))) => {
                !values.is_empty() && values.iter().all(Value::is_null)
            }
            _ => false,
        },
    }
}

/// Whether a value is of the type with this name.
pub(super) fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number" || (name == "integer" && (number.is_i64() || number.is_u64()))
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
