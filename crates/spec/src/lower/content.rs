//! What a text holds: 3.1's `contentEncoding` and `contentMediaType` are `format: byte` and `format: binary` in 3.0.

use super::{Context, Schema};
use serde_json::Value;

/// Base64 becomes `format: byte`; a media type that is no text, without an encoding, becomes `format: binary`.
pub(super) fn to_format(schema: &mut Schema, context: &mut Context<'_>) {
    let encoding = text(schema.shift_remove("contentEncoding"));
    let media_type = text(schema.shift_remove("contentMediaType"));
    let inner = schema.shift_remove("contentSchema").is_some();
    let format = match (encoding.as_deref(), media_type.as_deref()) {
        (Some("base64" | "base64url"), _) => Some("byte"),
        (None | Some("binary" | "8bit"), Some(media_type)) if !is_text(media_type) => {
            Some("binary")
        }
        _ => None,
    };
    match format {
        Some(format) => {
            schema
                .entry("type")
                .or_insert_with(|| Value::String("string".to_owned()));
            schema
                .entry("format")
                .or_insert_with(|| Value::String(format.to_owned()));
        }
        None if encoding.is_some() || media_type.is_some() => {
            let what: Vec<String> = encoding
                .into_iter()
                .chain(media_type)
                .map(|what| format!("`{what}`"))
                .collect();
            context.note(format!(
                "a text that holds {} is read as the text it is",
                what.join(" of ")
            ));
        }
        None => {}
    }
    if inner {
        context.note("`contentSchema` is not used: what is inside the text is left to the caller");
    }
}

fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text.to_lowercase()),
        _ => None,
    }
}

fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.starts_with("text/")
        || matches!(
            essence,
            "application/json" | "application/xml" | "application/jwt"
        )
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}
