//! [`Failure`]: why decoding stopped, before it is known for whom.
//! Visitors and the reader make one; each access on the way out adds where it was, the innermost first.
//! `mod.rs` turns it into the caller's error.

use super::reader::Reader;
use serde::de;
use std::fmt;

/// Why decoding stopped.
#[derive(Debug)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    reason: Reason,
    place: Option<Place>,
    /// Not final: something was learned about the types, and decoding starts again.
    again: bool,
}

#[derive(Debug)]
pub(crate) enum Reason {
    /// A value is not what is asked for.
    Unexpected { expected: String, found: String },
    /// An object lacks a property.
    Missing(&'static str),
    /// The text is no JSON.
    Syntax(&'static str),
    /// Whatever else a type says.
    Message(String),
}

/// Where a value is: its JSON path and where its text starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) start: usize,
}

impl Failure {
    pub(crate) fn new(reason: Reason) -> Self {
        Self(Box::new(Inner {
            reason,
            place: None,
            again: false,
        }))
    }

    pub(crate) fn unexpected(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Reason::Unexpected {
            expected: plain(expected.into()),
            found: found.into(),
        })
    }

    pub(crate) fn syntax(message: &'static str) -> Self {
        Self::new(Reason::Syntax(message))
    }

    /// Adds the place of the value that starts at `start`, unless a more exact one is known.
    #[cold]
    pub(super) fn or_at(self, reader: &Reader<'_>, start: usize) -> Self {
        if self.0.place.is_some() {
            return self;
        }
        self.placed(reader.place(start))
    }

    /// With this place.
    pub(crate) fn placed(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    pub(crate) fn again(mut self) -> Self {
        self.0.again = true;
        self
    }

    pub(crate) fn is_again(&self) -> bool {
        self.0.again
    }

    pub(crate) fn reason(&self) -> &Reason {
        &self.0.reason
    }

    pub(crate) fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// Whether it is the given property that is missing, of the object that is read just now.
    pub(crate) fn is_missing_here(&self, name: &str) -> bool {
        self.0.place.is_none() && matches!(self.0.reason, Reason::Missing(field) if field == name)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.0.place {
            write!(formatter, "at {}: ", place.path)?;
        }
        match &self.0.reason {
            Reason::Unexpected { expected, found } => {
                write!(formatter, "expected {expected}, found {found}")
            }
            Reason::Missing(name) => write!(formatter, "the property `{name}` is missing"),
            Reason::Syntax(message) => write!(formatter, "not JSON: {message}"),
            Reason::Message(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Reason::Message(message.to_string()))
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::unexpected(expected.to_string(), found.to_string())
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::unexpected(expected.to_string(), found.to_string())
    }

    fn invalid_length(length: usize, expected: &dyn de::Expected) -> Self {
        Self::unexpected(expected.to_string(), format!("{length} of them"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Reason::Missing(field))
    }
}

/// What serde's own types expect, in words for people.
fn plain(expected: String) -> String {
    match expected.as_str() {
        "i8" | "i16" | "i32" | "i64" => "an integer".to_owned(),
        "u8" | "u16" | "u32" | "u64" => "an integer from 0".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        _ => expected,
    }
}
