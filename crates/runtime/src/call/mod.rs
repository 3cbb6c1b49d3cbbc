//! [`Call`]: one request being put together by a generated method.
//! Typed values go in through setters that never fail; the first problem is kept and returned when the request is sent.
//! All work is done on [`Parts`], which has no type parameters: an operation's own code is a few calls.
//! `prepare.rs` turns the parts into an HTTP request, `send.rs` sends it.

mod body;
mod multipart;
mod prepare;
mod send;
mod style;
mod trace;
mod url;

pub use multipart::Part;
pub(crate) use send::{Answer, Held, Mode, send};
pub use style::Style;
#[cfg(feature = "oauth")]
pub(crate) use url::{encoded, form};

use crate::api::Operation;
use crate::core::Core;
use crate::param::{ListStyle, ObjectStyle, ParamValue, QueryPair};
use crate::retry::RetryPolicy;
use body::Body;
use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;
use url::Text;

/// A request being put together: `T` is what it answers with, `M` the metadata beside it.
///
/// Generated request types wrap one and hand it values by the names the description uses.
pub struct Call<T, M = ()> {
    parts: Box<Parts>,
    answer: PhantomData<fn() -> (T, M)>,
}

/// A request's parts, the same for all operations.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) core: Core,
    pub(crate) operation: Operation,
    path: Vec<(&'static str, Text)>,
    query: Vec<QueryPair>,
    headers: Vec<(Cow<'static, str>, ParamValue)>,
    /// Names, and values; a style writes both.
    cookies: Vec<(&'static str, Text)>,
    body: Body,
    problem: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
}

impl<T, M> Call<T, M> {
    /// A request for an operation with nothing in it yet.
    pub(crate) fn new(core: &Core, operation: Operation) -> Self {
        Self {
            parts: Box::new(Parts::new(core, operation)),
            answer: PhantomData,
        }
    }

    /// Fills a place of the path template; an empty value is an error when the request is sent.
    pub fn path(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.parts.path.push((name, Text::Plain(value.into())));
    }

    /// Sets a query parameter.
    pub fn query(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.parts.set_query(Cow::Borrowed(name), value.into());
    }

    /// Sets a query parameter that holds a list.
    pub fn query_list<V: Into<ParamValue>>(
        &mut self,
        name: &'static str,
        style: ListStyle,
        values: impl IntoIterator<Item = V>,
    ) {
        let values = values.into_iter().map(Into::into).collect();
        self.parts.set_query_list(name, style, values);
    }

    /// Sets a query parameter that holds an object.
    pub fn query_object(&mut self, name: &'static str, style: ObjectStyle, value: &impl Serialize) {
        self.styled_query(name, style.style(), value);
    }

    /// Fills a place of the path template with a value in a style.
    pub fn styled_path(&mut self, name: &'static str, style: Style, value: &impl Serialize) {
        let value = serde_json::to_value(value);
        self.parts.styled_path(name, style, value);
    }

    /// Sets a query parameter to a value in a style.
    pub fn styled_query(&mut self, name: &'static str, style: Style, value: &impl Serialize) {
        let value = serde_json::to_value(value);
        self.parts.styled_query(name, style, value);
    }

    /// Sets a header to a value in a style.
    pub fn styled_header(&mut self, name: &'static str, style: Style, value: &impl Serialize) {
        let value = serde_json::to_value(value);
        self.parts.styled_header(name, style, value);
    }

    /// Sets a cookie, or one for each property of an exploded object, to a value in a style.
    pub fn styled_cookie(&mut self, name: &'static str, style: Style, value: &impl Serialize) {
        let value = serde_json::to_value(value);
        self.parts.styled_cookie(name, style, value);
    }

    /// Sets a query parameter that holds JSON text (a parameter with `content`).
    pub fn query_json(&mut self, name: &'static str, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(json) => self.parts.set_query(Cow::Borrowed(name), json.into()),
            Err(error) => self.parts.fail(format!(
                "the query parameter `{name}` cannot be written as JSON: {error}"
            )),
        }
    }

    /// Sets a header.
    pub fn header(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.parts.set_header(Cow::Borrowed(name), value.into());
    }

    /// Sets a cookie.
    pub fn cookie(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.parts.cookies.push((name, Text::Plain(value.into())));
    }

    /// Sets one property of a JSON object body; `None` is sent as null.
    pub fn field(&mut self, name: &'static str, value: impl Serialize) {
        match serde_json::to_string(&value) {
            Ok(json) => self.parts.body.set_field(Cow::Borrowed(name), json),
            Err(error) => self.parts.fail(format!(
                "the field `{name}` cannot be written as JSON: {error}"
            )),
        }
    }

    /// Sets one property of a JSON object body to a value given as JSON text.
    pub fn field_json(&mut self, name: &'static str, json: &'static str) {
        self.parts
            .body
            .set_field(Cow::Borrowed(name), json.to_owned());
    }

    /// Sets the whole JSON body.
    pub fn json(&mut self, value: &impl Serialize) {
        match serde_json::to_vec(value) {
            Ok(json) => self.parts.body = Body::Json(Bytes::from(json)),
            Err(error) => self
                .parts
                .fail(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Adds a field of an urlencoded form.
    pub fn form_field(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.parts
            .body
            .push_form(QueryPair::one(Cow::Borrowed(name), value.into()));
    }

    /// Adds a value of any shape to an urlencoded form: a text as it is, an object as JSON, each item of a list by
    /// itself (OpenAPI 3.0.4 §4.8.14.4, 3.1.1 §4.8.15).
    pub fn form_value(&mut self, name: &'static str, value: impl Serialize) {
        let value = serde_json::to_value(value);
        for value in self.parts.items(name, value) {
            self.form_field(name, json_or_text(&value));
        }
    }

    /// Adds a part of a multipart body.
    pub fn part(&mut self, name: &'static str, part: impl Into<Part>) {
        let part = part.into();
        match part.problem() {
            Some(problem) => self
                .parts
                .fail(format!("the part `{name}` cannot be sent: {problem}")),
            None => self.parts.body.push_part(Cow::Borrowed(name), part),
        }
    }

    /// Adds a part of a multipart body that is the text of a value.
    pub fn part_text(&mut self, name: &'static str, value: impl Into<ParamValue>) {
        self.part(name, Part::text(value.into().as_str().to_owned()));
    }

    /// Adds a value of any shape to a multipart body: a text as it is, an object as JSON, each item of a list by itself
    /// (OpenAPI 3.0.4 §4.8.14.5, 3.1.1 §4.8.15).
    pub fn part_value(&mut self, name: &'static str, value: impl Serialize) {
        let value = serde_json::to_value(value);
        for value in self.parts.items(name, value) {
            let part = Part::text(json_or_text(&value));
            self.part(
                name,
                if value.is_object() {
                    part.content_type("application/json")
                } else {
                    part
                },
            );
        }
    }

    /// Sets the whole body, of any media type.
    pub fn bytes(&mut self, content_type: &'static str, body: impl Into<Bytes>) {
        match HeaderValue::from_str(content_type) {
            Ok(kind) => self.parts.body = Body::Bytes(kind, body.into()),
            Err(_) => self
                .parts
                .fail("the body's content type has a line break or a control character".to_owned()),
        }
    }

    pub(crate) fn parts(&mut self) -> &mut Parts {
        &mut self.parts
    }

    /// Takes the parts and leaves those of a request with nothing in it.
    pub(crate) fn take_parts(&mut self) -> Box<Parts> {
        let empty = Parts::new(&self.parts.core, self.parts.operation);
        std::mem::replace(&mut self.parts, Box::new(empty))
    }
}

// Not derived: the answer's types need not be `Clone` or `Debug`.
impl<T, M> Clone for Call<T, M> {
    fn clone(&self) -> Self {
        Self {
            parts: self.parts.clone(),
            answer: PhantomData,
        }
    }
}

impl<T, M> fmt::Debug for Call<T, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.parts, formatter)
    }
}

impl fmt::Debug for Parts {
    // Headers and body stay out: they may hold what should not be in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &self.operation.id())
            .field("method", &self.operation.method())
            .field("path", &self.operation.path())
            .finish_non_exhaustive()
    }
}

/// A value in a form: a text as it is, anything else as JSON.
fn json_or_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

impl Parts {
    fn new(core: &Core, operation: Operation) -> Self {
        Self {
            core: core.clone(),
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: Body::None,
            problem: None,
            timeout: None,
            retry: None,
        }
    }

    /// The value that was serialised; what kept it from that is told when the request is sent.
    fn serialised(&mut self, name: &str, value: serde_json::Result<Value>) -> Option<Value> {
        match value {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(format!("`{name}` cannot be written: {error}"));
                None
            }
        }
    }

    /// The items of a list that was serialised, or the one value; nothing for null.
    fn items(&mut self, name: &str, value: serde_json::Result<Value>) -> Vec<Value> {
        match self.serialised(name, value) {
            Some(Value::Array(items)) => items,
            Some(Value::Null) | None => Vec::new(),
            Some(value) => vec![value],
        }
    }

    fn styled_path(&mut self, name: &'static str, style: Style, value: serde_json::Result<Value>) {
        if let Some(value) = self.serialised(name, value) {
            let text = style::written(style, name, &value, style::encoded);
            self.path
                .push((name, Text::Written(text.unwrap_or_default())));
        }
    }

    fn styled_query(&mut self, name: &'static str, style: Style, value: serde_json::Result<Value>) {
        if let Some(value) = self.serialised(name, value) {
            self.query.retain(|pair| pair.name != name);
            self.query.extend(style::pairs(style, name, &value));
        }
    }

    fn styled_header(
        &mut self,
        name: &'static str,
        style: Style,
        value: serde_json::Result<Value>,
    ) {
        if let Some(value) = self.serialised(name, value)
            && let Some(text) = style::written(style, name, &value, style::plain)
        {
            self.set_header(Cow::Borrowed(name), text.into());
        }
    }

    fn styled_cookie(
        &mut self,
        name: &'static str,
        style: Style,
        value: serde_json::Result<Value>,
    ) {
        let Some(value) = self.serialised(name, value) else {
            return;
        };
        if style == Style::JSON {
            let json = value.to_string();
            self.cookies.push((name, Text::Plain(json.into())));
        } else if let Some(text) = style::written(style, name, &value, style::encoded) {
            self.cookies.push((name, Text::Written(text)));
        }
    }

    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Sets a parameter where it stands, or after all others.
    pub(crate) fn set_query(&mut self, name: Cow<'static, str>, value: ParamValue) {
        let at = self.query.iter().position(|pair| pair.name == name);
        self.query.retain(|pair| pair.name != name);
        let at = at.unwrap_or(self.query.len());
        self.query.insert(at, QueryPair::one(name, value));
    }

    pub(crate) fn set_header(&mut self, name: Cow<'static, str>, value: ParamValue) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
    }

    fn set_query_list(&mut self, name: &'static str, style: ListStyle, values: Vec<ParamValue>) {
        self.query.retain(|pair| pair.name != name);
        match style.separator() {
            _ if values.is_empty() => {}
            None => self.query.extend(
                values
                    .into_iter()
                    .map(|value| QueryPair::one(Cow::Borrowed(name), value)),
            ),
            Some(separator) => self.query.push(QueryPair {
                name: Cow::Borrowed(name),
                values,
                separator,
                reserved: false,
            }),
        }
    }

    pub(crate) fn set_field(&mut self, name: &'static str, json: String) {
        self.body.set_field(Cow::Borrowed(name), json);
    }

    /// The value a query parameter or body field has at present.
    pub(crate) fn current(&self, name: &str) -> Option<ParamValue> {
        let pair = self.query.iter().find(|pair| pair.name == name);
        pair.and_then(|pair| pair.values.first().cloned())
            .or_else(|| self.body.field(name))
    }
}
