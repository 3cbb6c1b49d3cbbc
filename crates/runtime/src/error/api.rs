//! Reading what a server says when it refuses: its message, its complaints about fields, how long to wait.
//! A status, headers and a body of any kind go in (JSON in one of the usual envelopes, an HTML page, nothing);
//! [`ApiAnswer`] comes out. It never fails: what cannot be understood is kept as it came.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use std::fmt;
use std::time::{Duration, SystemTime};

/// How much of a body an error keeps.
pub(crate) const BODY_BOUND: usize = 64 * 1024;

/// A complaint about one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The field's name, as the server writes it.
    pub field: String,
    /// What the server says about it.
    pub message: String,
}

/// What the server answered in place of what was asked for.
#[derive(Clone, Debug)]
pub(crate) struct ApiAnswer {
    pub(crate) status: StatusCode,
    pub(crate) message: Option<String>,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Bytes,
    kind: BodyKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BodyKind {
    Empty,
    Json,
    Html,
    Other,
}

impl ApiAnswer {
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Self {
        let mut answer = Self {
            status,
            message: None,
            fields: Vec::new(),
            retry_after: retry_after(headers),
            body: bounded(body),
            kind: BodyKind::Empty,
        };
        if body.iter().all(u8::is_ascii_whitespace) {
            return answer;
        }
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            answer.kind = BodyKind::Json;
            answer.message = message(&value, 0);
            field_errors(&value, &mut answer.fields, 0);
        } else if is_html(headers, body) {
            answer.kind = BodyKind::Html;
            answer.message = html_title(body);
        } else {
            answer.kind = BodyKind::Other;
        }
        answer
    }

    /// Whether the server may well answer differently in a moment.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(
            self.status.as_u16(),
            408 | 425 | 429 | 500 | 502 | 503 | 504
        )
    }

    /// Whether the answer says that nothing was done.
    pub(crate) fn was_not_processed(&self) -> bool {
        self.status == StatusCode::TOO_MANY_REQUESTS
            || (self.status == StatusCode::SERVICE_UNAVAILABLE && self.retry_after.is_some())
    }
}

impl fmt::Display for ApiAnswer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the server answered {}", self.status)?;
        match (self.kind, &self.message) {
            (BodyKind::Html, Some(title)) => {
                write!(formatter, " with an HTML page titled “{title}”")?
            }
            (BodyKind::Html, None) => formatter.write_str(" with an HTML page")?,
            (_, Some(message)) => write!(formatter, ": {message}")?,
            (BodyKind::Empty, None) => formatter.write_str(" with an empty body")?,
            (BodyKind::Json, None) => formatter.write_str(" without a message")?,
            (BodyKind::Other, None) => write!(formatter, ": {}", excerpt(&self.body, 120))?,
        }
        for field in self.fields.iter().take(5) {
            write!(formatter, "; {}: {}", field.field, field.message)?;
        }
        if let Some(wait) = self.retry_after {
            write!(formatter, "; it asks to wait {wait:?}")?;
        }
        Ok(())
    }
}

/// A body within the bound; what is cut is not kept in memory either.
pub(crate) fn bounded(body: &Bytes) -> Bytes {
    match body.get(..BODY_BOUND) {
        Some(start) => Bytes::copy_from_slice(start),
        None => body.clone(),
    }
}

/// The first `most` characters of a body, on one line.
pub(crate) fn excerpt(body: &[u8], most: usize) -> String {
    let shown = String::from_utf8_lossy(body.get(..body.len().min(most * 4)).unwrap_or(body));
    let mut text: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = text.char_indices().nth(most) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

/// `Retry-After`, in seconds or as a date; a date gone by means at once.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let now = jiff::Timestamp::try_from(SystemTime::now()).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// The message: a string under one of the usual names, here or inside `meta`, `error`, `errors`, `data`.
fn message(value: &Value, depth: usize) -> Option<String> {
    const NAMES: [&str; 8] = [
        "message",
        "error_message",
        "error_description",
        "detail",
        "error",
        "title",
        "msg",
        "reason",
    ];
    const INSIDE: [&str; 4] = ["meta", "error", "errors", "data"];
    if depth > 3 {
        return None;
    }
    match value {
        Value::Object(object) => {
            let named = NAMES.iter().find_map(|name| match object.get(*name) {
                Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
                _ => None,
            });
            named.or_else(|| {
                INSIDE
                    .iter()
                    .find_map(|name| message(object.get(*name)?, depth + 1))
            })
        }
        Value::Array(items) => items.iter().find_map(|item| match item {
            Value::String(text) => Some(text.clone()),
            item => message(item, depth + 1),
        }),
        _ => None,
    }
}

/// Field errors: under `errors` (or `fields`, `violations`) an object of field to text or list of texts,
/// or a list of objects that name a field.
fn field_errors(value: &Value, found: &mut Vec<FieldError>, depth: usize) {
    const NAMES: [&str; 3] = ["errors", "fields", "violations"];
    const INSIDE: [&str; 3] = ["meta", "error", "data"];
    let Value::Object(object) = value else { return };
    if depth > 3 {
        return;
    }
    for name in NAMES {
        match object.get(name) {
            Some(Value::Object(fields)) => {
                for (field, messages) in fields {
                    collect(field, messages, found, depth);
                }
            }
            Some(Value::Array(items)) => items.iter().for_each(|item| collect_named(item, found)),
            _ => {}
        }
    }
    for name in INSIDE {
        if let Some(inner) = object.get(name) {
            field_errors(inner, found, depth + 1);
        }
    }
}

fn collect(field: &str, messages: &Value, found: &mut Vec<FieldError>, depth: usize) {
    match messages {
        // `{"errors": {"code": 404, "message": "…"}}` is a message and no field.
        Value::String(text) if !matches!(field, "message" | "code") => {
            found.push(FieldError {
                field: field.to_owned(),
                message: text.clone(),
            });
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(field, item, found, depth)),
        Value::Object(_) => {
            if let Some(message) = message(messages, depth + 1) {
                found.push(FieldError {
                    field: field.to_owned(),
                    message,
                });
            }
        }
        _ => {}
    }
}

fn collect_named(item: &Value, found: &mut Vec<FieldError>) {
    const NAMES: [&str; 5] = ["field", "param", "property", "attribute", "pointer"];
    let name = NAMES
        .iter()
        .find_map(|name| item.get(*name).and_then(Value::as_str));
    if let (Some(field), Some(message)) = (name, message(item, 3)) {
        found.push(FieldError {
            field: field.to_owned(),
            message,
        });
    }
}

fn is_html(headers: &HeaderMap, body: &[u8]) -> bool {
    let declared = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let start = excerpt(body, 32).to_ascii_lowercase();
    declared.is_some_and(|kind| kind.contains("html"))
        || start.starts_with("<!doctype html")
        || start.starts_with("<html")
}

fn html_title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body.get(..body.len().min(BODY_BOUND)).unwrap_or(body));
    let lower = text.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = excerpt(text.get(start..end)?.as_bytes(), 120);
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> ApiAnswer {
        ApiAnswer::new(
            StatusCode::from_u16(status).unwrap(),
            &HeaderMap::new(),
            &Bytes::from(body.to_owned()),
        )
    }

    #[test]
    fn the_message_is_found_in_each_usual_envelope() {
        for body in [
            r#"{"success":false,"data":null,"meta":{"message":"No such client"}}"#,
            r#"{"message":"No such client"}"#,
            r#"{"errors":{"code":404,"message":"No such client"}}"#,
            r#"{"error":{"message":"No such client"}}"#,
            r#"{"error":"No such client"}"#,
            r#"{"error_code":404,"error_message":"No such client"}"#,
            r#"[{"success":false,"meta":{"message":"No such client"}}]"#,
            r#"{"errors":[{"code":1,"message":"No such client"}]}"#,
        ] {
            let read = answer(404, body);
            assert_eq!(read.message.as_deref(), Some("No such client"), "{body}");
            assert!(read.fields.is_empty(), "{body}");
        }
    }

    #[test]
    fn field_errors_are_found_in_each_usual_form() {
        for body in [
            r#"{"meta":{"message":"Invalid","errors":{"phone":["is empty"]}}}"#,
            r#"{"message":"Invalid","errors":{"phone":"is empty"}}"#,
            r#"{"message":"Invalid","errors":[{"field":"phone","message":"is empty"}]}"#,
        ] {
            let read = answer(422, body);
            assert_eq!(read.message.as_deref(), Some("Invalid"), "{body}");
            assert_eq!(
                read.fields,
                [FieldError {
                    field: "phone".into(),
                    message: "is empty".into()
                }],
                "{body}"
            );
        }
    }

    #[test]
    fn a_gateways_page_is_told_by_its_title() {
        let page = "<html><head><TITLE>502 Bad\n Gateway</TITLE></head></html>";
        let shown = answer(502, page).to_string();
        assert_eq!(
            shown,
            "the server answered 502 Bad Gateway with an HTML page titled “502 Bad Gateway”"
        );
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(read("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(
            read("Fri, 31 Dec 2100 23:59:59 GMT")
                .is_some_and(|wait| wait > Duration::from_secs(3600))
        );
        assert_eq!(read("soon"), None);
    }
}
