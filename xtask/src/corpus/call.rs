//! Calling every operation of the crates of a sample: each crate's own test on the wire, crate by crate.

use std::path::Path;
use std::process::Stdio;

use crate::failure::Failure;
use crate::release;

/// How many lines of what a test says are shown.
const SHOWN: usize = 20;

/// After how many crates it is told how far it came.
const TOLD: usize = 10;

/// Runs the test on the wire of each crate in `folder`, a workspace; says which fail and with what, and whether none did.
pub(super) fn all(folder: &Path, packages: &[&str]) -> Result<bool, Failure> {
    let mut failed = 0;
    for (done, package) in packages.iter().enumerate() {
        if let Some(said) = test(folder, package)? {
            failed += 1;
            println!("\n{package}:\n{said}");
        }
        let done = done + 1;
        if done.is_multiple_of(TOLD) || done == packages.len() {
            println!(
                "called {done} of {} crates, {failed} failed",
                packages.len()
            );
        }
    }
    Ok(failed == 0)
}

/// What a crate's test on the wire complains of.
fn test(folder: &Path, package: &str) -> Result<Option<String>, Failure> {
    let output = release::cargo()
        .args([
            "test",
            "--quiet",
            "--no-fail-fast",
            "--package",
            package,
            "--test",
            "wire",
        ])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // As for checking: nothing is built twice, and nobody reads a backtrace.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    if output.status.success() {
        return Ok(None);
    }
    let said = [output.stdout, output.stderr].concat();
    Ok(Some(excerpt(&String::from_utf8_lossy(&said))))
}

/// The lines that tell what was not as described, or else the first of all.
pub(super) fn excerpt(said: &str) -> String {
    let tells = |line: &&str| {
        ["All", "Nulls", "Required"]
            .iter()
            .any(|extent| line.contains(&format!(" ({extent}): ")))
    };
    let mut lines: Vec<&str> = said.lines().filter(tells).collect();
    if lines.is_empty() {
        lines = said
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
    }
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    let mut text = lines.join("\n");
    if more > 0 {
        text.push_str(&format!("\n… and {more} lines more"));
    }
    text
}
