//! Whether anything has changed since the last run: a hash over all that goes into a crate and all that stands in its
//! folder, kept for each description and each crate of several in `target/xtask-codegen.stamp`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::files;
use crate::workspace::Workspace;

/// What a run makes at once: all that goes in, and where it comes out.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// What it is known by.
    pub(super) key: String,
    /// What goes in: names and bytes.
    pub(super) parts: Vec<(&'a str, &'a [u8])>,
    /// The folders that it makes.
    pub(super) roots: Vec<&'a Path>,
}

/// The hashes of the last run, by the subject's key.
#[derive(Debug)]
pub(super) struct Stamps {
    path: PathBuf,
    hashes: BTreeMap<String, String>,
    changed: bool,
}

impl Stamps {
    /// Those of the last run; none if there was none.
    pub(super) fn load(workspace: &Workspace) -> Self {
        let path = workspace.target().join("xtask-codegen.stamp");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let entry = |line: &str| {
            line.split_once(' ')
                .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        };
        Self {
            hashes: text.lines().filter_map(entry).collect(),
            path,
            changed: false,
        }
    }

    /// Whether the subject and its folders are as the last run left them.
    pub(super) fn holds(&self, subject: &Subject<'_>) -> Result<bool, Failure> {
        match self.hashes.get(&subject.key) {
            Some(known) => Ok(*known == hash(subject)?),
            None => Ok(false),
        }
    }

    /// Remembers that the folders are made from this subject.
    pub(super) fn set(&mut self, subject: &Subject<'_>) -> Result<(), Failure> {
        let hash = hash(subject)?;
        self.changed |= self.hashes.insert(subject.key.clone(), hash.clone()) != Some(hash);
        Ok(())
    }

    /// Writes them down for the next run. Where that cannot be done, the next run works again.
    pub(super) fn store(&self) -> Result<(), Failure> {
        if self.changed {
            let text: String = self
                .hashes
                .iter()
                .map(|(name, hash)| format!("{hash} {name}\n"))
                .collect();
            drop(self.path.parent().map(std::fs::create_dir_all));
            drop(std::fs::write(&self.path, text));
        }
        Ok(())
    }
}

fn hash(subject: &Subject<'_>) -> Result<String, Failure> {
    let mut hasher = Sha256::new();
    let mut part = |name: &str, bytes: &[u8]| {
        hasher.update(name.len().to_le_bytes());
        hasher.update(name);
        hasher.update(bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    part("generator", &generator());
    for (name, bytes) in &subject.parts {
        part(name, bytes);
    }
    for root in &subject.roots {
        for path in files::below(root)? {
            let file = root.join(&path);
            let bytes = std::fs::read(&file).map_err(|error| Failure::io("read", &file, &error))?;
            part(&path, &bytes);
        }
    }
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Which build of this program it is. Cargo writes it anew when anything in it changes, templates included.
fn generator() -> Vec<u8> {
    let identity = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        let age = metadata
            .modified()
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(format!("{} {}", metadata.len(), age.as_nanos()))
    };
    let found = std::env::current_exe()
        .ok()
        .and_then(|path| identity(&path));
    // A program that cannot be told from another never counts as the same.
    found
        .unwrap_or_else(|| format!("{:?}", std::time::SystemTime::now()))
        .into_bytes()
}
