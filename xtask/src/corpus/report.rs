//! What a run says: a line of progress on a terminal, and the table at the end.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use super::Tried;
use super::attempt::Outcome;

/// How many names a group of failures shows.
const SHOWN: usize = 5;

/// Says how far the run is; nothing where nobody watches.
pub(super) fn progress(done: usize, all: usize, label: &str) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let label: String = label.chars().take(50).collect();
        // A terminal that went away is no reason to stop.
        drop(write!(terminal, "\r\x1b[K{done} of {all}: {label}"));
    }
}

/// Takes the line of progress away.
pub(super) fn clear() {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        drop(write!(terminal, "\r\x1b[K"));
    }
}

/// The table, in Markdown, and what did not pass.
pub(super) fn table(tried: &[Tried]) -> String {
    let (mut passed, mut diagnosed, mut dropped) = (0, 0, Vec::new());
    let (mut declared, mut emitted) = (0, 0);
    let mut failures: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in tried {
        declared += one.declared;
        match &one.outcome {
            Outcome::Made(made) => {
                emitted += made.operations;
                passed += 1;
                diagnosed += usize::from(made.warnings > 0);
                if made.operations != one.declared {
                    dropped.push(format!(
                        "  {}: {} of {} operations\n",
                        one.document.label, made.operations, one.declared
                    ));
                }
            }
            Outcome::Failed { reason, .. } => {
                failures
                    .entry(kind(reason))
                    .or_default()
                    .push(&one.document.label);
            }
        }
    }
    let failed = tried.len() - passed;
    let time: f64 = tried
        .iter()
        .map(|one| one.outcome.cost().time.as_secs_f64())
        .sum();
    let mut out = String::new();
    out.push_str("| | |\n|---|---|\n");
    for (name, value) in [
        ("descriptions", tried.len().to_string()),
        ("became a crate", passed.to_string()),
        ("of these, with warnings", diagnosed.to_string()),
        ("failed", failed.to_string()),
        ("operations in the descriptions", declared.to_string()),
        ("operations in the crates", emitted.to_string()),
        ("processor time of all", format!("{time:.0} s")),
        ("slowest", slowest(tried)),
        ("most memory", largest(tried)),
    ] {
        out.push_str(&format!("| {name} | {value} |\n"));
    }
    for (reason, labels) in failures {
        let shown = labels.iter().take(SHOWN).copied().collect::<Vec<_>>();
        let more = labels.len().saturating_sub(SHOWN);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let count = labels.len();
        out.push_str(&format!(
            "\nfailed ({count}): {reason}\n  {}{more}\n",
            shown.join(", ")
        ));
    }
    if !dropped.is_empty() {
        out.push_str("\noperations lost:\n");
        out.extend(dropped);
    }
    out
}

/// The three that took longest.
fn slowest(tried: &[Tried]) -> String {
    top(
        tried,
        |one| one.outcome.cost().time.as_micros(),
        |one| format!("{:.1} s", one.outcome.cost().time.as_secs_f64()),
    )
}

/// The three that took most memory.
fn largest(tried: &[Tried]) -> String {
    top(
        tried,
        |one| one.outcome.cost().memory,
        |one| format!("{} MiB", one.outcome.cost().memory >> 10),
    )
}

fn top<K: Ord>(
    tried: &[Tried],
    key: impl Fn(&&Tried) -> K,
    show: impl Fn(&Tried) -> String,
) -> String {
    let mut sorted: Vec<&Tried> = tried.iter().collect();
    sorted.sort_by_key(|one| std::cmp::Reverse(key(one)));
    sorted
        .iter()
        .take(3)
        .map(|one| format!("{} {}", one.document.label, show(one)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A reason without what differs from one description to the next: names in backticks and numbers.
pub(super) fn kind(reason: &str) -> String {
    let mut out = String::new();
    for (index, part) in reason.split('`').enumerate() {
        if index % 2 == 1 {
            out.push_str("`…`");
            continue;
        }
        let mut digits = false;
        for letter in part.chars() {
            match (letter.is_ascii_digit(), digits) {
                (true, true) => {}
                (true, false) => out.push('N'),
                (false, _) => out.push(letter),
            }
            digits = letter.is_ascii_digit();
        }
    }
    out.chars().take(200).collect()
}
