//! Parameters: values, and the usual ways lists and objects are written into a query.
//! Typed values go in; names and texts come out, not yet percent-encoded. `call/style.rs` has all other styles,
//! `call/url.rs` encodes and places them.

use crate::call::Style;
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

impl ObjectStyle {
    pub(crate) const fn style(self) -> Style {
        match self {
            Self::DeepObject => Style::DEEP,
            Self::Form => Style::FORM.exploded(),
            Self::FormJoined => Style::FORM,
        }
    }
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
    /// Whether values keep the characters that URLs reserve.
    pub(crate) reserved: bool,
}

impl QueryPair {
    pub(crate) fn one(name: Cow<'static, str>, value: ParamValue) -> Self {
        Self {
            name,
            values: vec![value],
            separator: ",",
            reserved: false,
        }
    }
}
