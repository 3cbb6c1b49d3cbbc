//! `cargo xtask codegen` in a fresh clone: everything is compiled, and nothing comes out that was not committed.

use std::process::Command;
use std::time::{Duration, Instant};

use super::Bench;
use super::cost::once;
use super::table::Table;
use crate::failure::Failure;

/// At most so long, on two cores.
const MOST: Duration = Duration::from_secs(60);

/// Measures it once: it takes as long as it takes.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let clone = bench.folder("clone")?;
    once(
        Command::new("git")
            .args(["clone", "--quiet"])
            .arg(bench.workspace.path("."))
            .arg(&clone),
    )?;
    let mut codegen = Command::new("cargo");
    codegen
        .args(["xtask", "codegen"])
        .current_dir(&clone)
        .env_remove("CARGO_TARGET_DIR");
    // What a user's shell does not have, though this command does.
    for (name, _) in std::env::vars_os() {
        let own = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        if own {
            codegen.env_remove(name);
        }
    }
    let started = Instant::now();
    let cost = once(&mut codegen)?;
    let passed = started.elapsed();
    table.bound(
        "`cargo xtask codegen` in a fresh clone, all compiled: time that went by",
        passed,
        Some(MOST),
    );
    table.bound("the same: processor time", cost.time, None);
    let status = Command::new("git")
        .args(["status", "--porcelain"])
        .current_dir(&clone)
        .output()
        .map_err(|error| Failure::Bad(format!("cannot start git: {error}")))?;
    let changed = String::from_utf8_lossy(&status.stdout);
    if !changed.trim().is_empty() {
        table.note(format!(
            "The fresh clone was not what codegen makes: {}",
            changed.trim().replace('\n', ", ")
        ));
    }
    // It is as large as this repository with all that was compiled.
    drop(std::fs::remove_dir_all(&clone));
    Ok(())
}
