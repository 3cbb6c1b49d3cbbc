//! Streaming: the runtime's own benchmark, whose lines become rows.

use std::time::Duration;

use super::Bench;
use super::table::{Count, Memory, Quantity, Table};
use crate::failure::Failure;
use crate::release;

/// The peak of memory may grow by so much from the smaller number of items to the larger.
const FLAT: f64 = 1.1;

/// What the benchmark says of one number of items.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Streamed {
    pub(super) items: u64,
    /// The time for one.
    pub(super) each: Duration,
    /// The most memory at once, in KiB.
    pub(super) peak: u64,
}

/// Measures it.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let text = release::benchmarks(&bench.workspace, &["stream"], &[])?;
    let found: Vec<Streamed> = text.lines().filter_map(read).collect();
    let [few, many] = &found[..] else {
        return Err(Failure::Bad(format!(
            "expected two lines of figures from the benchmark `stream`, found:\n{}",
            text.trim_end()
        )));
    };
    let items = |streamed: &Streamed| Count(streamed.items).shown();
    let what = |figure| {
        let (many, few) = (items(many), items(few));
        format!("`.stream()`, {many} items against {few}: {figure}")
    };
    table.ratio(what("time of an item"), many.each, few.each, None);
    table.ratio(
        what("most memory"),
        Memory(many.peak),
        Memory(few.peak),
        Some(FLAT),
    );
    Ok(())
}

/// `stream: 1000 items, 812 ns each, 9120 KiB at most`.
pub(super) fn read(line: &str) -> Option<Streamed> {
    let mut numbers = line.strip_prefix("stream: ")?.split(", ");
    let mut number = |unit: &str| {
        let text = numbers.next()?.strip_suffix(unit)?;
        text.parse::<u64>().ok()
    };
    Some(Streamed {
        items: number(" items")?,
        each: Duration::from_nanos(number(" ns each")?),
        peak: number(" KiB at most")?,
    })
}
