//! Running a generated crate's decoder: its target `tests/conform.rs`, built and started through Cargo.
//! Stored answers go to it as JSON lines in a file; what each became comes back the same way.

use std::path::Path;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::Value;

use super::{Bend, Stored};
use crate::failure::Failure;
use crate::release;

/// What the decoder says of one answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub(super) enum Answered {
    /// It became a value; this is the value encoded again.
    Decoded { value: Value, bends: Vec<Bend> },
    /// It became an API error.
    Refused {
        message: Option<String>,
        fields: Vec<Complaint>,
        body_kept: bool,
    },
    /// It is not what the types can hold.
    Failed {
        path: Option<String>,
        expected: Option<String>,
        found: Option<String>,
        message: String,
    },
    /// There is no such operation.
    Unknown,
}

/// What an API error says about a field.
#[derive(Debug, Deserialize)]
pub(super) struct Complaint {
    pub(super) field: String,
}

/// Decodes the stored answers with the crate in this folder; the results are in the same order.
pub(super) fn run(
    package: &Path,
    work: &Path,
    stored: &[Stored],
) -> Result<Vec<Answered>, Failure> {
    if !package.join("tests/conform.rs").exists() {
        return Err(Failure::Bad(format!(
            "{} has no tests/conform.rs; run `cargo xtask codegen` first",
            package.display()
        )));
    }
    std::fs::create_dir_all(work).map_err(|error| Failure::io("make", work, &error))?;
    // Two runs at the same time do not share their files.
    let file = |name: &str| work.join(format!("{}-{name}.jsonl", std::process::id()));
    let (input, output) = (file("answers"), file("results"));
    let result = exchange(package, &input, &output, stored);
    for path in [&input, &output] {
        drop(std::fs::remove_file(path));
    }
    result
}

fn exchange(
    package: &Path,
    input: &Path,
    output: &Path,
    stored: &[Stored],
) -> Result<Vec<Answered>, Failure> {
    let mut lines = String::new();
    for answer in stored {
        let line = serde_json::to_string(answer)
            .map_err(|error| Failure::Bad(format!("an answer cannot be handed on: {error}")))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    std::fs::write(input, lines).map_err(|error| Failure::io("write", input, &error))?;
    let absolute =
        |path: &Path| std::path::absolute(path).map_err(|error| Failure::io("find", path, &error));
    let status = release::cargo()
        .args(["test", "--quiet", "--test", "conform", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .arg("--")
        .args([absolute(input)?, absolute(output)?])
        .stdout(Stdio::null())
        .status()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    if !status.success() {
        return Err(Failure::Bad(format!(
            "the decoder of {} did not run; what stopped it stands above",
            package.display()
        )));
    }
    let text =
        std::fs::read_to_string(output).map_err(|error| Failure::io("read", output, &error))?;
    let results = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<Answered>, _>>()
        .map_err(|error| {
            Failure::Bad(format!(
                "the decoder of {} says what is not understood: {error}; run `cargo xtask codegen`",
                package.display()
            ))
        })?;
    if results.len() != stored.len() {
        return Err(Failure::Bad(format!(
            "the decoder of {} gave {} results for {} answers",
            package.display(),
            results.len(),
            stored.len()
        )));
    }
    Ok(results)
}
