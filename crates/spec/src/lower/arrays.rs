//! Lists whose items differ by position, and rules about items that 3.0 has no words for.

use super::{Context, Schema};
use serde_json::{Value, json};

/// `prefixItems` (or, in older drafts, a list under `items`) becomes a list of any of these.
///
/// Which item stands where is lost: each may be any of the listed ones. A tuple that allows no further items keeps its
/// length as `maxItems`.
pub(super) fn tuple(schema: &mut Schema, context: &mut Context<'_>) {
    let prefix = schema.shift_remove("prefixItems");
    let (prefix, rest) = match (prefix, schema.shift_remove("items")) {
        (Some(prefix), rest) => (prefix, rest),
        (None, Some(prefix @ Value::Array(_))) => (prefix, schema.shift_remove("additionalItems")),
        (None, rest) => (Value::Null, rest),
    };
    let Value::Array(mut branches) = prefix else {
        if let Some(rest) = rest {
            schema.insert("items".to_owned(), rest);
        }
        return;
    };
    context.note("items that differ by position are read as items of any of these kinds");
    let count = branches.len();
    match rest {
        Some(Value::Bool(false)) => {
            schema.entry("maxItems").or_insert_with(|| count.into());
        }
        Some(rest @ Value::Object(_)) => branches.push(rest),
        _ => {}
    }
    let mut distinct: Vec<Value> = Vec::new();
    for branch in branches {
        if !distinct.contains(&branch) {
            distinct.push(branch);
        }
    }
    let items = match distinct.len() {
        1 => distinct.remove(0),
        0 => json!({}),
        _ => json!({ "anyOf": distinct }),
    };
    schema.insert("items".to_owned(), items);
    schema
        .entry("type")
        .or_insert_with(|| Value::String("array".to_owned()));
}

/// `contains`, `minContains`, `maxContains`, `unevaluatedItems`, `additionalItems`: checks that a client need not make.
pub(super) fn rules(schema: &mut Schema, context: &mut Context<'_>) {
    let dropped: Vec<String> = [
        "contains",
        "minContains",
        "maxContains",
        "unevaluatedItems",
        "additionalItems",
    ]
    .into_iter()
    .filter(|key| {
        schema
            .shift_remove(*key)
            .is_some_and(|value| !value.is_boolean())
    })
    .map(|key| format!("`{key}`"))
    .collect();
    if !dropped.is_empty() {
        context.note(format!(
            "{} is not checked; the items are as `items` says",
            dropped.join(", ")
        ));
    }
}
