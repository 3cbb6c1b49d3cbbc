//! Whether generating is linear in the size of a description: what an operation more takes in a large document, against
//! in a smaller one.
//!
//! Three documents are one and the same, with every fourth of its paths, every second one and all of them, and with all
//! of its components. So what is added from one to the next is of one kind, as it is in no two documents of different
//! APIs; and what all three have, the components, does not count.
//!
//! Where valgrind is installed instructions are counted, which nothing else on the machine changes; what is asked for is
//! a difference of differences, in which the noise of times is as large as the figure.

use std::time::Duration;

use super::Bench;
use super::cost::in_turn;
use super::count;
use super::document::{self, Document};
use super::generate::{clear, generate, ours};
use super::table::{Count, Quantity, Table};
use crate::failure::Failure;
use crate::operations;

/// At most so many times what it takes in the smaller document.
const MOST: f64 = 1.1;

/// What is measured.
const WHAT: &str =
    "generating, an operation more from half of Graph to all of it, against from a quarter to half";

/// Measures it.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let documents = document::growing(&bench.workspace)?;
    if let Some(instructions) = instructions(bench, &documents)? {
        row(table, "instructions", &documents, instructions, Count);
        return Ok(());
    }
    let runs = documents.each_ref();
    let times = in_turn(
        bench.runs,
        runs.map(|document| || generate(bench, document, 1)),
    )?;
    let nanoseconds = times.map(|time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    row(table, "time", &documents, nanoseconds, Duration::from_nanos);
    Ok(())
}

/// The instructions of generating each of them; none where nothing counts them.
fn instructions(bench: &Bench, documents: &[Document; 3]) -> Result<Option<[u64; 3]>, Failure> {
    let mut counts = [0; 3];
    for (document, count) in documents.iter().zip(&mut counts) {
        clear(&bench.work.join("out").join(document.package))?;
        match count::of_run(&ours(bench, document), &bench.work)? {
            Some(counted) => *count = counted,
            None => return Ok(None),
        }
    }
    Ok(Some(counts))
}

/// Sets the row, and says below the table what it comes from.
fn row<Q: Quantity>(
    table: &mut Table,
    unit: &str,
    documents: &[Document; 3],
    costs: [u64; 3],
    quantity: impl Fn(u64) -> Q,
) {
    let mut sizes = documents.iter().zip(costs).map(|(document, cost)| {
        let operations = operations::declared(&document.path);
        let (shown, cost_shown) = (Count(operations as u64).shown(), quantity(cost).shown());
        let name = &document.name;
        table.note(format!("{name}: {shown} operations, {cost_shown} {unit}."));
        Size { operations, cost }
    });
    let [quarter, half, whole] = [(); 3].map(|()| sizes.next().unwrap_or_default());
    table.ratio(
        format!("{WHAT}: {unit}"),
        quantity(whole.beyond(&half)),
        quantity(half.beyond(&quarter)),
        Some(MOST),
    );
}

/// A document's size, and what generating cost: instructions or nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Size {
    pub(super) operations: usize,
    pub(super) cost: u64,
}

impl Size {
    /// What each operation cost that a smaller document does not have; never nothing.
    pub(super) fn beyond(&self, smaller: &Self) -> u64 {
        let more = self.operations.saturating_sub(smaller.operations).max(1);
        let cost = self.cost.saturating_sub(smaller.cost);
        (cost / more as u64).max(1)
    }
}
