//! The entry of the generated crate's CHANGELOG.md, in the form of keepachangelog.com 1.1.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::lines;
use crate::report::{Change, Report, Severity};

/// An entry for `version`, released on `date` (an ISO day): what a user of the crate has to know, each line
/// once. What is cosmetic and changes nothing in Rust is left out. Empty where nothing changed.
#[must_use]
pub fn changelog(report: &Report, version: &str, date: &str) -> String {
    if report.is_empty() {
        return String::new();
    }
    let told = |change: &&Change| change.severity != Severity::Cosmetic || change.rust.is_some();
    let start = format!("## [{version}] - {date}\n");
    let mut out = start.clone();
    for (heading, belongs) in SECTIONS {
        let mut seen = BTreeSet::new();
        let mut section = String::new();
        for change in report
            .changes
            .iter()
            .filter(told)
            .filter(|change| belongs(change))
        {
            let line = line(change);
            if seen.insert(line.clone()) {
                // Writing to a string cannot fail.
                let _ = writeln!(section, "- {line}");
            }
        }
        if !section.is_empty() {
            let _ = write!(out, "\n### {heading}\n\n{section}");
        }
    }
    if out == start {
        out.push_str("\n### Changed\n\n- Nothing that a program notices: the description says the same in another way.\n");
    }
    out
}

type Section = (&'static str, fn(&Change) -> bool);

/// The headings of the form, and which changes go under each.
const SECTIONS: &[Section] = &[
    ("Added", |change| kind(change) == Kind::Added),
    ("Changed", |change| kind(change) == Kind::Changed),
    ("Deprecated", |change| kind(change) == Kind::Deprecated),
    ("Removed", |change| kind(change) == Kind::Removed),
];

#[derive(PartialEq, Eq)]
enum Kind {
    Added,
    Changed,
    Deprecated,
    Removed,
}

fn kind(change: &Change) -> Kind {
    let id = change.id.as_str();
    // Limits come and go on values that stay.
    let whole = [
        "operation",
        "request-parameter",
        "request-field",
        "response-field",
        "request-body",
        "response-body",
        "request-enum-value",
        "response-enum-value",
        "request-union-variant",
        "response-union-variant",
        "server",
        "credential",
        "paging",
        "response-metadata",
        "response-header",
    ];
    let is = |ending: &str| {
        id.strip_suffix(ending)
            .is_some_and(|start| whole.contains(&start))
    };
    if is("-added") || is("-added-optional") || is("-added-required") {
        Kind::Added
    } else if is("-removed") {
        Kind::Removed
    } else if id.ends_with("-deprecated") || id.starts_with("sunset-") {
        Kind::Deprecated
    } else {
        Kind::Changed
    }
}

/// What the line says: the Rust side where there is one, since the crate's users read it.
fn line(change: &Change) -> String {
    let mark = if change.severity == Severity::Breaking {
        "**Breaking:** "
    } else {
        ""
    };
    let text = match (&change.rust, change.operations.is_empty()) {
        (Some(rust), _) => format!("{}.", rust.text),
        (None, true) => change.message.clone(),
        (None, false) => format!("{} ({})", change.message, lines::operations(change, 3)),
    };
    format!("{mark}{text}")
}
