//! Differences between disk and generator as a reader sees them: each file by name, and what would change in it.

use std::fmt::Write;
use std::time::Duration;

use similar::TextDiff;

use super::{Difference, Files, Kind};

/// More lines of one file's difference than this are counted, not shown.
const MAX_LINES: usize = 60;
/// More files than this are named, not shown.
const MAX_FILES: usize = 20;

/// The differences in words and as unified diffs, from what is on disk to what the generator gives. `label` is the
/// root as the reader knows it.
pub(crate) fn show(label: &str, files: &Files, differences: &[Difference]) -> String {
    let mut out = String::new();
    for Difference { path, kind } in differences {
        let what = match kind {
            Kind::Missing => "missing",
            Kind::Changed(_) => "changed",
            Kind::Orphaned(_) => "orphaned (no longer generated)",
        };
        _ = writeln!(out, "{label}/{path}: {what}");
    }
    for difference in differences.iter().take(MAX_FILES) {
        let new = files.get(&difference.path).map_or(&[][..], Vec::as_slice);
        if let Kind::Changed(old) = &difference.kind {
            out.push('\n');
            one(&mut out, &format!("{label}/{}", difference.path), old, new);
        }
    }
    if differences.len() > MAX_FILES {
        _ = writeln!(out, "\n(and {} more files)", differences.len() - MAX_FILES);
    }
    out
}

fn one(out: &mut String, path: &str, old: &[u8], new: &[u8]) {
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        _ = writeln!(out, "{path}: binary files differ");
        return;
    };
    let diff = TextDiff::configure()
        .timeout(Duration::from_secs(2))
        .diff_lines(old, new);
    let text = diff
        .unified_diff()
        .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
        .to_string();
    for line in text.lines().take(MAX_LINES) {
        _ = writeln!(out, "{line}");
    }
    let hidden = text.lines().count().saturating_sub(MAX_LINES);
    if hidden > 0 {
        _ = writeln!(out, "(and {hidden} more lines)");
    }
}
