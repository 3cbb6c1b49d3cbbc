//! Whether generating is linear in the size of a description: what an operation more takes in a large document, against
//! in a smaller one.
//!
//! Three documents are one and the same, with every fourth of its paths, every second one and all of them, and with all
//! of its components. So what is added from one to the next is of one kind, as it is in no two documents of different
//! APIs; and what all three have, the components, does not count.

use std::time::Duration;

use super::Bench;
use super::cost::in_turn;
use super::document;
use super::generate::{at_least, generate};
use super::table::{Count, Quantity, Table};
use crate::failure::Failure;
use crate::operations;

/// At most so many times what it takes in the smaller document.
const MOST: f64 = 1.1;

/// Measures it.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let documents = document::growing(&bench.workspace)?;
    let runs = documents.each_ref();
    let times = in_turn(
        bench.runs,
        runs.map(|document| || generate(bench, document, 1)),
    )?;
    let mut times = times.into_iter();
    let grown = documents.each_ref().map(|document| Size {
        operations: operations::declared(&document.path),
        time: times.next().unwrap_or_default(),
    });
    for (document, size) in documents.iter().zip(&grown) {
        let operations = Count(size.operations as u64).shown();
        let time = size.time.shown();
        table.note(format!(
            "{}: {operations} operations, {time}.",
            document.name
        ));
    }
    let [quarter, half, whole] = &grown;
    table.ratio(
        "generating, an operation more from half of Graph to all of it, against from a quarter to half: time",
        whole.beyond(half),
        at_least(half.beyond(quarter)),
        Some(MOST),
    );
    Ok(())
}

/// A document's size, and what generating took.
#[derive(Debug)]
pub(super) struct Size {
    pub(super) operations: usize,
    pub(super) time: Duration,
}

impl Size {
    /// What each operation took that a smaller document does not have.
    pub(super) fn beyond(&self, smaller: &Self) -> Duration {
        let more = self.operations.saturating_sub(smaller.operations).max(1);
        let time = self.time.saturating_sub(smaller.time);
        time.div_f64(Count(more as u64).size())
    }
}
