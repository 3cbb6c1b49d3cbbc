//! `cargo xtask drift`: compares the vendored descriptions with the published ones and says what changed, how bad that
//! is, and what it means for the crate. Both sides are contracts with the same overlays and the same configuration, so
//! wording and order are no drift. Nothing is written. Exit code 1: drift at or over `--fail-on`.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use sdk_drift::{Report, Severity, Side, Spot};
use sdk_ir::{Api, Config};
use sdk_spec::contract::KeepProse;
use sdk_spec::{Diagnostics, Options, Source, overlay, position, source};
use serde_json::{Map, Value};

use crate::codegen::{self, Corrected, successors};
use crate::download::{Answer, Limits, Request, download};
use crate::failure::Failure;
use crate::lock::today;
use crate::vendor::vendor;
use crate::workspace::Workspace;

/// Compare the vendored descriptions with the published ones.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// The descriptions to compare, by their names in spec/sdk.toml [default: all].
    names: Vec<String>,
    /// Compare one description with this instead of what its URL in spec/sdk.toml gives.
    #[arg(long, value_name = "FILE|URL")]
    against: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Format,
    /// The drift that makes the exit code 1.
    #[arg(long, value_enum, default_value_t, value_name = "DRIFT")]
    fail_on: FailOn,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a pull request.
    Markdown,
    /// For programs: an object with a report for each description.
    Json,
    /// For GitHub: annotations of the vendored files.
    Github,
}

/// The drift that makes the exit code 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// What breaks callers of the API or users of the crate.
    #[default]
    Breaking,
    /// Any drift at all.
    Any,
    /// None.
    Never,
}

/// One description compared.
pub(crate) struct Compared {
    old: Corrected,
    report: Report,
    /// What the overlays say of the published description that they no longer fit.
    pub(crate) overlays: String,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let (shown, verdict) = run_in(&Workspace::here(), args)?;
    print!("{shown}");
    verdict
}

/// What is printed, and the failure that the drift is.
fn run_in(workspace: &Workspace, args: &Args) -> Result<(String, Result<(), Failure>), Failure> {
    let descriptions = codegen::corrected(workspace, &args.names)?;
    if args.against.is_some() && descriptions.len() != 1 {
        return Err(Failure::Bad(
            "--against is for one description: name the one it is".to_owned(),
        ));
    }
    let mut compared = Vec::new();
    for old in descriptions {
        let name = old.name.clone();
        compared
            .push(compare(old, args.against.as_deref()).map_err(|failure| failure.about(name))?);
    }
    for one in compared.iter().filter(|one| !one.overlays.is_empty()) {
        eprintln!(
            "{}: the overlays have to be revised:\n{}",
            one.old.name,
            one.overlays.trim_end()
        );
    }
    let failed: Vec<&str> = compared
        .iter()
        .filter(|one| fails(&one.report, args.fail_on))
        .map(|one| one.old.name.as_str())
        .collect();
    let verdict = if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Differs(format!("drift: {}", failed.join(", "))))
    };
    Ok((shown(&compared, args.format)?, verdict))
}

fn fails(report: &Report, on: FailOn) -> bool {
    match on {
        FailOn::Breaking => report.count(Severity::Breaking) > 0,
        FailOn::Any => !report.is_empty(),
        FailOn::Never => false,
    }
}

/// Compares a description with what is published, or with what `against` gives.
pub(crate) fn compare(old: Corrected, against: Option<&str>) -> Result<Compared, Failure> {
    let from = against.unwrap_or(&old.url);
    let bytes = published(from)?;
    // Wording is no drift, whether it is vendored or not.
    let contract = vendor(&old.name, &bytes, KeepProse::No)?;
    let (new, overlays) = corrected(Source::new(from, contract.yaml), &old.overlays)?;
    let mut before = Built::new(&old.source, &old.overlays, &old.config)?;
    let mut now = Built::new(&new, &[], &old.config)?;
    for side in [&mut before, &mut now] {
        // What is not known there, `codegen` tells.
        successors::resolve(&mut side.api, &old.successors);
    }
    let report = sdk_drift::compare_sides(before.side(), now.side());
    Ok(Compared {
        old,
        report,
        overlays,
    })
}

/// The published bytes, from a file or an address.
fn published(from: &str) -> Result<Vec<u8>, Failure> {
    if !from.contains("://") {
        let path = Path::new(from);
        return std::fs::read(path).map_err(|error| Failure::io("read", path, &error));
    }
    let request = Request {
        url: from,
        etag: None,
        last_modified: None,
    };
    match download(request, Limits::default(), &mut |_, _| {})? {
        Answer::Page(page) => Ok(page.bytes),
        Answer::NotModified => Err(Failure::Bad(format!(
            "expected {from} to send the description, found \"not modified\" although nothing is known of it"
        ))),
    }
}

/// The published description with the overlays applied as far as they go, and what they say where they do not: an
/// action whose place is gone is news about the description, and no reason not to compare the rest.
fn corrected(new: Source, overlays: &[Source]) -> Result<(Source, String), Failure> {
    let mut findings = Diagnostics::new();
    let mut tree = match source::read(&new, &mut findings) {
        Ok(tree) => tree,
        Err(error) => {
            findings.push(error);
            return Err(Failure::Description(findings.render(&[&new], false)));
        }
    };
    let mut findings = Diagnostics::new();
    overlay::apply(&mut tree, overlays, &mut findings);
    let sources: Vec<&Source> = overlays.iter().collect();
    let said = if findings.has_errors() {
        findings.render(&sources, false)
    } else {
        String::new()
    };
    Ok((Source::new(new.name, tree.to_string()), said))
}

/// One side of a comparison, built.
struct Built {
    api: Api,
    lowered: Value,
    tree: Value,
}

impl Built {
    fn new(source: &Source, overlays: &[Source], config: &Config) -> Result<Self, Failure> {
        let sources = || std::iter::once(source).chain(overlays).collect::<Vec<_>>();
        let loaded = sdk_spec::load(source, overlays, &Options::default())
            .map_err(|findings| Failure::Description(findings.render(&sources(), false)))?;
        let lowered = serde_json::to_value(&loaded.openapi).map_err(|error| {
            Failure::Bad(format!(
                "the description cannot be written as JSON: {error}"
            ))
        })?;
        Ok(Self {
            api: sdk_ir::build(&loaded.openapi, config).api,
            lowered,
            tree: loaded.tree,
        })
    }

    fn side(&self) -> Side<'_> {
        Side::new(&self.api)
            .with_description(&self.lowered)
            .with_published(&self.tree)
    }
}

fn shown(compared: &[Compared], format: Format) -> Result<String, Failure> {
    let mut out = String::new();
    match format {
        Format::Text => {
            for one in compared {
                out.push_str(&format!(
                    "{}:\n\n{}",
                    one.old.name,
                    sdk_drift::text(&one.report, Some(&one.old.version))
                ));
                out.push_str(&release(one).map_or_else(String::new, |(_, entry)| {
                    format!("\nFor the change log:\n\n{entry}\n")
                }));
            }
        }
        Format::Markdown => {
            for one in compared {
                out.push_str(&markdown(one));
                out.push_str(&release(one).map_or_else(String::new, |(_, entry)| {
                    format!("\n<details><summary>For the change log</summary>\n\n```markdown\n{entry}```\n\n</details>\n")
                }));
            }
        }
        Format::Json => {
            let reports: Result<Map<String, Value>, _> = compared
                .iter()
                .map(|one| Ok((one.old.name.clone(), serde_json::to_value(&one.report)?)))
                .collect();
            let text = reports.and_then(|reports| serde_json::to_string_pretty(&reports));
            let text = text.map_err(|error: serde_json::Error| {
                Failure::Bad(format!("the report cannot be written: {error}"))
            })?;
            out.push_str(&text);
            out.push('\n');
        }
        Format::Github => {
            for one in compared {
                out.push_str(&annotations(one));
            }
        }
    }
    Ok(out)
}

/// The report for a pull request.
pub(crate) fn markdown(one: &Compared) -> String {
    let title = format!("Drift of {}", one.old.name);
    sdk_drift::markdown(&one.report, &title, Some(&one.old.version))
}

/// The next version of a crate that has this one's crate in it, where it needs one.
pub(crate) fn next_version(one: &Compared, current: &str) -> Option<String> {
    one.report.verdict.next_version(current)
}

/// The next version of the crate and its entry in the change log, where it needs one.
pub(crate) fn release(one: &Compared) -> Option<(String, String)> {
    let next = one.report.verdict.next_version(&one.old.version)?;
    let entry = sdk_drift::changelog(&one.report, &next, &today());
    Some((next, entry))
}

/// Annotations at the lines of the vendored file; what is new stands at the nearest thing that is there.
fn annotations(one: &Compared) -> String {
    let pointers: Vec<&str> = one
        .report
        .changes
        .iter()
        .flat_map(|change| {
            change
                .old_pointer
                .as_deref()
                .or(change.new_pointer.as_deref())
        })
        .collect();
    let positions = position::locate_all(&one.old.source.text, &pointers);
    let known: HashMap<&str, _> = pointers.iter().copied().zip(positions).collect();
    sdk_drift::github(&one.report, &|old, new| {
        let found = known.get(old.or(new)?)?;
        Some(Spot {
            file: one.old.source.name.clone(),
            line: found.line,
            column: found.column,
        })
    })
}
