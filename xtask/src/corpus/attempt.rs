//! One description in a process of its own: what it made, how long it took, how much memory it had.

use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use super::Document;
use crate::child::{self, Cost};
use crate::operations;

/// What a description may take; a large one has two seconds for each of its megabytes.
const LIMIT: Duration = Duration::from_secs(10);

/// What came of a description.
#[derive(Debug)]
pub(super) enum Outcome {
    /// A crate.
    Made(Made),
    /// None, with the reason.
    Failed { reason: String, cost: Cost },
}

/// A crate that came out.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) operations: usize,
    pub(super) warnings: usize,
    pub(super) cost: Cost,
}

impl Outcome {
    pub(super) fn cost(&self) -> Cost {
        match self {
            Outcome::Made(made) => made.cost,
            Outcome::Failed { cost, .. } => *cost,
        }
    }
}

/// Gives a description to the generator.
pub(super) fn run(generator: &Path, document: &Document, crates: &Path, logs: &Path) -> Outcome {
    let root = crates.join(&document.package);
    // What an earlier run left says nothing about this one.
    drop(std::fs::remove_dir_all(&root));
    let file = |ending: &str| logs.join(format!("{}.{ending}", document.package));
    let (out, err) = (file("out"), file("err"));
    let failed = |reason: String, cost| Outcome::Failed { reason, cost };
    let child = File::create(&out)
        .and_then(|out| Ok((out, File::create(&err)?)))
        .and_then(|(out, err)| {
            Command::new(generator)
                .args(["codegen", "--docs", "none", "--input"])
                .arg(&document.path)
                .arg("--output")
                .arg(&root)
                .args(["--name", &document.package])
                .stdin(Stdio::null())
                .stdout(out)
                .stderr(err)
                .spawn()
        });
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            return failed(
                format!("the generator did not start: {error}"),
                Cost::default(),
            );
        }
    };
    let (status, cost) = child::wait(&mut child, limit(&document.path));
    let said = |path: &Path| {
        std::fs::read(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    };
    match status {
        Some(status) if status.success() => Outcome::Made(Made {
            operations: operations::emitted(&root),
            warnings: warnings(&said(&out)),
            cost,
        }),
        Some(status) => failed(reason(&said(&err), status), cost),
        None => failed("it took too long and was ended".to_owned(), cost),
    }
}

/// The time a description may take.
fn limit(path: &Path) -> Duration {
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    LIMIT.max(Duration::from_secs(2 * (bytes >> 20)))
}

/// The warnings that the generator's last line counts.
fn warnings(out: &str) -> usize {
    out.lines()
        .last()
        .and_then(|line| {
            line.split(" warnings")
                .next()?
                .rsplit('(')
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or(0)
}

/// Why the generator gave up: its panic, its first error, or how it ended.
fn reason(err: &str, status: ExitStatus) -> String {
    let mut lines = err.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("thread ") && line.contains("panicked") {
            let place = line.split(" at ").nth(1).unwrap_or_default();
            return format!("panic at {place} {}", lines.next().unwrap_or_default());
        }
        if line.starts_with("error") {
            return line.to_owned();
        }
    }
    format!("ended with {status} and said nothing")
}
