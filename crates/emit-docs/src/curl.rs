//! The curl command of an operation: what the Rust call sends, for a terminal.
//! An operation and the parts its Rust call shows go in; a command comes out. Everything a description
//! says stands in single quotes; the only thing a shell expands are the secrets' variables.

use std::fmt::Write;

use sdk_ir::Api;
use sdk_ir::api::{CredentialPlace, SecurityScheme};
use sdk_ir::operation::{BodyContent, Content, Encoding, Operation, Place, Presence};
use sdk_ir::types::Type;
use serde_json::{Map, Value};

use crate::call::Call;
use crate::escape;
use crate::example::Examples;
use crate::style;

/// How deep the objects of a body nest.
const DEPTH: usize = 3;

/// A first line longer than this is broken before the address.
const WIDTH: usize = 46;

/// Writes the command.
pub(crate) fn curl(api: &Api, operation: &Operation, call: &Call) -> String {
    let examples = Examples::new(api);
    let method = operation.method.as_str();
    let start = match method {
        "GET" => "curl".to_owned(),
        "HEAD" => "curl --head".to_owned(),
        _ => format!("curl -X {method}"),
    };
    let url = quote(&url(api, operation, call, examples));
    let mut parts = if start.len() + url.len() < WIDTH {
        vec![format!("{start} {url}")]
    } else {
        vec![start, url]
    };
    parts.extend(headers(api, operation, call, examples));
    parts.extend(credentials(api, operation));
    parts.extend(body(operation, call, examples));
    parts.join(" \\\n  ")
}

fn url(api: &Api, operation: &Operation, call: &Call, examples: Examples) -> String {
    let base = operation
        .server
        .as_deref()
        .or_else(|| api.servers.first().map(|server| server.url.as_str()))
        .unwrap_or("https://api.example.com");
    let mut path = operation.path.clone();
    let mut query = Vec::new();
    for parameter in &call.parameters {
        let value = examples.value(&parameter.ty, &parameter.name, DEPTH);
        let value = value.unwrap_or_default();
        match parameter.place {
            Place::Path => {
                let text = style::written(parameter, &value, percent);
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            Place::Query => query.extend(style::pairs(parameter, &value)),
            Place::Header | Place::Cookie => {}
        }
    }
    let path = path.split('#').next().unwrap_or_default();
    let mark = match (query.is_empty(), path.contains('?')) {
        (true, _) => "",
        (false, false) => "?",
        (false, true) => "&",
    };
    format!("{base}{path}{mark}{}", query.join("&"))
}

fn headers(api: &Api, operation: &Operation, call: &Call, examples: Examples) -> Vec<String> {
    let mut headers = api.headers.clone();
    if let Content::Binary(media_type) | Content::Text(media_type) = &operation.output.content {
        headers.insert("Accept".to_owned(), media_type.clone());
    }
    if let Some(body) = &operation.body {
        let by_curl = matches!(
            &body.content,
            BodyContent::Fields {
                encoding: Encoding::Form | Encoding::Multipart,
                ..
            }
        );
        if !by_curl {
            headers.insert("Content-Type".to_owned(), body.media_type.clone());
        }
    }
    let mut out: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("-H {}", quote(&format!("{name}: {value}"))))
        .collect();
    for parameter in &call.parameters {
        let value = examples.value(&parameter.ty, &parameter.name, DEPTH);
        let value = value.unwrap_or_default();
        match parameter.place {
            Place::Header => {
                let text = style::written(parameter, &value, str::to_owned);
                out.push(format!(
                    "-H {}",
                    quote(&format!("{}: {text}", parameter.name))
                ));
            }
            Place::Cookie => {
                let pairs = style::pairs(parameter, &value).join("; ");
                out.push(format!("-b {}", quote(&pairs)));
            }
            Place::Path | Place::Query => {}
        }
    }
    out
}

/// The credentials of the operation's first alternative; of two schemes for one header the last counts.
fn credentials(api: &Api, operation: &Operation) -> Vec<String> {
    let Some(combination) = operation.security.first() else {
        return Vec::new();
    };
    let schemes: Vec<&SecurityScheme> = combination
        .iter()
        .filter_map(|name| api.security_schemes.get(name))
        .collect();
    let mut out = Vec::new();
    for (at, scheme) in schemes.iter().enumerate() {
        if schemes
            .iter()
            .skip(at + 1)
            .any(|later| later.place == scheme.place)
        {
            continue;
        }
        let value = with_variables(&scheme.template);
        out.push(match &scheme.place {
            CredentialPlace::Header(name) => format!("-H {}", join(&format!("{name}: "), &value)),
            CredentialPlace::Query(name) => {
                format!("--url-query {}", join(&format!("{name}="), &value))
            }
            CredentialPlace::Cookie(name) => format!("-b {}", join(&format!("{name}="), &value)),
            CredentialPlace::Basic => {
                format!("-u {}", join("", &with_variables("{username}:{password}")))
            }
        });
    }
    out
}

/// A piece of a credential: text, or a shell variable.
enum Piece {
    Text(String),
    Variable(String),
}

/// A template split at its secrets: `Bearer {partner_token}` holds the variable `PARTNER_TOKEN`.
fn with_variables(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((secret, after)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Text(text.to_owned()));
        pieces.push(Piece::Variable(variable(secret)));
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}

/// The environment variable that holds a secret.
pub(crate) fn variable(secret: &str) -> String {
    let name: String = secret
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// One shell word; in double quotes where that is safe, and in pieces otherwise.
fn join(before: &str, pieces: &[Piece]) -> String {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Variable(_) => None,
    });
    let expands = |text: &str| text.contains(['"', '\\', '$', '`', '!', '\n']);
    if !expands(before) && !texts.into_iter().any(expands) {
        let mut out = format!("\"{}", escape::visible(before));
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(&escape::visible(text)),
                Piece::Variable(name) => out.push_str(&format!("${name}")),
            }
        }
        out.push('"');
        return out;
    }
    let mut out = quote(before);
    for piece in pieces {
        match piece {
            Piece::Text(text) if text.is_empty() => {}
            Piece::Text(text) => out.push_str(&quote(text)),
            Piece::Variable(name) => out.push_str(&format!("\"${name}\"")),
        }
    }
    out
}

fn body(operation: &Operation, call: &Call, examples: Examples) -> Vec<String> {
    match operation.body.as_ref().map(|body| &body.content) {
        None => Vec::new(),
        Some(BodyContent::Json(ty)) => {
            let value = examples.value(ty, "body", DEPTH).unwrap_or_default();
            vec![format!("-d {}", quote(&json(&value)))]
        }
        Some(BodyContent::Bytes) => vec!["--data-binary @file".to_owned()],
        Some(BodyContent::Text) => vec!["-d 'text'".to_owned()],
        Some(BodyContent::Fields { encoding, fields }) => {
            let mut members = Map::new();
            let mut files = Vec::new();
            for field in fields {
                let shown = call.fields.iter().any(|shown| shown.name == field.name);
                let value = match &field.presence {
                    _ if shown => examples
                        .value(&field.ty, &field.name, DEPTH)
                        .unwrap_or_default(),
                    Presence::Default(value) => value.clone(),
                    _ => continue,
                };
                if field.ty.leaf() == &Type::Binary {
                    files.push(field.name.clone());
                } else {
                    members.insert(field.name.clone(), value);
                }
            }
            encoded(*encoding, &Value::Object(members), &files)
        }
    }
}

fn encoded(encoding: Encoding, members: &Value, files: &[String]) -> Vec<String> {
    let pairs = members.as_object().into_iter().flatten();
    match encoding {
        Encoding::Json => vec![format!("-d {}", quote(&json(members)))],
        Encoding::Form => pairs
            .map(|(name, value)| {
                let pair = format!("{}={}", percent(name), scalar(value));
                format!("--data-urlencode {}", quote(&pair))
            })
            .collect(),
        Encoding::Multipart => files
            .iter()
            .map(|name| format!("-F {}", quote(&format!("{name}=@file.jpg"))))
            .chain(pairs.map(|(name, value)| {
                format!(
                    "--form-string {}",
                    quote(&format!("{name}={}", scalar(value)))
                )
            }))
            .collect(),
    }
}

/// JSON on one line where it fits, and indented otherwise.
pub(crate) fn json(value: &Value) -> String {
    let line = value.to_string();
    if line.len() <= 48 {
        return line;
    }
    serde_json::to_string_pretty(value).unwrap_or(line)
}

/// A value as it stands in a path or a query.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A shell word that means exactly this text.
fn quote(text: &str) -> String {
    format!("'{}'", escape::visible(text).replace('\'', "'\\''"))
}

pub(crate) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_expands_nothing_but_the_secrets() {
        assert_eq!(quote("it's $(rm)"), "'it'\\''s $(rm)'");
        let plain = with_variables("Bearer {partner_token}, User {user-token}");
        assert_eq!(
            join("Authorization: ", &plain),
            "\"Authorization: Bearer $PARTNER_TOKEN, User $USER_TOKEN\""
        );
        let hostile = with_variables("$(rm) {a}`");
        assert_eq!(join("X: ", &hostile), "'X: ''$(rm) '\"$A\"'`'");
    }

    #[test]
    fn names_and_values_are_percent_encoded() {
        assert_eq!(percent("ids[]"), "ids%5B%5D");
        assert_eq!(percent("a b&é"), "a%20b%26%C3%A9");
    }
}
