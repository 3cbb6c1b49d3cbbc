//! A report as text, Markdown, JSON, GitHub annotations, and as an entry of a change log.
//!
//! In: a report, and where a format shows lines, a way to look them up. Out: a string; nothing is printed here.

mod changelog;
mod github;
mod lines;
mod markdown;
mod text;

use crate::report::Report;

pub use changelog::changelog;
pub use github::{Lookup, Spot, github};
pub use markdown::markdown;
pub use text::text;

/// The report as JSON, indented, with a line break at the end.
///
/// # Errors
/// When a value cannot be written as JSON, which no report holds.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(report).map(|text| text + "\n")
}
