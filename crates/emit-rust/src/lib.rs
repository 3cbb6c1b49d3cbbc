//! From the IR to a Rust client crate: a pure function from an [`Api`] to a map of path to bytes.
//!
//! One module per kind of thing that is emitted: the crate's front page ([`front`]), its client
//! ([`client`]), a file per group with its handle and requests ([`group`]), models ([`model`]), identifiers
//! ([`ids`]), the manifest and the README ([`package`]), the table that stored answers are decoded by ([`conform`]).
//! Two crates are made of several APIs: one with the identifiers they share ([`ids::emit`]), and one under whose name
//! they are all found ([`facade`]).
//! What they share: how a type is written ([`types`]), how prose becomes documentation ([`docs`]), where lines break
//! ([`layout`], [`chain`]), how items become a formatted file ([`file`]) and which names it imports ([`mentions`],
//! [`imports`]).
//!
//! Nothing here decides a name or reads a description: names come from the IR, and everything that is the
//! same for all crates lives in the runtime. Nothing here touches the disk.

mod chain;
mod client;
mod conform;
mod constructor;
mod docs;
mod example;
mod facade;
mod features;
mod file;
mod front;
mod group;
mod ids;
mod imports;
mod json_api;
mod layout;
mod mentions;
mod model;
mod package;
mod request;
mod request_docs;
mod set;
mod types;
mod union;
mod webhooks;
mod wire;

use std::collections::BTreeMap;

use sdk_ir::Api;

pub use facade::{Facade, Member, emit as emit_facade, is_module};
pub use ids::{Shared, emit as emit_ids};
pub use wire::Reduced;

/// The emitted files: path relative to the crate's root, and contents.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What the IR does not know about the crate it becomes.
#[derive(Clone, Debug)]
pub struct Options {
    /// The crate's package name: `altegio-b2b-v1`.
    pub package: String,
    /// The crate's version.
    pub version: String,
    /// The description's name, for the first line of each file: `b2b-v1`.
    pub source: String,
    /// The description's SHA-256 in hexadecimal digits; the first twelve are shown.
    pub hash: String,
    /// The command that makes the files.
    pub command: String,
    /// The dependency on the runtime as it stands in the manifest: `{ path = "../../crates/runtime" }`.
    pub runtime: String,
    /// Whether the crate is a member of this workspace and takes lints and versions from it.
    pub member: bool,
    /// The crate whose identifiers this one uses; without it, the crate has its own.
    pub ids: Option<Dependency>,
    /// What the crate is proven with on the wire; without it, no such test is emitted.
    pub proof: Option<Proof>,
}

/// Another generated crate that a crate depends on.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The crate's package name: `altegio-ids`.
    pub package: String,
    /// The dependency as it stands in the manifest: `{ path = "../altegio-ids" }`.
    pub requirement: String,
}

/// What the test on the wire stands on.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What the test has to know of the description.
    pub description: std::sync::Arc<Reduced>,
    /// The dependency on the test support as it stands in the manifest: `{ path = "../../crates/wire" }`.
    pub support: String,
    /// What examples and tests written by hand stand on besides: lines of the manifest.
    pub dev_dependencies: Vec<String>,
}

/// The API's name as people say it: its title, or the description's name.
fn title(api: &Api, options: &Options) -> String {
    if api.title.is_empty() {
        options.source.clone()
    } else {
        docs::line(&api.title)
    }
}

/// What goes wrong on our side: an item that is no Rust. Never caused by a description alone.
#[derive(Clone, Debug)]
pub struct Error {
    /// The file that was being emitted.
    pub path: String,
    /// What the formatter said.
    pub message: String,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: the emitted code is no Rust ({}); this is a defect of the generator",
            self.path, self.message
        )
    }
}

impl std::error::Error for Error {}

/// Emits the crate of an API.
///
/// The same API and options give the same bytes, on any machine and in any order of threads.
///
/// # Errors
/// When an emitted item is no valid Rust, or a template cannot be filled: defects of this crate.
pub fn emit(api: &Api, options: &Options) -> Result<Files, Error> {
    let homes = model::Homes::new(api);
    let common = &client::Common::new(api);
    let mut jobs: Vec<file::Job<'_>> = vec![
        file::Job::new("src/lib.rs", || front::file(api, options)),
        file::Job::new("src/client.rs", move || client::file(api, options, common)),
        file::Job::new("tests/conform.rs", || conform::file(api, options)),
    ];
    if !api.identifiers.is_empty() {
        jobs.push(file::Job::new("src/ids.rs", || ids::file(api, options)));
    }
    for home in homes.modules() {
        let homes = &homes;
        let path = model::path(home);
        jobs.push(file::Job::new(path, move || model::file(api, homes, home)));
    }
    for group in &api.groups {
        let homes = &homes;
        jobs.push(file::Job::new(
            format!("src/{}.rs", group.module),
            move || group::file(api, group, homes, &options.package, common),
        ));
    }
    if let Some(webhooks) = &api.webhooks {
        let has_models = homes.any_in(&webhooks.module);
        jobs.push(file::Job::new(
            format!("src/{}.rs", webhooks.module),
            move || webhooks::file(api, webhooks, has_models),
        ));
    }
    let mut files = file::run(
        jobs,
        &imports::Names::new(api, &homes),
        &docs::first_line(api, options),
    )?;
    files.extend(package::files(api, options)?);
    files.extend(wire::files(api, options, &homes)?);
    Ok(files)
}
