//! From published bytes to what is vendored: the text of `openapi.yaml` and the facts of `source.lock`.
//! What is not an OpenAPI 3 document is refused here, with what it looks like instead; nothing is written here.

use sdk_spec::contract::{KeepProse, contract};
use serde_json::Value;
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
    let tree = read(bytes)?;
    let (openapi, info_version) = versions(&tree)?;
    let counts = count(&tree);
    if counts.operations == 0 {
        return Err(Failure::Bad(
            "the document says it is OpenAPI, but it has no operation".to_owned(),
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
    let digest = Sha256::digest(bytes);
    let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Vendored {
        yaml,
        sha256,
        bytes: bytes.len() as u64,
        openapi,
        info_version,
        counts,
    })
}

fn read(bytes: &[u8]) -> Result<Value, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Failure::Bad(format!(
            "expected YAML or JSON in UTF-8; byte {} is not UTF-8",
            error.valid_up_to()
        ))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
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
    serde_yaml::from_str(text).map_err(|error| {
        Failure::Bad(format!(
            "expected an OpenAPI description in YAML or JSON: {error}"
        ))
    })
}

/// The OpenAPI version and the document's own version.
fn versions(tree: &Value) -> Result<(String, String), Failure> {
    let found = match tree {
        Value::Object(map) if map.contains_key("swagger") => "a Swagger 2.0 document".to_owned(),
        Value::Object(map) => {
            let keys = map
                .keys()
                .take(5)
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(", ");
            format!("a mapping with the keys {keys}")
        }
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) => format!("the text `{}`", text.chars().take(60).collect::<String>()),
        Value::Null => "an empty file".to_owned(),
        other => format!("`{other}`"),
    };
    let expected = |what: &str, found: &str| {
        Failure::Bad(format!(
            "expected an OpenAPI 3 description with {what}, found {found}"
        ))
    };
    let openapi = tree
        .get("openapi")
        .and_then(Value::as_str)
        .ok_or_else(|| expected("`openapi: 3.x`", &found))?;
    if !openapi.starts_with("3.") {
        return Err(expected("`openapi: 3.x`", &format!("`openapi: {openapi}`")));
    }
    if !tree.get("paths").is_some_and(Value::is_object) {
        return Err(expected("`paths`", &found));
    }
    let version = tree.pointer("/info/version").and_then(Value::as_str);
    let version = version.ok_or_else(|| expected("`info.version`", &found))?;
    Ok((openapi.to_owned(), version.to_owned()))
}

fn count(tree: &Value) -> Counts {
    const METHODS: [&str; 9] = [
        "get", "head", "query", "post", "put", "patch", "delete", "options", "trace",
    ];
    let paths = tree.get("paths").and_then(Value::as_object);
    let items = || paths.into_iter().flat_map(serde_json::Map::values);
    Counts {
        paths: paths.map_or(0, serde_json::Map::len),
        operations: items()
            .map(|item| {
                METHODS
                    .iter()
                    .filter(|method| item.get(**method).is_some())
                    .count()
            })
            .sum(),
        schemas: tree
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .map_or(0, serde_json::Map::len),
    }
}
