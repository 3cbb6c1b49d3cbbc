//! `cargo xtask conform`: decodes a description's response examples, or captured answers, with a generated crate's
//! types, encodes them again and compares.
//!
//! The stored answers are collected here and handed to the crate's own decoder (`tests/conform.rs`, a program that
//! reads and writes JSON lines), so that this package needs neither the crates it makes nor an async runtime. What
//! comes back is compared with what was stored: a value that was bent, a field the description does not have, a value
//! that changed. Exit code 1 when an answer could not be decoded.

mod compare;
mod examples;
mod report;
mod responses;
mod runner;
#[cfg(test)]
mod tests;

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;
use crate::workspace::Workspace;
use runner::Answered;

/// Check that the generated types read what the API sends: decode stored answers, encode them again, compare.
#[derive(Debug, Clone, clap::Args)]
#[command(group = clap::ArgGroup::new("answers").required(true).multiple(true).args(["examples", "responses"]))]
#[command(group = clap::ArgGroup::new("types").required(true).args(["name", "package"]))]
pub(crate) struct Args {
    /// The description whose crate is to decode, by its name in spec/sdk.toml.
    name: Option<String>,
    /// The folder of a crate made by `codegen --output`, in place of a name.
    #[arg(long = "crate", value_name = "DIR")]
    package: Option<PathBuf>,
    /// Decode the examples of all answers in this description: YAML or JSON.
    #[arg(long, value_name = "FILE")]
    examples: Option<PathBuf>,
    /// Decode the captured answers in this folder: `get_client.json`, `get_client.404.json`,
    /// `get_client.200.without-card.json`.
    #[arg(long, value_name = "DIR")]
    responses: Option<PathBuf>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a person.
    #[default]
    Text,
    /// For a program.
    Json,
}

/// An answer that is decoded: an example of a description, or a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Stored {
    /// The operation's id, where the description gives it one.
    operation: Option<String>,
    /// The method and path, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The status it stands for.
    status: u16,
    /// The body as it would be received.
    body: String,
    /// Where it is from: a place in the description or a file's name.
    #[serde(skip)]
    origin: String,
}

/// What became of a stored answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Checked {
    /// The operation's id, or its method and path.
    operation: String,
    status: u16,
    origin: String,
    #[serde(flatten)]
    outcome: Outcome,
}

/// What decoding made of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
enum Outcome {
    /// It became a value of the crate's types; nothing was done to it where both lists are empty.
    Decoded {
        bends: Vec<Bend>,
        lost: Vec<Lost>,
    },
    /// It became an API error with the server's message and complaints, as answers of other statuses do.
    Refused {
        message: Option<String>,
        fields: Vec<String>,
    },
    Failed {
        why: String,
    },
}

/// A value that is not what the description says, and was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
struct Bend {
    path: String,
    expected: String,
    found: String,
}

/// A member that the description does not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Lost {
    path: String,
    found: String,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    let (label, package) = match (&args.package, &args.name) {
        (Some(folder), _) => (folder.display().to_string(), folder.clone()),
        (None, name) => {
            let sdk = workspace.sdk()?;
            let names: Vec<String> = name.iter().cloned().collect();
            let description = sdk.named(&names)?.into_iter().next().ok_or_else(|| {
                Failure::Bad("expected a description in spec/sdk.toml, found none".to_owned())
            })?;
            (
                description.name.clone(),
                workspace.generated(&description.package),
            )
        }
    };
    let mut stored = Vec::new();
    if let Some(path) = &args.examples {
        stored.extend(examples::collect(path)?);
    }
    if let Some(path) = &args.responses {
        stored.extend(responses::collect(path)?);
    }
    let answered = runner::run(&package, &workspace.target().join("conform"), &stored)?;
    let checked: Vec<Checked> = stored
        .iter()
        .zip(answered)
        .map(|(stored, answered)| check(stored, answered))
        .collect();
    let report = report::Report::new(label, checked);
    let shown = match args.format {
        Format::Text => report.text(),
        Format::Json => report.json()? + "\n",
    };
    // A reader that has seen enough may close the pipe.
    drop(std::io::stdout().lock().write_all(shown.as_bytes()));
    match report.failed() {
        0 => Ok(()),
        1 => Err(Failure::Differs("1 answer was not decoded".to_owned())),
        failed => Err(Failure::Differs(format!(
            "{failed} answers were not decoded"
        ))),
    }
}

/// Judges what the crate's decoder said of an answer.
fn check(stored: &Stored, answered: Answered) -> Checked {
    let operation = stored.operation.clone().unwrap_or_else(|| {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{} {}", part(&stored.method), part(&stored.path))
    });
    Checked {
        operation,
        status: stored.status,
        origin: stored.origin.clone(),
        outcome: outcome(stored, answered),
    }
}

fn outcome(stored: &Stored, answered: Answered) -> Outcome {
    let failed = |why: &str| Outcome::Failed {
        why: why.to_owned(),
    };
    match answered {
        Answered::Unknown => failed(
            "the crate has no such operation; run `cargo xtask codegen`, or name the file after an operation's id",
        ),
        Answered::Failed {
            path: Some(path),
            expected: Some(expected),
            found: Some(found),
            ..
        } => failed(&format!("at {path}: expected {expected}, found {found}")),
        Answered::Failed { message, .. } => failed(&message),
        Answered::Refused {
            body_kept: false, ..
        } => failed("the API error does not keep the body"),
        Answered::Refused {
            message: None,
            fields,
            ..
        } if fields.is_empty() => {
            failed("the API error has neither a message nor a complaint about a field")
        }
        Answered::Refused {
            message, fields, ..
        } => Outcome::Refused {
            message,
            fields: fields
                .into_iter()
                .map(|complaint| complaint.field)
                .collect(),
        },
        Answered::Decoded { value, bends } => {
            let original = original(&stored.body);
            let compared = match &original {
                Some(original) => compare::compare(original, &value, &bends),
                None => compare::Compared::default(),
            };
            match compared.changed.first() {
                Some(change) => Outcome::Failed {
                    why: format!("encoding it again gives something else: {change}"),
                },
                None => Outcome::Decoded {
                    bends,
                    lost: compared.lost,
                },
            }
        }
    }
}

/// The stored body as a value, if it is JSON; what is not was handed over as it is, or is empty.
fn original(body: &str) -> Option<Value> {
    serde_json::from_str(body.trim_start_matches('\u{feff}')).ok()
}
