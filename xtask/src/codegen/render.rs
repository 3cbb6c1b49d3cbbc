//! One crate from one input, in memory: read and correct the description, build the IR, emit the files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use sdk_emit_rust::Reduced;
use sdk_ir::{Api, build};
use sdk_spec::{Diagnostics, Loaded, Options, Source, load_keeping, overlay};
use serde_json::Value;

use super::input::{Docs, Input, Inputs};
use super::parts::Parts;
use super::successors::{self, Successors};
use super::together;
use crate::failure::Failure;
use crate::files::{Files, with_manifest};
use crate::vendor::sha256;

/// What an input becomes, rendered.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The crate, then its documentation.
    pub(super) outputs: Vec<Output>,
    /// What they were rendered from.
    pub(super) api: Rc<Api>,
    /// Warnings and notes of the way.
    pub(super) diagnostics: Diagnostics,
    /// The other files that the description consists of.
    pub(super) parts: Vec<Source>,
}

/// A folder's files.
#[derive(Debug)]
pub(super) struct Output {
    /// The folder.
    pub(super) root: PathBuf,
    /// The folder in messages.
    pub(super) label: String,
    /// The files, with the list of them.
    pub(super) files: Files,
}

/// A description as it is understood.
#[derive(Debug)]
pub(super) struct Described {
    /// Its IR.
    pub(super) api: Rc<Api>,
    /// What the test on the wire has to know of the corrected description.
    reduced: Arc<Reduced>,
    /// The other files that it consists of.
    parts: Vec<Source>,
    /// Warnings and notes of the way.
    diagnostics: Diagnostics,
}

/// The descriptions of a run, each understood once, when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Apis<'a> {
    known: BTreeMap<&'a str, Rc<Described>>,
}

impl<'a> Apis<'a> {
    /// What a description says. Errors in it come back as text with file, line and column.
    pub(super) fn get(&mut self, input: &'a Input) -> Result<Rc<Described>, Failure> {
        if let Some(known) = self.known.get(input.name.as_str()) {
            return Ok(Rc::clone(known));
        }
        let described = Rc::new(describe(input)?);
        self.known.insert(&input.name, Rc::clone(&described));
        Ok(described)
    }
}

/// Loads the description, and keeps of its corrected tree what is asked for.
fn loaded<T>(input: &Input, keep: impl Fn(&Value) -> T) -> Result<Loaded<T>, Diagnostics> {
    let parts = Parts::of(&input.source.name, input.allow_urls);
    let read = |place: &str| parts.read(place);
    let loading = if input.is_vendored {
        Options::default()
    } else {
        Options {
            loader: Some(&read),
            tolerate_dangling: true,
        }
    };
    load_keeping(&input.source, &input.overlays, &loading, keep)
}

fn describe(input: &Input) -> Result<Described, Failure> {
    let loaded = loaded(input, Reduced::new).map_err(|diagnostics| {
        Failure::Description(diagnostics.render(&sources(input, &[]), false))
    })?;
    let mut diagnostics = loaded.diagnostics;
    let built = build(&loaded.openapi, &input.config);
    diagnostics.extend(built.diagnostics);
    if diagnostics.has_errors() {
        let diagnostics = traced(input, diagnostics);
        return Err(Failure::Description(
            diagnostics.render(&sources(input, &loaded.files), false),
        ));
    }
    Ok(Described {
        api: Rc::new(built.api),
        reduced: Arc::new(loaded.tree),
        parts: loaded.files,
        diagnostics,
    })
}

/// Findings about what an overlay wrote, moved to their places in it. Few runs have any, so that the corrected tree is
/// not kept for them but made again.
pub(super) fn traced(input: &Input, found: Diagnostics) -> Diagnostics {
    if found.is_empty() || input.overlays.is_empty() {
        return found;
    }
    match loaded(input, Value::clone) {
        Ok(loaded) => overlay::trace(&loaded.tree, &input.overlays, found),
        Err(_) => found,
    }
}

/// Renders the crate.
pub(super) fn render<'a>(
    input: &'a Input,
    inputs: &'a Inputs,
    apis: &mut Apis<'a>,
) -> Result<Rendered, Failure> {
    let known = successors::known(input, inputs, apis)?;
    let described = apis.get(input)?;
    let (api, found) = successors::resolved(input, &described, &known)?;
    let options = sdk_emit_rust::Options {
        package: input.package.clone(),
        version: input.version.clone(),
        source: input.name.clone(),
        hash: sha256(input.source.text.as_bytes()),
        command: "cargo xtask codegen".to_owned(),
        runtime: input.runtime.clone(),
        member: input.is_vendored,
        ids: input.ids.as_deref().map(together::beside),
        proof: Some(sdk_emit_rust::Proof {
            description: Arc::clone(&described.reduced),
            support: input.support.clone(),
            dev_dependencies: input.dev_dependencies.clone(),
        }),
    };
    let mut files =
        sdk_emit_rust::emit(&api, &options).map_err(|error| Failure::Bad(error.to_string()))?;
    add_programs(&mut files, &input.programs);
    let mut outputs = Vec::new();
    if let Some(place) = &input.docs {
        let docs = docs(input, place, &api, &known, &options.hash)?;
        match place.root.strip_prefix(&input.root) {
            // One folder has one list of what was generated into it.
            Ok(inside) => {
                let inside = inside.to_string_lossy();
                files.extend(
                    docs.into_iter()
                        .map(|(path, bytes)| (format!("{inside}/{path}"), bytes)),
                );
            }
            Err(_) => outputs.push(Output {
                root: place.root.clone(),
                label: place.label.clone(),
                files: with_manifest(docs),
            }),
        }
    }
    outputs.insert(
        0,
        Output {
            root: input.root.clone(),
            label: input.label.clone(),
            files: with_manifest(files),
        },
    );
    Ok(Rendered {
        outputs,
        api,
        diagnostics: described.diagnostics.iter().cloned().chain(found).collect(),
        parts: described.parts.clone(),
    })
}

/// Adds the programs and tests that were written by hand.
pub(super) fn add_programs(files: &mut Files, programs: &[(String, Source)]) {
    for (path, program) in programs {
        let first = format!(
            "// Generated by `cargo xtask codegen` from {}: a copy. Do not edit.\n\n",
            program.name
        );
        files.insert(path.clone(), (first + &program.text).into_bytes());
    }
}

/// The documentation of the crate.
fn docs(
    input: &Input,
    place: &Docs,
    api: &Api,
    known: &Successors,
    hash: &str,
) -> Result<Files, Failure> {
    let options = sdk_emit_docs::Options {
        form: place.form,
        crate_name: input.package.clone(),
        crate_version: input.version.clone(),
        title: String::new(),
        preamble: format!(
            "Generated by `cargo xtask codegen` from {} {}, sha256 {}. Do not edit.",
            input.name,
            api.version,
            &hash[..12]
        ),
        rustdoc: input.rustdoc.clone(),
        changes: input.changes.clone(),
        elsewhere: successors::hrefs(known),
    };
    sdk_emit_docs::emit(api, &options).map_err(|error| Failure::Bad(error.to_string()))
}

/// The texts that diagnostics may point into: the description first.
pub(super) fn sources<'a>(input: &'a Input, parts: &'a [Source]) -> Vec<&'a Source> {
    std::iter::once(&input.source)
        .chain(&input.overlays)
        .chain(parts)
        .collect()
}
