//! Reads an OpenAPI description.
//!
//! # The way through
//!
//! 1. [`source`]: the text becomes a tree (`serde_json::Value`), YAML or JSON, with its odd corners dealt with.
//! 2. [`overlay`]: our corrections are applied; an action that does nothing any more is an error.
//! 3. [`references`]: every `$ref` becomes one to `#/components/...`; other files are bundled, what dangles is said.
//! 4. [`repair`]: what real documents get wrong is mended, by name.
//! 5. [`lower`]: what OpenAPI 3.1 has and 3.0 has not is rewritten, step by named step.
//! 6. [`parse`]: the tree becomes [`openapiv3::OpenAPI`].
//!
//! [`load`] does all of it. Each stage can be called alone. Stages 3 to 5 know from [`walk`] where schemas, parameters
//! and responses stand, so that no example or default is mistaken for one. [`contract`] is for `fetch`: it reduces a
//! tree to what defines the interface.
//!
//! What is found on the way goes into [`Diagnostics`], which name places by [`Pointer`] and look up line and column
//! ([`position`]) only when they are printed.
//!
//! # Words
//!
//! A *description* is the document; a *tree* is its values before they have types; a *repair* mends what the
//! specification forbids, *lowering* rewrites what it allows in a later version; a *diagnostic* says what was done, or
//! why nothing could be.
//!
//! ```
//! use sdk_spec::{Options, Source, load};
//!
//! let source = Source::new("pets.yaml", "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets: {get: {responses: {}}}\n");
//! match load(&source, &[], &Options::default()) {
//!     Ok(loaded) => assert_eq!(loaded.openapi.operations().count(), 1),
//!     Err(diagnostics) => eprint!("{}", diagnostics.render(&[&source], false)),
//! }
//! ```

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
pub mod references;
pub mod repair;
pub mod source;
pub mod walk;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use pointer::Pointer;
pub use position::Position;
pub use source::Source;

use openapiv3::OpenAPI;
use serde_json::Value;

/// Fetches another file that a `$ref` names: a path as seen from where the description's name is, or an address.
/// The loader decides what may be read; its error is shown to the user.
pub type Loader<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// What can be chosen about loading.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Reads the other files that references lead to; without one, such references are errors.
    pub loader: Option<Loader<'a>>,
    /// Reads a reference that leads to nothing as "anything", with a warning instead of an error.
    pub tolerate_dangling: bool,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("loader", &self.loader.is_some())
            .field("tolerate_dangling", &self.tolerate_dangling)
            .finish()
    }
}

/// A description, read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded<T = Value> {
    /// The typed document, lowered to 3.0, with references to `#/components/...` only.
    pub openapi: OpenAPI,
    /// The version that the description itself says it is.
    pub version: source::Version,
    /// The tree after the overlays and before repair and lowering, or what was kept of it. Of a description of several
    /// files it is the whole, with what stands in the others among its components.
    pub tree: T,
    /// The other files that references led to, for rendering the diagnostics.
    pub files: Vec<Source>,
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
    options: &Options<'_>,
) -> Result<Loaded, Diagnostics> {
    load_keeping(source, overlays, options, Value::clone)
}

/// Does what [`load`] does for who needs but a part of the tree: a copy of a large one takes as much memory again.
///
/// # Errors
/// All findings, when at least one of them is an error.
pub fn load_keeping<T>(
    source: &Source,
    overlays: &[Source],
    options: &Options<'_>,
    keep: impl Fn(&Value) -> T,
) -> Result<Loaded<T>, Diagnostics> {
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
    let mut kept = keep(&tree);
    let resolved = references::resolve(&mut tree, &source.name, options, &mut diagnostics);
    if !resolved.files.is_empty() {
        kept = keep(&tree);
    }
    repair::repair_all(&mut tree, &mut diagnostics);
    lower::lower(&mut tree, version, &mut diagnostics);
    let openapi = parse::parse(tree, &mut diagnostics);
    resolved.trace(&mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Loaded {
        openapi,
        version,
        tree: kept,
        files: resolved.files,
        diagnostics,
    })
}
