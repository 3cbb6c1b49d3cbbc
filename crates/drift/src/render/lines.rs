//! Sentences that several formats share.

use crate::report::{Change, Report, Severity, Verdict};

/// "2 breaking, 1 additive, 0 cosmetic".
pub(super) fn counts(report: &Report) -> String {
    [Severity::Breaking, Severity::Additive, Severity::Cosmetic]
        .map(|severity| format!("{} {}", report.count(severity), severity.as_str()))
        .join(", ")
}

/// What the next version has to be, given the one there is.
pub(super) fn verdict(report: &Report, current: Option<&str>) -> String {
    let next = current.and_then(|current| {
        let next = report.verdict.next_version(current)?;
        Some(format!(", {next} after {current}"))
    });
    let next = next.unwrap_or_default();
    let early = current.is_some_and(|current| current.starts_with("0."));
    match report.verdict {
        Verdict::None => "No drift: the version stays.".to_owned(),
        Verdict::Patch => format!("The next version may be a patch{next}."),
        Verdict::Minor if early => {
            format!("Nothing breaks: before 1.0 the third number is raised{next}.")
        }
        Verdict::Minor => format!("The next version must be minor{next}."),
        Verdict::Major if early => {
            format!(
                "The next version must be a breaking one: before 1.0 that is the second number{next}."
            )
        }
        Verdict::Major => format!("The next version must be major{next}."),
    }
}

/// The operations that a change touches: all of a few, or a few of many.
pub(super) fn operations(change: &Change, most: usize) -> String {
    let named: Vec<String> = change
        .operations
        .iter()
        .take(most)
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    match change.operations.len().saturating_sub(most) {
        0 => named.join(", "),
        rest => format!("{} and {rest} more", named.join(", ")),
    }
}
