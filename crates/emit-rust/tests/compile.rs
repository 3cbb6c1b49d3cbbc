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

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{cases, root};

#[test]
fn every_case_compiles_without_a_warning_and_is_formatted() {
    let place = root()
        .canonicalize()
        .expect("the repository has a root")
        .join("target/features");
    let (members, emitted) = write_members(&place);
    write_workspace(&place, &members);

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

/// Writes the crates; gives their names and the roots of their targets.
fn write_members(place: &Path) -> (BTreeSet<String>, Vec<PathBuf>) {
    let (mut members, mut emitted) = (BTreeSet::new(), Vec::new());
    for case in cases() {
        let Some((_, files)) = case.render().made else {
            continue;
        };
        let folder = place.join(case.package());
        let mut written = BTreeSet::new();
        for (path, bytes) in &files {
            let path = folder.join(path);
            put(&path, bytes);
            // rustfmt follows the modules from a target's root.
            if ["src/lib.rs", "tests/conform.rs", "tests/wire/main.rs"]
                .iter()
                .any(|root| path.ends_with(root))
            {
                emitted.push(path.clone());
            }
            written.insert(path);
        }
        remove_others(&folder, &written);
        members.insert(case.package());
    }
    (members, emitted)
}

/// Writes a file unless it holds these bytes already.
fn put(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(path, bytes).expect("the file can be written");
}

/// Removes what an earlier run wrote and this one did not.
fn remove_others(folder: &Path, written: &BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            remove_others(&path, written);
        } else if !written.contains(&path) {
            drop(fs::remove_file(path));
        }
    }
}

/// The workspace of the crates, with the profile of this one and its lock, and every warning an error.
fn write_workspace(place: &Path, members: &BTreeSet<String>) {
    let mut manifest = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
    for member in members {
        manifest.push_str(&format!("    \"{member}\",\n"));
    }
    manifest.push_str(
        "]\n\n[workspace.package]\nlicense = \"MIT OR Apache-2.0\"\n\n[workspace.lints.rust]\nwarnings = \"deny\"\n\
         missing_docs = \"deny\"\nunreachable_pub = \"deny\"\n\n[workspace.lints.clippy]\n\
         all = { level = \"deny\", priority = -1 }\n\n[profile.dev]\ndebug = \"line-tables-only\"\n",
    );
    put(&place.join("Cargo.toml"), manifest.as_bytes());
    if !place.join("Cargo.lock").exists() {
        let lock = fs::read(root().join("Cargo.lock")).expect("there is a lock file");
        put(&place.join("Cargo.lock"), &lock);
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
