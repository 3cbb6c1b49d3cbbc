//! Whether anything has changed since the last run: a hash over all that goes into a crate and all that stands in its
//! folder, kept for each description in `target/xtask-codegen.stamp`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::input::Input;
use crate::failure::Failure;
use crate::files;
use crate::workspace::Workspace;

/// The hashes of the last run, by the description's name.
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

    /// Whether the input and its crate are as the last run left them.
    pub(super) fn holds(&self, input: &Input) -> Result<bool, Failure> {
        match self.hashes.get(&input.name) {
            Some(known) => Ok(*known == hash(input)?),
            None => Ok(false),
        }
    }

    /// Remembers that the crate is made from this input.
    pub(super) fn set(&mut self, input: &Input) -> Result<(), Failure> {
        let hash = hash(input)?;
        self.changed |= self.hashes.insert(input.name.clone(), hash.clone()) != Some(hash);
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

fn hash(input: &Input) -> Result<String, Failure> {
    let mut hasher = Sha256::new();
    let mut part = |name: &str, bytes: &[u8]| {
        hasher.update(name.len().to_le_bytes());
        hasher.update(name);
        hasher.update(bytes.len().to_le_bytes());
        hasher.update(bytes);
    };
    part("generator", &generator());
    part(&input.package, input.version.as_bytes());
    part("config", input.config_text.as_bytes());
    let programs = input.programs.iter().map(|(_, program)| program);
    for source in std::iter::once(&input.source)
        .chain(&input.overlays)
        .chain(programs)
    {
        part(&source.name, source.text.as_bytes());
    }
    part(
        "changes",
        input.changes.as_deref().unwrap_or_default().as_bytes(),
    );
    for root in input.roots() {
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
