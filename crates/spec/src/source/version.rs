//! Which OpenAPI version a tree says it is, and clear words for trees that are none this crate reads.

use crate::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::Value;

/// A version this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Version {
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
}

/// What the tree says it is.
///
/// # Errors
/// When it is not a mapping, has no `openapi` key, or names a version that this crate does not read.
pub fn version(tree: &Value) -> Result<Version, Diagnostic> {
    let Value::Object(map) = tree else {
        return Err(Diagnostic::error(
            "not-openapi",
            format!(
                "expected a mapping with the key `openapi`, found {}",
                kind(tree)
            ),
        )
        .help("an OpenAPI description starts with a line such as `openapi: 3.1.0`"));
    };
    if let Some(swagger) = map.get("swagger") {
        return Err(Diagnostic::error("version", format!("expected OpenAPI 3.0 or 3.1, found Swagger {}", shown(swagger)))
            .at("/swagger")
            .help("convert the description to OpenAPI 3 first, for example with the npm tool `swagger2openapi`"));
    }
    let Some(openapi) = map.get("openapi") else {
        let found = map
            .keys()
            .take(5)
            .map(|key| format!("`{key}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let found = if found.is_empty() {
            "an empty mapping".to_owned()
        } else {
            format!("the keys {found}")
        };
        return Err(Diagnostic::error(
            "not-openapi",
            format!("expected the key `openapi`, found {found}"),
        )
        .help("an OpenAPI description starts with a line such as `openapi: 3.1.0`"));
    };
    let text = shown(openapi);
    let mut parts = text.trim().trim_start_matches('v').split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) | (Some("3"), None) => Ok(Version::V3_0),
        (Some("3"), Some("1")) => Ok(Version::V3_1),
        _ => Err(Diagnostic::error(
            "version",
            format!("expected OpenAPI 3.0 or 3.1, found `{text}`"),
        )
        .at("/openapi")
        .help(
            "this generator reads OpenAPI 3.0.x and 3.1.x; save the description as one of these",
        )),
    }
}

/// A scalar as text, for messages.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => kind(other).to_owned(),
    }
}

/// What kind of value this is, in words.
#[must_use]
pub(crate) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing (null)",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}
