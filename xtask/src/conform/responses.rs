//! Captured answers: a folder with a JSON file for each, named by operation and status.

use std::path::Path;

use super::Stored;
use crate::failure::Failure;

/// Reads the captured answers of a folder, in the order of their names.
pub(super) fn collect(folder: &Path) -> Result<Vec<Stored>, Failure> {
    let io = |error: std::io::Error| Failure::io("list", folder, &error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let name = entry.map_err(io)?.file_name();
        names.extend(
            name.to_str()
                .filter(|name| name.ends_with(".json"))
                .map(str::to_owned),
        );
    }
    names.sort();
    if names.is_empty() {
        return Err(Failure::Bad(format!(
            "expected answers in {}, found no file that is named like `get_client.json`",
            folder.display()
        )));
    }
    let mut stored = Vec::new();
    for name in names {
        let path = folder.join(&name);
        let bytes = std::fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
        let body = String::from_utf8(bytes)
            .map_err(|_| Failure::Bad(format!("{}: expected text in UTF-8", path.display())))?;
        let (operation, status) = named(&name);
        stored.push(Stored {
            operation: Some(operation.to_owned()),
            method: None,
            path: None,
            status,
            body,
            origin: name,
        });
    }
    Ok(stored)
}

/// What a file's name says: `get_client.json`, `get_client.404.json`, `get_client.404.deleted.json`.
fn named(name: &str) -> (&str, u16) {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let mut parts = stem.split('.');
    let operation = parts.next().unwrap_or(stem);
    let status = parts.next().and_then(|status| status.parse().ok());
    (operation, status.unwrap_or(200))
}
