//! Workspaces of the crates of cases, below target: they share this one's target folder, lock file and profile, so that
//! no dependency is compiled twice. A crate that has not changed keeps its time stamps, and costs nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Case, cases, root};

/// Writes a workspace of the crates of these cases; gives the roots of their targets.
pub(crate) fn write(place: &Path, wanted: impl Fn(&Case) -> bool) -> Vec<PathBuf> {
    let (members, emitted) = write_members(place, wanted);
    write_workspace(place, &members);
    emitted
}

fn write_members(place: &Path, wanted: impl Fn(&Case) -> bool) -> (BTreeSet<String>, Vec<PathBuf>) {
    let (mut members, mut emitted) = (BTreeSet::new(), Vec::new());
    for case in cases().into_iter().filter(|case| wanted(case)) {
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
