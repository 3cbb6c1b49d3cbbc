//! Rules about properties that 3.0 has no words for.

use super::{Context, Schema};
use serde_json::{Value, json};

/// `patternProperties` becomes `additionalProperties`: the values keep their type, the names are not checked.
pub(super) fn patterns(schema: &mut Schema, context: &mut Context<'_>) {
    let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else {
        return;
    };
    let every = patterns
        .keys()
        .all(|pattern| matches!(pattern.as_str(), "" | ".*" | "^.*$" | "^.*" | ".+" | "^.+$"));
    let mut branches: Vec<Value> = Vec::new();
    for branch in patterns.into_iter().map(|(_, branch)| branch) {
        if !branches.contains(&branch) {
            branches.push(branch);
        }
    }
    match schema.get("additionalProperties") {
        // Anything at all is allowed already.
        Some(Value::Bool(true)) => {
            return context
                .note("the names that `patternProperties` describes may hold anything here");
        }
        Some(Value::Object(map)) if map.is_empty() => return,
        Some(other @ Value::Object(_)) if !branches.contains(other) => branches.push(other.clone()),
        _ => {}
    }
    let values = match branches.len() {
        0 => return,
        1 => branches.remove(0),
        _ => json!({ "anyOf": branches }),
    };
    schema.insert("additionalProperties".to_owned(), values);
    schema
        .entry("type")
        .or_insert_with(|| Value::String("object".to_owned()));
    if !every {
        context.note(
            "`patternProperties` is read as `additionalProperties`; the names are not checked",
        );
    }
}

/// `unevaluatedProperties` is `additionalProperties` where nothing is combined; elsewhere it is a check, and dropped.
pub(super) fn unevaluated(schema: &mut Schema, context: &mut Context<'_>) {
    let Some(rule) = schema.shift_remove("unevaluatedProperties") else {
        return;
    };
    let combined = ["allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas"]
        .iter()
        .any(|key| schema.contains_key(*key));
    if !combined && !schema.contains_key("additionalProperties") {
        schema.insert("additionalProperties".to_owned(), rule);
    } else if rule.is_object() {
        context.note("`unevaluatedProperties` beside a combination is not checked; further properties may hold anything");
    }
}

/// `propertyNames`: which names a map may have is not checked.
pub(super) fn names(schema: &mut Schema, context: &mut Context<'_>) {
    if schema
        .shift_remove("propertyNames")
        .is_some_and(|rule| rule.as_object().is_some_and(|rule| !rule.is_empty()))
    {
        context.note("`propertyNames` is not checked; a map's keys are texts");
    }
}
