//! Security schemes: types in the wrong case, and those of Swagger 2.

use super::{Context, Object};
use serde_json::{Map, Value};

/// `type: basic`, `type: bearer`, `type: apikey`, and Swagger 2's `flow`.
pub(super) fn scheme_type(scheme: &mut Object, context: &mut Context<'_>) {
    let Some(Value::String(name)) = scheme.get("type") else {
        return;
    };
    let name = name.clone();
    let (right, http) = match name.to_ascii_lowercase().as_str() {
        "apikey" | "api_key" => ("apiKey", None),
        "http" => ("http", None),
        "oauth2" | "oauth" => ("oauth2", None),
        "openidconnect" => ("openIdConnect", None),
        "mutualtls" => ("mutualTLS", None),
        "basic" => ("http", Some("basic")),
        "bearer" | "jwt" => ("http", Some("bearer")),
        _ => return,
    };
    if right != name {
        scheme.insert("type".to_owned(), Value::String(right.to_owned()));
        if let Some(http) = http {
            scheme.insert("scheme".to_owned(), Value::String(http.to_owned()));
        }
        context.warn(format!(
            "`type: {name}` is no type of a security scheme; read as `{}`",
            http.unwrap_or(right)
        ));
    }
    if right == "oauth2"
        && !scheme.contains_key("flows")
        && let Some(Value::String(flow)) = scheme.shift_remove("flow")
    {
        flows(scheme, &flow);
        context.warn(format!(
            "`flow: {flow}`, as in Swagger 2, is read as one of `flows`"
        ));
    }
}

fn flows(scheme: &mut Object, flow: &str) {
    let right = match flow {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        other => other,
    };
    let inner: Object = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"]
        .into_iter()
        .filter_map(|key| {
            scheme
                .shift_remove(key)
                .map(|value| (key.to_owned(), value))
        })
        .collect();
    let mut flows = Map::new();
    flows.insert(right.to_owned(), Value::Object(inner));
    scheme.insert("flows".to_owned(), Value::Object(flows));
}
