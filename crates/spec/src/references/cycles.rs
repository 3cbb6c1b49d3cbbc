//! References that lead back to themselves without passing through a property or an item describe nothing.
//!
//! `A: {$ref: B}, B: {$ref: A}`, or `A: {allOf: [{$ref: A}]}`: no value was ever described by them, and a reader that
//! follows them never ends. The link that closes such a circle is taken out, with a warning. Recursion through
//! properties and items (a tree of categories) is meaningful and stays.

use super::component;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::escape;
use serde_json::Value;
use std::collections::HashMap;

const COMBINE: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Takes out every link that closes a circle, in all sections of the components.
pub(super) fn break_all(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let Some(components) = tree.get("components").and_then(Value::as_object) else {
        return;
    };
    let sections: Vec<String> = components.keys().cloned().collect();
    for section in sections {
        let closing = find(tree, &section);
        for (name, link) in closing {
            let at = format!("/components/{section}/{}{link}", escape(&name));
            let message = format!(
                "`{name}` refers to itself and describes nothing by it; this reference is left out"
            );
            diagnostics.push(Diagnostic::warning("circular-ref", message).at(&at));
            // An empty object in its place keeps the other branches' positions.
            if let Some(Value::Object(node)) = tree.pointer_mut(&at) {
                node.shift_remove("$ref");
            }
        }
    }
}

/// The links (component and pointer below it) that close a circle.
fn find(tree: &Value, section: &str) -> Vec<(String, String)> {
    let Some(map) = tree
        .get("components")
        .and_then(|components| components.get(section)?.as_object())
    else {
        return Vec::new();
    };
    let index: HashMap<&str, usize> = map
        .keys()
        .enumerate()
        .map(|(index, name)| (name.as_str(), index))
        .collect();
    let names: Vec<&str> = map.keys().map(String::as_str).collect();
    let links: Vec<Vec<(usize, String)>> = map
        .values()
        .map(|value| {
            let mut out = Vec::new();
            direct(value, section, &index, &mut String::new(), 0, &mut out);
            out
        })
        .collect();
    // A depth-first search by hand, as a chain of references may be as long as the document.
    let mut state = vec![0_u8; names.len()];
    let mut closing = Vec::new();
    for start in 0..names.len() {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some((target, link)) = links[node].get(next) else {
                state[node] = 2;
                continue;
            };
            stack.push((node, next + 1));
            match state[*target] {
                0 => {
                    state[*target] = 1;
                    stack.push((*target, 0));
                }
                1 => closing.push((names[node].to_owned(), link.clone())),
                _ => {}
            }
        }
    }
    closing
}

/// The components that a value refers to without anything in between.
fn direct(
    value: &Value,
    section: &str,
    index: &HashMap<&str, usize>,
    at: &mut String,
    depth: usize,
    out: &mut Vec<(usize, String)>,
) {
    if depth > crate::walk::MAX_DEPTH {
        return;
    }
    let Value::Object(map) = value else { return };
    if let Some(Value::String(reference)) = map.get("$ref")
        && let Some((found, name)) = component(reference)
        && found == section
        && let Some(target) = index.get(name.as_ref())
    {
        out.push((*target, at.clone()));
    }
    if section != "schemas" {
        return;
    }
    for keyword in COMBINE {
        let Some(Value::Array(branches)) = map.get(keyword) else {
            continue;
        };
        for (number, branch) in branches.iter().enumerate() {
            let length = at.len();
            at.push_str(&format!("/{keyword}/{number}"));
            direct(branch, section, index, at, depth + 1, out);
            at.truncate(length);
        }
    }
}
