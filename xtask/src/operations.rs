//! Operations counted twice, by code that the generator does not use: in a description, and in a crate made from it.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The operations under a description's `paths`; none where it cannot be read.
pub(crate) fn declared(path: &Path) -> usize {
    let Ok(text) = std::fs::read_to_string(path) else {
        return 0;
    };
    let text = text.trim_start_matches('\u{feff}');
    let tree: Option<Value> = serde_json::from_str(text)
        .ok()
        .or_else(|| serde_yaml::from_str(text).ok());
    tree.as_ref().map_or(0, operations)
}

/// The operations under a tree's `paths`, a path item's reference followed.
pub(crate) fn operations(tree: &Value) -> usize {
    let Some(Value::Object(paths)) = tree.get("paths") else {
        return 0;
    };
    paths
        .iter()
        .filter(|(path, _)| !path.starts_with("x-"))
        .map(|(_, item)| methods(tree, item))
        .sum()
}

fn methods(tree: &Value, item: &Value) -> usize {
    let mut found = HashSet::new();
    let mut item = Some(item);
    // A reference that leads round in a circle ends somewhere.
    for _ in 0..16 {
        let Some(Value::Object(members)) = item else {
            break;
        };
        let is_operation =
            |name: &&str| members.get(*name).is_some_and(serde_json::Value::is_object);
        found.extend(METHODS.into_iter().filter(is_operation));
        item = members
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| tree.pointer(reference.strip_prefix('#')?));
    }
    found.len()
}

/// The operations in a crate: each starts one call, in the file of its group.
pub(crate) fn emitted(package: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(package.join("src")) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|text| text.matches(".call(&self.0)").count())
        .sum()
}
