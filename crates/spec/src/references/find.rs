//! Looks up what a reference means in a tree: a pointer, an anchor, or what its writer most likely meant.

use super::Pending;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pointer::escape;
use crate::walk::Kind;
use serde_json::Value;
use std::collections::HashMap;

/// A target that is there.
pub(super) struct Found {
    /// Where it stands in its file.
    pub(super) pointer: String,
    /// What had to be assumed, as the end of a sentence.
    pub(super) mended: Option<&'static str>,
}

/// The target of `fragment` in `root`.
pub(super) fn find(
    root: &Value,
    fragment: &str,
    pending: &Pending,
    anchors: &mut HashMap<String, String>,
) -> Option<Found> {
    let found = |pointer: String, mended| Some(Found { pointer, mended });
    if (fragment.is_empty() || fragment.starts_with('/')) && fits(root, fragment, pending) {
        return found(fragment.to_owned(), None);
    }
    if !fragment.starts_with('/') && !fragment.is_empty() {
        fill(root, anchors);
        if let Some(pointer) = anchors.get(fragment) {
            return found(pointer.clone(), None);
        }
        // `#components/schemas/A`: the slash after the `#` was forgotten.
        let slashed = format!("/{fragment}");
        if fits(root, &slashed, pending) {
            return found(slashed, Some(" (the slash after `#` is missing)"));
        }
    }
    // A schema that came with its own `$defs` or `definitions` counts its pointers from itself.
    let mut base = pending.at.as_str();
    while let Some((outer, _)) = base.rsplit_once('/') {
        base = outer;
        let relative = format!("{base}{fragment}");
        if fragment.starts_with('/') && !base.is_empty() && fits(root, &relative, pending) {
            return found(relative, None);
        }
    }
    // Swagger 2's place for schemas, and bare names.
    let section = pending.kind.section()?;
    let name = fragment
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())?;
    let parent = fragment.strip_suffix(name).unwrap_or_default();
    if matches!(
        parent,
        "" | "/" | "/definitions/" | "/parameters/" | "/responses/" | "/components/" | "/schemas/"
    ) {
        let component = format!("/components/{section}/{name}");
        if fits(root, &component, pending) {
            return found(component, Some(" (components are kept there)"));
        }
    }
    let (other, _) = fragment.strip_prefix("/components/")?.split_once('/')?;
    if other == section || parent != format!("/components/{other}/") {
        return None;
    }
    let namesake = format!("/components/{section}/{name}");
    if fits(root, &namesake, pending) {
        return found(namesake, Some(" (what is expected here is kept there)"));
    }
    if pending.kind == Kind::Schema {
        let carried = schema_of(root.pointer(fragment)?, fragment)?;
        return found(carried, Some(" (a schema is expected here)"));
    }
    None
}

/// The place of the schema that a response, a body, a parameter or a header carries.
fn schema_of(carrier: &Value, at: &str) -> Option<String> {
    if carrier.get("schema").is_some_and(Value::is_object) {
        return Some(format!("{at}/schema"));
    }
    let content = carrier.get("content")?.as_object()?;
    let (name, _) = content
        .iter()
        .find(|(_, media)| media.get("schema").is_some_and(Value::is_object))?;
    Some(format!("{at}/content/{}/schema", escape(name)))
}

/// Whether something stands there that can be what the reference is for.
fn fits(root: &Value, pointer: &str, pending: &Pending) -> bool {
    let Some(value) = root.pointer(pointer) else {
        return false;
    };
    let right_section = match pending.kind.section() {
        Some(section) => pointer
            .strip_prefix("/components/")
            .and_then(|rest| rest.split_once('/'))
            .is_none_or(|(found, name)| {
                found == section || name.contains('/') || root.get("openapi").is_none()
            }),
        None => true,
    };
    right_section && (value.is_object() || (pending.kind == Kind::Schema && value.is_boolean()))
}

/// The fragment that a reference means if the part before its `#` is the `$id` of a schema in this file.
pub(super) fn by_id(
    root: &Value,
    reference: &str,
    anchors: &mut HashMap<String, String>,
) -> Option<String> {
    let (id, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if id.is_empty() {
        return None;
    }
    fill(root, anchors);
    let base = anchors.get(id)?;
    match fragment {
        "" => Some(base.clone()),
        pointer if pointer.starts_with('/') => Some(format!("{base}{pointer}")),
        anchor => anchors.get(anchor).cloned(),
    }
}

fn fill(root: &Value, anchors: &mut HashMap<String, String>) {
    if anchors.is_empty() {
        index_anchors(root, &mut String::new(), 0, anchors);
        // Says that the index is made, even when it is empty; an empty fragment is never looked up.
        anchors.insert(String::new(), String::new());
    }
}

/// Remembers each `$anchor`, `$dynamicAnchor` and `$id` with its place.
fn index_anchors(
    node: &Value,
    at: &mut String,
    depth: usize,
    anchors: &mut HashMap<String, String>,
) {
    if depth > crate::walk::MAX_DEPTH {
        return;
    }
    let length = at.len();
    match node {
        Value::Object(map) => {
            for key in ["$anchor", "$dynamicAnchor", "$id"] {
                if let Some(Value::String(name)) = map.get(key) {
                    anchors
                        .entry(name.trim_start_matches('#').to_owned())
                        .or_insert_with(|| at.clone());
                }
            }
            for (key, value) in map {
                at.push('/');
                at.push_str(&escape(key));
                index_anchors(value, at, depth + 1, anchors);
                at.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                at.push('/');
                at.push_str(&index.to_string());
                index_anchors(value, at, depth + 1, anchors);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// The finding for a reference that leads nowhere, with the names that look alike.
pub(super) fn dangling(
    root: &Value,
    fragment: &str,
    pending: &Pending,
    severity: Severity,
) -> Diagnostic {
    let section = pending.kind.section().unwrap_or("schemas");
    let wrong = fragment
        .strip_prefix("/components/")
        .and_then(|rest| rest.split_once('/'))
        .filter(|(found, _)| *found != section && root.pointer(fragment).is_some());
    let message = match wrong {
        Some((found, _)) => format!(
            "`{}` leads to one of the {found}, where one of the {section} is expected",
            pending.reference
        ),
        None => format!("`{}` leads to nothing", pending.reference),
    };
    let name = fragment
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let alike: Vec<String> = root
        .get("components")
        .and_then(|components| components.get(section)?.as_object())
        .into_iter()
        .flat_map(|map| map.keys())
        .filter(|key| {
            let key = key.to_lowercase();
            !name.is_empty()
                && (key.contains(&name)
                    || (key.len() > 2 && name.contains(&key))
                    || distance_one(&key, &name))
        })
        .take(3)
        .map(|key| format!("`#/components/{section}/{}`", escape(key)))
        .collect();
    let help = if alike.is_empty() {
        format!("define it under `components/{section}`, or correct the reference")
    } else {
        format!("did you mean {}?", alike.join(" or "))
    };
    Diagnostic::new(severity, "dangling-ref", message)
        .at(&pending.at)
        .help(help)
}

/// Whether two names differ by at most one character put in, left out, or changed.
fn distance_one(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a.as_bytes()[same..], &b.as_bytes()[same..]);
    match (a, b) {
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([_, x @ ..], y) if x == y => true,
        (x, [_, y @ ..]) if x == y => true,
        (x, y) => x.is_empty() && y.is_empty(),
    }
}
