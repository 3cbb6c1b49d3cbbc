//! The manifest and the README, from templates.

use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use sdk_ir::Api;
use sdk_ir::features::{RUNTIME, name as feature};
use serde::Serialize;

use crate::{Error, Files, Options, docs, features, front, title};

const MANIFEST: &str = include_str!("../../../templates/crate/Cargo.toml.j2");
const README: &str = include_str!("../../../templates/crate/README.md.j2");

#[derive(Serialize)]
struct GroupRow {
    title: String,
    module: String,
    operations: usize,
}

/// The files that are no Rust.
pub(crate) fn files(api: &Api, options: &Options) -> Result<Files, Error> {
    let title = title(api, options);
    let groups: Vec<GroupRow> = api
        .groups
        .iter()
        .map(|group| GroupRow {
            title: cell(&group.title),
            module: group.module.clone(),
            operations: group.operations.len(),
        })
        .collect();
    let mut features: Vec<String> = features::modules(api).map(feature).collect();
    features.sort();
    let values = context! {
        command => docs::line(&options.command),
        source => docs::line(&options.source),
        version_of_api => docs::line(&api.version),
        package => options.package.clone(),
        version => options.version.clone(),
        description => toml_text(&format!("A client of {title}.")),
        // The features that the crate passes on are the crate's to choose.
        runtime => runtime(api, options),
        ids => options.ids.as_ref().map(|ids| format!("{} = {}", ids.package, ids.requirement)),
        passed => RUNTIME.to_vec(),
        features => features,
        member => options.member,
        support => options.proof.as_ref().map(|proof| proof.support.clone()),
        dev_dependencies => options.proof.as_ref().map(|proof| proof.dev_dependencies.clone()),
        title => cell(&title),
        operations => api.operations().count(),
        groups => Serde(groups),
        program => front::program(api, options).join("\n"),
    };
    let mut files = filled(&[("Cargo.toml", MANIFEST), ("README.md", README)], &values)?;
    files.insert("rustfmt.toml".to_owned(), rustfmt());
    Ok(files)
}

/// The files that these templates become with these values.
pub(crate) fn filled(templates: &[(&str, &str)], values: &Value) -> Result<Files, Error> {
    let fill = |(path, template): &(&str, &str)| {
        let text = Environment::new()
            .render_str(template, values.clone())
            .map_err(|error| Error {
                path: (*path).to_owned(),
                message: error.to_string(),
            })?;
        Ok(((*path).to_owned(), (text + "\n").into_bytes()))
    };
    templates.iter().map(fill).collect()
}

/// The dependency on the runtime; an API whose tokens can be fetched needs a feature of it.
fn runtime(api: &Api, options: &Options) -> String {
    let runtime = bare(&options.runtime);
    let mut schemes = api.security_schemes.values();
    if schemes.any(|scheme| scheme.grant.is_some()) {
        with(&runtime, "features = [\"oauth\"]")
    } else {
        runtime
    }
}

/// How the emitted files are laid out.
pub(crate) fn rustfmt() -> Vec<u8> {
    let text = format!(
        "max_width = {}\nuse_small_heuristics = \"Max\"\n",
        crate::file::WIDTH
    );
    text.into_bytes()
}

/// A dependency without its features, which whoever depends on it chooses.
pub(crate) fn bare(requirement: &str) -> String {
    with(requirement, "default-features = false")
}

/// A dependency with more said of it.
pub(crate) fn with(requirement: &str, more: &str) -> String {
    let open = requirement.trim().trim_end_matches('}').trim_end();
    format!("{open}, {more} }}")
}

/// A text as a TOML string.
pub(crate) fn toml_text(text: &str) -> String {
    let clean: String = docs::line(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{clean}\"")
}

/// A text in a Markdown table or sentence: nothing in it is markup.
pub(crate) fn cell(text: &str) -> String {
    docs::prose(text)
        .join(" ")
        .replace('|', "\\|")
        .replace("<", "&lt;")
}
