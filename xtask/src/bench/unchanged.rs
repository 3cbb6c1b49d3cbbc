//! `codegen` when nothing changed: the time of it, against hashing the same files, and that no file is touched.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::Bench;
use super::cost::{least, once};
use super::table::{Count, Table};
use crate::failure::Failure;
use crate::files;

/// What `codegen` reads and writes.
const FOLDERS: [&str; 2] = ["spec", "generated"];

/// Measures it.
pub(super) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failure> {
    let workspace = &bench.workspace;
    let mut codegen = Command::new(&bench.generator);
    // It finds the repository by this, as it does when Cargo starts it.
    codegen
        .arg("codegen")
        .env("CARGO_MANIFEST_DIR", workspace.path("xtask"));
    // The first run may have something to do, and leaves what the others know it by.
    once(&mut codegen)?;
    let before = state(bench)?;
    let cost = least(bench.runs, &mut codegen, || Ok(()))?;
    let after = state(bench)?;
    let mut hash = Command::new(&bench.generator);
    hash.args(["bench", "--hash"]);
    for folder in FOLDERS {
        hash.arg(workspace.path(folder));
    }
    let hashing = least(bench.runs, &mut hash, || Ok(()))?;
    let touched = after
        .iter()
        .filter(|(path, time)| before.get(*path) != Some(time))
        .count()
        + before
            .keys()
            .filter(|path| !after.contains_key(*path))
            .count();
    table.ratio(
        "`codegen`, nothing changed, against hashing spec/ and generated/: time",
        cost.time,
        hashing.time.max(Duration::from_micros(1)),
        None,
    );
    table.bound(
        format!("files it touched, of {}", before.len()),
        Count(touched as u64),
        Some(Count(0)),
    );
    Ok(())
}

/// When each file was last written.
fn state(bench: &Bench) -> Result<BTreeMap<PathBuf, SystemTime>, Failure> {
    let mut found = BTreeMap::new();
    for folder in FOLDERS {
        let folder = bench.workspace.path(folder);
        for name in files::below(&folder)? {
            let path = folder.join(name);
            let time = std::fs::metadata(&path)
                .and_then(|metadata| metadata.modified())
                .map_err(|error| Failure::io("look at", &path, &error))?;
            found.insert(path, time);
        }
    }
    let stamp = bench.workspace.target().join("xtask-codegen.stamp");
    if let Ok(time) = std::fs::metadata(&stamp).and_then(|metadata| metadata.modified()) {
        found.insert(stamp, time);
    }
    Ok(found)
}

/// Hashes all files in these folders.
pub(super) fn hash(folders: &[PathBuf]) -> Result<(), Failure> {
    let mut hasher = Sha256::new();
    for folder in folders {
        for name in files::below(folder)? {
            let path = folder.join(name);
            let bytes = std::fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            hasher.update(bytes);
        }
    }
    let sum: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("{sum}");
    Ok(())
}
