//! Parameters: values and the ways lists and objects are written into a path, a query, a header or a form.
//! Typed values go in; names and texts come out, not yet percent-encoded. `url.rs` encodes and places them.

use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// One scalar value of a parameter, in the form it is sent.
///
/// It is made from numbers, booleans, strings, identifiers, enums and dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamValue(Cow<'static, str>);

impl ParamValue {
    /// A value by its text.
    #[must_use]
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The text that is sent, before any encoding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ParamValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

macro_rules! from_display {
    ($($kind:ty),*) => {$(
        impl From<$kind> for ParamValue {
            fn from(value: $kind) -> Self {
                Self(Cow::Owned(value.to_string()))
            }
        }
    )*};
}
from_display!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64
);

impl From<bool> for ParamValue {
    fn from(value: bool) -> Self {
        Self(Cow::Borrowed(if value { "true" } else { "false" }))
    }
}

impl From<String> for ParamValue {
    fn from(value: String) -> Self {
        Self(Cow::Owned(value))
    }
}

impl From<&str> for ParamValue {
    fn from(value: &str) -> Self {
        Self(Cow::Owned(value.to_owned()))
    }
}

impl From<&String> for ParamValue {
    fn from(value: &String) -> Self {
        Self(Cow::Owned(value.clone()))
    }
}

impl From<Cow<'static, str>> for ParamValue {
    fn from(value: Cow<'static, str>) -> Self {
        Self(value)
    }
}

/// How a list is written into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListStyle {
    /// The name once for each item: `id=1&id=2`.
    Repeat,
    /// `id=1,2`.
    Comma,
    /// `id=1%202`.
    Space,
    /// `id=1|2`.
    Pipe,
}

impl ListStyle {
    /// What stands between the items, as it is sent.
    pub(crate) const fn separator(self) -> Option<&'static str> {
        match self {
            Self::Repeat => None,
            Self::Comma => Some(","),
            Self::Space => Some("%20"),
            Self::Pipe => Some("%7C"),
        }
    }
}

/// How an object is written into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectStyle {
    /// `filter[name]=x&filter[age]=3`; nested objects and lists nest their brackets.
    DeepObject,
    /// Each property as a parameter of its own: `name=x&age=3`.
    Form,
    /// One parameter: `filter=name,x,age,3`.
    FormJoined,
}

/// One parameter of a query: a name and the texts that are joined by `separator`.
#[derive(Clone, Debug)]
pub(crate) struct QueryPair {
    pub(crate) name: Cow<'static, str>,
    pub(crate) values: Vec<ParamValue>,
    pub(crate) separator: &'static str,
}

impl QueryPair {
    pub(crate) fn one(name: Cow<'static, str>, value: ParamValue) -> Self {
        Self {
            name,
            values: vec![value],
            separator: ",",
        }
    }
}

/// Writes a serialised object as query parameters; null properties are left out.
pub(crate) fn object(name: &'static str, style: ObjectStyle, value: &Value) -> Vec<QueryPair> {
    let mut pairs = Vec::new();
    let Value::Object(object) = value else {
        scalar(value)
            .into_iter()
            .for_each(|text| pairs.push(QueryPair::one(Cow::Borrowed(name), text)));
        return pairs;
    };
    match style {
        ObjectStyle::DeepObject => deep(name.to_owned(), value, &mut pairs),
        ObjectStyle::Form => object
            .iter()
            .for_each(|(key, value)| deep(key.clone(), value, &mut pairs)),
        ObjectStyle::FormJoined => {
            let values = object
                .iter()
                .filter_map(|(key, value)| Some([ParamValue::from(key.as_str()), scalar(value)?]))
                .flatten()
                .collect();
            pairs.push(QueryPair {
                name: Cow::Borrowed(name),
                values,
                separator: ",",
            });
        }
    }
    pairs
}

fn deep(name: String, value: &Value, pairs: &mut Vec<QueryPair>) {
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, value)| deep(format!("{name}[{key}]"), value, pairs)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| deep(format!("{name}[]"), item, pairs)),
        value => {
            if let Some(text) = scalar(value) {
                pairs.push(QueryPair::one(Cow::Owned(name), text));
            }
        }
    }
}

fn scalar(value: &Value) -> Option<ParamValue> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(ParamValue::from(text.as_str())),
        Value::Bool(flag) => Some(ParamValue::from(*flag)),
        value => Some(ParamValue::from(value.to_string())),
    }
}
