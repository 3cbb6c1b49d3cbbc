//! The crates that `spec/sdk.toml` makes of several descriptions: `[[ids]]`, the identifiers they share, and
//! `[[facade]]`, the name under which they are found together. The text goes in, checked data comes out.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Description, bad, first_version, is_plain};
use crate::failure::Failure;

/// One `[[ids]]`: a crate of identifiers, which the descriptions with `ids = "CRATE"` share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ids {
    /// The crate.
    #[serde(rename = "crate")]
    pub(crate) package: String,
    /// Its version.
    #[serde(default = "first_version")]
    pub(crate) version: String,
}

/// One `[[facade]]`: a crate that re-exports those of several descriptions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facade {
    /// The crate.
    #[serde(rename = "crate")]
    pub(crate) package: String,
    /// Its version.
    #[serde(default = "first_version")]
    pub(crate) version: String,
    /// What it is, in our own words.
    pub(crate) description: String,
    /// The crates it re-exports, in order.
    pub(crate) modules: Vec<Module>,
    /// The modules that are on by default.
    #[serde(default)]
    pub(crate) default: Vec<String>,
}

/// A description's crate as a module of a facade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Module {
    /// The module, and the feature.
    pub(crate) name: String,
    /// The description.
    pub(crate) description: String,
}

impl Facade {
    /// The descriptions whose crates it re-exports, in order.
    pub(crate) fn descriptions(&self) -> Vec<&str> {
        let modules = self.modules.iter();
        modules.map(|module| module.description.as_str()).collect()
    }

    /// The crate of identifiers that all its descriptions share, if they do.
    pub(crate) fn ids<'d>(&self, descriptions: &'d [Description]) -> Option<&'d str> {
        let mut shared = self.modules.iter().map(|module| {
            let mut known = descriptions.iter();
            known
                .find(|known| known.name == module.description)
                .and_then(|known| known.ids.as_deref())
        });
        let first = shared.next()??;
        shared.all(|other| other == Some(first)).then_some(first)
    }
}

/// Takes the tables of such crates out of the file.
pub(super) fn read(file: &mut toml::Table) -> Result<(Vec<Ids>, Vec<Facade>), Failure> {
    let mut take = |key: &str| {
        file.remove(key)
            .unwrap_or_else(|| toml::Value::Array(Vec::new()))
    };
    Ok((
        take("ids").try_into().map_err(bad)?,
        take("facade").try_into().map_err(bad)?,
    ))
}

/// Whether everything that is named is there, and every name can be one.
pub(super) fn check(
    descriptions: &[Description],
    ids: &[Ids],
    facades: &[Facade],
) -> Result<(), Failure> {
    let mut packages: BTreeSet<&str> = BTreeSet::new();
    let described = descriptions.iter().map(|one| &one.package);
    let joint = ids.iter().map(|one| &one.package);
    for package in described
        .chain(joint)
        .chain(facades.iter().map(|one| &one.package))
    {
        is_plain(package)?;
        if !packages.insert(package) {
            return Err(Failure::Bad(format!("two crates are named `{package}`")));
        }
    }
    for description in descriptions {
        if let Some(wanted) = &description.ids
            && !ids.iter().any(|one| one.package == *wanted)
        {
            return Err(Failure::Bad(format!(
                "`{}` has its identifiers in `{wanted}`, but no `[[ids]]` makes such a crate",
                description.name
            )));
        }
        for other in &description.successors {
            known(descriptions, other, &description.name)?;
        }
    }
    facades
        .iter()
        .try_for_each(|facade| check_facade(descriptions, facade))
}

fn check_facade(descriptions: &[Description], facade: &Facade) -> Result<(), Failure> {
    let package = &facade.package;
    let mut modules: BTreeSet<&str> = BTreeSet::new();
    for module in &facade.modules {
        known(descriptions, &module.description, package)?;
        if !sdk_emit_rust::is_module(&module.name) || !modules.insert(&module.name) {
            return Err(Failure::Bad(format!(
                "expected a module of `{package}` with a name of its own that Rust and Cargo can have, found `{}`",
                module.name
            )));
        }
    }
    match facade
        .default
        .iter()
        .find(|name| !modules.contains(name.as_str()))
    {
        None => Ok(()),
        Some(name) => Err(Failure::Bad(format!(
            "`{package}` has `{name}` on by default, which is none of its modules"
        ))),
    }
}

fn known(descriptions: &[Description], name: &str, by: &str) -> Result<(), Failure> {
    if descriptions.iter().any(|one| one.name == name) {
        return Ok(());
    }
    Err(Failure::Bad(format!(
        "`{by}` names the description `{name}`, which is not there"
    )))
}
