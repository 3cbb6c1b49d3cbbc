//! Responses and media types: what is missing, and examples in the wrong place.

use super::{Context, Object};
use crate::Severity;
use serde_json::{Map, Value, json};

/// `200 OK`, `HTTP 404`, `2**`, `Default`: the status that a key means.
pub(super) fn status_codes(responses: &mut Object, context: &mut Context<'_>) {
    if responses.keys().all(|key| meant(key).is_none()) {
        return;
    }
    let here = *context.at;
    for (key, response) in std::mem::take(responses) {
        let right = match meant(&key) {
            Some(right) => {
                context.say(
                    Severity::Warning,
                    format!("`{key}` is no status; read as `{right}`"),
                    &here.key(&key),
                );
                right
            }
            None => key,
        };
        responses.entry(right).or_insert(response);
    }
}

/// The right key for a wrong one; none if it is right, an extension, or means nothing clear.
fn meant(key: &str) -> Option<String> {
    if key == "default" || key.starts_with("x-") || is_status(key.as_bytes()) {
        return None;
    }
    let trimmed = key.trim();
    if trimmed.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    if let [family @ b'1'..=b'5', b'*', b'*'] = trimmed.as_bytes() {
        return Some(format!("{}XX", char::from(*family)));
    }
    let mut numbers = trimmed
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| is_status(part.as_bytes()));
    let first = numbers.next()?;
    numbers.next().is_none().then(|| first.to_owned())
}

fn is_status(key: &[u8]) -> bool {
    matches!(
        key,
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X' | b'x', b'X' | b'x']
    )
}

/// A response must have a description; a client has no use for it, so it is only said once.
pub(super) fn description(response: &mut Object, context: &mut Context<'_>) {
    if response.contains_key("description") {
        return;
    }
    response.insert("description".to_owned(), Value::String(String::new()));
    context.memory.undescribed += 1;
    if context.memory.undescribed == 1 {
        context.note("the response has no `description`; read as an empty one");
    }
}

/// `examples` by media type on the response itself, as in Swagger 2, belong into its `content`.
pub(super) fn examples(response: &mut Object, context: &mut Context<'_>) {
    let Some(Value::Object(examples)) = response.shift_remove("examples") else {
        return;
    };
    let content = response
        .entry("content")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(content) = content {
        for (media_type, example) in examples {
            // A new media type is not made up from an example, since nothing says that it is answered.
            if let Some(Value::Object(media_type)) = content.get_mut(&media_type)
                && !media_type.contains_key("examples")
            {
                media_type.entry("example").or_insert(example);
            }
        }
        if content.is_empty() {
            response.shift_remove("content");
        }
    }
    context.note("`examples` stand on the response itself, as in Swagger 2; read as those of its media types");
}

/// `schema` on the response itself, as in Swagger 2, is that of its JSON.
pub(super) fn schema(response: &mut Object, context: &mut Context<'_>) {
    if response.contains_key("content") || !response.get("schema").is_some_and(Value::is_object) {
        return;
    }
    if let Some(schema) = response.shift_remove("schema") {
        response.insert(
            "content".to_owned(),
            json!({ "application/json": { "schema": schema } }),
        );
        context.warn("`schema` stands on the response itself, as in Swagger 2; read as that of `application/json`");
    }
}

/// `examples` of a media type or parameter as a list: schemas have lists, here they have names.
pub(super) fn example_list(object: &mut Object, context: &mut Context<'_>) {
    let Some(Value::Array(list)) = object.get_mut("examples") else {
        return;
    };
    let first = std::mem::take(list).into_iter().next();
    object.shift_remove("examples");
    if let Some(first) = first {
        let value = match first {
            Value::Object(mut example) if example.contains_key("value") => {
                example.remove("value").unwrap_or_default()
            }
            other => other,
        };
        object.entry("example").or_insert(value);
    }
    context.note(
        "`examples` must be a mapping from names here; the first of the list is read as `example`",
    );
}
