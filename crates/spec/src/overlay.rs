//! Applies OpenAPI Overlays (1.0 and 1.1): the corrections to a description that live outside of it.
//!
//! `target` finds the plain paths that nearly all actions have without a JSONPath engine; `serde_json_path` finds the
//! others. An action that matches nothing, or would change nothing, is an error at its place in the overlay: so an
//! overlay holds only what is still needed.

mod function;
mod origin;
mod target;

#[cfg(test)]
mod tests;

pub use origin::trace;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::{self, Source, kind};
use serde::Deserialize;
use serde_json::{Map, Value};
use target::{Place, Target};

/// The keys an action can have, beside extensions.
const ACTION_KEYS: [&str; 5] = ["target", "description", "update", "remove", "copy"];

/// One action, as both versions of the format have it; `copy` is new in 1.1.
#[derive(Deserialize)]
struct Action {
    target: String,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    copy: Option<String>,
}

/// Applies each overlay in order. Findings go to `diagnostics`, under the overlay's name.
pub fn apply(tree: &mut Value, overlays: &[Source], diagnostics: &mut Diagnostics) {
    for overlay in overlays {
        let mut findings = Diagnostics::new();
        match source::read(overlay, &mut findings) {
            Ok(value) => apply_one(tree, value, &mut findings),
            Err(error) => findings.push(error),
        }
        diagnostics.extend(
            findings
                .into_iter()
                .map(|finding| finding.in_source(&overlay.name)),
        );
    }
}

fn apply_one(tree: &mut Value, overlay: Value, findings: &mut Diagnostics) {
    let actions = match check(overlay) {
        Ok(actions) => actions,
        Err(error) => return findings.push(error),
    };
    let root = Pointer::root();
    let list = root.key("actions");
    for (index, action) in actions.into_iter().enumerate() {
        let at = list.index(index);
        let outcome = read_action(action, &at).and_then(|action| run(tree, &action, &at));
        if let Err(error) = outcome {
            findings.push(error);
        }
    }
}

/// Whether this is an overlay at all; its actions, if so.
fn check(overlay: Value) -> Result<Vec<Value>, Diagnostic> {
    let help = "an overlay starts with `overlay: 1.0.0`, `info:` with `title` and `version`, and `actions:`";
    let Value::Object(mut overlay) = overlay else {
        let message = format!(
            "expected an overlay (a mapping with the key `overlay`), found {}",
            kind(&overlay)
        );
        return Err(Diagnostic::error("not-overlay", message).help(help));
    };
    match overlay.get("overlay").and_then(Value::as_str) {
        Some(version) if version.starts_with("1.0") || version.starts_with("1.1") => {}
        Some(version) => {
            let message = format!("expected Overlay 1.0 or 1.1, found `{version}`");
            return Err(Diagnostic::error("overlay-version", message)
                .at("/overlay")
                .help(help));
        }
        None => {
            return Err(Diagnostic::error(
                "not-overlay",
                "expected the key `overlay` with a version",
            )
            .help(help));
        }
    }
    match overlay.remove("actions") {
        Some(Value::Array(actions)) => Ok(actions),
        Some(other) => {
            let message = format!("`actions` must be a list, found {}", kind(&other));
            Err(Diagnostic::error("overlay-actions", message)
                .at("/actions")
                .help(help))
        }
        None => Err(
            Diagnostic::error("overlay-actions", "expected the key `actions` with a list")
                .help(help),
        ),
    }
}

/// One action, checked.
fn read_action(action: Value, at: &Pointer<'_>) -> Result<Action, Diagnostic> {
    if let Value::Object(map) = &action
        && let Some(unknown) = map
            .keys()
            .find(|key| !ACTION_KEYS.contains(&key.as_str()) && !key.starts_with("x-"))
    {
        let message = format!("`{unknown}` is no key of an overlay action");
        let help = format!(
            "the keys are {}",
            ACTION_KEYS.map(|key| format!("`{key}`")).join(", ")
        );
        return Err(Diagnostic::error("overlay-key", message)
            .at(at.key(unknown))
            .help(help));
    }
    let action: Action = serde_json::from_value(action).map_err(|error| {
        Diagnostic::error(
            "overlay-action",
            format!("this is no overlay action: {error}"),
        )
        .at(at)
    })?;
    let what = [
        action.remove,
        action.update.is_some(),
        action.copy.is_some(),
    ];
    match what.iter().filter(|set| **set).count() {
        1 => Ok(action),
        0 => Err(
            Diagnostic::error("overlay-action", "the action does nothing")
                .at(at)
                .help("give it one of `update`, `remove: true` or `copy`"),
        ),
        _ => Err(Diagnostic::error(
            "overlay-action",
            "the action has several of `update`, `remove` and `copy`",
        )
        .at(at)
        .help("write one action for each")),
    }
}

fn run(tree: &mut Value, action: &Action, at: &Pointer<'_>) -> Result<(), Diagnostic> {
    let target = Target::parse(&action.target)
        .map_err(|error| bad_path(&action.target, &error, &at.key("target")))?;
    let places = target.places(tree);
    if places.is_empty() {
        return Err(Diagnostic::error(
            "overlay-unmatched",
            format!("`{}` matches nothing", action.target),
        )
        .at(at.key("target"))
        .help(target.nearest(tree)));
    }
    if action.remove {
        return remove(tree, &places, action, at);
    }
    let copied;
    let update = match (&action.update, &action.copy) {
        (Some(update), _) => update,
        (None, Some(from)) => {
            copied = copy_source(tree, from, &at.key("copy"))?;
            &copied
        }
        (None, None) => return Ok(()),
    };
    let mut changed = false;
    for place in &places {
        let Some(node) = target::find_mut(tree, place) else {
            continue;
        };
        changed |= merge(node, update, action, at)?;
    }
    if changed {
        return Ok(());
    }
    let message = format!(
        "the description already says what this action writes to `{}`",
        action.target
    );
    Err(Diagnostic::error("overlay-redundant", message)
        .at(at)
        .help("the correction was made upstream: remove the action"))
}

/// Merges into an action's target. Says whether anything changed.
fn merge(
    node: &mut Value,
    update: &Value,
    action: &Action,
    at: &Pointer<'_>,
) -> Result<bool, Diagnostic> {
    match (&mut *node, update) {
        (Value::Object(_), Value::Object(_)) => {
            let changes = differs(node, update);
            if changes {
                lay_over(node, update);
            }
            Ok(changes)
        }
        (Value::Array(items), Value::Array(more)) => {
            items.extend(more.iter().cloned());
            Ok(!more.is_empty())
        }
        (Value::Array(items), one) => {
            items.push(one.clone());
            Ok(true)
        }
        (Value::Object(_), other) => {
            let message = format!(
                "`{}` is a mapping, but the update is {}",
                action.target,
                kind(other)
            );
            Err(Diagnostic::error("overlay-update", message)
                .at(at)
                .help("write the update as a mapping of the keys to set"))
        }
        (other, _) => {
            let message = format!(
                "`{}` is {}; an action's target must be a mapping or a list",
                action.target,
                kind(other)
            );
            let help = "target the mapping that holds it and set the key in `update`";
            Err(Diagnostic::error("overlay-target", message)
                .at(at.key("target"))
                .help(help))
        }
    }
}

/// The format's rule for what is below a target: mappings merge key by key, lists grow, everything else is replaced.
fn lay_over(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            for (key, value) in update {
                match node.get_mut(key) {
                    Some(there) => lay_over(there, value),
                    None => drop(node.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (node, update) => node.clone_from(update),
    }
}

/// Whether merging `update` into `node` would change it.
fn differs(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => update
            .iter()
            .any(|(key, value)| node.get(key).is_none_or(|there| differs(there, value))),
        (Value::Array(_), Value::Array(more)) => !more.is_empty(),
        (node, update) => node != update,
    }
}

fn remove(
    tree: &mut Value,
    places: &[Place<'_>],
    action: &Action,
    at: &Pointer<'_>,
) -> Result<(), Diagnostic> {
    // From the last on, so that the indices of earlier matches in one list stay right.
    for place in places.iter().rev() {
        let Some((last, parent)) = place.split_last() else {
            return Err(Diagnostic::error(
                "overlay-target",
                format!("`{}` is the whole document", action.target),
            )
            .at(at.key("target"))
            .help("name the part to remove"));
        };
        match target::find_mut(tree, parent) {
            Some(Value::Object(map)) => {
                map.shift_remove(last.as_ref());
            }
            Some(Value::Array(items)) => {
                if let Some(index) = last
                    .parse()
                    .ok()
                    .filter(|index: &usize| *index < items.len())
                {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The one value that `copy` names.
fn copy_source(tree: &Value, from: &str, at: &Pointer<'_>) -> Result<Value, Diagnostic> {
    let target = Target::parse(from).map_err(|error| bad_path(from, &error, at))?;
    let places = target.places(tree);
    match places.as_slice() {
        [one] => Ok(target::find(tree, one)
            .cloned()
            .unwrap_or_else(|| Value::Object(Map::new()))),
        [] => Err(Diagnostic::error(
            "overlay-unmatched",
            format!("`{from}` matches nothing to copy"),
        )
        .at(at)
        .help(target.nearest(tree))),
        many => Err(Diagnostic::error(
            "overlay-copy",
            format!(
                "`{from}` matches {} values, `copy` takes exactly one",
                many.len()
            ),
        )
        .at(at)),
    }
}

fn bad_path(path: &str, error: &str, at: &Pointer<'_>) -> Diagnostic {
    Diagnostic::error(
        "overlay-path",
        format!("`{path}` is not a JSONPath: {error}"),
    )
    .at(at)
    .help("write, for example, `$.paths['/clients/{id}'].get`")
}
