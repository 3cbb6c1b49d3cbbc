//! From published bytes to what is vendored: the text of `openapi.yaml` and the facts of `source.lock`.
//! What is not an OpenAPI description is refused here, with what it looks like instead; nothing is written here.

#[cfg(test)]
mod tests;

use sdk_spec::contract::{KeepProse, contract};
use sdk_spec::{Diagnostics, Source, source, walk};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::lock::Counts;

/// What to vendor.
#[derive(Debug)]
pub(crate) struct Vendored {
    /// The text of `openapi.yaml`.
    pub(crate) yaml: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    pub(crate) openapi: String,
    pub(crate) info_version: String,
    pub(crate) counts: Counts,
}

/// Makes the contract of the published description `name` from its bytes.
pub(crate) fn vendor(name: &str, bytes: &[u8], keep: KeepProse) -> Result<Vendored, Failure> {
    let tree = read(name, bytes)?;
    let (openapi, info_version) = versions(&tree)?;
    let counts = count(&tree);
    if counts.operations == 0 && tree.get("webhooks").is_none() {
        return Err(Failure::Bad(
            "expected an OpenAPI description with operations, found one without any".to_owned(),
        ));
    }
    let contract = serde_yaml::to_string(&contract(&tree, keep)).map_err(|error| {
        Failure::Bad(format!("the contract cannot be written as YAML: {error}"))
    })?;
    let content = match keep {
        KeepProse::No => "the interface of the published description, without its wording",
        KeepProse::Yes => "the published description in canonical order",
    };
    let yaml = format!(
        "# Written by `cargo xtask fetch {name}`: {content}.\n# Not edited by hand: corrections go into the overlays.\n{contract}"
    );
    Ok(Vendored {
        yaml,
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
        openapi,
        info_version,
        counts,
    })
}

/// The SHA-256 of these bytes in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn read(name: &str, bytes: &[u8]) -> Result<Value, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Failure::Bad(format!(
            "expected YAML or JSON in UTF-8; byte {} is not UTF-8",
            error.valid_up_to()
        ))
    })?;
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        let title = text
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"));
        let title = title.map_or(String::new(), |(title, _)| {
            format!(", titled `{}`", title.trim())
        });
        return Err(Failure::Bad(format!(
            "expected an OpenAPI description, found an HTML or XML page{title}"
        )));
    }
    let source = Source::new(format!("the published {name}"), text);
    let refuse = |diagnostic| {
        let text = Diagnostics::from(diagnostic).render(&[&source], false);
        Failure::Bad(format!("expected an OpenAPI description\n{text}"))
    };
    // Oddities that do not stop the reading are told by `codegen`, which has overlays that may mend them.
    let tree = source::read(&source, &mut Diagnostics::new()).map_err(refuse)?;
    source::version(&tree).map_err(refuse)?;
    Ok(tree)
}

/// The OpenAPI version and the document's own version.
fn versions(tree: &Value) -> Result<(String, String), Failure> {
    let text = |pointer: &str| match tree.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        // `version: 1.0` without quotes.
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let expected = |what: &str| {
        Failure::Bad(format!(
            "expected an OpenAPI description with `{what}`, found none"
        ))
    };
    let openapi = text("/openapi").ok_or_else(|| expected("openapi"))?;
    let version = text("/info/version").ok_or_else(|| expected("info.version"))?;
    Ok((openapi, version))
}

fn count(tree: &Value) -> Counts {
    let paths = tree.get("paths").and_then(Value::as_object);
    let operations = |item: &Value| {
        walk::METHODS
            .iter()
            .filter(|method| item.get(**method).is_some())
            .count()
    };
    Counts {
        paths: paths.map_or(0, Map::len),
        operations: paths
            .into_iter()
            .flat_map(Map::values)
            .map(operations)
            .sum(),
        schemas: tree
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .map_or(0, Map::len),
    }
}
