//! What is counted, held to its record: the lines of a generated crate, and the instructions of generating it.

use serde::Deserialize;

use super::count;
use super::document;
use super::table::{Count, Quantity};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// So many hundredths above its record, a count is too much.
const MARGIN: u64 = 10;

/// Where the record is.
const RECORD: &str = "xtask/src/bench/record.toml";

const HEAD: &str = "\
# What `cargo xtask bench --check` holds the generator to: nothing may be more than a tenth above it.
# Written by `cargo xtask bench --record`; a larger figure in a change of this file is there on purpose.
";

/// What was counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// The lines of the crate of the vendored description.
    pub(super) lines: Option<u64>,
    /// The instructions of generating it, in the profile of `cargo xtask`; absent where valgrind is not installed.
    pub(super) instructions: Option<u64>,
    /// The compiler that the counted program was built with.
    pub(super) compiler: Option<String>,
}

/// Compares with the record.
pub(super) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let path = workspace.path(RECORD);
    let recorded = match std::fs::read_to_string(&path) {
        Ok(text) => read(&text).map_err(|failure| failure.about(RECORD))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Record::default(),
        Err(error) => return Err(Failure::io("read", &path, &error)),
    };
    let found = compare(&recorded, &counted(workspace)?);
    print!("{}", found.text);
    if found.held {
        return Ok(());
    }
    Err(Failure::Differs(format!(
        "\nmake it less, or, where it is worth it, run `cargo xtask bench --record` and commit {RECORD}"
    )))
}

/// Makes what is counted now the record.
pub(super) fn record(workspace: &Workspace) -> Result<(), Failure> {
    let path = workspace.path(RECORD);
    let before = std::fs::read_to_string(&path)
        .ok()
        .and_then(|text| read(&text).ok())
        .unwrap_or_default();
    let record = replace(before, counted(workspace)?);
    let text = write(&record);
    std::fs::write(&path, &text).map_err(|error| Failure::io("write", &path, &error))?;
    println!("{RECORD}:\n{text}");
    Ok(())
}

/// The new record. Where nothing counted the instructions, those of the old one stay.
pub(super) fn replace(before: Record, counted: Record) -> Record {
    match counted.instructions {
        Some(_) => counted,
        None => Record {
            lines: counted.lines,
            ..before
        },
    }
}

fn counted(workspace: &Workspace) -> Result<Record, Failure> {
    if !cfg!(debug_assertions) {
        return Err(Failure::Bad(
            "the record is of a debug build; run it as `cargo xtask bench`".to_owned(),
        ));
    }
    let sources = document::committed(workspace)?;
    let lines = sources.first().map_or(Ok(0), |own| count::lines(own))?;
    let instructions = count::instructions(workspace)?;
    Ok(Record {
        lines: Some(lines),
        instructions,
        compiler: instructions.and_then(|_| compiler()),
    })
}

/// What `rustc` calls itself.
fn compiler() -> Option<String> {
    let output = std::process::Command::new("rustc")
        .arg("--version")
        .output();
    let text = String::from_utf8(output.ok()?.stdout).ok()?;
    Some(text.trim().to_owned())
}

/// What a comparison found.
#[derive(Debug)]
pub(super) struct Found {
    /// A line for each count.
    pub(super) text: String,
    /// Whether all are within the margin.
    pub(super) held: bool,
}

/// Compares counts with their record.
pub(super) fn compare(recorded: &Record, counted: &Record) -> Found {
    let pairs = [
        (
            "lines of the generated crate",
            recorded.lines,
            counted.lines,
        ),
        (
            "instructions of generating it",
            recorded.instructions,
            counted.instructions,
        ),
    ];
    let mut found = Found {
        text: String::new(),
        held: true,
    };
    for (what, recorded, counted) in pairs {
        let (said, held) = one(recorded, counted);
        found.text.push_str(&format!("{what}: {said}\n"));
        found.held &= held;
    }
    if counted.compiler != recorded.compiler && counted.instructions.is_some() {
        let name = |of: &Record| of.compiler.clone().unwrap_or_else(|| "unknown".to_owned());
        found.text.push_str(&format!(
            "the instructions are of another compiler: {}, recorded with {}\n",
            name(counted),
            name(recorded)
        ));
    }
    found
}

fn one(recorded: Option<u64>, counted: Option<u64>) -> (String, bool) {
    let Some(counted) = counted else {
        return (
            "NOT COUNTED; install valgrind to have it counted".to_owned(),
            true,
        );
    };
    let shown = Count(counted).shown();
    let Some(recorded) = recorded else {
        return (format!("{shown}, and none are recorded"), false);
    };
    let change = Count(counted).size() / Count(recorded).size() - 1.0;
    let said = format!(
        "{shown}, recorded {} ({:+.1} %)",
        Count(recorded).shown(),
        change * 100.0
    );
    let grown = u128::from(counted) * 100 > u128::from(recorded) * u128::from(100 + MARGIN);
    let shrunk = u128::from(counted) * 100 < u128::from(recorded) * u128::from(100 - MARGIN);
    if grown {
        (
            format!("{said}: more than {MARGIN} % above the record"),
            false,
        )
    } else if shrunk {
        (
            format!("{said}; `cargo xtask bench --record` keeps it there"),
            true,
        )
    } else {
        (said, true)
    }
}

/// A record in its file's form.
pub(super) fn read(text: &str) -> Result<Record, Failure> {
    toml::from_str(text).map_err(|error| Failure::Bad(error.to_string()))
}

/// The file's form of a record.
pub(super) fn write(record: &Record) -> String {
    let mut text = HEAD.to_owned();
    let mut line = |name: &str, value: Option<toml::Value>| {
        if let Some(value) = value {
            text.push_str(&format!("{name} = {value}\n"));
        }
    };
    let number = |count: u64| i64::try_from(count).ok().map(toml::Value::from);
    line("lines", record.lines.and_then(number));
    line("instructions", record.instructions.and_then(number));
    line("compiler", record.compiler.clone().map(toml::Value::from));
    text
}
