//! Checking the crates of a sample: one workspace and one target folder for all, a few crates at a time, so that a run
//! that was interrupted goes on where it stopped. A warning fails a crate as an error does.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::failure::Failure;
use crate::release;
use crate::workspace::Workspace;

/// How many crates one call of cargo checks.
const BATCH: usize = 10;

/// Where the part of a manifest starts that makes a crate a workspace of its own.
const ALONE: &str = "\n# A workspace of its own";

/// Checks the crates in `folder`; says which fail and with what, and whether none did.
pub(super) fn check(
    workspace: &Workspace,
    folder: &Path,
    packages: &[&str],
) -> Result<bool, Failure> {
    let write = |path: &Path, text: String| {
        std::fs::write(path, text).map_err(|error| Failure::io("write", path, &error))
    };
    for package in packages {
        let path = folder.join(package).join("Cargo.toml");
        let text =
            std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let text = text.split(ALONE).next().unwrap_or(&text).to_owned();
        write(&path, text)?;
    }
    let members = toml::Value::from(packages.to_vec());
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members}\n");
    write(&folder.join("Cargo.toml"), manifest)?;
    // The versions that this repository is built and tested with.
    let (lock, copy) = (workspace.path("Cargo.lock"), folder.join("Cargo.lock"));
    std::fs::copy(&lock, &copy).map_err(|error| Failure::io("copy", &lock, &error))?;
    let (mut failed, mut done) = (0, 0);
    for batch in packages.chunks(BATCH) {
        let found = batch_of(folder, batch)?;
        done += batch.len();
        failed += found.len();
        for (package, message) in &found {
            println!("\n{package}:\n{}", message.trim_end());
        }
        println!(
            "checked {done} of {} crates, {failed} failed",
            packages.len()
        );
    }
    Ok(failed == 0)
}

/// The first complaint about each of these crates that has any.
fn batch_of(folder: &Path, packages: &[&str]) -> Result<BTreeMap<String, String>, Failure> {
    let mut command = release::cargo();
    command
        .args([
            "check",
            "--keep-going",
            "--all-targets",
            "--message-format=json",
            "--quiet",
        ])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // No crate is checked twice: what would make that quicker only takes room.
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    for package in packages {
        command.args(["--package", package]);
    }
    let output = command
        .output()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    let found = complaints(&String::from_utf8_lossy(&output.stdout));
    if !output.status.success() && found.is_empty() {
        return Err(Failure::Bad(format!(
            "cargo did not check the crates: {}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        )));
    }
    Ok(found)
}

/// The name in a package's identifier, which is left out where the folder has it (Cargo, "Package ID Specifications").
fn package(id: &str) -> &str {
    let (place, rest) = id.rsplit_once('#').unwrap_or((id, ""));
    match rest.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

/// The first error of each package in cargo's messages, or else its first warning.
pub(super) fn complaints(messages: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for line in messages.lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let is_error = match text("/message/level") {
            Some("error") => true,
            Some("warning") => false,
            _ => continue,
        };
        let (Some(id), Some(rendered)) = (text("/package_id"), text("/message/rendered")) else {
            continue;
        };
        let package = package(id);
        let first = found.get(package);
        if first.is_none_or(|(known_error, _)| is_error && !known_error) {
            found.insert(package.to_owned(), (is_error, rendered.to_owned()));
        }
    }
    found
        .into_iter()
        .map(|(package, (_, message))| (package, message))
        .collect()
}
