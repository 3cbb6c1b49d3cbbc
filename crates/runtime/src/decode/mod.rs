//! Decoding answers: from bytes to the types an operation promises, in or out of an envelope.
//! A body goes in; the data, the metadata and the bends come out, or an error with the JSON path.
//!
//! Servers contradict their descriptions: a number in quotes, `[]` where an object is meant, `""` where a date is absent.
//! Tolerant decoding hands the models what they ask for and counts each such bend; it never guesses: `[1]` for an object
//! and `"abc"` for a number are errors. The models are plain derives. Strict decoding refuses what is not exact.

mod access;
mod choice;
mod describe;
mod deserialize;
pub(crate) mod envelope;
mod failure;
mod learned;
mod number;
mod observe;
mod only;
pub(crate) mod pointer;
mod reader;
mod skip;
#[cfg(test)]
mod tests;

use crate::api::{Envelope, Operation};
use crate::call::Answer;
use crate::error::{ApiAnswer, DecodeFailure, Detail, Error, Result, excerpt};
use crate::output::{Meta, NoMeta};
use bytes::Bytes;
use failure::{Failure, Place, Reason};
use learned::Learned;
use reader::{Outcome, Reader};
use serde::de::DeserializeOwned;
use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

pub use choice::met;
pub(crate) use choice::{CHOICE, TAGGED, UNKNOWN};
pub use only::only;

/// Called for each bend.
pub(crate) type BendHook = Arc<dyn Fn(&'static Operation, &Bend) + Send + Sync>;

/// What tolerant decoding did to one value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bend {
    /// Where, as a JSON path (`$.data[3].id`).
    pub path: String,
    /// What the description says.
    pub expected: &'static str,
    /// What came.
    pub found: String,
}

impl fmt::Display for Bend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "at {}: expected {}, found {}",
            self.path, self.expected, self.found
        )
    }
}

/// A decoded value and what was done to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value.
    pub data: T,
    /// The values that had to be bent, in the order they were met; the first 10,000 of them.
    pub bends: Vec<Bend>,
    /// How many values had to be bent.
    pub bend_count: u64,
}

/// How to decode.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) strict: bool,
    /// Whether bends are kept with their paths, or only counted.
    pub(crate) observed: bool,
}

/// Decodes a JSON text, bending what is not exactly what `T` asks for, or refusing it when `strict`.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Pet {
///     id: i64,
///     born: Option<sdk_runtime::Date>,
/// }
/// let json = br#"{"id": "7", "born": ""}"#;
/// let pet = sdk_runtime::decode::from_slice::<Pet>(json, false)?;
/// assert_eq!((pet.data.id, pet.data.born), (7, None));
/// assert_eq!(pet.bends[0].to_string(), "at $.id: expected an integer, found the string \"7\"");
/// assert!(sdk_runtime::decode::from_slice::<Pet>(json, true).is_err());
/// # Ok::<(), sdk_runtime::Error>(())
/// ```
pub fn from_slice<T: DeserializeOwned>(json: &[u8], strict: bool) -> Result<Decoded<T>> {
    let manner = Manner {
        strict,
        observed: true,
    };
    utf8(json)
        .and_then(|text| run(text, manner, |reader| T::deserialize(reader)))
        .map_err(|failure| Error::new(Detail::Decode(report(&failure, json, None))))
}

/// Reads a text from start to end, and again as long as something is learned about the types.
fn run<T>(
    text: &str,
    manner: Manner,
    read: impl Fn(&mut Reader<'_>) -> Outcome<T>,
) -> Outcome<Decoded<T>> {
    let mut learned = if manner.strict {
        None
    } else {
        Learned::snapshot()
    };
    loop {
        let mut reader = Reader::new(text, manner.strict, manner.observed, learned);
        let result = read(&mut reader).and_then(|data| reader.end().map(|()| data));
        match result {
            Err(failure) if failure.is_again() => learned = reader.learned,
            Err(failure) => return Err(failure),
            Ok(data) => {
                return Ok(Decoded {
                    data,
                    bends: reader.bends,
                    bend_count: reader.bend_count,
                });
            }
        }
    }
}

fn utf8(json: &[u8]) -> Outcome<&str> {
    std::str::from_utf8(json).map_err(|error| {
        let start = error.valid_up_to();
        Failure::syntax("bytes that are not UTF-8").or_at(|| Place {
            path: "$".to_owned(),
            start,
        })
    })
}

/// Data, metadata, and what the envelope says of success.
type Opened<T, M> = (T, Option<M>, Option<bool>);

/// Decodes an answer that was read whole.
pub(crate) fn answer<T: DeserializeOwned + 'static, M: Meta>(
    answer: &Answer,
) -> Result<Decoded<(T, Option<M>)>> {
    let settings = &answer.settings;
    let observed = TypeId::of::<M>() != TypeId::of::<NoMeta>()
        || settings.hook.is_some()
        || observe::enabled();
    let manner = Manner {
        strict: settings.strict,
        observed,
    };
    let body = answer.body();
    let decoded = operation::<T, M>(answer.operation, &body, manner);
    let detail = match decoded {
        Ok(Decoded {
            data: (data, meta, success),
            bends,
            bend_count,
        }) if success != Some(false) => {
            observe::bends(answer.operation, settings.hook.as_ref(), &bends);
            return Ok(Decoded {
                data: (data, meta),
                bends,
                bend_count,
            });
        }
        Err(failure) if !says_failure(answer.operation.envelope, &body) => {
            Detail::Decode(report(&failure, &body, Some(answer)))
        }
        _ => Detail::Api(ApiAnswer::new(answer.status, &answer.headers, &body)),
    };
    Err(Error::new(detail).of(answer.operation, answer.attempts))
}

/// Decodes an operation's body, in its envelope or without one.
fn operation<T: DeserializeOwned + 'static, M: DeserializeOwned>(
    operation: &'static Operation,
    body: &[u8],
    manner: Manner,
) -> Outcome<Decoded<Opened<T, M>>> {
    if body.iter().all(u8::is_ascii_whitespace) {
        let data = T::deserialize(envelope::Absent::body())?;
        return Ok(Decoded {
            data: (data, None, None),
            bends: Vec::new(),
            bend_count: 0,
        });
    }
    // Where nothing is documented, any answer will do, JSON or not.
    if operation.envelope.is_none() && TypeId::of::<T>() == TypeId::of::<()>() {
        let data = T::deserialize(envelope::Absent::body())?;
        return Ok(Decoded {
            data: (data, None, None),
            bends: Vec::new(),
            bend_count: 0,
        });
    }
    match operation.envelope {
        None => run(utf8(body)?, manner, |reader| {
            T::deserialize(reader).map(|data| (data, None, None))
        }),
        Some(envelope) => envelope::open(body, manner, envelope),
    }
}

/// Whether an answer that could not be decoded says itself that the request failed.
fn says_failure(envelope: Option<&'static Envelope>, body: &[u8]) -> bool {
    let Some(name) = envelope.and_then(|envelope| envelope.success) else {
        return false;
    };
    match envelope::member(body, name) {
        Some(serde_json::Value::Bool(success)) => !success,
        Some(serde_json::Value::Number(number)) => number.as_i64() == Some(0),
        Some(serde_json::Value::String(text)) => matches!(text.as_str(), "0" | "false"),
        _ => false,
    }
}

/// What a caller is told of a failure.
fn report(failure: &Failure, body: &[u8], answer: Option<&Answer>) -> DecodeFailure {
    let (path, start) = failure
        .place()
        .map_or(("$", 0), |place| (place.path.as_str(), place.start));
    let (expected, found) = match failure.reason() {
        Reason::Unexpected { expected, found } => (expected.clone(), found.clone()),
        Reason::Missing(name) => (
            format!("the property `{name}`"),
            "an object without it".to_owned(),
        ),
        Reason::Syntax(message) => ("JSON".to_owned(), (*message).to_owned()),
        Reason::Message(message) => ("a value the model can hold".to_owned(), message.clone()),
    };
    let bound = body.len().min(crate::error::BODY_BOUND);
    DecodeFailure {
        path: path.to_owned(),
        expected,
        found,
        excerpt: excerpt(body.get(start..).unwrap_or_default(), 60),
        status: answer.map(|answer| answer.status),
        body: Bytes::copy_from_slice(body.get(..bound).unwrap_or_default()),
    }
}
