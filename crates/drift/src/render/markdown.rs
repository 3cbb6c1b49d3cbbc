//! The report for a pull request.

use std::fmt::Write;

use super::lines;
use crate::report::{Change, Report, Severity};

/// The report as Markdown: the verdict first, then a table for each severity.
#[must_use]
pub fn markdown(report: &Report, title: &str, current: Option<&str>) -> String {
    let mut out = format!(
        "## {}\n\n**{}**\n",
        escape(title),
        lines::verdict(report, current)
    );
    if report.is_empty() {
        return out;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\n{}.", lines::counts(report));
    for (severity, heading) in [
        (Severity::Breaking, "Breaking"),
        (Severity::Additive, "Additive"),
        (Severity::Cosmetic, "Cosmetic"),
    ] {
        let changes: Vec<&Change> = report
            .changes
            .iter()
            .filter(|change| change.severity == severity)
            .collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "\n### {heading}\n\n| Operation | Change | In Rust | Kind |\n|---|---|---|---|"
        );
        for change in changes {
            let rust = change
                .rust
                .as_ref()
                .map_or("", |effect| effect.text.as_str());
            let _ = writeln!(
                out,
                "| {} | {} | {} | `{}` |",
                escape(&lines::operations(change, 3)),
                escape(&change.message),
                escape(rust),
                change.id
            );
        }
    }
    out
}

/// Text inside a table cell; what is between backticks stays as it is but for bars and line breaks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '|' => out.push('\\'),
            '<' | '>' | '*' | '_' | '[' | ']' | '{' | '}' if !code => out.push('\\'),
            _ => {}
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_a_cell() {
        assert_eq!(escape("a|b\nc `x_y|z` <b>"), "a\\|b c `x_y\\|z` \\<b\\>");
    }
}
