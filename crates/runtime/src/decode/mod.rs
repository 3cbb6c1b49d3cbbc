//! Decoding answers: from bytes to the types an operation promises, in or out of an envelope.
//! A body goes in; the data, the metadata and the bends come out, or an error with the JSON path.

mod envelope;
pub(crate) mod pointer;

use crate::api::Operation;
use crate::call::Answer;
use crate::error::{ApiAnswer, DecodeFailure, Detail, Error, Result};
use serde::de::{self, DeserializeOwned};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use std::sync::Arc;

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

/// A decoded answer.
pub(crate) struct Decoded<T, M> {
    pub(crate) data: T,
    pub(crate) meta: Option<M>,
    pub(crate) bends: Vec<Bend>,
}

/// Decodes an answer that was read whole.
pub(crate) fn answer<T: DeserializeOwned, M: DeserializeOwned>(
    answer: &Answer,
) -> Result<Decoded<T, M>> {
    let body = answer.body();
    let text: &[u8] = if body.is_empty() { b"null" } else { &body };
    let failed = |error: serde_json::Error| {
        let failure = DecodeFailure {
            path: "$".to_owned(),
            expected: "the described answer".to_owned(),
            found: error.to_string(),
            excerpt: String::new(),
            status: Some(answer.status),
            body: body.clone(),
        };
        Error::new(Detail::Decode(failure)).of(answer.operation, answer.attempts)
    };
    match answer.operation.envelope {
        None => {
            let data = serde_json::from_slice(text).map_err(failed)?;
            Ok(Decoded {
                data,
                meta: None,
                bends: Vec::new(),
            })
        }
        Some(envelope) => {
            let mut reader = serde_json::Deserializer::from_slice(text);
            let (data, meta, success) = envelope::read(&mut reader, envelope).map_err(failed)?;
            if success == Some(false) {
                let api = ApiAnswer::new(answer.status, &answer.headers, &body);
                return Err(Error::new(Detail::Api(api)).of(answer.operation, answer.attempts));
            }
            Ok(Decoded {
                data,
                meta,
                bends: Vec::new(),
            })
        }
    }
}

/// Reads a text and hands it on without keeping it.
pub fn text<'de, D: de::Deserializer<'de>, T>(
    deserializer: D,
    make: fn(&str) -> T,
) -> Result<T, D::Error> {
    struct Text<T>(fn(&str) -> T);
    impl<T> de::Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok((self.0)(text))
        }
    }
    deserializer.deserialize_str(Text(make))
}

/// Reads a text and parses it.
pub(crate) fn parsed<'de, D: de::Deserializer<'de>, T: FromStr>(
    deserializer: D,
    expected: &'static str,
) -> Result<T, D::Error> {
    struct Parsed<T>(&'static str, PhantomData<T>);
    impl<T: FromStr> de::Visitor<'_> for Parsed<T> {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(Parsed(expected, PhantomData))
}
