//! Compiling: the crate of each generator alone, with its dependencies compiled before; and the size of each.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::cost::{in_turn, least, once};
use super::document::{self, Document};
use super::rival::{self, Rival};
use super::table::{Count, Table};
use super::{Bench, count, generate};
use crate::child::Cost;
use crate::failure::Failure;
use crate::operations;
use crate::release;
use crate::workspace::Workspace;

/// At most this much of the rival's time.
const OF_THE_TIME: f64 = 0.12;

/// At most this much of the rival's lines.
const OF_THE_LINES: f64 = 0.334;

/// A compiler takes long enough to be measured with few runs.
const RUNS: usize = 3;

const KINDS: [(&str, &[&str]); 2] = [
    ("`cargo check`", &["check"]),
    ("`cargo build --release`", &["build", "--release"]),
];

/// The file that is a crate.
const LIBRARY: &str = "src/lib.rs";

/// A program that has every answer decoded, since an unused operation costs little: its file, and how it is built.
const EVERYTHING: (&str, &[&str]) = (
    "tests/conform.rs",
    &["build", "--release", "--test", "conform"],
);

/// Measures both crates.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let rival = bench.rival()?;
    let (document, note) = document::main(&bench.workspace);
    table.note(note);
    let ours = ours(bench, &document)?;
    let theirs = theirs(bench, &rival, &document)?;
    for package in [&ours, &theirs] {
        // The versions that this repository is built and tested with; Cargo adds what is not among them.
        let (lock, copy) = (
            bench.workspace.path("Cargo.lock"),
            package.join("Cargo.lock"),
        );
        std::fs::copy(&lock, &copy).map_err(|error| Failure::io("copy", &lock, &error))?;
    }
    let lines = |package: &Path| Ok::<_, Failure>(Count(count::lines(&package.join("src"))?));
    let (our_lines, their_lines) = (lines(&ours)?, lines(&theirs)?);
    table.ratio(
        "lines of the crate, from the same document",
        our_lines,
        their_lines,
        Some(OF_THE_LINES),
    );
    table.ratio(
        "lines of the committed crate and of the identifiers it shares",
        Count(committed(&bench.workspace)?),
        their_lines,
        Some(OF_THE_LINES),
    );
    let client = theirs.join("src/client.rs");
    let client =
        std::fs::read_to_string(&client).map_err(|error| Failure::io("read", &client, &error))?;
    let operations = |number: usize| Count(number as u64);
    table.ratio(
        "operations in the crate",
        operations(operations::emitted(&ours)),
        operations(rival::operations(&client)),
        None,
    );
    let runs = bench.runs.min(RUNS);
    for (name, call) in KINDS {
        let what = format!("{name} of the crate alone: time");
        eprintln!("  {name} of both");
        let mut ours = Compiling::new(&ours, LIBRARY, call)?;
        match Compiling::new(&theirs, LIBRARY, call) {
            Ok(mut theirs) => {
                let both = [&mut ours, &mut theirs];
                let [ours, theirs] = in_turn(runs, both.map(|one| || one.least(1)))?;
                table.ratio(what, ours, theirs, Some(OF_THE_TIME));
            }
            Err(Failure::Bad(reason)) => {
                let first = reason.lines().find(|line| line.starts_with("error"));
                let first = first.unwrap_or("for an unknown reason");
                let note = format!("does not compile: {first}");
                table.lone(what, &ours.least(runs)?.time, &note);
            }
            Err(failure) => return Err(failure),
        }
    }
    let (program, call) = EVERYTHING;
    eprintln!("  a program that decodes every answer");
    // It takes long enough to be measured once.
    let time = Compiling::new(&ours, program, call)?.least(1)?.time;
    let what = "`cargo build --release` of a program that decodes every answer: time";
    table.lone(what, &time, "");
    Ok(())
}

/// The lines of the vendored description's crate and of the one that its identifiers are in.
fn committed(workspace: &Workspace) -> Result<u64, Failure> {
    let sources = document::committed(workspace)?;
    sources.iter().map(|folder| count::lines(folder)).sum()
}

/// Our crate: what `codegen` makes outside the workspace is a workspace of its own.
fn ours(bench: &Bench, document: &Document) -> Result<PathBuf, Failure> {
    let folder = bench.work.join("out").join(document.package);
    generate::clear(&folder)?;
    once(&mut generate::ours(bench, document))?;
    Ok(folder)
}

fn theirs(bench: &Bench, rival: &Rival, document: &Document) -> Result<PathBuf, Failure> {
    let out = bench.folder("rival-out")?;
    once(&mut rival.generate(&document.path, &out))?;
    let package = bench.folder("rival-crate")?;
    rival::assemble(&out, &package)?;
    Ok(package)
}

/// A crate or program that is compiled again and again, when all it stands on is compiled; Cargo's own work is part of it.
struct Compiling {
    command: Command,
    root: PathBuf,
}

impl Compiling {
    /// The one of this file, compiled for the first time.
    fn new(package: &Path, root: &str, call: &[&str]) -> Result<Self, Failure> {
        let mut command = command(package, call);
        once(&mut command)?;
        Ok(Self {
            command,
            root: package.join(root),
        })
    }

    fn least(&mut self, runs: usize) -> Result<Cost, Failure> {
        least(runs, &mut self.command, || touch(&self.root))
    }
}

fn command(package: &Path, call: &[&str]) -> Command {
    let mut command = release::cargo();
    // The folder goes with the crate's, beside it, since that is emptied.
    command
        .args(call)
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", package.with_extension("target"))
        // Otherwise the second time would compile only what changed, which is nothing.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never");
    command
}

/// Makes a file look changed.
fn touch(path: &Path) -> Result<(), Failure> {
    let now = std::time::SystemTime::now();
    std::fs::File::options()
        .append(true)
        .open(path)
        .and_then(|file| file.set_modified(now))
        .map_err(|error| Failure::io("touch", path, &error))
}
