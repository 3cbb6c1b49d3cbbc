//! Test support for generated clients: what a description says should be on the wire, and a server that records what is.
//!
//! # The way through
//!
//! 1. [`Description`] reads a description as plain JSON. It shares no code with the generator, on purpose: a defect
//!    there cannot hide here.
//! 2. [`Case`] synthesises the values of a call ([`value`], [`synthesis`]), the request they make ([`Expected`]) and an
//!    answer from the schema, plain and as a PHP server would write it.
//! 3. [`Recorder`] answers over HTTP/1.1 on loopback and keeps what it was sent.
//! 4. [`Expected::differences`] and [`compare::differences`] say what is not as described.

mod case;
pub mod compare;
mod description;
mod encode;
mod expected;
mod multipart;
mod pattern;
mod schema;
mod server;
mod style;
pub mod synthesis;
pub mod value;

pub use case::{Case, Extent, Settings};
pub use description::{Description, Operation};
pub use expected::{Body, Credential, CredentialPlace, Expected};
pub use server::{Answer, Recorded, Recorder, Server, Slot};
