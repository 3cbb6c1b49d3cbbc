//! Every case of tests/features compiles: its crate and its test on the wire, without a warning of rustc or clippy.
//!
//! The crates are written to target/features as members of one workspace there, which shares this one's target folder,
//! lock file and profile, so that no dependency is compiled twice. A crate that has not changed keeps its time stamps,
//! and costs nothing.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::path::PathBuf;
use std::process::Command;

use support::{root, workspace};

#[test]
fn every_case_compiles_without_a_warning_and_is_formatted() {
    let place = root()
        .canonicalize()
        .expect("the repository has a root")
        .join("target/features");
    let emitted = workspace::write(&place, |_| true);

    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let is_there = |tool: &str| {
        let asked = Command::new(&cargo).args([tool, "--version"]).output();
        asked.is_ok_and(|output| output.status.success())
    };
    let tool = if is_there("clippy") {
        "clippy"
    } else {
        "check"
    };
    let output = Command::new(&cargo)
        .args([tool, "--quiet", "--workspace", "--lib", "--test", "wire"])
        .args(["--offline", "--keep-going", "--manifest-path"])
        .arg(place.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root().join("target"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "target/features does not compile cleanly:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );

    if is_there("fmt") {
        let badly: Vec<String> = emitted.chunks(100).flat_map(unformatted).collect();
        assert!(
            badly.is_empty(),
            "rustfmt would write these differently:\n{}",
            badly.join("\n")
        );
    }
}

/// Which of these files rustfmt would change, and where.
fn unformatted(files: &[PathBuf]) -> Vec<String> {
    let mut badly = Vec::new();
    let output = Command::new("rustfmt")
        .args([
            "--edition",
            "2024",
            "--check",
            "--config",
            "skip_children=true",
        ])
        .args(files)
        .output();
    if let Ok(output) = output
        && !output.status.success()
    {
        badly.push(String::from_utf8_lossy(&output.stdout).into_owned());
        badly.push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    badly
}
