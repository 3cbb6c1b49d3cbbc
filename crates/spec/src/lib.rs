//! Reads an OpenAPI description.
//!
//! # The way through
//!
//! 1. [`source`]: the text becomes a tree (`serde_json::Value`), YAML or JSON, with its odd corners dealt with.
//! 2. [`overlay`]: our corrections are applied; one that no longer does anything is an error.
//! 3. [`lower`]: what OpenAPI 3.1 has and 3.0 has not is rewritten, step by named step.
//! 4. [`parse`]: the lowered tree becomes [`openapiv3::OpenAPI`].
//!
//! [`load`] does all of it. What is found on the way goes into [`Diagnostics`], which name places by [`Pointer`] and
//! look up line and column ([`position`]) only when they are printed.

#![allow(
    clippy::result_large_err,
    reason = "a diagnostic that is an error ends the run: its size costs nothing"
)]

pub mod contract;
pub mod diagnostic;
pub mod lower;
pub mod overlay;
pub mod parse;
pub mod pointer;
pub mod position;
pub mod source;
pub mod walk;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use pointer::Pointer;
pub use position::Position;
pub use source::Source;

use openapiv3::OpenAPI;
use serde_json::Value;

/// What can be chosen about loading.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {}

/// A description, read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The typed document, lowered to 3.0, with references to `#/components/...` only.
    pub openapi: OpenAPI,
    /// The tree after the overlays and before repair and lowering.
    pub tree: Value,
    /// Warnings and notes; no errors.
    pub diagnostics: Diagnostics,
}

/// Reads a description, applies the overlays, lowers it, and builds the typed document.
///
/// # Errors
/// All findings, when at least one of them is an error.
pub fn load(
    source: &Source,
    overlays: &[Source],
    _options: &Options,
) -> Result<Loaded, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut tree = match source::read(source, &mut diagnostics) {
        Ok(tree) => tree,
        Err(error) => {
            diagnostics.push(error);
            return Err(diagnostics);
        }
    };
    let version = match source::version(&tree) {
        Ok(version) => version,
        Err(error) => {
            diagnostics.push(error);
            return Err(diagnostics);
        }
    };
    overlay::apply(&mut tree, overlays, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let mut lowered = tree.clone();
    lower::lower(&mut lowered, version, &mut diagnostics);
    let openapi = parse::parse(lowered, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Loaded {
        openapi,
        tree,
        diagnostics,
    })
}
