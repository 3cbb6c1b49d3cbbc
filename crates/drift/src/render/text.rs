//! The report for a terminal.

use std::fmt::Write;

use super::lines;
use crate::report::{Report, Severity};

/// The report as plain text: by severity, then the verdict; `current` is the crate's version.
#[must_use]
pub fn text(report: &Report, current: Option<&str>) -> String {
    let mut out = String::new();
    for severity in [Severity::Breaking, Severity::Additive, Severity::Cosmetic] {
        for change in report
            .changes
            .iter()
            .filter(|change| change.severity == severity)
        {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{}[{}]: {}",
                severity.as_str(),
                change.id,
                change.message
            );
            if !change.operations.is_empty() {
                let _ = writeln!(out, "    in   {}", lines::operations(change, 4));
            }
            if let Some(rust) = &change.rust {
                let _ = writeln!(out, "    Rust {}", rust.text);
            }
            let places = [("was", &change.old_pointer), ("now", &change.new_pointer)];
            for (word, pointer) in places {
                if let Some(pointer) = pointer {
                    let _ = writeln!(out, "    {word}  {pointer}");
                }
            }
            out.push('\n');
        }
    }
    if !report.is_empty() {
        let _ = writeln!(out, "{}.", lines::counts(report));
    }
    let _ = writeln!(out, "{}", lines::verdict(report, current));
    out
}
