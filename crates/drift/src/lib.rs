//! Compares two versions of an API and says what changed, how bad that is, and what it means in Rust.
//!
//! In come two [`Side`]s: an IR each, and with it (where the caller has it) the lowered description it was
//! made from. Out comes a [`Report`] of [`Change`]s with stable ids. Nothing here reads or writes a file.
//!
//! # The way through
//!
//! 1. Operations are matched by method and path, else by their id; what is left over was added or removed.
//! 2. Each pair is compared part by part: name, group, credentials, parameters, body, answers, pages.
//! 3. Where both sides name a model, the pair of models is noted with its direction and compared once, with
//!    the list of all operations that reach it. Models that contain themselves are therefore no problem, and
//!    neither the name nor the place of a schema matters, only its structure and its name in Rust.
//! 4. Webhooks are what a client receives: events are matched and compared, their payloads like answers.
//! 5. What the IR has no member for (bounds, defaults, formats) is read from the two descriptions at the
//!    places that the IR names; see [`Side::with_description`].
//!
//! # How a change is judged
//!
//! By direction: what callers send may be asked for less strictly, what they receive may be promised more
//! strictly. [`Change::wire`] is that judgement about the API. [`Change::rust`] says what a program written
//! against the generated crate meets, and [`Change::severity`] is the worse of both: a change called
//! additive compiles and works. So a parameter that is no longer required is additive on the wire and
//! breaking for the crate, because an argument turns into a setter.
//!
//! `OASDIFF.md` beside the manifest says which kinds answer to which of oasdiff's checks, and where the
//! judgement differs and why. `tests/cases` is the matrix of all kinds; `tests/honest.rs` holds the
//! judgements about Rust against the compiler.
//!
//! A type whose name changes is `rust-type-renamed`: no drift on the wire, but programs name types.

mod compare;
mod facts;
mod identifiers;
mod kinds;
mod render;
mod report;
mod rust;

pub use compare::{Side, compare, compare_sides};
pub use identifiers::compare_identifiers;
pub use kinds::{Kind, kinds};
pub use render::{Lookup, Spot, changelog, github, json, markdown, text};
pub use report::{Change, Direction, Effect, OperationRef, Report, Severity, Verdict};
