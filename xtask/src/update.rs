//! `cargo xtask update NAME`: brings one description up to date in one go: fetch, drift, the crate's next version and its
//! change log, codegen. It prints the summary for the pull request. Where nothing drifted, nothing but the lock may change.

mod joint;
#[cfg(test)]
mod tests;

use std::path::Path;

use toml_edit::{DocumentMut, value};

use crate::drift::{self, Compared};
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{codegen, fetch};

/// Fetch, regenerate, bump the version and write the change log.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// The description, by its name in spec/sdk.toml.
    name: String,
    /// Read the description from here instead of the URL in spec/sdk.toml.
    #[arg(long, value_name = "FILE|URL")]
    from: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let (summary, outcome) = run_in(&Workspace::here(), args)?;
    print!("{summary}");
    outcome
}

/// The summary, and the failure to generate from what was fetched. By then the description, the version and the change
/// log are written: what is left to do is to revise the overlays, which the failure names.
fn run_in(workspace: &Workspace, args: &Args) -> Result<(String, Result<(), Failure>), Failure> {
    let names = [args.name.clone()];
    // Read before the fetch replaces it.
    let old = codegen::corrected(workspace, &names)?.swap_remove(0);
    let before = joint::before(workspace, &args.name)?;
    fetch::one(workspace, &args.name, args.from.as_deref())?;
    let fetched = workspace.spec(&args.name).join("openapi.yaml");
    let compared = drift::compare(old, Some(&fetched.to_string_lossy()))?;
    let mut summary = drift::markdown(&compared);
    if let Some((version, entry)) = drift::release(&compared) {
        set_version(workspace, "name", &args.name, &version)?;
        add_entry(&workspace.spec(&args.name).join("CHANGELOG.md"), &entry)?;
        summary.push_str(&format!("\nThe crate's next version is {version}.\n"));
    }
    for (package, version) in joint::next(workspace, &args.name, &before, &compared)? {
        set_version(workspace, "crate", &package, &version)?;
        summary.push_str(&format!(
            "\nThe next version of `{package}` is {version}.\n"
        ));
    }
    summary.push_str(&overlays(&compared));
    // What points to this description's operations names their methods.
    let sdk = workspace.sdk()?;
    let mut stale = names.to_vec();
    stale.extend(sdk.preceding(&args.name).into_iter().map(str::to_owned));
    Ok((summary, codegen::all_of(workspace, &stale)))
}

/// What the overlays say where they no longer fit.
fn overlays(compared: &Compared) -> String {
    let said = compared.overlays.trim_end();
    if said.is_empty() {
        return String::new();
    }
    format!(
        "\nThe overlays have to be revised before the crate can be generated:\n\n```text\n{said}\n```\n"
    )
}

/// Writes the version of the crate, or the description, whose table has this `key`, into `spec/sdk.toml`, leaving
/// everything else in it as it is.
fn set_version(workspace: &Workspace, key: &str, name: &str, version: &str) -> Result<(), Failure> {
    let path = workspace.sdk_file();
    let text =
        std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| Failure::Bad(error.to_string()))?;
    let found = document
        .iter_mut()
        .filter_map(|(_, item)| item.as_array_of_tables_mut())
        .flat_map(|tables| tables.iter_mut())
        .find(|table| table.get(key).and_then(|item| item.as_str()) == Some(name));
    let Some(table) = found else {
        return Err(Failure::Bad(format!(
            "nothing has `{key} = \"{name}\"` in spec/sdk.toml"
        )));
    };
    table["version"] = value(version);
    std::fs::write(&path, document.to_string()).map_err(|error| Failure::io("write", &path, &error))
}

/// Puts an entry before the newest one of a change log; starts one where there is none.
fn add_entry(path: &Path, entry: &str) -> Result<(), Failure> {
    let known = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "# Changelog\n".to_owned(),
        Err(error) => return Err(Failure::io("read", path, &error)),
    };
    let newest = known.find("\n## ").map_or(known.len(), |place| place + 1);
    let (head, rest) = known.split_at(newest);
    let text = format!("{}\n\n{}\n\n{rest}", head.trim_end(), entry.trim());
    std::fs::write(path, text.trim_end().to_owned() + "\n")
        .map_err(|error| Failure::io("write", path, &error))
}
