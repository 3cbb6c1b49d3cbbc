//! The response examples of a description: of every operation, status and media type.
//! A media type's own examples count; where it has none, those of its schema do. References within the document are
//! followed.

use std::path::Path;

use sdk_spec::{Diagnostics, Source, source, walk};
use serde_json::{Map, Value};

use super::Stored;
use crate::failure::Failure;

/// As far as a reference may lead to a reference.
const MOST_REFERENCES: usize = 16;

/// Reads a description and collects its examples.
pub(super) fn collect(path: &Path) -> Result<Vec<Stored>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    let source = Source::new(path.display().to_string(), text);
    let tree = source::read(&source, &mut Diagnostics::new()).map_err(|diagnostic| {
        Failure::Description(Diagnostics::from(diagnostic).render(&[&source], false))
    })?;
    let stored = examples(&tree);
    if stored.is_empty() {
        return Err(Failure::Bad(format!(
            "{}: expected a description with examples of answers, found none",
            path.display()
        )));
    }
    Ok(stored)
}

/// The examples of a description, in its order.
pub(super) fn examples(tree: &Value) -> Vec<Stored> {
    let document = Document(tree);
    let mut found = Vec::new();
    for (path, item) in members(tree.get("paths")) {
        let item = document.follow(item);
        for method in walk::METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let responses = operation.get("responses");
            for (status, response) in members(responses) {
                let Some(number) = number(status, responses) else {
                    continue;
                };
                for (media_type, content) in members(document.follow(response).get("content")) {
                    for (name, value) in document.examples(content) {
                        found.push(Stored {
                            operation: operation
                                .get("operationId")
                                .and_then(Value::as_str)
                                .map(str::to_owned),
                            method: Some(method.to_ascii_uppercase()),
                            path: Some(path.clone()),
                            status: number,
                            body: body(media_type, value),
                            origin: origin(status, media_type, name.as_deref()),
                        });
                    }
                }
            }
        }
    }
    found
}

/// The status that a documented one stands for. `default` means failures, unless nothing else tells of success.
fn number(status: &str, responses: Option<&Value>) -> Option<u16> {
    match status {
        "default" => {
            let succeeds = members(responses).any(|(status, _)| status.starts_with('2'));
            Some(if succeeds { 500 } else { 200 })
        }
        _ => status.to_ascii_uppercase().replace("XX", "00").parse().ok(),
    }
}

/// The body that an example stands for: JSON, or the text itself where it is written as such.
fn body(media_type: &str, value: &Value) -> String {
    match value {
        Value::String(text) if !media_type.contains("json") => text.clone(),
        Value::String(text)
            if serde_json::from_str::<Value>(text)
                .is_ok_and(|value| value.is_object() || value.is_array()) =>
        {
            text.clone()
        }
        value => value.to_string(),
    }
}

fn origin(status: &str, media_type: &str, name: Option<&str>) -> String {
    let mut origin = status.to_owned();
    if media_type != "application/json" {
        origin.push_str(&format!(" {media_type}"));
    }
    if let Some(name) = name {
        origin.push_str(&format!(" `{name}`"));
    }
    origin
}

struct Document<'t>(&'t Value);

impl<'t> Document<'t> {
    /// The value that a reference within the document leads to, or the value itself.
    fn follow(&self, value: &'t Value) -> &'t Value {
        let mut value = value;
        for _ in 0..MOST_REFERENCES {
            let target = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix('#'))
                .and_then(|pointer| self.0.pointer(pointer));
            match target {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }

    /// The examples of a media type, with their names where they have any.
    fn examples(&self, content: &'t Value) -> Vec<(Option<String>, &'t Value)> {
        let mut found = Vec::new();
        if let Some(example) = content.get("example") {
            found.push((None, example));
        }
        for (name, example) in members(content.get("examples")) {
            if let Some(value) = self.follow(example).get("value") {
                found.push((Some(name.clone()), value));
            }
        }
        if found.is_empty()
            && let Some(schema) = content.get("schema")
        {
            let schema = self.follow(schema);
            found.extend(schema.get("example").map(|example| (None, example)));
            let several = schema.get("examples").and_then(Value::as_array);
            found.extend(several.into_iter().flatten().map(|example| (None, example)));
        }
        found
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}
