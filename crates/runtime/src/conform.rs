//! Decoding stored answers with a generated crate's types, for `cargo xtask conform`: no part of the interface.
//! JSON lines go in, each with an operation, a status and a body; JSON lines come out: the value encoded again and its
//! bends, the API error it stands for, or why it could not be decoded. Comparing and counting is the command's work.
//!
//! A stored answer takes the way of a real one from where its body has been read. Generated crates have a table of
//! decoders in `tests/conform.rs`, which is built only when it is asked for by name.

use crate::api::{Method, Operation};
use crate::call::{Answer, Held};
use crate::core::Settings;
use crate::decode::{Bend, envelope};
use crate::error::{ApiAnswer, BODY_BOUND, Error, Result};
use crate::request::{Reply, Request};
use crate::retry::RetryPolicy;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;

/// How the answers of one operation are decoded.
#[derive(Debug)]
pub struct Decoder {
    operation: Operation,
    decode: fn(Answer) -> Result<Encoded>,
}

/// A decoded answer, encoded again.
#[derive(Debug)]
struct Encoded {
    value: Value,
    bends: Vec<Bend>,
}

impl Decoder {
    /// For answers that the request decodes.
    #[must_use]
    pub const fn new<R: Request>(operation: Operation) -> Self
    where
        R::Output: Serialize,
        R::Meta: Serialize,
    {
        Self {
            operation,
            decode: decode::<R>,
        }
    }

    /// For answers that are handed over as they come.
    #[must_use]
    pub const fn file(operation: Operation) -> Self {
        Self {
            operation,
            decode: as_it_is,
        }
    }
}

fn decode<R: Request>(answer: Answer) -> Result<Encoded>
where
    R::Output: Serialize,
    R::Meta: Serialize,
{
    use crate::output::Output;
    let operation = answer.operation;
    let body = answer.body();
    let reply: Reply<R::Output, R::Meta> = R::Output::reply(answer)?;
    let data = serde_json::to_value(&reply.data).map_err(|error| unwritable(operation, &error))?;
    let meta = serde_json::to_value(&reply.meta).map_err(|error| unwritable(operation, &error))?;
    Ok(Encoded {
        value: enclosed(&operation, data, meta, &body),
        bends: reply.bends,
    })
}

fn as_it_is(answer: Answer) -> Result<Encoded> {
    let value = serde_json::from_slice(&answer.body()).unwrap_or_default();
    Ok(Encoded {
        value,
        bends: Vec::new(),
    })
}

fn unwritable(operation: Operation, error: &serde_json::Error) -> Error {
    Error::invalid(format!("the decoded value cannot be encoded: {error}")).of(operation, 1)
}

/// The data and metadata as the operation's answers have them. That a decoded answer reports success is all that is
/// known of the member that says so.
fn enclosed(operation: &Operation, data: Value, meta: Value, body: &[u8]) -> Value {
    let Some(names) = operation.envelope else {
        return data;
    };
    let mut members = Map::new();
    members.insert(names.data.to_owned(), data);
    if let Some(name) = names.meta {
        members.insert(name.to_owned(), meta);
    }
    if let Some(name) = names.success {
        let said = envelope::member(body, name).is_some_and(|value| !value.is_null());
        members.insert(name.to_owned(), said.then_some(true).into());
    }
    Value::Object(members)
}

/// Reads the answers of the file that the first argument names, and writes what they become to that of the second.
#[must_use]
pub fn main(decoders: &'static [Decoder]) -> ExitCode {
    let paths: Vec<_> = std::env::args_os().skip(1).collect();
    let [input, output] = paths.as_slice() else {
        eprintln!(
            "expected a file of answers and a file to write to; run it through `cargo xtask conform`"
        );
        return ExitCode::from(2);
    };
    let done = std::fs::File::open(input).and_then(|input| {
        let output = std::fs::File::create(output)?;
        lines(decoders, BufReader::new(input), BufWriter::new(output))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the answers cannot be decoded: {error}");
            ExitCode::from(2)
        }
    }
}

fn lines(
    decoders: &'static [Decoder],
    input: impl BufRead,
    mut output: impl Write,
) -> std::io::Result<()> {
    for line in input.lines() {
        let stored: Value = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut output, &outcome(decoders, &stored))?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// What one stored answer becomes.
fn outcome(decoders: &'static [Decoder], stored: &Value) -> Value {
    let Some(decoder) = find(decoders, stored) else {
        return json!({ "outcome": "unknown" });
    };
    let status = stored.get("status").and_then(Value::as_u64);
    let status = status.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
    let status = status.unwrap_or(StatusCode::OK);
    let body = stored
        .get("body")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let body = Bytes::copy_from_slice(body.as_bytes());
    if !status.is_success() {
        return refused(&ApiAnswer::new(status, &HeaderMap::new(), &body), &body);
    }
    let answer = Answer {
        operation: decoder.operation,
        status,
        headers: HeaderMap::new(),
        held: Held::Whole(body.clone()),
        attempts: 1,
        settings: Settings {
            retry: RetryPolicy::never(),
            timeout: None,
            max_response_size: u64::MAX,
            strict: false,
            hook: None,
        },
    };
    match (decoder.decode)(answer) {
        Ok(Encoded { value, bends }) => {
            let bend = |bend: &Bend| json!({ "path": bend.path, "expected": bend.expected, "found": bend.found });
            let bends: Vec<Value> = bends.iter().map(bend).collect();
            json!({ "outcome": "decoded", "value": value, "bends": bends })
        }
        Err(error) if error.is_api() => {
            refused(&ApiAnswer::new(status, &HeaderMap::new(), &body), &body)
        }
        Err(error) => json!({
            "outcome": "failed",
            "path": error.json_path(),
            "expected": error.expected(),
            "found": error.found(),
            "message": error.to_string(),
        }),
    }
}

/// The operation by its id, or else by its method and path.
fn find(decoders: &'static [Decoder], stored: &Value) -> Option<&'static Decoder> {
    let text = |name: &str| stored.get(name).and_then(Value::as_str);
    let by_id = decoders
        .iter()
        .find(|decoder| Some(decoder.operation.id()) == text("operation"));
    by_id.or_else(|| {
        decoders.iter().find(|decoder| {
            let (method, path) = (decoder.operation.method(), decoder.operation.path());
            Some(Method::as_str(method)) == text("method") && Some(path) == text("path")
        })
    })
}

/// The API error that an answer stands for.
fn refused(answer: &ApiAnswer, body: &Bytes) -> Value {
    let fields: Vec<Value> = answer
        .fields
        .iter()
        .map(|field| json!({ "field": field.field, "message": field.message }))
        .collect();
    let kept = body.get(..body.len().min(BODY_BOUND)) == Some(&answer.body[..]);
    json!({
        "outcome": "refused",
        "message": answer.message,
        "fields": fields,
        "body_kept": kept,
    })
}

/// The `main` of a crate's `tests/conform.rs`: a line for each operation.
///
/// `Get "get_pet" "/pets/{pet_id}" => pets::GetPet, in &ENVELOPE;`; the envelope is left out where there is none, and
/// the type where answers are handed over as they come. `=> pets::GetList, as "text/csv";` for an answer that is a text.
#[doc(hidden)]
#[macro_export]
macro_rules! conform {
    (@ [] $operation:expr) => {
        $crate::__private::conform::Decoder::file($operation)
    };
    (@ [$request:ty] $operation:expr) => {
        $crate::__private::conform::Decoder::new::<$request>($operation)
    };
    ($($method:ident $id:literal $path:literal $(=> $request:ty)? $(, in $envelope:expr)? $(, as $text:literal)?;)*) => {
        static DECODERS: &[$crate::__private::conform::Decoder] = &[$($crate::conform!(
            @ [$($request)?] $crate::Operation::new($crate::Method::$method, $id, $path)$(.envelope($envelope))?$(.accept($text))?
        )),*];

        fn main() -> ::std::process::ExitCode {
            $crate::__private::conform::main(DECODERS)
        }
    };
}
