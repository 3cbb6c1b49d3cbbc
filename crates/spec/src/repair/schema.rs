//! Schemas: names of types, `required` in the wrong place, values and keywords of another type than the declared one.

use super::{Context, Object, flags as read_flags};
use serde_json::{Map, Number, Value, json};
use std::collections::HashSet;

/// `nullable: 'true'` and the like.
pub(super) fn flags(schema: &mut Object, context: &mut Context<'_>) {
    read_flags(
        schema,
        &[
            "nullable",
            "readOnly",
            "writeOnly",
            "deprecated",
            "uniqueItems",
        ],
        context,
    );
}

/// `maxLength: '10'`: a number in quotes.
pub(super) fn numbers(schema: &mut Object, context: &mut Context<'_>) {
    for (key, value) in schema.iter_mut() {
        let numeric = matches!(
            key.as_str(),
            "minLength"
                | "maxLength"
                | "minItems"
                | "maxItems"
                | "minimum"
                | "maximum"
                | "multipleOf"
                | "minProperties"
                | "maxProperties"
        );
        if numeric
            && let Value::String(text) = value
            && let Some(number) = number(text)
        {
            context.warn(format!(
                "`{key}` must be a number without quotes; read as {number}"
            ));
            *value = Value::Number(number);
        }
    }
}

fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>()
        .map(Number::from)
        .ok()
        .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

/// `type: String`, `type: int`, `type: date`: names of other languages and tools, or in the wrong case.
pub(super) fn type_name(schema: &mut Object, context: &mut Context<'_>) {
    let mut format = None;
    let found = match schema.get_mut("type") {
        Some(Value::String(name)) => {
            let before = name.clone();
            match meant(name) {
                Some((right, better)) => {
                    right.clone_into(name);
                    format = better;
                    Some((before, right.to_owned()))
                }
                None if name.eq_ignore_ascii_case("any")
                    || name.eq_ignore_ascii_case("mixed")
                    || name.is_empty() =>
                {
                    schema.shift_remove("type");
                    Some((before, "anything".to_owned()))
                }
                None => None,
            }
        }
        Some(Value::Array(names)) => names.iter_mut().find_map(|name| {
            let Value::String(name) = name else {
                return None;
            };
            let (right, _) = meant(name)?;
            let before = std::mem::replace(name, right.to_owned());
            Some((before, right.to_owned()))
        }),
        _ => None,
    };
    if let Some(format) = format {
        schema
            .entry("format")
            .or_insert_with(|| Value::String(format.to_owned()));
    }
    if let Some((before, right)) = found {
        context.warn(format!(
            "`{before}` is no type of a schema; read as `{right}`"
        ));
    }
}

/// The type, and its format, that a wrong name stands for; none for right names and unknown ones.
fn meant(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    if matches!(
        name,
        "string" | "number" | "integer" | "boolean" | "object" | "array" | "null"
    ) {
        return None;
    }
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "char" | "varchar" => ("string", None),
        "number" | "numeric" | "decimal" => ("number", None),
        "float" => ("number", Some("float")),
        "double" => ("number", Some("double")),
        "integer" | "int" | "timestamp" => ("integer", None),
        "int32" => ("integer", Some("int32")),
        "int64" | "long" | "bigint" => ("integer", Some("int64")),
        "boolean" | "bool" => ("boolean", None),
        "object" | "map" | "dict" | "hash" | "json" => ("object", None),
        "array" | "list" => ("array", None),
        "null" | "nil" | "none" => ("null", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "url" | "uri" => ("string", Some("uri")),
        "email" => ("string", Some("email")),
        "file" | "binary" => ("string", Some("binary")),
        _ => return None,
    })
}

/// `required: true` in a property means that the object requires it; elsewhere in a schema it means nothing.
pub(super) fn required(schema: &mut Object, context: &mut Context<'_>) {
    match schema.get("required") {
        Some(Value::Bool(_)) => {
            schema.shift_remove("required");
            context.warn("`required` of a schema must be a list of property names; `true` or `false` says nothing here");
        }
        Some(Value::String(name)) => {
            let list = json!([name]);
            schema.insert("required".to_owned(), list);
            context.warn("`required` must be a list; the one name is read as a list of one");
        }
        _ => {}
    }
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let mut names = Vec::new();
    for (name, property) in properties.iter_mut() {
        let Value::Object(property) = property else {
            continue;
        };
        let flag = match property.get("required") {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
                text == "true"
            }
            _ => continue,
        };
        property.shift_remove("required");
        names.push((name.clone(), flag));
    }
    if names.is_empty() {
        return;
    }
    let here = *context.at;
    let properties = here.key("properties");
    for (name, flag) in &names {
        let message = if *flag {
            format!("`required: true` in the property `{name}` is read as the object requiring it")
        } else {
            format!("`required: false` in the property `{name}` says nothing; dropped")
        };
        context.say(crate::Severity::Warning, message, &properties.key(name));
    }
    let list = schema.entry("required").or_insert_with(|| json!([]));
    if let Value::Array(list) = list {
        for name in names
            .into_iter()
            .filter(|(_, flag)| *flag)
            .map(|(name, _)| Value::String(name))
        {
            if !list.contains(&name) {
                list.push(name);
            }
        }
        if list.is_empty() {
            schema.shift_remove("required");
        }
    }
}

const OBJECT: [&str; 5] = [
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
];
const ARRAY: [&str; 4] = ["items", "minItems", "maxItems", "uniqueItems"];
const TEXT: [&str; 3] = ["pattern", "minLength", "maxLength"];
const NUMBER: [&str; 5] = [
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// A type that does not go with the keywords beside it.
///
/// `type: array` with `properties` and no `items` is a list of such objects; a plain type with `properties` is an
/// object. Other keywords of another type have no effect, as the specification has it, and are dropped with a note.
pub(super) fn type_mismatch(schema: &mut Object, context: &mut Context<'_>) {
    let Some(Value::String(name)) = schema.get("type") else {
        return;
    };
    let name = name.clone();
    let shaped = schema
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| !properties.is_empty());
    let mut is = name.as_str();
    match name.as_str() {
        "array" if shaped && !schema.contains_key("items") => {
            let mut items = Map::new();
            items.insert("type".to_owned(), Value::String("object".to_owned()));
            for key in OBJECT {
                if let Some(value) = schema.shift_remove(key) {
                    items.insert(key.to_owned(), value);
                }
            }
            schema.insert("items".to_owned(), Value::Object(items));
            return context.warn(
                "`type: array` has `properties` and no `items`; read as a list of such objects",
            );
        }
        "string" | "number" | "integer" | "boolean" if shaped => is = "object",
        _ => {}
    }
    if is != name {
        schema.insert("type".to_owned(), Value::String(is.to_owned()));
        context.warn(format!(
            "`type: {name}` stands beside keywords of another type; read as `type: {is}`"
        ));
    }
    let groups: [(&[&str], &[&str]); 4] = [
        (&OBJECT, &["object"]),
        (&ARRAY, &["array"]),
        (&TEXT, &["string"]),
        (&NUMBER, &["number", "integer"]),
    ];
    let dropped: Vec<String> = groups
        .into_iter()
        .filter(|(_, types)| !types.contains(&is))
        .flat_map(|(keys, _)| keys.iter())
        .filter(|key| schema.shift_remove(**key).is_some())
        .map(|key| format!("`{key}`"))
        .collect();
    if !dropped.is_empty()
        && matches!(
            is,
            "object" | "array" | "string" | "number" | "integer" | "boolean"
        )
    {
        context.note(format!(
            "{} has no effect on `type: {is}`; dropped",
            dropped.join(", ")
        ));
    }
}

/// Values of `enum` in another type than the declared one, standing twice, or not in a list.
pub(super) fn enum_values(schema: &mut Object, context: &mut Context<'_>) {
    let name = match schema.get("type") {
        Some(Value::String(name)) => name.clone(),
        _ => String::new(),
    };
    let Some(values) = schema.get_mut("enum") else {
        return;
    };
    if !values.is_array() && !values.is_null() {
        *values = Value::Array(vec![values.take()]);
        context.warn("`enum` must be a list; the one value is read as a list of one");
    }
    let Value::Array(list) = values else { return };
    let mut changed = false;
    for value in list.iter_mut() {
        if let Some(right) = as_type(value, &name) {
            *value = right;
            changed = true;
        }
    }
    if changed {
        context.warn(format!(
            "values of `enum` are not of `type: {name}`; read as if they were"
        ));
    }
    let Some(Value::Array(list)) = schema.get_mut("enum") else {
        return;
    };
    let before = list.len();
    if list.iter().collect::<HashSet<_>>().len() < before {
        let mut seen = HashSet::new();
        list.retain(|value| seen.insert(value.to_string()));
    }
    if list.len() < before {
        context.note("a value stands twice in `enum`; the second one is dropped");
    }
    if schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty)
    {
        schema.shift_remove("enum");
        context.warn("`enum` has no values, so nothing would be allowed; dropped");
    }
}

/// The value in the declared type, where it is of another and can be turned.
fn as_type(value: &Value, name: &str) -> Option<Value> {
    match (name, value) {
        ("string", Value::Number(number)) => Some(Value::String(number.to_string())),
        ("string", Value::Bool(bool)) => Some(Value::String(bool.to_string())),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("number", Value::String(text)) => number(text).map(Value::Number),
        ("integer", Value::Number(number)) if number.is_f64() => number
            .as_f64()
            .filter(|f| f.fract() == 0.0 && f.abs() < 9e15)
            .map(|f| Value::from(f as i64)),
        ("boolean", Value::String(text)) => match text.as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}
