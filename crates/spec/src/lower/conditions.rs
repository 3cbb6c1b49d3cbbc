//! `if`/`then`/`else` and properties that depend on others: a type has all properties that some case has.

use super::{Context, Schema};
use serde_json::{Map, Value};

/// Properties that only some case names become optional properties; the condition itself is not checked.
pub(super) fn to_optional(schema: &mut Schema, context: &mut Context<'_>) {
    let condition = schema.shift_remove("if").is_some();
    let mut cases = Vec::new();
    let mut found: Vec<&str> = Vec::new();
    for key in ["then", "else"] {
        if let Some(case) = schema.shift_remove(key)
            && condition
        {
            found.push(key);
            cases.push(case);
        }
    }
    for key in ["dependentSchemas", "dependencies"] {
        if let Some(Value::Object(map)) = schema.shift_remove(key) {
            let before = cases.len();
            cases.extend(
                map.into_iter()
                    .map(|(_, case)| case)
                    .filter(Value::is_object),
            );
            if cases.len() > before {
                found.push(key);
            }
        }
    }
    if schema.shift_remove("dependentRequired").is_some() {
        found.push("dependentRequired");
    }
    if found.is_empty() {
        return;
    }
    let mut added = 0;
    let mut references = 0;
    for case in cases {
        let Value::Object(mut case) = case else {
            continue;
        };
        references += usize::from(case.contains_key("$ref"));
        if let Some(Value::Object(more)) = case.remove("properties") {
            let properties = schema
                .entry("properties")
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(properties) = properties else {
                continue;
            };
            for (name, property) in more {
                // A case often only narrows a property that is there; the wider one describes all cases.
                if !properties.contains_key(&name) && property.is_object() {
                    properties.insert(name, property);
                    added += 1;
                }
            }
        }
    }
    let names = found
        .iter()
        .map(|key| format!("`{key}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let mut message = format!("the condition ({names}) is not checked");
    if added > 0 {
        message.push_str("; the properties of each case are optional properties here");
    }
    if references > 0 {
        message.push_str("; what a case refers to is left out");
    }
    context.note(message);
}
