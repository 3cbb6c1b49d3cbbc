//! The folders of tests/features, read and rendered: what `features.rs` compares and `compile.rs` compiles.
//!
//! A case is a folder `tests/features/<topic>/<case>` with `openapi.yaml`, and where it needs them `overlay.yaml`,
//! `config.toml`, and other files that the description refers to. Nothing here knows what any case is about.

#![allow(dead_code, reason = "each of the two tests uses its part")]

pub(crate) mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use sdk_emit_rust::{Files, Options, Proof, Reduced, emit};
use sdk_ir::{Api, Config, build};
use sdk_spec::{Diagnostics, Source, load};

/// One folder.
#[derive(Debug)]
pub(crate) struct Case {
    /// `parameters/styles`.
    pub(crate) name: String,
    /// The folder itself.
    pub(crate) folder: PathBuf,
}

/// What a case becomes.
#[derive(Debug)]
pub(crate) struct Rendered {
    /// The IR and the crate's files; `None` where the description was refused.
    pub(crate) made: Option<(Api, Files)>,
    /// All that was said on the way, as a user reads it.
    pub(crate) diagnostics: String,
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All cases, by name.
pub(crate) fn cases() -> Vec<Case> {
    let features = root().join("tests/features");
    let mut cases = Vec::new();
    for topic in folders(&features) {
        for case in folders(&features.join(&topic)) {
            let folder = features.join(&topic).join(&case);
            if folder.join("openapi.yaml").exists() {
                let name = format!("{topic}/{case}");
                cases.push(Case { name, folder });
            }
        }
    }
    assert!(!cases.is_empty(), "no case in {}", features.display());
    cases
}

fn folders(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).expect("the folder can be listed");
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

impl Case {
    /// The name of the crate the case becomes.
    pub(crate) fn package(&self) -> String {
        self.name.replace('/', "-")
    }

    fn source(&self, file: &str) -> Option<Source> {
        let text = fs::read_to_string(self.folder.join(file)).ok()?;
        Some(Source::new(file, text))
    }

    /// Another file of the case's description.
    fn beside(&self, path: &str) -> Result<String, String> {
        if path.contains("://") || path.starts_with("..") {
            return Err("it is outside the description's folder".to_owned());
        }
        fs::read_to_string(self.folder.join(path)).map_err(|error| error.to_string())
    }

    /// The case's crate, or why there is none.
    pub(crate) fn render(&self) -> Rendered {
        let source = self.source("openapi.yaml").expect("there is a description");
        let overlays: Vec<Source> = self.source("overlay.yaml").into_iter().collect();
        let config: Config = match self.source("config.toml") {
            Some(config) => toml::from_str(&config.text).expect("the configuration is valid"),
            None => Config::default(),
        };
        let shown = |diagnostics: &Diagnostics, files: &[Source]| {
            let sources: Vec<&Source> = std::iter::once(&source)
                .chain(&overlays)
                .chain(files)
                .collect();
            diagnostics.render(&sources, false)
        };
        let beside = |path: &str| self.beside(path);
        // As any description is loaded that has other files beside it.
        let loading = sdk_spec::Options {
            loader: Some(&beside),
            tolerate_dangling: self.name.starts_with("files/"),
        };
        let loaded = match load(&source, &overlays, &loading) {
            Ok(loaded) => loaded,
            Err(diagnostics) => {
                return Rendered {
                    made: None,
                    diagnostics: shown(&diagnostics, &[]),
                };
            }
        };
        let built = build(&loaded.openapi, &config);
        let mut diagnostics = loaded.diagnostics;
        diagnostics.extend(built.diagnostics);
        let options = Options {
            package: self.package(),
            version: "0.1.0".to_owned(),
            source: self.name.clone(),
            hash: String::new(),
            command: "cargo xtask codegen".to_owned(),
            runtime: dependency("crates/runtime"),
            member: true,
            ids: None,
            proof: Some(Proof {
                description: Reduced::new(&loaded.tree).into(),
                support: dependency("crates/wire"),
                dev_dependencies: Vec::new(),
            }),
        };
        let files =
            emit(&built.api, &options).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        Rendered {
            made: Some((built.api, files)),
            diagnostics: shown(&diagnostics, &loaded.files),
        }
    }
}

/// A dependency on a package of this repository, as seen from `target/features/<case>`.
fn dependency(folder: &str) -> String {
    format!("{{ path = \"../../../{folder}\" }}")
}
