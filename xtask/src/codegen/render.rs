//! One crate from one input, in memory: read and correct the description, build the IR, emit the files.

use sdk_ir::{Api, build};
use sdk_spec::{Diagnostics, Options, Source, load};

use super::input::Input;
use crate::failure::Failure;
use crate::files::{Files, with_manifest};
use crate::vendor::sha256;

/// A crate, rendered.
#[derive(Debug)]
pub(super) struct Rendered {
    /// Its files, with the list of them.
    pub(super) files: Files,
    /// What it was rendered from.
    pub(super) api: Api,
    /// Warnings and notes of the way.
    pub(super) diagnostics: Diagnostics,
}

/// Renders the crate. Errors in the input come back as text with file, line and column.
pub(super) fn render(input: &Input) -> Result<Rendered, Failure> {
    let loaded = load(&input.source, &input.overlays, &Options::default())
        .map_err(|diagnostics| Failure::Description(diagnostics.render(&sources(input), false)))?;
    let mut diagnostics = loaded.diagnostics;
    let built = build(&loaded.openapi, &input.config);
    diagnostics.extend(built.diagnostics);
    if diagnostics.has_errors() {
        return Err(Failure::Description(
            diagnostics.render(&sources(input), false),
        ));
    }
    let options = sdk_emit_rust::Options {
        package: input.package.clone(),
        version: input.version.clone(),
        source: input.name.clone(),
        hash: sha256(input.source.text.as_bytes()),
        command: "cargo xtask codegen".to_owned(),
        runtime: input.runtime.clone(),
        member: input.is_vendored,
    };
    let files = sdk_emit_rust::emit(&built.api, &options)
        .map_err(|error| Failure::Bad(error.to_string()))?;
    Ok(Rendered {
        files: with_manifest(files),
        api: built.api,
        diagnostics,
    })
}

/// The texts that diagnostics may point into: the description first.
pub(super) fn sources(input: &Input) -> Vec<&Source> {
    std::iter::once(&input.source)
        .chain(&input.overlays)
        .collect()
}
