//! Request bodies, responses, media types, and what belongs to them: encodings, examples, links.

use super::{Parser, any, rest};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use openapiv3::{
    Encoding, Example, Link, LinkOperation, MediaType, RequestBody, Response, Responses, StatusCode,
};
use serde_json::Value;

impl Parser<'_> {
    pub(super) fn request_body(&mut self, value: Value, at: &Pointer<'_>) -> Option<RequestBody> {
        let mut out = RequestBody::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "description" => out.description = self.string(value, &at),
                "content" => out.content = self.map(value, &at, Self::media_type),
                "required" => out.required = self.boolean(value, &at).unwrap_or_default(),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn media_type(&mut self, value: Value, at: &Pointer<'_>) -> Option<MediaType> {
        let mut out = MediaType::default();
        // `application/json:` with nothing after it says that such a body exists.
        if value.is_null() {
            return Some(out);
        }
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "schema" => out.schema = self.or_ref(value, &at, Self::schema),
                "example" => {}
                "examples" => out.examples = self.map_or_ref(value, &at, Self::example),
                "encoding" => out.encoding = self.map(value, &at, Self::encoding),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn encoding(&mut self, value: Value, at: &Pointer<'_>) -> Option<Encoding> {
        let mut out = Encoding::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "contentType" => out.content_type = self.string(value, &at),
                "headers" => out.headers = self.map_or_ref(value, &at, Self::header),
                "style" => {
                    let style = self.string(value, &at);
                    out.style = self.query_style(style.as_deref(), &at);
                }
                "explode" => out.explode = self.boolean(value, &at).unwrap_or_default(),
                "allowReserved" => {
                    out.allow_reserved = self.boolean(value, &at).unwrap_or_default()
                }
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn responses(&mut self, value: Value, at: &Pointer<'_>) -> Responses {
        let mut out = Responses::default();
        for (key, value) in self.object(value, at).unwrap_or_default() {
            if key.starts_with("x-") {
                out.extensions.insert(key, value);
                continue;
            }
            let at = at.key(&key);
            let status = status(&key);
            if status.is_none() && key != "default" {
                let message = format!(
                    "a response is named by a status such as `200`, `4XX` or `default`, found `{key}`; left out"
                );
                self.diagnostics
                    .push(Diagnostic::warning("status-code", message).at(at));
                continue;
            }
            let Some(response) = self.or_ref(value, &at, Self::response) else {
                continue;
            };
            match status {
                Some(status) => {
                    out.responses.insert(status, response);
                }
                None => out.default = Some(response),
            }
        }
        out
    }

    pub(super) fn response(&mut self, value: Value, at: &Pointer<'_>) -> Option<Response> {
        let mut out = Response::default();
        // A status with nothing after it says that such an answer exists.
        if value.is_null() {
            return Some(out);
        }
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "description" => out.description = self.string(value, &at).unwrap_or_default(),
                "headers" => out.headers = self.map_or_ref(value, &at, Self::header),
                "content" => out.content = self.map(value, &at, Self::media_type),
                "links" => out.links = self.map_or_ref(value, &at, Self::link),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn example(&mut self, value: Value, at: &Pointer<'_>) -> Option<Example> {
        let mut out = Example::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "summary" => out.summary = self.string(value, &at),
                "description" => out.description = self.string(value, &at),
                "value" => {}
                "externalValue" => out.external_value = self.string(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    pub(super) fn link(&mut self, value: Value, at: &Pointer<'_>) -> Option<Link> {
        let mut operation = None;
        let mut out = Link {
            description: None,
            operation: LinkOperation::OperationId(String::new()),
            request_body: None,
            parameters: indexmap::IndexMap::new(),
            server: None,
            extensions: indexmap::IndexMap::new(),
        };
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "description" => out.description = self.string(value, &at),
                "operationRef" => {
                    operation = self
                        .string(value, &at)
                        .map(LinkOperation::OperationRef)
                        .or(operation)
                }
                "operationId" => {
                    operation = self
                        .string(value, &at)
                        .map(LinkOperation::OperationId)
                        .or(operation)
                }
                "requestBody" => out.request_body = any(value),
                "parameters" => {
                    out.parameters = self
                        .object(value, &at)
                        .unwrap_or_default()
                        .into_iter()
                        .collect()
                }
                "server" => out.server = self.server(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        let Some(operation) = operation else {
            self.missing(
                "`operationId` or `operationRef`",
                "the link is left out",
                at,
            );
            return None;
        };
        out.operation = operation;
        Some(out)
    }
}

/// `200` or `4XX`, in either case.
fn status(key: &str) -> Option<StatusCode> {
    match key.as_bytes() {
        [n @ b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => Some(StatusCode::Range(u16::from(n - b'0'))),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(StatusCode::Code),
        _ => None,
    }
}
