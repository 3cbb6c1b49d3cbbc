//! Lists of types: `[number, 'null']` is a nullable number, `[object, array]` is one or the other.

use super::{Context, Schema, null};
use serde_json::{Map, Value, json};

/// Keywords that say something about values of one type only.
fn owner(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "contentSchema" => "string",
        "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => "number",
        "properties"
        | "required"
        | "additionalProperties"
        | "minProperties"
        | "maxProperties"
        | "patternProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "dependentSchemas"
        | "dependentRequired" => "object",
        "items" | "minItems" | "maxItems" | "uniqueItems" | "prefixItems" | "contains"
        | "minContains" | "maxContains" | "unevaluatedItems" => "array",
        _ => return None,
    })
}

/// What lists of types become.
///
/// One type and null: that type, nullable. Several: `anyOf`, one branch each, with the keywords that are about it.
/// A branch's keywords move; title, description, default and the like stay where they are.
pub(super) fn split(schema: &mut Schema, context: &mut Context<'_>) {
    let Some(Value::Array(list)) = schema.shift_remove("type") else {
        return;
    };
    let mut types: Vec<String> = Vec::new();
    let mut nullable = false;
    for item in list {
        match item {
            Value::Null => nullable = true,
            Value::String(name) if name == "null" => nullable = true,
            Value::String(name) if !types.contains(&name) => types.push(name),
            _ => {}
        }
    }
    // Each integer is a number, so the pair says no more than `number`.
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    match types.as_slice() {
        [] if nullable => null::only_null(schema),
        [] => {}
        [one] => {
            schema.insert("type".to_owned(), Value::String(one.clone()));
        }
        // All there is: the same as saying nothing.
        many if many.len() >= 5 => {
            context.note("every type is allowed here, so the type says nothing and is dropped")
        }
        many => branches(schema, many, context),
    }
    if nullable {
        null::set(schema);
    }
}

fn branches(schema: &mut Schema, types: &[String], context: &mut Context<'_>) {
    context.note(format!(
        "a value of several types ({}) is read as `anyOf` of them",
        types.join(", ")
    ));
    let mut list: Vec<Schema> = types
        .iter()
        .map(|name| {
            let mut branch = Map::new();
            branch.insert("type".to_owned(), Value::String(name.clone()));
            branch
        })
        .collect();
    let moving: Vec<String> = schema
        .keys()
        .filter(|key| owner(key).is_some() || matches!(key.as_str(), "enum" | "format"))
        .cloned()
        .collect();
    for key in moving {
        let Some(value) = schema.shift_remove(&key) else {
            continue;
        };
        match key.as_str() {
            "enum" => share_enum(&mut list, value),
            "format" => {
                if let Some(branch) = list
                    .iter_mut()
                    .find(|branch| takes_format(type_of(branch), &value))
                {
                    branch.insert(key, value);
                }
            }
            _ => {
                for branch in &mut list {
                    let name = type_of(branch);
                    if owner(&key) == Some(if name == "integer" { "number" } else { name }) {
                        branch.insert(key.clone(), value.clone());
                    }
                }
            }
        }
    }
    let list: Vec<Value> = list.into_iter().map(Value::Object).collect();
    if schema.contains_key("anyOf") {
        // The choice that stands there already holds as well.
        let both = json!({ "anyOf": list });
        match schema.get_mut("allOf") {
            Some(Value::Array(all)) => all.push(both),
            _ => {
                schema.insert("allOf".to_owned(), Value::Array(vec![both]));
            }
        }
    } else {
        schema.insert("anyOf".to_owned(), Value::Array(list));
    }
}

fn type_of(branch: &Schema) -> &'static str {
    match branch.get("type").and_then(Value::as_str) {
        Some("string") => "string",
        Some("number") => "number",
        Some("integer") => "integer",
        Some("boolean") => "boolean",
        Some("object") => "object",
        Some("array") => "array",
        _ => "",
    }
}

/// A format belongs to the branch of the type it is defined for; unknown ones are mostly about strings.
fn takes_format(branch: &str, format: &Value) -> bool {
    match format.as_str() {
        Some("int32" | "int64") => matches!(branch, "integer" | "number"),
        Some("float" | "double") => branch == "number",
        _ => branch == "string",
    }
}

/// Each value goes to the branch of its type; a branch that gets none allows nothing and is removed.
fn share_enum(list: &mut Vec<Schema>, values: Value) {
    let Value::Array(values) = values else { return };
    list.retain_mut(|branch| {
        let name = type_of(branch);
        let own: Vec<Value> = values
            .iter()
            .filter(|value| null::is_of(value, name))
            .cloned()
            .collect();
        let any = !own.is_empty();
        if any {
            branch.insert("enum".to_owned(), Value::Array(own));
        }
        any
    });
}
