//! Parameters: Swagger 2's ways in an OpenAPI 3 document, flags as texts, lists as mappings.

use super::{Context, Object, flags as read_flags};
use serde_json::{Map, Value, json};

/// `parameters` as a mapping from names instead of a list.
pub(super) fn list(object: &mut Object, context: &mut Context<'_>) {
    let Some(Value::Object(map)) = object.get_mut("parameters") else {
        return;
    };
    let list = std::mem::take(map)
        .into_iter()
        .filter_map(|(name, parameter)| match parameter {
            Value::Object(mut parameter) => {
                if !parameter.contains_key("$ref") {
                    parameter.entry("name").or_insert(Value::String(name));
                }
                Some(Value::Object(parameter))
            }
            _ => None,
        })
        .collect();
    object.insert("parameters".to_owned(), Value::Array(list));
    context.warn("`parameters` must be a list; the mapping is read as the list of its values");
}

/// `in: Query`: a place in the wrong case.
pub(super) fn place(parameter: &mut Object, context: &mut Context<'_>) {
    let Some(Value::String(place)) = parameter.get_mut("in") else {
        return;
    };
    let right = place.trim().to_ascii_lowercase();
    if right != *place && matches!(right.as_str(), "query" | "header" | "path" | "cookie") {
        context.warn(format!("`in: {place}` is no place; read as `in: {right}`"));
        *place = right;
    }
}

/// `required: 'true'` and the like.
pub(super) fn flags(parameter: &mut Object, context: &mut Context<'_>) {
    read_flags(
        parameter,
        &[
            "required",
            "deprecated",
            "explode",
            "allowReserved",
            "allowEmptyValue",
        ],
        context,
    );
}

/// A parameter in the path is always required; a document that says otherwise, or nothing, is wrong.
pub(super) fn path_required(parameter: &mut Object, context: &mut Context<'_>) {
    if parameter.get("in").and_then(Value::as_str) == Some("path")
        && parameter.get("required") != Some(&Value::Bool(true))
    {
        parameter.insert("required".to_owned(), Value::Bool(true));
        context.note("a path parameter must say `required: true`; read as if it did");
    }
}

/// Keywords that Swagger 2 has on the parameter itself.
const SCHEMA_KEYS: [&str; 16] = [
    "type",
    "format",
    "enum",
    "items",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];

/// `type` on the parameter itself, as in Swagger 2, belongs into its `schema`.
pub(super) fn schema(parameter: &mut Object, context: &mut Context<'_>) {
    if parameter.contains_key("schema")
        || parameter.contains_key("content")
        || !parameter.contains_key("type")
    {
        return;
    }
    let schema = moved(parameter);
    parameter.insert("schema".to_owned(), Value::Object(schema));
    context.warn("`type` stands on the parameter itself, as in Swagger 2; read as its `schema`");
}

fn moved(parameter: &mut Object) -> Object {
    SCHEMA_KEYS
        .into_iter()
        .filter_map(|key| {
            parameter
                .shift_remove(key)
                .map(|value| (key.to_owned(), value))
        })
        .collect()
}

/// `in: body` and `in: formData`, as in Swagger 2, are the request's body.
pub(super) fn body(operation: &mut Object, context: &mut Context<'_>) {
    let Some(Value::Array(parameters)) = operation.get_mut("parameters") else {
        return;
    };
    let place = |parameter: &Value| {
        parameter
            .get("in")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let is_body =
        |parameter: &Value| matches!(place(parameter).as_deref(), Some("body" | "formData"));
    if !parameters.iter().any(is_body) {
        return;
    }
    let (bodies, others): (Vec<Value>, Vec<Value>) =
        std::mem::take(parameters).into_iter().partition(is_body);
    *parameters = others;
    if operation.contains_key("requestBody") {
        return context.warn(
            "a parameter `in: body` stands beside a `requestBody`; the parameter is dropped",
        );
    }
    let mut required = false;
    let mut form = Map::new();
    let mut form_required = Vec::new();
    let mut whole = None;
    let mut file = false;
    for body in bodies {
        let Value::Object(mut body) = body else {
            continue;
        };
        let needed = body.get("required") == Some(&Value::Bool(true));
        required |= needed;
        let name = body
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let schema = body
            .shift_remove("schema")
            .unwrap_or_else(|| Value::Object(moved(&mut body)));
        if body.get("in").and_then(Value::as_str) == Some("body") {
            whole = Some(schema);
        } else {
            file |= matches!(schema.get("type").and_then(Value::as_str), Some("file"));
            if needed {
                form_required.push(Value::String(name.clone()));
            }
            form.insert(name, schema);
        }
    }
    let (media_type, schema) = match whole {
        Some(schema) => ("application/json", schema),
        None => {
            let mut schema = json!({ "type": "object", "properties": form });
            if !form_required.is_empty() {
                schema["required"] = Value::Array(form_required);
            }
            (
                if file {
                    "multipart/form-data"
                } else {
                    "application/x-www-form-urlencoded"
                },
                schema,
            )
        }
    };
    operation.insert(
        "requestBody".to_owned(),
        json!({ "required": required, "content": { media_type: { "schema": schema } } }),
    );
    context.warn(format!("a parameter `in: body` or `in: formData`, as in Swagger 2, is read as a `requestBody` of `{media_type}`"));
}
