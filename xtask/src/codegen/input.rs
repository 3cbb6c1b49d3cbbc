//! What one crate is made from: the description, what corrects it, the configuration, and where the crate goes.
//! All files are read here, so that the rest of the command works on what was read and not on the disk.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use sdk_emit_docs::Form;
use sdk_ir::Config;
use sdk_spec::Source;

use super::stamp::Subject;
use super::together::{RUNTIME, SUPPORT};
use super::{Args, DocsForm};
use crate::failure::Failure;
use crate::files;
use crate::workspace::together::Facade;
use crate::workspace::{Description, Sdk, Workspace, config};

/// Everything that one crate is made from.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// The description's name.
    pub(super) name: String,
    /// The description, under its name for messages.
    pub(super) source: Source,
    /// What corrects it, in order.
    pub(super) overlays: Vec<Source>,
    /// The generator's configuration.
    pub(super) config: Config,
    /// The text of the configuration.
    pub(super) config_text: String,
    /// The crate's name.
    pub(super) package: String,
    /// The crate's version.
    pub(super) version: String,
    /// How the crate's manifest names the runtime.
    pub(super) runtime: String,
    /// How it names the support of its tests.
    pub(super) support: String,
    /// What else its examples and tests stand on: lines of the crate's manifest.
    pub(super) dev_dependencies: Vec<String>,
    /// The crate's folder.
    pub(super) root: PathBuf,
    /// The crate's folder in messages.
    pub(super) label: String,
    /// Where its documentation goes, if anywhere.
    pub(super) docs: Option<Docs>,
    /// Where the crate's rustdoc is, seen from the documentation.
    pub(super) rustdoc: Option<String>,
    /// The change log, in CommonMark.
    pub(super) changes: Option<String>,
    /// Programs and tests written by hand for the crate: where each goes in it, and its text.
    pub(super) programs: Vec<(String, Source)>,
    /// Whether references may lead to addresses.
    pub(super) allow_urls: bool,
    /// The crate that holds its identifiers, which other descriptions share.
    pub(super) ids: Option<String>,
    /// The descriptions that its deprecated operations may have successors in.
    pub(super) successors: Vec<String>,
    /// Whether it is one of this repository's own descriptions.
    pub(super) is_vendored: bool,
}

/// All that a run reads.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The descriptions that are chosen, and those that have to do with them.
    all: Vec<Input>,
    /// The names of those that are chosen, in order.
    chosen: Vec<String>,
    /// What `spec/sdk.toml` says; nothing for any other description.
    pub(super) sdk: Option<Sdk>,
}

impl Inputs {
    /// The descriptions that are chosen.
    pub(super) fn chosen(&self) -> impl Iterator<Item = &Input> {
        self.chosen.iter().filter_map(|name| self.named(name))
    }

    /// Whether any of these is chosen.
    pub(super) fn any_chosen(&self, names: &[&str]) -> bool {
        let mut chosen = self.chosen.iter();
        chosen.any(|name| names.contains(&name.as_str()))
    }

    /// The description of this name.
    pub(super) fn named(&self, name: &str) -> Option<&Input> {
        self.all.iter().find(|input| input.name == name)
    }

    /// All that goes into what a description becomes.
    pub(super) fn subject<'a>(&'a self, input: &'a Input) -> Subject<'a> {
        let mut parts = input.parts();
        for name in &input.successors {
            parts.extend(self.named(name).iter().flat_map(|other| other.parts()));
        }
        Subject {
            key: input.name.clone(),
            parts,
            roots: input.roots().map(PathBuf::as_path).collect(),
        }
    }
}

/// Where documentation goes, and in which form.
#[derive(Debug, Clone)]
pub(super) struct Docs {
    pub(super) form: Form,
    pub(super) root: PathBuf,
    pub(super) label: String,
}

impl Input {
    /// The folders that hold what is made from it.
    pub(super) fn roots(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.root).chain(self.docs.iter().map(|docs| &docs.root))
    }

    /// All that it says: names and bytes.
    pub(super) fn parts(&self) -> Vec<(&str, &[u8])> {
        let mut parts = vec![
            (self.package.as_str(), self.version.as_bytes()),
            ("config", self.config_text.as_bytes()),
        ];
        let programs = self.programs.iter().map(|(_, program)| program);
        let sources = std::iter::once(&self.source)
            .chain(&self.overlays)
            .chain(programs);
        parts.extend(sources.map(|source| (source.name.as_str(), source.text.as_bytes())));
        let changes = self.changes.as_deref().unwrap_or_default();
        parts.push(("changes", changes.as_bytes()));
        parts
    }
}

/// The inputs that the arguments name, and those that have to do with them.
pub(super) fn inputs(workspace: &Workspace, args: &Args) -> Result<Inputs, Failure> {
    if let (Some(input), Some(output), Some(name)) = (&args.input, &args.output, &args.name) {
        let input = foreign(workspace, args, input, output, name)?;
        return Ok(Inputs {
            chosen: vec![input.name.clone()],
            all: vec![input],
            sdk: None,
        });
    }
    let sdk = workspace.sdk()?;
    let chosen: Vec<String> = sdk
        .named(&args.names)?
        .into_iter()
        .map(|description| description.name.clone())
        .collect();
    let wanted = wanted(&sdk, &chosen);
    let all = sdk
        .descriptions
        .iter()
        .filter(|description| wanted.contains(description.name.as_str()))
        .map(|description| vendored(workspace, args, description, &sdk))
        .collect::<Result<_, _>>()?;
    Ok(Inputs {
        all,
        chosen,
        sdk: Some(sdk),
    })
}

/// The descriptions to read for those that are chosen: they themselves, where their successors are, and all that share
/// a crate with them.
fn wanted<'a>(sdk: &'a Sdk, chosen: &'a [String]) -> BTreeSet<&'a str> {
    let mut wanted: BTreeSet<&str> = chosen.iter().map(String::as_str).collect();
    let joint = sdk.ids.iter().map(|one| sdk.sharing(&one.package));
    let joint = joint.chain(sdk.facades.iter().map(Facade::descriptions));
    let of_chosen = |names: &Vec<&str>| {
        let mut names = names.iter();
        names.any(|name| chosen.iter().any(|chosen| chosen == name))
    };
    wanted.extend(joint.filter(of_chosen).flatten());
    let descriptions = sdk.descriptions.iter();
    let successors = descriptions
        .filter(|description| chosen.contains(&description.name))
        .flat_map(|description| &description.successors);
    wanted.extend(successors.map(String::as_str));
    wanted
}

fn vendored(
    workspace: &Workspace,
    args: &Args,
    description: &Description,
    sdk: &Sdk,
) -> Result<Input, Failure> {
    let folder = workspace.spec(&description.name);
    let path = folder.join("openapi.yaml");
    if !path.exists() {
        let name = &description.name;
        return Err(Failure::Bad(format!(
            "{} is not there; run `cargo xtask fetch {name}` first",
            workspace.label(&path)
        )));
    }
    let overlays = overlay_files(&folder, &description.overlays)?;
    let overlays = overlays
        .iter()
        .map(|path| read(path, workspace.label(path)))
        .collect::<Result<_, _>>()?;
    let root = workspace.generated(&description.package);
    Ok(Input {
        name: description.name.clone(),
        source: read(&path, workspace.label(&path))?,
        overlays,
        config: description.config.clone(),
        config_text: sdk.text.clone(),
        package: description.package.clone(),
        version: description.version.clone(),
        runtime: RUNTIME.to_owned(),
        support: SUPPORT.to_owned(),
        dev_dependencies: description
            .dev_dependencies
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect(),
        label: workspace.label(&root),
        root,
        docs: docs(args, workspace.docs(&description.name), |path| {
            workspace.label(path)
        }),
        // Where `cargo doc` puts it.
        rustdoc: Some(format!(
            "../../../target/doc/{}",
            description.package.replace('-', "_")
        )),
        changes: changes(&folder.join("CHANGELOG.md"))?,
        programs: programs(workspace, &folder)?,
        allow_urls: false,
        ids: description.ids.clone(),
        successors: description.successors.clone(),
        is_vendored: true,
    })
}

/// The documentation the arguments ask for.
fn docs(args: &Args, root: PathBuf, label: impl Fn(&Path) -> String) -> Option<Docs> {
    let form = match args.docs {
        DocsForm::Site => Form::Site,
        DocsForm::Markdown => Form::Markdown,
        DocsForm::None => return None,
    };
    Some(Docs {
        form,
        label: label(&root),
        root,
    })
}

/// The Rust files in `examples/` and `tests/` beside the description, in order.
pub(super) fn programs(
    workspace: &Workspace,
    folder: &Path,
) -> Result<Vec<(String, Source)>, Failure> {
    let mut found = Vec::new();
    for kind in ["examples", "tests"] {
        let inside = folder.join(kind);
        if !inside.is_dir() {
            continue;
        }
        for name in files::below(&inside)? {
            if name.ends_with(".rs") {
                let path = inside.join(&name);
                found.push((
                    format!("{kind}/{name}"),
                    read(&path, workspace.label(&path))?,
                ));
            }
        }
    }
    Ok(found)
}

/// The change log, where there is one.
fn changes(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

fn foreign(
    workspace: &Workspace,
    args: &Args,
    input: &Path,
    output: &Path,
    name: &str,
) -> Result<Input, Failure> {
    let as_given = |path: &Path| read(path, path.display().to_string());
    let (config, config_text) = match &args.config {
        Some(path) => {
            let text = as_given(path)?.text;
            let folder = path.parent().unwrap_or(Path::new(""));
            config(&text, folder).map_err(|failure| failure.about(path.display()))?
        }
        None => (Config::default(), String::new()),
    };
    let file = input
        .file_name()
        .unwrap_or(input.as_os_str())
        .to_string_lossy();
    // A TOML string: the path may hold what a bare one must not.
    let dependency = |folder: &Path| -> Result<String, Failure> {
        let path = relative(output, folder)?;
        let path = toml::Value::from(path.to_string_lossy().as_ref());
        Ok(format!("{{ path = {path} }}"))
    };
    Ok(Input {
        name: file.split('.').next().unwrap_or(&file).to_owned(),
        source: as_given(input)?,
        overlays: args
            .overlay
            .iter()
            .map(|path| as_given(path))
            .collect::<Result<_, _>>()?,
        config,
        config_text,
        package: name.to_owned(),
        version: "0.1.0".to_owned(),
        runtime: dependency(&workspace.runtime())?,
        support: dependency(&workspace.wire())?,
        dev_dependencies: Vec::new(),
        label: output.display().to_string(),
        root: output.to_path_buf(),
        docs: docs(args, output.join("docs"), |path| path.display().to_string()),
        rustdoc: None,
        changes: None,
        programs: Vec::new(),
        allow_urls: args.allow_urls,
        ids: None,
        successors: Vec::new(),
        is_vendored: false,
    })
}

/// The way from one folder to another, as a path that holds wherever the two are moved together. Where they have
/// nothing in common it is the other's absolute path.
fn relative(from: &Path, to: &Path) -> Result<PathBuf, Failure> {
    let absolute =
        |path: &Path| std::path::absolute(path).map_err(|error| Failure::io("find", path, &error));
    let (from, to) = (absolute(from)?, absolute(to)?);
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(one, other)| one == other)
        .count();
    // The first component is the root, which all paths have.
    if shared < 2 {
        return Ok(to);
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Ok(up.chain(to.components().skip(shared)).collect())
}

/// The files that the entries name, in order. A file that several of them name stands where the last one does.
fn overlay_files(folder: &Path, entries: &[String]) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let named = matching(&folder.join(entry))?;
        files.retain(|file| !named.contains(file));
        files.extend(named);
    }
    Ok(files)
}

/// The file itself; or the YAML and JSON files of the folder, or those whose name fits the pattern with a `*`, by name.
fn matching(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (folder, start, end) = match (name.split_once('*'), path.parent()) {
        (Some((start, end)), Some(folder)) => (folder, start, end),
        _ if path.is_dir() => (path, "", ""),
        _ => return Ok(vec![path.to_path_buf()]),
    };
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::io("list", folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry
            .map_err(|error| Failure::io("list", folder, &error))?
            .path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_text = [".yaml", ".yml", ".json"]
            .iter()
            .any(|end| name.ends_with(end));
        if is_text && name.starts_with(start) && name.ends_with(end) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Failure::Bad(format!(
            "expected overlays at {}, found no YAML or JSON file",
            path.display()
        )));
    }
    Ok(files)
}

fn read(path: &Path, label: String) -> Result<Source, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::Bad(format!("cannot read {label}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Failure::Bad(format!("{label}:{line}: expected text in UTF-8"))
    })?;
    Ok(Source::new(label, text))
}
