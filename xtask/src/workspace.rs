//! Where things stand in this repository, and what `spec/sdk.toml` says: which descriptions there are, where each is
//! published, which crate it becomes, what corrects it. Everything else in that file is the generator's configuration,
//! whose type `sdk-ir` owns.

pub(crate) mod together;

use std::path::{Path, PathBuf};

use sdk_ir::Config;
use serde::Deserialize;

use crate::failure::Failure;
use together::{Facade, Ids};

/// One `[[description]]` of `spec/sdk.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    /// Its name on the command line and its folder under `spec/`.
    pub(crate) name: String,
    /// Where its publisher serves it.
    pub(crate) url: String,
    /// The crate it becomes: its name and its folder under `generated/`.
    #[serde(rename = "crate")]
    pub(crate) package: String,
    /// What corrects it: files, patterns with a `*`, or folders, below its own folder and applied in this order.
    #[serde(default)]
    pub(crate) overlays: Vec<String>,
    /// The version of that crate.
    #[serde(default = "first_version")]
    pub(crate) version: String,
    /// What its examples and tests stand on besides, as a manifest has it.
    #[serde(default, rename = "dev-dependencies")]
    pub(crate) dev_dependencies: toml::Table,
    /// The crate that holds its identifiers, which other descriptions share; without one, they are in its own.
    #[serde(default)]
    pub(crate) ids: Option<String>,
    /// The descriptions that its deprecated operations may have successors in.
    #[serde(default)]
    pub(crate) successors: Vec<String>,
    /// The generator's configuration: what all descriptions share, and over it what is said of this one.
    #[serde(skip)]
    pub(crate) config: Config,
}

/// The keys of a `[[description]]` that are not the generator's configuration.
const DESCRIPTION_KEYS: &[&str] = &[
    "name",
    "url",
    "crate",
    "overlays",
    "version",
    "dev-dependencies",
    "ids",
    "successors",
];

fn first_version() -> String {
    "0.1.0".to_owned()
}

/// `spec/sdk.toml`, read.
#[derive(Debug)]
pub(crate) struct Sdk {
    pub(crate) descriptions: Vec<Description>,
    /// The crates of identifiers that descriptions share.
    pub(crate) ids: Vec<Ids>,
    /// The crates that re-export those of descriptions.
    pub(crate) facades: Vec<Facade>,
    /// The text of the file and of the glossary it names.
    pub(crate) text: String,
}

/// This repository on disk.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The repository that this command was started in through Cargo, or else the one it was built from.
    pub(crate) fn here() -> Self {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let mut workspace = Self::at(manifest.parent().unwrap_or(&manifest));
        if let Some(target) = std::env::var_os("CARGO_TARGET_DIR") {
            workspace.target = workspace.root.join(target);
        }
        workspace
    }

    /// The repository with this root.
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            target: root.join("target"),
        }
    }

    /// A file or folder of the repository.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The folder of a description.
    pub(crate) fn spec(&self, name: &str) -> PathBuf {
        self.root.join("spec").join(name)
    }

    /// The folder of a generated crate.
    pub(crate) fn generated(&self, package: &str) -> PathBuf {
        self.root.join("generated").join(package)
    }

    /// The folder of a description's documentation.
    pub(crate) fn docs(&self, name: &str) -> PathBuf {
        self.root.join("generated/docs").join(name)
    }

    /// The folder of what the tests of generated crates stand on.
    pub(crate) fn wire(&self) -> PathBuf {
        self.root.join("crates/wire")
    }

    /// The folder of the runtime that generated crates stand on.
    pub(crate) fn runtime(&self) -> PathBuf {
        self.root.join("crates/runtime")
    }

    /// Cargo's folder for what can be made again.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The path as a reader knows it: relative to the root, where it is below it, with `/` between the parts.
    pub(crate) fn label(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/")
    }

    /// The file that names the descriptions.
    pub(crate) fn sdk_file(&self) -> PathBuf {
        self.root.join("spec/sdk.toml")
    }

    /// Reads `spec/sdk.toml`.
    pub(crate) fn sdk(&self) -> Result<Sdk, Failure> {
        let path = self.root.join("spec/sdk.toml");
        let text =
            std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let folder = self.root.join("spec");
        sdk(&text, &folder).map_err(|failure| failure.about("spec/sdk.toml"))
    }
}

impl Sdk {
    /// The descriptions that have their identifiers in this crate.
    pub(crate) fn sharing(&self, ids: &str) -> Vec<&str> {
        let all = self.descriptions.iter();
        all.filter(|one| one.ids.as_deref() == Some(ids))
            .map(|one| one.name.as_str())
            .collect()
    }

    /// The descriptions whose deprecated operations may have successors in this one.
    pub(crate) fn preceding(&self, name: &str) -> Vec<&str> {
        let all = self.descriptions.iter();
        all.filter(|one| one.successors.iter().any(|other| other == name))
            .map(|one| one.name.as_str())
            .collect()
    }

    /// The descriptions with these names, or all if none is named.
    pub(crate) fn named(&self, names: &[String]) -> Result<Vec<&Description>, Failure> {
        if names.is_empty() {
            return Ok(self.descriptions.iter().collect());
        }
        let find = |name: &String| {
            let found = self
                .descriptions
                .iter()
                .find(|description| description.name == *name);
            found.ok_or_else(|| {
                let known: Vec<_> = self
                    .descriptions
                    .iter()
                    .map(|description| description.name.as_str())
                    .collect();
                Failure::Bad(format!(
                    "no description is named `{name}` in spec/sdk.toml; there are: {}",
                    known.join(", ")
                ))
            })
        };
        names.iter().map(find).collect()
    }
}

/// The generator's configuration in this text, whose `[[description]]` tables are not part of it. A glossary that is
/// named as a file is read from `folder`; with it comes the text of everything that was read.
pub(crate) fn config(text: &str, folder: &Path) -> Result<(Config, String), Failure> {
    let (mut shared, _, read) = tables(text, folder)?;
    together::read(&mut shared)?;
    Ok((shared.try_into().map_err(bad)?, read))
}

fn bad(error: toml::de::Error) -> Failure {
    Failure::Bad(error.to_string())
}

/// The configuration that all descriptions share, what is said of each, and the text of everything that was read.
fn tables(text: &str, folder: &Path) -> Result<(toml::Table, Vec<toml::Table>, String), Failure> {
    let mut shared: toml::Table = toml::from_str(text).map_err(bad)?;
    let descriptions = match shared.remove("description") {
        None => Vec::new(),
        Some(tables) => tables.try_into().map_err(bad)?,
    };
    let mut read = text.to_owned();
    if let Some(toml::Value::String(name)) = shared.get("glossary") {
        let path = folder.join(name);
        let glossary =
            std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let mut fields: toml::Table = toml::from_str(&glossary)
            .map_err(bad)
            .map_err(|failure| failure.about(path.display()))?;
        let fields = fields
            .remove("fields")
            .unwrap_or_else(|| toml::Value::Table(toml::Table::new()));
        shared.insert("glossary".to_owned(), fields);
        read.push_str(&glossary);
    }
    Ok((shared, descriptions, read))
}

/// Lays a description's own configuration over the shared one: lists grow, tables are merged key by key, anything else
/// is replaced.
fn lay_over(shared: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (shared.get_mut(&key), value) {
            (Some(toml::Value::Table(shared)), toml::Value::Table(own)) => shared.extend(own),
            (Some(toml::Value::Array(shared)), toml::Value::Array(own)) => shared.extend(own),
            (_, value) => {
                shared.insert(key, value);
            }
        }
    }
}

fn sdk(text: &str, folder: &Path) -> Result<Sdk, Failure> {
    let (mut shared, tables, text) = tables(text, folder)?;
    let (ids, facades) = together::read(&mut shared)?;
    // Keys that nobody reads are refused in the shared part even where no description has one.
    Config::deserialize(shared.clone()).map_err(bad)?;
    let description = |mut own: toml::Table| {
        let mut head = toml::Table::new();
        for key in DESCRIPTION_KEYS {
            if let Some(value) = own.remove(*key) {
                head.insert((*key).to_owned(), value);
            }
        }
        let mut config = shared.clone();
        lay_over(&mut config, own);
        let mut description: Description = head.try_into().map_err(bad)?;
        description.config = config.try_into().map_err(bad)?;
        Ok(description)
    };
    let descriptions = tables
        .into_iter()
        .map(description)
        .collect::<Result<Vec<Description>, Failure>>()?;
    for description in &descriptions {
        // It becomes a folder below this repository, as crates do.
        is_plain(&description.name)?;
        // Keys of a manifest.
        for name in description.dev_dependencies.keys() {
            is_plain(name)?;
        }
    }
    together::check(&descriptions, &ids, &facades)?;
    Ok(Sdk {
        descriptions,
        ids,
        facades,
        text,
    })
}

/// Whether a name can be that of a folder.
fn is_plain(name: &str) -> Result<(), Failure> {
    let plain = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'));
    if plain && !name.is_empty() && !name.starts_with('.') {
        return Ok(());
    }
    Err(Failure::Bad(format!(
        "expected a name of letters, digits, `-` and `_`, found `{name}`"
    )))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Sdk;
    use crate::failure::Failure;

    fn sdk(text: &str) -> Result<Sdk, Failure> {
        super::sdk(text, Path::new("spec"))
    }

    const DESCRIPTION: &str =
        "[[description]]\nname = 'a'\nurl = 'https://a'\ncrate = 'a-client'\n";

    #[test]
    fn what_examples_stand_on_is_part_of_a_description() {
        let with = |name: &str| {
            let more = format!("[description.dev-dependencies]\n{name} = {{ version = '1' }}\n");
            sdk(&format!("{DESCRIPTION}{more}"))
        };
        let read = with("axum").unwrap();
        let (name, value) = read.descriptions[0].dev_dependencies.iter().next().unwrap();
        assert_eq!(format!("{name} = {value}"), "axum = { version = \"1\" }");
        assert!(with("'a b'").is_err());
    }

    #[test]
    fn reads_descriptions_and_the_generators_configuration() {
        let read = sdk(&format!(
            "integers = ['count']\n{DESCRIPTION}overlays = ['one.yaml']\n"
        ))
        .unwrap();
        assert_eq!(read.descriptions[0].config.integers, ["count"]);
        assert_eq!(read.descriptions[0].package, "a-client");
        assert_eq!(read.named(&[]).unwrap().len(), 1);
        let unknown = format!("{:?}", read.named(&["b".to_owned()]).unwrap_err());
        assert!(
            unknown.contains("`b`") && unknown.contains("there are: a"),
            "{unknown}"
        );
    }

    #[test]
    fn lays_what_a_description_says_over_what_all_share() {
        let other = DESCRIPTION
            .replace("'a'", "'b'")
            .replace("a-client", "b-client");
        let read = sdk(&format!(
            "integers = ['count']\n[headers]\nAccept = 'a/b'\nX-Shared = '1'\n{DESCRIPTION}\
             integers = ['size']\n[description.headers]\nAccept = 'c/d'\n{other}"
        ))
        .unwrap();
        let [one, two] = &read.descriptions[..] else {
            panic!("expected two descriptions")
        };
        assert_eq!(one.config.integers, ["count", "size"]);
        assert_eq!(one.config.headers["Accept"], "c/d");
        assert_eq!(one.config.headers["X-Shared"], "1");
        assert_eq!(two.config.integers, ["count"]);
        assert_eq!(two.config.headers["Accept"], "a/b");
    }

    #[test]
    fn crates_of_several_descriptions_name_what_is_there() {
        let joint = "[[ids]]\ncrate = 'shared-ids'\n[[facade]]\ncrate = 'all'\ndescription = 'All.'\n\
             modules = [{ name = 'one', description = 'a' }]\ndefault = ['one']\n";
        let text = format!("{DESCRIPTION}ids = 'shared-ids'\n{joint}");
        let read = sdk(&text).unwrap();
        assert_eq!(read.facades[0].ids(&read.descriptions), Some("shared-ids"));
        assert_eq!(read.facades[0].version, "0.1.0");
        for (from, to, said) in [
            ("ids = 'shared-ids'", "ids = 'others'", "no `[[ids]]`"),
            (
                "description = 'a'",
                "description = 'b'",
                "`b`, which is not there",
            ),
            ("name = 'one'", "name = 'type'", "found `type`"),
            ("name = 'one'", "name = 'tls'", "found `tls`"),
            ("default = ['one']", "default = ['two']", "`two`"),
            ("crate = 'all'", "crate = 'a-client'", "two crates"),
            ("crate = 'all'", "crate = '../all'", "expected a name"),
            (
                "ids = 'shared-ids'",
                "successors = ['c']",
                "`c`, which is not there",
            ),
        ] {
            let text = text.replacen(from, to, 1);
            let found = format!("{:?}", sdk(&text).unwrap_err());
            assert!(found.contains(said), "`{said}` not in {found}");
        }
    }

    #[test]
    fn refuses_keys_that_nobody_reads_and_names_that_are_paths() {
        for text in [
            format!("integer = ['count']\n{DESCRIPTION}"),
            format!("{DESCRIPTION}overlay = []\n"),
        ] {
            assert!(
                format!("{:?}", sdk(&text).unwrap_err()).contains("unknown field"),
                "{text}"
            );
        }
        for name in ["../x", "", "a/b", ".git"] {
            let text = DESCRIPTION.replace("'a-client'", &format!("'{name}'"));
            assert!(
                format!("{:?}", sdk(&text).unwrap_err()).contains("expected a name"),
                "{name}"
            );
        }
    }
}
