//! A program run several times: what the run that took least took. What a machine does besides only ever adds.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::{self, Cost};
use crate::failure::Failure;

/// Runs a program so often, each time after `prepare`; the least time and the least of the peaks of memory.
pub(super) fn least(
    runs: usize,
    command: &mut Command,
    mut prepare: impl FnMut() -> Result<(), Failure>,
) -> Result<Cost, Failure> {
    let mut least: Option<Cost> = None;
    for _ in 0..runs.max(1) {
        prepare()?;
        let cost = once(command)?;
        least = Some(match least {
            None => cost,
            Some(least) => Cost {
                time: least.time.min(cost.time),
                memory: least.memory.min(cost.memory),
            },
        });
    }
    Ok(least.unwrap_or_default())
}

/// Lets each have its turn so often, so that what the machine does besides meets all of them; the least time of each.
pub(super) fn in_turn<const N: usize>(
    runs: usize,
    mut each: [impl FnMut() -> Result<Cost, Failure>; N],
) -> Result<[Duration; N], Failure> {
    let mut least = [Duration::MAX; N];
    for _ in 0..runs.max(1) {
        for (run, least) in each.iter_mut().zip(&mut least) {
            *least = run()?.time.min(*least);
        }
    }
    Ok(least)
}

/// Runs a program; a failure tells what it said.
pub(super) fn once(command: &mut Command) -> Result<Cost, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let said = std::env::temp_dir().join(format!("xtask-bench-{}.log", std::process::id()));
    let log = std::fs::File::create(&said).map_err(|error| Failure::io("write", &said, &error))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|error| Failure::Bad(format!("cannot start {name}: {error}")))?;
    let (status, cost) = child::wait(&mut child, Duration::MAX);
    let text = std::fs::read(&said).unwrap_or_default();
    drop(std::fs::remove_file(&said));
    match status {
        Some(status) if status.success() => Ok(cost),
        _ => Err(Failure::Bad(format!(
            "{name} failed:\n{}",
            String::from_utf8_lossy(&text).trim_end()
        ))),
    }
}
