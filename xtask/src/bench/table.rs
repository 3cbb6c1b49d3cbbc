//! The table: a row for each figure, with the goal and whether it was met, in Markdown.

use std::fmt::{Display, Formatter, Result};
use std::time::Duration;

use crate::child::Cost;

/// All rows, and what has to be said below them.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

/// One figure.
#[derive(Debug)]
struct Row {
    what: String,
    ours: String,
    theirs: String,
    figure: String,
    goal: String,
}

impl Table {
    /// Two quantities whose ratio is the figure; `most` is the goal, where there is one.
    pub(super) fn ratio<Q: Quantity>(
        &mut self,
        what: impl Into<String>,
        ours: Q,
        theirs: Q,
        most: Option<f64>,
    ) {
        let ratio = ours.size() / theirs.size();
        self.rows.push(Row {
            what: what.into(),
            ours: ours.shown(),
            theirs: theirs.shown(),
            figure: judged(format!("{ratio:.3}"), ratio, most),
            goal: most.map(|most| format!("≤ {most}")).unwrap_or_default(),
        });
    }

    /// One quantity that is held to a bound of its own kind.
    pub(super) fn bound<Q: Quantity>(&mut self, what: impl Into<String>, ours: Q, most: Option<Q>) {
        let figure = most.as_ref().map_or_else(String::new, |most| {
            let met = ours.size() <= most.size();
            if met { "met" } else { "**missed**" }.to_owned()
        });
        self.rows.push(Row {
            what: what.into(),
            ours: ours.shown(),
            theirs: String::new(),
            figure,
            goal: most
                .map(|most| format!("≤ {}", most.shown()))
                .unwrap_or_default(),
        });
    }

    /// What ours does where the rival has no figure, with the reason.
    pub(super) fn lone(&mut self, what: impl Into<String>, ours: &impl Quantity, theirs: &str) {
        self.rows.push(Row {
            what: what.into(),
            ours: ours.shown(),
            theirs: theirs.to_owned(),
            figure: String::new(),
            goal: String::new(),
        });
    }

    /// The time and the memory of two runs.
    pub(super) fn costs(&mut self, what: &str, ours: Cost, theirs: Cost, most: Option<f64>) {
        self.ratio(format!("{what}: time"), ours.time, theirs.time, most);
        if ours.memory > 0 && theirs.memory > 0 {
            let memory = |cost: Cost| Memory(cost.memory);
            self.ratio(
                format!("{what}: memory"),
                memory(ours),
                memory(theirs),
                most,
            );
        }
    }

    /// Says something below the table.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }
}

fn judged(figure: String, ratio: f64, most: Option<f64>) -> String {
    match most {
        // Nothing compares with what is not a number: a ratio to nothing.
        Some(most) if ratio > most || ratio.is_nan() => format!("**{figure}, missed**"),
        _ => figure,
    }
}

impl Display for Table {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "| | ours | compared with | ratio | goal |")?;
        writeln!(out, "|---|---:|---:|---:|---:|")?;
        for row in &self.rows {
            let cells = [&row.what, &row.ours, &row.theirs, &row.figure, &row.goal];
            for cell in cells {
                // A program's own words may end up in a cell.
                write!(out, "| {} ", cell.replace('|', "\\|").replace('\n', " "))?;
            }
            writeln!(out, "|")?;
        }
        for note in &self.notes {
            write!(out, "\n{note}\n")?;
        }
        Ok(())
    }
}

/// Something that can be counted, compared and shown.
pub(super) trait Quantity {
    /// As a number, for the ratio.
    fn size(&self) -> f64;
    /// With its unit.
    fn shown(&self) -> String;
}

impl Quantity for Duration {
    fn size(&self) -> f64 {
        self.as_secs_f64()
    }

    fn shown(&self) -> String {
        match self.as_secs_f64() {
            seconds if seconds >= 10.0 => format!("{seconds:.0} s"),
            seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
            seconds if seconds >= 1e-2 => format!("{:.0} ms", seconds * 1e3),
            seconds if seconds >= 1e-3 => format!("{:.2} ms", seconds * 1e3),
            seconds => format!("{:.2} µs", seconds * 1e6),
        }
    }
}

/// KiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Memory(pub(super) u64);

impl Quantity for Memory {
    fn size(&self) -> f64 {
        Count(self.0).size()
    }

    fn shown(&self) -> String {
        format!("{:.1} MiB", self.size() / 1024.0)
    }
}

/// A number of things.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count(pub(super) u64);

impl Quantity for Count {
    #[allow(
        clippy::cast_precision_loss,
        reason = "nothing that is counted here comes near 2^52"
    )]
    fn size(&self) -> f64 {
        self.0 as f64
    }

    fn shown(&self) -> String {
        let digits = self.0.to_string();
        let mut shown = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        shown
    }
}
