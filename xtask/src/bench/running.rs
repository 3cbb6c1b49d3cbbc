//! Calling and decoding: the runtime's own benchmarks, whose lines become rows.

use std::time::Duration;

use super::Bench;
use super::table::Table;
use crate::failure::Failure;
use crate::release;

/// What is compared, what it is called, and at most so many times the other's time.
const ROWS: &[(&str, &str, Option<f64>)] = &[
    (
        "call/runtime",
        "a call through the runtime, against one written by hand on reqwest: processor time",
        Some(1.05),
    ),
    (
        "decode/tolerant",
        "decoding a megabyte that is as described, tolerantly, against serde_json: processor time",
        Some(1.25),
    ),
    (
        "decode/tolerant",
        "the same, tolerantly against strictly: processor time",
        None,
    ),
    (
        "decode/all_bent",
        "decoding a megabyte of bent objects, against one that is as described by way of `Value`: processor time",
        None,
    ),
];

/// Measures it.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    // Of criterion's own measurements there are none of this name; the pairs are taken all the same.
    let text = release::benchmarks(&bench.workspace, &["call", "decode"], &["pairs"])?;
    let pairs: Vec<Pair> = text.lines().filter_map(read).collect();
    let known = pairs.iter().map(|pair| pair.name.as_str());
    if !known.eq(ROWS.iter().map(|(name, ..)| *name)) {
        return Err(Failure::Bad(format!(
            "expected a line for each of {} pairs from the benchmarks `call` and `decode`, found:\n{}",
            ROWS.len(),
            text.trim_end()
        )));
    }
    for (pair, (_, what, most)) in pairs.iter().zip(ROWS) {
        table.ratio(*what, pair.time, pair.other, *most);
    }
    Ok(())
}

/// What a benchmark says of a pair.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) name: String,
    /// The time of one run.
    pub(super) time: Duration,
    /// The time of one run of what it is compared with.
    pub(super) other: Duration,
}

/// `call/runtime 53880 ns, call/by_hand 51170 ns`.
pub(super) fn read(line: &str) -> Option<Pair> {
    let (one, other) = line.split_once(", ")?;
    let part = |text: &str| {
        let (name, time) = text.strip_suffix(" ns")?.split_once(' ')?;
        Some((name.to_owned(), Duration::from_nanos(time.parse().ok()?)))
    };
    let ((name, time), (_, other)) = (part(one)?, part(other)?);
    Some(Pair { name, time, other })
}
