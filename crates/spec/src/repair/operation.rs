//! Paths and operations: names that stand twice, slashes, single values where a list is asked for.

use super::{Context, Object};
use crate::Severity;
use serde_json::Value;

/// A path that does not start with a slash.
pub(super) fn path_slash(paths: &mut Object, context: &mut Context<'_>) {
    let wrong = |path: &str| !path.starts_with('/') && !path.starts_with("x-");
    if !paths.keys().any(|path| wrong(path)) {
        return;
    }
    let here = *context.at;
    for (path, item) in std::mem::take(paths) {
        let right = if wrong(&path) && item.is_object() {
            context.say(
                Severity::Warning,
                format!("the path `{path}` must start with `/`; read as `/{path}`"),
                &here.key(&path),
            );
            format!("/{path}")
        } else {
            path
        };
        paths.entry(right).or_insert(item);
    }
}

/// `tags: pets`, `security: {key: []}`, `servers: {url: ...}`: one value where a list of such values is meant.
pub(super) fn single_items(operation: &mut Object, context: &mut Context<'_>) {
    for key in ["tags", "security", "servers"] {
        let Some(value) = operation.get_mut(key) else {
            continue;
        };
        let single = if key == "tags" {
            value.is_string()
        } else {
            value.is_object()
        };
        if single {
            *value = Value::Array(vec![value.take()]);
            context.warn(format!(
                "`{key}` must be a list; the one value is read as a list of one"
            ));
        }
    }
}

/// An `operationId` that another operation has already: a number is added.
pub(super) fn duplicate_id(operation: &mut Object, context: &mut Context<'_>) {
    // A shared path item stands in the paths that refer to it by now; there its operations count.
    if context.at.to_string().starts_with("/components/") {
        return;
    }
    let Some(Value::String(id)) = operation.get_mut("operationId") else {
        return;
    };
    if id.is_empty() || context.memory.operation_ids.insert(id.clone()) {
        return;
    }
    let free = (2..)
        .map(|number| format!("{id}_{number}"))
        .find(|name| !context.memory.operation_ids.contains(name));
    let Some(free) = free else { return };
    let message = format!(
        "another operation has the operationId `{id}` already; this one is read as `{free}`"
    );
    free.clone_into(id);
    context.memory.operation_ids.insert(free);
    context.warn(message);
}
