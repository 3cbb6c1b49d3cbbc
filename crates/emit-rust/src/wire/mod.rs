//! The proof on the wire: a test in the emitted crate that calls every operation over HTTP.
//!
//! In goes the IR, for how each operation is called, and the description itself, which the test reads by its own means
//! to know what has to be on the wire. Nothing here says where a value goes: that is what is tested.

mod reduce;
mod table;

pub use reduce::Reduced;

use minijinja::value::Serde;
use minijinja::{Environment, context};
use sdk_ir::Api;
use sdk_ir::api::CredentialPlace;

use crate::chain::literal;
use crate::model::Homes;
use crate::{Error, Files, Options, client, docs};

const MAIN: &str = include_str!("../../../../templates/crate/wire.rs.j2");
const MAIN_PATH: &str = "tests/wire/main.rs";

/// The files of the test; none without a description.
pub(crate) fn files(api: &Api, options: &Options, homes: &Homes) -> Result<Files, Error> {
    let mut files = Files::new();
    let Some(proof) = &options.proof else {
        return Ok(files);
    };
    let first = docs::first_line(api, options);
    let package = options.package.replace('-', "_");
    for group in &api.groups {
        let text = table::calls(group, &proof.description);
        let used = table::imports(&text, api, homes, &package);
        let title = docs::prose(&group.title).join(" ");
        let text = format!("{first}\n\n//! Calls of {title}.\n\n{used}{text}");
        files.insert(format!("tests/wire/{}.rs", group.module), text.into_bytes());
    }
    let text = table::models(api);
    let used = table::imports(&text, api, homes, &package);
    let text = format!("{first}\n\n//! How the types of requests are made.\n\n{used}{text}");
    files.insert("tests/wire/models.rs".to_owned(), text.into_bytes());
    files.insert(
        "tests/wire/description.json".to_owned(),
        proof.description.text.clone(),
    );
    files.insert(MAIN_PATH.to_owned(), main(api, options, &first, &package)?);
    Ok(files)
}

/// The test's root: what is the same for all crates, and the few facts that are not.
fn main(api: &Api, options: &Options, first: &str, package: &str) -> Result<Vec<u8>, Error> {
    let groups: Vec<&str> = api
        .groups
        .iter()
        .map(|group| group.module.as_str())
        .collect();
    let mut modules: Vec<&str> = groups.iter().copied().chain(["models"]).collect();
    modules.sort_unstable();
    let headers: Vec<String> = api
        .headers
        .iter()
        .map(|(name, value)| format!("{name:?}: {value:?}"))
        .collect();
    let values = context! {
        first_line => first.to_owned(),
        prefix => prefix(&options.package),
        crate => package.to_owned(),
        modules => Serde(modules),
        groups => Serde(groups),
        headers => Serde(headers),
        envelope => envelope(api),
        schemes => Serde(schemes(api)),
        secrets => Serde(client::secrets(api)),
    };
    Environment::new()
        .render_str(MAIN, values)
        .map(|text| (text + "\n").into_bytes())
        .map_err(|error| Error {
            path: MAIN_PATH.to_owned(),
            message: error.to_string(),
        })
}

/// The members of the envelope that hold the data and what is known about it.
fn envelope(api: &Api) -> Option<String> {
    let envelope = api.envelope.as_ref()?;
    let meta = envelope.meta.as_deref().unwrap_or_default();
    Some(format!("{} {}", literal(&envelope.data), literal(meta)))
}

/// The first word of a package's name in capital letters: what its environment variables start with.
fn prefix(package: &str) -> String {
    let word = package.split(['-', '_']).next().unwrap_or_default();
    word.to_ascii_uppercase()
}

/// What each security scheme makes of secrets that are called as they are named.
fn schemes(api: &Api) -> Vec<String> {
    let mut schemes = Vec::new();
    for (name, scheme) in &api.security_schemes {
        let value = scheme.template.replace(['{', '}'], "");
        let (place, at) = match &scheme.place {
            CredentialPlace::Header(header) => ("Header", header),
            CredentialPlace::Query(parameter) => ("Query", parameter),
            CredentialPlace::Cookie(cookie) => ("Cookie", cookie),
            CredentialPlace::Basic => continue,
        };
        let (name, at, value) = (literal(name), literal(at), literal(&value));
        schemes.push(format!("{name}: {place} {at} {value}"));
    }
    schemes
}
