//! Where things stand in this repository, and what `spec/sdk.toml` says: which descriptions there are, where each is
//! published, which crate it becomes. The paths given out are absolute; messages show them relative to the root.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;

/// One `[[description]]` of `spec/sdk.toml`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Description {
    /// Its name on the command line and its folder under `spec/`.
    pub(crate) name: String,
    /// Where its publisher serves it.
    pub(crate) url: String,
}

#[derive(Debug, Deserialize)]
struct SdkToml {
    #[serde(rename = "description")]
    descriptions: Vec<Description>,
}

/// This repository on disk.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository that this xtask was built from.
    pub(crate) fn here() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            root: manifest.parent().unwrap_or(manifest).to_path_buf(),
        }
    }

    /// The folder of a description.
    pub(crate) fn spec(&self, name: &str) -> PathBuf {
        self.root.join("spec").join(name)
    }

    /// The descriptions with these names, or all if none is named.
    pub(crate) fn descriptions(&self, names: &[String]) -> Result<Vec<Description>, Failure> {
        let path = self.root.join("spec/sdk.toml");
        let text =
            std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let sdk: SdkToml = toml::from_str(&text)
            .map_err(|error| Failure::Bad(format!("spec/sdk.toml: {error}")))?;
        if names.is_empty() {
            return Ok(sdk.descriptions);
        }
        let known = || {
            sdk.descriptions
                .iter()
                .map(|description| description.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let find = |name: &String| {
            let found = sdk
                .descriptions
                .iter()
                .find(|description| description.name == *name)
                .cloned();
            found.ok_or_else(|| {
                Failure::Bad(format!(
                    "no description is named `{name}` in spec/sdk.toml; there are: {}",
                    known()
                ))
            })
        };
        names.iter().map(find).collect()
    }
}
