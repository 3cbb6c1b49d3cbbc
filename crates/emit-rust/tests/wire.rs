//! Cases of tests/features whose calls are made: their own test on the wire runs against a recording server.
//!
//! `compile.rs` compiles the test of every case. Running is for those that show how values travel, one more program to
//! link each; they are written to a workspace of their own in target/wire-features.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::process::Command;

use support::{root, workspace};

/// The cases that are run, as paths in tests/features.
const CASES: &[&str] = &[
    "answers/files-and-texts",
    "answers/file-or-nothing",
    "answers/envelope-shown",
    "answers/no-content",
    "operations/odd-paths",
    "operations/security",
    "operations/security-odd",
    "parameters/all-styles",
    "parameters/brackets",
    "parameters/content",
    "parameters/cookies",
    "parameters/list-styles",
    "parameters/objects",
    "parameters/path-styles",
    "parameters/reserved",
    "bodies/bytes-and-text",
    "bodies/form",
    "bodies/multipart",
    "choices/by-constants",
    "choices/nested-choices",
    "choices/same-keys",
];

#[test]
fn what_these_cases_send_is_what_their_descriptions_say() {
    let place = root()
        .canonicalize()
        .expect("the repository has a root")
        .join("target/wire-features");
    workspace::write(&place, |case| CASES.contains(&case.name.as_str()));
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(&cargo)
        .args([
            "test",
            "--quiet",
            "--workspace",
            "--test",
            "wire",
            "--offline",
        ])
        .args(["--no-fail-fast", "--manifest-path"])
        .arg(place.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root().join("target"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
