//! The result of a check: figures, what failed, what was bent by kind and by place, which fields are not documented.
//! As text for a person, as JSON for a program.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Bend, Checked, Outcome};
use crate::failure::Failure;

/// The result of a check.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// The description, or the crate's folder.
    name: String,
    figures: Figures,
    /// How many values were bent, by what was expected and what was found.
    bends: BTreeMap<String, usize>,
    answers: Vec<Checked>,
}

/// How many answers became what. Those that were bent and those with undocumented fields may be the same.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Figures {
    answers: usize,
    decoded: usize,
    failed: usize,
    /// Of the decoded ones: nothing bent, nothing lost.
    exact: usize,
    bent: usize,
    with_lost_fields: usize,
    /// Of the decoded ones: those that became an API error.
    api_errors: usize,
    /// Values that were bent, and undocumented fields, over all answers.
    bends: usize,
    lost_fields: usize,
}

impl Report {
    pub(super) fn new(name: String, answers: Vec<Checked>) -> Self {
        let mut figures = Figures {
            answers: answers.len(),
            ..Figures::default()
        };
        let mut kinds = BTreeMap::new();
        for answer in &answers {
            match &answer.outcome {
                Outcome::Decoded { bends, lost } => {
                    figures.exact += usize::from(bends.is_empty() && lost.is_empty());
                    figures.bent += usize::from(!bends.is_empty());
                    figures.with_lost_fields += usize::from(!lost.is_empty());
                    figures.bends += bends.len();
                    figures.lost_fields += lost.len();
                    for bend in bends {
                        *kinds.entry(kind(bend)).or_default() += 1;
                    }
                }
                Outcome::Refused { .. } => figures.api_errors += 1,
                Outcome::Failed { .. } => figures.failed += 1,
            }
        }
        figures.decoded = figures.answers - figures.failed;
        Self {
            name,
            figures,
            bends: kinds,
            answers,
        }
    }

    /// How many answers were not decoded.
    pub(super) fn failed(&self) -> usize {
        self.figures.failed
    }

    /// The report for a program.
    pub(super) fn json(&self) -> Result<String, Failure> {
        serde_json::to_string_pretty(self)
            .map_err(|error| Failure::Bad(format!("the report cannot be written: {error}")))
    }

    /// The report for a person.
    pub(super) fn text(&self) -> String {
        let figures = &self.figures;
        let mut text = format!(
            "{}: {} of {} answers decoded, {} failed\n",
            self.name, figures.decoded, figures.answers, figures.failed
        );
        text.push_str(&format!(
            "  {} exactly, {} bent ({} values), {} with undocumented fields ({}), {} as API errors\n",
            figures.exact,
            figures.bent,
            figures.bends,
            figures.with_lost_fields,
            figures.lost_fields,
            figures.api_errors
        ));
        self.section(&mut text, "failed", |outcome| match outcome {
            Outcome::Failed { why } => vec![why.clone()],
            _ => Vec::new(),
        });
        if !self.bends.is_empty() {
            text.push_str("\nbent, by kind\n");
            let mut kinds: Vec<_> = self.bends.iter().collect();
            kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (kind, count) in kinds {
                text.push_str(&format!("  {count:>5}  {kind}\n"));
            }
        }
        self.section(&mut text, "bent", |outcome| match outcome {
            Outcome::Decoded { bends, .. } => counted(bends.iter().map(|bend| {
                let path = without_indexes(&bend.path);
                format!("{path}: expected {}, found {}", bend.expected, bend.found)
            })),
            _ => Vec::new(),
        });
        self.section(&mut text, "undocumented fields", |outcome| match outcome {
            Outcome::Decoded { lost, .. } => counted(
                lost.iter()
                    .map(|lost| format!("{}: {}", without_indexes(&lost.path), lost.found)),
            ),
            _ => Vec::new(),
        });
        text
    }

    /// A part of the text: a line for each answer that has anything to say, and what it says below.
    fn section(&self, text: &mut String, title: &str, lines: impl Fn(&Outcome) -> Vec<String>) {
        let mut titled = false;
        for answer in &self.answers {
            let lines = lines(&answer.outcome);
            if lines.is_empty() {
                continue;
            }
            if !titled {
                text.push_str(&format!("\n{title}\n"));
                titled = true;
            }
            text.push_str(&format!("  {} {}\n", answer.operation, answer.origin));
            for line in lines {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
}

/// The lines in order of first sight, each once, with how often where that is more.
fn counted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for line in lines {
        match seen.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => seen.push((line, 1)),
        }
    }
    let shown = |(line, count): (String, usize)| match count {
        1 => line,
        count => format!("{line} ({count} times)"),
    };
    seen.into_iter().map(shown).collect()
}

/// What was expected, and what kind of value was found.
fn kind(bend: &Bend) -> String {
    let found = if bend.found.starts_with("the string") {
        "a string"
    } else if bend.found.starts_with("the number") {
        "a number"
    } else if matches!(bend.found.as_str(), "true" | "false") {
        "a boolean"
    } else {
        &bend.found
    };
    format!("expected {}, found {found}", bend.expected)
}

/// The path for all items of each list: `$.data[3].id` becomes `$.data[].id`.
pub(super) fn without_indexes(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        let digits = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        rest = if digits.starts_with(']') {
            digits
        } else {
            after
        };
    }
    out + rest
}
