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
mod wanted;

use crate::api::{Envelope, Operation};
use crate::call::Answer;
use crate::error::{ApiAnswer, DecodeFailure, Detail, Error, Result, excerpt};
use crate::output::Meta;
use bytes::Bytes;
use envelope::Places;
use failure::{Failure, Reason};
use learned::{Learned, TypeKey};
use reader::{Outcome, Reader};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fmt;
use std::sync::Arc;
use wanted::Place;

pub use choice::met;
pub(crate) use choice::{CHOICE, TAGGED, UNKNOWN};
pub(crate) use envelope::Absent;
pub use only::only;

/// Called for each bend.
pub(crate) type BendHook = Arc<dyn Fn(&Operation, &Bend) + Send + Sync>;

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
/// #[sdk_runtime::model]
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
    let mut data = None;
    let mut read = |reader: &mut Reader<'_>| {
        data = Some(T::deserialize(reader)?);
        Ok(())
    };
    let done = utf8(json).and_then(|text| run(text, manner, &mut read));
    let (bends, data) = done
        .and_then(|bends| Ok((bends, read_of(data)?)))
        .map_err(|failure| Error::new(Detail::Decode(report(&failure, json, None))))?;
    Ok(Decoded {
        data,
        bends: bends.kept,
        bend_count: bends.count,
    })
}

/// What was done to the values of a text.
#[derive(Debug, Default)]
pub(crate) struct Bends {
    /// The first of them.
    pub(crate) kept: Vec<Bend>,
    /// How many there were.
    pub(crate) count: u64,
}

/// The value of a place that was read.
fn read_of<T>(place: Option<T>) -> Outcome<T> {
    place.ok_or_else(wanted::missing)
}

/// Reads a text from start to end, and again as long as something is learned about the types.
fn run(
    text: &str,
    manner: Manner,
    read: &mut dyn FnMut(&mut Reader<'_>) -> Outcome<()>,
) -> Outcome<Bends> {
    let mut learned = if manner.strict {
        None
    } else {
        Learned::snapshot()
    };
    loop {
        let mut reader = Reader::new(text, manner.strict, manner.observed, learned);
        match read(&mut reader).and_then(|()| reader.end()) {
            Err(failure) if failure.is_again() => learned = reader.learned,
            Err(failure) => return Err(failure),
            Ok(()) => {
                return Ok(Bends {
                    kept: reader.bends,
                    count: reader.bend_count,
                });
            }
        }
    }
}

fn utf8(json: &[u8]) -> Outcome<&str> {
    std::str::from_utf8(json).map_err(|error| {
        let start = error.valid_up_to();
        Failure::syntax("bytes that are not UTF-8").placed(failure::Place {
            path: "$".to_owned(),
            start,
        })
    })
}

/// Decodes the data of an answer that was read whole.
pub(crate) fn data<T: DeserializeOwned + 'static>(answer: &Answer) -> Result<T> {
    let mut data: Option<T> = None;
    let mut meta: Option<IgnoredAny> = None;
    let observed = answer.settings.hook.is_some() || observe::enabled();
    let kind = TypeKey::of::<(T, IgnoredAny)>();
    into(answer, observed, kind, &mut data, &mut meta)?;
    read_of(data).map_err(|failure| undecoded(answer, &failure))
}

/// Decodes an answer that was read whole: its data, and what comes beside it.
pub(crate) fn answer<T: DeserializeOwned + 'static, M: Meta>(
    answer: &Answer,
) -> Result<(T, Option<M>, Bends)> {
    let mut data: Option<T> = None;
    let mut meta: Option<Option<M>> = None;
    let kind = TypeKey::of::<(T, M)>();
    let bends = into(answer, true, kind, &mut data, &mut meta)?;
    let data = read_of(data).map_err(|failure| undecoded(answer, &failure))?;
    Ok((data, meta.flatten(), bends))
}

/// Decodes an answer into the places of its data and metadata; `kind` is what their types are learned by.
fn into(
    answer: &Answer,
    observed: bool,
    kind: TypeKey,
    data: &mut dyn Place,
    meta: &mut dyn Place,
) -> Result<Bends> {
    let settings = &answer.settings;
    let manner = Manner {
        strict: settings.strict,
        observed,
    };
    let body = answer.body();
    let mut places = Places {
        data,
        meta,
        success: None,
    };
    match operation(answer.operation, &body, manner, kind, &mut places) {
        Ok(bends) if places.success != Some(false) => {
            observe::bends(answer.operation, settings.hook.as_ref(), &bends.kept);
            Ok(bends)
        }
        Err(failure) if !says_failure(answer.operation.envelope, &body) => {
            Err(undecoded(answer, &failure))
        }
        _ => {
            let answered = ApiAnswer::new(answer.status, &answer.headers, &body);
            Err(Error::new(Detail::Api(answered)).of(answer.operation, answer.attempts))
        }
    }
}

/// The error that an answer cannot be decoded.
fn undecoded(answer: &Answer, failure: &Failure) -> Error {
    let report = report(failure, &answer.body(), Some(answer));
    Error::new(Detail::Decode(report)).of(answer.operation, answer.attempts)
}

/// Decodes an operation's body, in its envelope or without one.
fn operation(
    operation: Operation,
    body: &[u8],
    manner: Manner,
    kind: TypeKey,
    places: &mut Places<'_>,
) -> Outcome<Bends> {
    if operation.accept.is_some() {
        return as_text(body, manner, places.data);
    }
    // Where nothing is documented, any answer will do, JSON or not.
    let any = operation.envelope.is_none() && places.data.is_unit();
    if any || body.iter().all(u8::is_ascii_whitespace) {
        places.data.absent(Absent::body())?;
        return Ok(Bends::default());
    }
    match operation.envelope {
        None => run(utf8(body)?, manner, &mut |reader| places.data.read(reader)),
        Some(envelope) => envelope::open(body, manner, envelope, kind, places),
    }
}

/// Reads an answer that is no JSON but a text, which may be empty: those are the answers asked for by a media type of
/// their own.
fn as_text(body: &[u8], manner: Manner, data: &mut dyn Place) -> Outcome<Bends> {
    let json = serde_json::Value::from(utf8(body)?).to_string();
    run(&json, manner, &mut |reader| data.read(reader))
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
