//! [`Style`]: how the value of a parameter is written (OpenAPI 3.1.1 §4.8.12.2 to §4.8.12.5, RFC 6570 appendix A).
//! Serialised values go in; texts for a path, a header or a cookie, or the pairs of a query come out. What differs from
//! style to style is a row of data, so that an operation costs a constant and no code.

use super::url::{self, VALUE};
use crate::param::{ParamValue, QueryPair};
use serde_json::Value;
use std::borrow::Cow;

/// How the value of a parameter is written.
///
/// `Style::MATRIX.exploded()` writes `;id=1;id=2`, `Style::SIMPLE` `1,2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    exploded: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Pipe,
    Deep,
    Json,
}

impl Style {
    /// `1,2`, in a path or a header.
    pub const SIMPLE: Self = Self::of(Kind::Simple);
    /// `.1,2`, in a path.
    pub const LABEL: Self = Self::of(Kind::Label);
    /// `;id=1,2`, in a path.
    pub const MATRIX: Self = Self::of(Kind::Matrix);
    /// `id=1,2`, in a query or a cookie.
    pub const FORM: Self = Self::of(Kind::Form);
    /// `id=1%202`, in a query.
    pub const SPACE: Self = Self::of(Kind::Space);
    /// `id=1%7C2`, in a query.
    pub const PIPE: Self = Self::of(Kind::Pipe);
    /// `id[a]=1&id[b]=2`, in a query; nested objects and lists nest their brackets.
    pub const DEEP: Self = Self::of(Kind::Deep);
    /// JSON text, anywhere.
    pub const JSON: Self = Self::of(Kind::Json);

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            exploded: false,
            reserved: false,
        }
    }

    /// Each item, or each property by its name, on its own.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self {
            exploded: true,
            ..self
        }
    }

    /// Characters that URLs reserve stand as they are, but for those that would end a value in a query.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// What a value in one text is made with.
    fn row(self) -> Row {
        let row = |first, separator, named, empty| Row {
            first,
            separator,
            named,
            empty,
        };
        match self.kind {
            Kind::Label => row(".", ".", false, ""),
            Kind::Matrix => row(";", ";", true, ""),
            Kind::Form | Kind::Space | Kind::Pipe | Kind::Deep => row("", "; ", true, "="),
            Kind::Simple | Kind::Json => row("", ",", false, ""),
        }
    }

    /// What stands between the items of a value in one pair of a query.
    const fn joint(self) -> &'static str {
        match self.kind {
            Kind::Space => "%20",
            Kind::Pipe => "%7C",
            _ => ",",
        }
    }
}

/// The columns of RFC 6570's table.
struct Row {
    /// What the whole begins with.
    first: &'static str,
    /// What stands between exploded items.
    separator: &'static str,
    /// Whether the parameter's name is written.
    named: bool,
    /// What follows the name of an empty value.
    empty: &'static str,
}

/// A value as styles see it, its nulls left out.
enum Shape {
    One(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Shape {
    /// Nothing for what counts as undefined: null, and lists and objects with nothing in them.
    fn of(style: Style, value: &Value) -> Option<Self> {
        match value {
            _ if style.kind == Kind::Json => Some(Self::One(value.to_string())),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().filter_map(text).collect();
                (!items.is_empty()).then_some(Self::List(items))
            }
            Value::Object(members) => {
                let members: Vec<(String, String)> = members
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
                    .collect();
                (!members.is_empty()).then_some(Self::Object(members))
            }
            one => text(one).map(Self::One),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        // Without a fraction of nothing, as a lone number is sent.
        Value::Number(number) if number.is_f64() => number.as_f64().map(|value| value.to_string()),
        other => Some(other.to_string()),
    }
}

/// A value in one text, for a path, a header or a cookie; `encode` writes what is the caller's. Nothing where there is
/// no value.
pub(super) fn written(
    style: Style,
    name: &str,
    value: &Value,
    encode: fn(&mut String, &str),
) -> Option<String> {
    let row = style.row();
    let mut out = row.first.to_owned();
    let push = |out: &mut String, name: Option<&str>, texts: &[&str]| {
        if let Some(name) = name {
            encode(out, name);
            let empty = texts.iter().all(|text| text.is_empty());
            out.push_str(if empty { row.empty } else { "=" });
        }
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            encode(out, text);
        }
    };
    let own = row.named.then_some(name);
    match Shape::of(style, value)? {
        Shape::One(text) => push(&mut out, own, &[&text]),
        Shape::List(items) if style.exploded => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(row.separator);
                }
                push(&mut out, own, &[item]);
            }
        }
        Shape::Object(members) if style.exploded => {
            for (index, (name, text)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(row.separator);
                }
                push(&mut out, Some(name), &[text]);
                // Only a name that is the parameter's own may stand without a mark.
                if !row.named && text.is_empty() {
                    out.push('=');
                }
            }
        }
        Shape::List(items) => {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            push(&mut out, own, &items);
        }
        Shape::Object(members) => {
            let flat: Vec<&str> = members
                .iter()
                .flat_map(|(name, text)| [name.as_str(), text])
                .collect();
            push(&mut out, own, &flat);
        }
    }
    Some(out)
}

/// For a path or a cookie: everything but unreserved characters is percent-encoded.
pub(super) fn encoded(out: &mut String, text: &str) {
    url::push_encoded(out, text, VALUE);
}

/// For a header: text as it is.
pub(super) fn plain(out: &mut String, text: &str) {
    out.push_str(text);
}

/// A value as the pairs of a query.
pub(super) fn pairs(style: Style, name: &'static str, value: &Value) -> Vec<QueryPair> {
    let own = || Cow::Borrowed(name);
    let one = |name, text: String| QueryPair::one(name, text.into());
    let mut pairs: Vec<QueryPair> = match (value, style.kind) {
        (Value::Object(_), Kind::Deep) => {
            let mut pairs = Vec::new();
            nested(name.to_owned(), value, &mut pairs);
            pairs
        }
        (Value::Object(members), kind) if style.exploded && kind != Kind::Json => {
            let mut pairs = Vec::new();
            for (name, value) in members {
                nested(name.clone(), value, &mut pairs);
            }
            pairs
        }
        _ => match Shape::of(style, value) {
            None => Vec::new(),
            Some(Shape::One(text)) => vec![one(own(), text)],
            Some(Shape::List(items)) if style.exploded || style.kind == Kind::Deep => {
                items.into_iter().map(|item| one(own(), item)).collect()
            }
            Some(Shape::List(items)) => vec![joined(style, name, items)],
            Some(Shape::Object(members)) => {
                let flat = members.into_iter().flat_map(|(name, text)| [name, text]);
                vec![joined(style, name, flat.collect())]
            }
        },
    };
    for pair in &mut pairs {
        pair.reserved = style.reserved;
    }
    pairs
}

fn joined(style: Style, name: &'static str, texts: Vec<String>) -> QueryPair {
    QueryPair {
        values: texts.into_iter().map(ParamValue::from).collect(),
        separator: style.joint(),
        ..QueryPair::one(Cow::Borrowed(name), ParamValue::new(""))
    }
}

/// What the specification leaves open: objects and lists within an object, in brackets.
fn nested(name: String, value: &Value, pairs: &mut Vec<QueryPair>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, value)| nested(format!("{name}[{key}]"), value, pairs)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| nested(format!("{name}[]"), item, pairs)),
        value => {
            if let Some(text) = text(value) {
                pairs.push(QueryPair::one(Cow::Owned(name), text.into()));
            }
        }
    }
}

#[cfg(test)]
#[path = "style_tests.rs"]
mod tests;
