//! How far a download is, on a terminal; elsewhere nothing is shown.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Runs `work` with a way to tell the bytes so far and of how many.
pub(super) fn shown<T>(name: &str, work: impl FnOnce(&mut dyn FnMut(u64, Option<u64>)) -> T) -> T {
    let mut terminal = std::io::stderr();
    if !terminal.is_terminal() {
        return work(&mut |_, _| {});
    }
    let mut last: Option<Instant> = None;
    let outcome = work(&mut |read, total| {
        if last.is_none_or(|last| last.elapsed() > Duration::from_millis(100)) {
            last = Some(Instant::now());
            let of = total.map_or(String::new(), |total| format!(" of {} KiB", total >> 10));
            // A terminal that went away is no reason to stop.
            drop(write!(
                std::io::stderr(),
                "\r\x1b[K{name}: {} KiB{of}",
                read >> 10
            ));
        }
    });
    drop(write!(terminal, "\r\x1b[K"));
    outcome
}
