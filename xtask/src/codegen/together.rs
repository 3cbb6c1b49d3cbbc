//! The crates that several descriptions have in common: their identifiers, and the name under which they are found.
//! What they are made of is the IR of each; whichever description a run is about, all that take part are read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sdk_emit_rust::{Dependency, Facade, Member, Shared, emit_facade, emit_ids};
use sdk_ir::Api;
use sdk_ir::identifiers::{self, Conflict};
use sdk_ir::types::Identifier;
use sdk_spec::{Diagnostic, Diagnostics, Source};

use super::input::{Input, Inputs, programs};
use super::render::{Apis, Output, add_programs, sources};
use super::stamp::Subject;
use crate::failure::Failure;
use crate::files::with_manifest;
use crate::workspace::{Workspace, together};

/// A crate made of several descriptions.
#[derive(Debug)]
pub(super) struct Joint<'a> {
    /// The crate.
    pub(super) package: &'a str,
    version: &'a str,
    /// The descriptions it is made of.
    parts: Vec<&'a Input>,
    what: What<'a>,
    root: PathBuf,
    label: String,
    /// Programs and tests written by hand for it: where each goes in it, and its text.
    programs: Vec<(String, Source)>,
}

#[derive(Debug)]
enum What<'a> {
    Ids,
    Facade {
        declared: &'a together::Facade,
        ids: Option<&'a str>,
    },
}

/// The crates that a chosen description takes part in.
pub(super) fn joints<'a>(
    workspace: &Workspace,
    inputs: &'a Inputs,
) -> Result<Vec<Joint<'a>>, Failure> {
    let Some(sdk) = &inputs.sdk else {
        return Ok(Vec::new());
    };
    let joint = |package: &'a str, version: &'a str, names: &[&str], what: What<'a>| {
        let root = workspace.generated(package);
        Ok::<_, Failure>(Joint {
            package,
            version,
            parts: names.iter().filter_map(|name| inputs.named(name)).collect(),
            what,
            label: workspace.label(&root),
            root,
            programs: programs(workspace, &workspace.spec(package))?,
        })
    };
    let mut joints = Vec::new();
    for declared in &sdk.ids {
        let names = sdk.sharing(&declared.package);
        if inputs.any_chosen(&names) {
            let (package, version) = (&declared.package, &declared.version);
            joints.push(joint(package, version, &names, What::Ids)?);
        }
    }
    for declared in &sdk.facades {
        let names = declared.descriptions();
        if inputs.any_chosen(&names) {
            let (package, version) = (&declared.package, &declared.version);
            let ids = declared.ids(&sdk.descriptions);
            let what = What::Facade { declared, ids };
            joints.push(joint(package, version, &names, what)?);
        }
    }
    Ok(joints)
}

impl<'a> Joint<'a> {
    /// All that goes into it.
    pub(super) fn subject(&self) -> Subject<'_> {
        let mut parts = vec![(self.package, self.version.as_bytes())];
        for input in &self.parts {
            parts.extend(input.parts());
        }
        let programs = self.programs.iter();
        parts.extend(programs.map(|(path, program)| (path.as_str(), program.text.as_bytes())));
        Subject {
            key: format!("crate {}", self.package),
            parts,
            roots: vec![&self.root],
        }
    }

    /// Renders it, and says in a line what it is.
    pub(super) fn render(&self, apis: &mut Apis<'a>) -> Result<(Output, String), Failure> {
        let described = self
            .parts
            .iter()
            .map(|input| apis.get(input))
            .collect::<Result<Vec<_>, _>>()?;
        let of: Vec<&Api> = described.iter().map(|described| &*described.api).collect();
        let (files, summary) = match &self.what {
            What::Ids => self.ids(&of)?,
            What::Facade { declared, ids } => self.facade(&of, declared, *ids)?,
        };
        let mut files = files;
        add_programs(&mut files, &self.programs);
        let output = Output {
            root: self.root.clone(),
            label: self.label.clone(),
            files: with_manifest(files),
        };
        Ok((output, summary))
    }

    fn source(&self) -> String {
        let names: Vec<&str> = self.parts.iter().map(|input| input.name.as_str()).collect();
        names.join(", ")
    }

    fn ids(&self, apis: &[&Api]) -> Result<(sdk_emit_rust::Files, String), Failure> {
        let union = union(&self.parts, apis)?;
        let options = Shared {
            package: self.package.to_owned(),
            version: self.version.to_owned(),
            source: self.source(),
            command: "cargo xtask codegen".to_owned(),
            runtime: RUNTIME.to_owned(),
            member: true,
            users: self
                .parts
                .iter()
                .map(|input| input.package.clone())
                .collect(),
        };
        let files = emit_ids(&union, &options).map_err(|error| Failure::Bad(error.to_string()))?;
        let summary = format!("{} identifiers of {}", union.len(), self.source());
        Ok((files, summary))
    }

    fn facade(
        &self,
        apis: &[&Api],
        declared: &together::Facade,
        ids: Option<&str>,
    ) -> Result<(sdk_emit_rust::Files, String), Failure> {
        let members = declared.modules.iter().zip(&self.parts).zip(apis);
        let facade = Facade {
            package: self.package.to_owned(),
            version: self.version.to_owned(),
            description: declared.description.clone(),
            source: self.source(),
            command: "cargo xtask codegen".to_owned(),
            runtime: RUNTIME.to_owned(),
            member: true,
            members: members
                .map(|((module, input), api)| Member {
                    module: module.name.clone(),
                    dependency: beside(&input.package),
                    api,
                })
                .collect(),
            defaults: declared.default.clone(),
            ids: ids.map(beside),
            support: (!self.programs.is_empty()).then(|| SUPPORT.to_owned()),
        };
        let files = emit_facade(&facade).map_err(|error| Failure::Bad(error.to_string()))?;
        Ok((
            files,
            format!("{} modules of {}", facade.members.len(), self.source()),
        ))
    }
}

/// The identifiers of the chosen descriptions, one type each.
pub(super) fn identifiers(inputs: &Inputs) -> Result<BTreeMap<String, Identifier>, Failure> {
    let mut apis = Apis::default();
    let parts: Vec<&Input> = inputs.chosen().collect();
    let described = parts
        .iter()
        .map(|input| apis.get(input))
        .collect::<Result<Vec<_>, _>>()?;
    let of: Vec<&Api> = described.iter().map(|described| &*described.api).collect();
    union(&parts, &of)
}

/// The identifiers of these descriptions. What cannot be one type is told with both its places.
fn union(parts: &[&Input], apis: &[&Api]) -> Result<BTreeMap<String, Identifier>, Failure> {
    let told = |conflicts: Vec<Conflict>| {
        let told = conflicts.iter().filter_map(|one| told(one, parts, apis));
        Failure::Description(told.collect())
    };
    identifiers::union(apis).map_err(told)
}

/// A number here and text there.
fn told(conflict: &Conflict, parts: &[&Input], apis: &[&Api]) -> Option<String> {
    let place = |part: usize| {
        let pointer = identifiers::first_use(apis.get(part)?, &conflict.name);
        Some((*parts.get(part)?, pointer.unwrap_or_default()))
    };
    let (number, at) = place(conflict.number)?;
    let (text, other) = place(conflict.text)?;
    let there = Diagnostics::from(Diagnostic::note("identifier-kind", "").at(other));
    let there = there.positions(&sources(text, &[])).swap_remove(0);
    let message = format!(
        "`{}` is a whole number here and text at {}:{}:{}, so the two cannot be one type",
        conflict.name, text.source.name, there.line, there.column
    );
    let help = format!(
        "give it one `kind` for `{}` and `{}` under `identifiers` in spec/sdk.toml, or two names",
        number.name, text.name
    );
    let error = Diagnostic::error("identifier-kind", message)
        .at(at)
        .help(help);
    Some(Diagnostics::from(error).render(&sources(number, &[]), false))
}

/// How a generated crate of this repository names the runtime.
pub(super) const RUNTIME: &str = "{ path = \"../../crates/runtime\" }";

/// How it names the support of its tests.
pub(super) const SUPPORT: &str = "{ path = \"../../crates/wire\" }";

/// A dependency on the generated crate beside this one.
pub(super) fn beside(package: &str) -> Dependency {
    Dependency {
        package: package.to_owned(),
        requirement: format!("{{ path = \"../{package}\" }}"),
    }
}
