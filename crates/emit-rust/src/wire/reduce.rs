//! A description reduced to what tells what is on the wire: no words, no failures, no schemas that nothing leads to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The keywords of a schema that say what a value looks like.
const SCHEMA: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "type",
    "uniqueItems",
    "writeOnly",
    "x-observed",
];

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The description without everything else.
pub(super) fn reduce(description: &Value) -> Value {
    let mut reduced = Map::new();
    for key in ["openapi", "servers", "security"] {
        keep(description, key, &mut reduced, Value::clone);
    }
    keep(description, "paths", &mut reduced, |paths| {
        map(paths, path_item)
    });
    let sections = components(description, &reduced);
    reduced.insert("components".to_owned(), Value::Object(sections));
    let mut reduced = Value::Object(reduced);
    number_schemas(&mut reduced);
    reduced
}

/// Gives the component schemas short names: on the wire none of them shows.
fn number_schemas(description: &mut Value) {
    const PREFIX: &str = "#/components/schemas/";
    let Some(schemas) = description
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let named = std::mem::take(schemas);
    let mut numbers = BTreeMap::new();
    for (index, (name, schema)) in named.into_iter().enumerate() {
        let short = format!("s{index}");
        let escaped = name.replace('~', "~0").replace('/', "~1");
        numbers.insert(format!("{PREFIX}{escaped}"), format!("{PREFIX}{short}"));
        schemas.insert(short, schema);
    }
    let mut open = vec![description];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get_mut("$ref")
                    && let Some(short) = numbers.get(reference.as_str())
                {
                    reference.clone_from(short);
                }
                open.extend(members.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// The text of a reduced description: a line for each path and component, so that a change is a small one.
pub(super) fn lines(reduced: &Value) -> String {
    let entries = |value: &Value| -> Vec<String> {
        let members = value.as_object().into_iter().flatten();
        members
            .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
            .collect()
    };
    let mut parts = Vec::new();
    for (key, value) in reduced.as_object().into_iter().flatten() {
        parts.push(match key.as_str() {
            "paths" => format!("\"paths\":{{\n{}\n}}", entries(value).join(",\n")),
            "components" => {
                let sections = value.as_object().into_iter().flatten();
                let sections: Vec<String> = sections
                    .map(|(name, section)| {
                        format!("\"{name}\":{{\n{}\n}}", entries(section).join(",\n"))
                    })
                    .collect();
                format!("\"components\":{{\n{}\n}}", sections.join(",\n"))
            }
            _ => format!("{}:{value}", Value::from(key.as_str())),
        });
    }
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn keep(from: &Value, key: &str, to: &mut Map<String, Value>, change: impl Fn(&Value) -> Value) {
    if let Some(value) = from.get(key) {
        to.insert(key.to_owned(), change(value));
    }
}

fn map(object: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let members = object.as_object().into_iter().flatten();
    members
        .map(|(name, value)| (name.clone(), change(value)))
        .collect()
}

fn list(items: &Value, change: impl Fn(&Value) -> Value) -> Value {
    items.as_array().into_iter().flatten().map(change).collect()
}

fn path_item(item: &Value) -> Value {
    let mut reduced = Map::new();
    keep(item, "$ref", &mut reduced, Value::clone);
    keep(item, "parameters", &mut reduced, |parameters| {
        list(parameters, parameter)
    });
    for method in METHODS {
        keep(item, method, &mut reduced, operation);
    }
    Value::Object(reduced)
}

fn operation(declared: &Value) -> Value {
    let mut reduced = Map::new();
    for key in ["operationId", "security"] {
        keep(declared, key, &mut reduced, Value::clone);
    }
    keep(declared, "parameters", &mut reduced, |parameters| {
        list(parameters, parameter)
    });
    keep(declared, "requestBody", &mut reduced, body);
    keep(declared, "responses", &mut reduced, |responses| {
        let mut kept = map(responses, body);
        if let Some(members) = kept.as_object_mut() {
            members.retain(|status, _| status.starts_with('2'));
        }
        kept
    });
    Value::Object(reduced)
}

fn parameter(declared: &Value) -> Value {
    let mut reduced = Map::new();
    for key in [
        "$ref",
        "name",
        "in",
        "required",
        "style",
        "explode",
        "allowReserved",
    ] {
        keep(declared, key, &mut reduced, Value::clone);
    }
    keep(declared, "schema", &mut reduced, schema);
    keep(declared, "content", &mut reduced, |content| {
        map(content, body_content)
    });
    Value::Object(reduced)
}

/// A request body or a response.
fn body(declared: &Value) -> Value {
    let mut reduced = Map::new();
    for key in ["$ref", "required"] {
        keep(declared, key, &mut reduced, Value::clone);
    }
    keep(declared, "content", &mut reduced, |content| {
        map(content, body_content)
    });
    Value::Object(reduced)
}

fn body_content(media: &Value) -> Value {
    let mut reduced = Map::new();
    keep(media, "schema", &mut reduced, schema);
    Value::Object(reduced)
}

fn schema(declared: &Value) -> Value {
    let Some(members) = declared.as_object() else {
        return declared.clone();
    };
    let kept = members
        .iter()
        .filter(|(key, _)| SCHEMA.contains(&key.as_str()));
    kept.map(|(key, value)| {
        let value = match key.as_str() {
            "properties" => map(value, schema),
            "allOf" | "anyOf" | "oneOf" => list(value, schema),
            "items" | "additionalProperties" => schema(value),
            _ => value.clone(),
        };
        (key.clone(), value)
    })
    .collect()
}

/// The components that the paths lead to, and those lead to, in their order.
fn components(description: &Value, reduced: &Map<String, Value>) -> Map<String, Value> {
    let mut wanted = BTreeSet::new();
    let mut open: Vec<Value> = reduced.values().cloned().collect();
    while let Some(value) = open.pop() {
        for reference in references(&value) {
            if let Some(target) = description.pointer(reference.trim_start_matches('#'))
                && wanted.insert(reference.clone())
            {
                open.push(component(&reference, target));
            }
        }
    }
    let mut sections = Map::new();
    for name in ["parameters", "requestBodies", "responses", "schemas"] {
        let section = description
            .get("components")
            .and_then(|all| all.get(name))
            .and_then(Value::as_object);
        let mut kept = Map::new();
        for (key, value) in section.into_iter().flatten() {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            let reference = format!("#/components/{name}/{escaped}");
            if wanted.contains(&reference) {
                kept.insert(key.clone(), component(&reference, value));
            }
        }
        if !kept.is_empty() {
            sections.insert(name.to_owned(), Value::Object(kept));
        }
    }
    sections
}

fn component(reference: &str, value: &Value) -> Value {
    match reference.split('/').nth(2) {
        Some("parameters") => parameter(value),
        Some("requestBodies" | "responses") => body(value),
        _ => schema(value),
    }
}

/// All references in a value.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str);
            let inner = members.values().flat_map(references);
            own.map(str::to_owned).into_iter().chain(inner).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
