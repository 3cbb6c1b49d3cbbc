//! What 3.1 has outside of schemas: webhooks, reusable path items, the dialect, mutual TLS.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Version;
use serde_json::{Map, Value, json};

/// The version that a lowered tree claims.
const LOWERED: &str = "3.0.4";

/// Applies the steps at the document's own object and at `components`.
pub(super) fn lower(tree: &mut Value, version: Version, diagnostics: &mut Diagnostics) {
    let Value::Object(document) = tree else {
        return;
    };
    if version == Version::V3_1 {
        document.insert("openapi".to_owned(), Value::String(LOWERED.to_owned()));
    }
    document.shift_remove("jsonSchemaDialect");
    if document.contains_key("webhooks") {
        rename(document, "webhooks", "x-webhooks");
        let message = "webhooks are requests that the API sends; they become events to receive, and no methods";
        diagnostics.push(Diagnostic::note("lower-webhooks", message).at("/webhooks"));
    }
    if let Some(Value::Object(components)) = document.get_mut("components") {
        rename(components, "pathItems", "x-pathItems");
        if let Some(Value::Object(schemes)) = components.get_mut("securitySchemes") {
            for scheme in schemes.values_mut() {
                mutual_tls(scheme);
            }
        }
    }
}

/// The schemas `true` and `false` as `{}` and `{not: {}}`; anything else is left alone.
pub(super) fn boolean_schema(schema: &mut Value) {
    if let Value::Bool(allowed) = *schema {
        *schema = if allowed {
            Value::Object(Map::new())
        } else {
            json!({ "not": {} })
        };
    }
}

/// Renames a key and keeps its place.
fn rename(map: &mut Map<String, Value>, from: &str, to: &str) {
    let Some(index) = map.keys().position(|key| key == from) else {
        return;
    };
    if let Some(value) = map.shift_remove(from) {
        map.shift_insert(index, to.to_owned(), value);
    }
}

/// `type: mutualTLS` is about the connection: no header is sent. It stays, as an `http` scheme of that name.
fn mutual_tls(scheme: &mut Value) {
    let Value::Object(scheme) = scheme else {
        return;
    };
    if scheme.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        scheme.insert("type".to_owned(), Value::String("http".to_owned()));
        scheme.insert("scheme".to_owned(), Value::String("mutualTLS".to_owned()));
    }
}
