//! The intermediate representation of an API (IR), and how one is made.
//!
//! In comes an [`openapiv3::OpenAPI`] (already read, repaired and lowered by `sdk-spec`) with a
//! [`Config`]; out comes an [`Api`]: plain data that the emitters and the drift check read. The way
//! there has three steps, each a module under `build`:
//!
//! 1. *resolve and type*: references are followed, `allOf` is merged, numbers are told from whole
//!    numbers, objects become a graph of shapes in which equal shapes of equal meaning are one;
//! 2. *name*: every identifier the client shows is decided here, once and nowhere else;
//! 3. *finish*: identifiers become newtypes, models know the groups that use them.
//!
//! Nothing here knows Rust tokens, files or templates.

pub mod api;
mod build;
pub mod config;
pub mod features;
pub mod identifiers;
pub mod json_api;
pub mod operation;
pub mod types;
pub mod webhook;

pub use api::Api;
pub use build::{Built, build};
pub use config::Config;
