//! The kinds of value that examples show: the words of `x-observed`. Written by the contract, read by the typing of the IR.

use serde_json::Value;

/// What a value in an example is, as finely as a type can be judged by it. Written to `x-observed` by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A list with members.
    Array,
    /// `true` or `false`.
    Boolean,
    /// `[]`.
    EmptyArray,
    /// `{}`.
    EmptyObject,
    /// `""`.
    EmptyString,
    /// A whole number.
    Integer,
    /// `null`.
    Null,
    /// A number written with a fraction.
    Number,
    /// A string that holds a number, such as `"12"`.
    NumericString,
    /// An object with members.
    Object,
    /// Any other string.
    String,
}

const KINDS: [(Kind, &str); 11] = [
    (Kind::Array, "array"),
    (Kind::Boolean, "boolean"),
    (Kind::EmptyArray, "empty-array"),
    (Kind::EmptyObject, "empty-object"),
    (Kind::EmptyString, "empty-string"),
    (Kind::Integer, "integer"),
    (Kind::Null, "null"),
    (Kind::Number, "number"),
    (Kind::NumericString, "numeric-string"),
    (Kind::Object, "object"),
    (Kind::String, "string"),
];

impl Kind {
    /// The name that stands for this kind in `x-observed`.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }

    /// The kind that this name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(kind, _)| *kind)
    }

    /// The kind of this value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(text) if text.is_empty() => Self::EmptyString,
            Value::String(text) if is_number(text) => Self::NumericString,
            Value::String(_) => Self::String,
            Value::Array(list) if list.is_empty() => Self::EmptyArray,
            Value::Array(_) => Self::Array,
            Value::Object(map) if map.is_empty() => Self::EmptyObject,
            Value::Object(_) => Self::Object,
        }
    }

    /// The JSON Schema types under which a value of this kind is valid.
    pub(super) fn types(self) -> &'static [&'static str] {
        match self {
            Self::Array | Self::EmptyArray => &["array"],
            Self::Boolean => &["boolean"],
            Self::Integer => &["integer", "number"],
            Self::Null => &["null"],
            Self::Number => &["number"],
            Self::Object | Self::EmptyObject => &["object"],
            Self::EmptyString | Self::NumericString | Self::String => &["string"],
        }
    }
}

/// Decimal digits with at most a sign and one point between digits: what a server prints for a number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        Some((integer, fraction)) => whole(integer) && whole(fraction),
        None => whole(digits),
    }
}
