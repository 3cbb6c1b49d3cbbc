//! The report as annotations that GitHub shows beside the lines of a pull request.

use std::fmt::Write;

use super::lines;
use crate::report::{Report, Severity};

/// A place in a file of the repository, lines and columns counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file's path from the repository's root.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Looks up where a change stands: given the pointer into the new description, or the one into the old.
pub type Lookup<'l> = dyn Fn(Option<&str>, Option<&str>) -> Option<Spot> + 'l;

/// The report as workflow commands: an error for what breaks, a warning for what is added, a notice for the
/// rest. `lookup` is asked with the old and the new pointer of each change.
#[must_use]
pub fn github(report: &Report, lookup: &Lookup<'_>) -> String {
    let mut out = String::new();
    for change in &report.changes {
        let level = match change.severity {
            Severity::Breaking => "error",
            Severity::Additive => "warning",
            Severity::Cosmetic => "notice",
        };
        let spot = lookup(change.old_pointer.as_deref(), change.new_pointer.as_deref());
        let at = spot.map_or_else(String::new, |spot| {
            format!(
                "file={},line={},col={},",
                property(&spot.file),
                spot.line,
                spot.column
            )
        });
        let title = property(&format!("{} ({})", change.id, change.severity.as_str()));
        let mut message = change.message.clone();
        if !change.operations.is_empty() {
            message = format!("{message} In {}.", lines::operations(change, 3));
        }
        if let Some(rust) = &change.rust {
            message = format!("{message} Rust: {}.", rust.text);
        }
        // Writing to a string cannot fail.
        let _ = writeln!(out, "::{level} {at}title={title}::{}", data(&message));
    }
    out
}

/// The text of a command, with what would end it encoded.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, with what would end it encoded.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
