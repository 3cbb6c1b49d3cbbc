//! Path templates and the parameters declared for them must name the same things.
//!
//! Unlike the other repairs, this one needs the document at large (path items, their operations, and the parameters
//! they refer to), so it is a pass of its own after them.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::references::component;
use crate::walk::METHODS;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Name and place of each parameter among the components.
type Shared = HashMap<String, (String, String)>;

/// Declares the template's names that no parameter declares, and takes out parameters that stand twice or that are
/// `in: path` without being in the template.
pub(super) fn repair(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let shared = shared(tree);
    let Some(Value::Object(paths)) = tree.get_mut("paths") else {
        return;
    };
    let root = Pointer::root();
    let here = root.key("paths");
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        let at = here.key(path);
        let names = template_names(path);
        respell(item, &names, &at, diagnostics);
        let mut outer = declared(item.get("parameters"), &shared);
        duplicates(item, &shared, &at, diagnostics);
        strangers(item, &names, &mut outer, &at, diagnostics);
        for method in METHODS {
            let Some(Value::Object(operation)) = item.get_mut(method) else {
                continue;
            };
            let at = at.key(method);
            respell(operation, &names, &at, diagnostics);
            let mut inner = declared(operation.get("parameters"), &shared);
            duplicates(operation, &shared, &at, diagnostics);
            strangers(operation, &names, &mut inner, &at, diagnostics);
            for name in &names {
                let is_it = |(known, place): &(String, String)| known == name && place == "path";
                if !inner.iter().any(is_it) && !outer.iter().any(is_it) {
                    declare(operation, name, &at, diagnostics);
                }
            }
        }
    }
}

fn shared(tree: &Value) -> Shared {
    let parameters = tree
        .get("components")
        .and_then(|components| components.get("parameters")?.as_object());
    let Some(parameters) = parameters else {
        return Shared::new();
    };
    parameters
        .iter()
        .filter_map(|(key, parameter)| {
            let found = name_and_place(followed(parameter, parameters))?;
            Some((key.clone(), found))
        })
        .collect()
}

/// What a shared parameter that only refers to another one leads to; one that leads round in a circle is left as it is.
fn followed<'t>(parameter: &'t Value, parameters: &'t Map<String, Value>) -> &'t Value {
    let mut here = parameter;
    for _ in 0..16 {
        let next = here
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| parameters.get(component(reference)?.1.as_ref()));
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

fn name_and_place(parameter: &Value) -> Option<(String, String)> {
    let text = |key: &str| {
        parameter
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    Some((text("name")?, text("in")?))
}

fn identity(parameter: &Value, shared: &Shared) -> Option<(String, String)> {
    match parameter.get("$ref").and_then(Value::as_str) {
        Some(reference) => shared.get(component(reference)?.1.as_ref()).cloned(),
        None => name_and_place(parameter),
    }
}

fn declared(parameters: Option<&Value>, shared: &Shared) -> Vec<(String, String)> {
    parameters
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|parameter| identity(parameter, shared))
        .collect()
}

/// The names in braces: `{id}` of `/a/{id}`, also `{id}:cancel` and `{name}.{ext}`.
fn template_names(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // A query that was written into the path has parameters of its own place.
    let path = path.split('?').next().unwrap_or_default();
    for part in path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !name.is_empty()
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// `pet_id` for the path's `{petId}`: the path's spelling counts, as it is the one that is replaced.
fn respell(
    object: &mut Map<String, Value>,
    names: &[String],
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(Value::Array(parameters)) = object.get_mut("parameters") else {
        return;
    };
    let taken: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| name_and_place(parameter).map(|(name, _)| name))
        .collect();
    let list = at.key("parameters");
    for (index, parameter) in parameters.iter_mut().enumerate() {
        let Some((name, place)) = name_and_place(parameter) else {
            continue;
        };
        if place != "path" || names.contains(&name) {
            continue;
        }
        let alike = names
            .iter()
            .find(|known| plain(known) == plain(&name) && !taken.contains(known));
        if let (Some(right), Value::Object(parameter)) = (alike, parameter) {
            parameter.insert("name".to_owned(), Value::String(right.clone()));
            let message =
                format!("the parameter `{name}` is `{{{right}}}` in the path; read as `{right}`");
            diagnostics.push(
                Diagnostic::warning("repair-path-parameter-name", message).at(list.index(index)),
            );
        }
    }
}

/// A name without case and punctuation.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The first of two parameters of one name and place counts.
fn duplicates(
    object: &mut Map<String, Value>,
    shared: &Shared,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(Value::Array(parameters)) = object.get_mut("parameters") else {
        return;
    };
    let list = at.key("parameters");
    let mut seen = Vec::new();
    let mut index = 0;
    parameters.retain(|parameter| {
        let here = list.index(index);
        index += 1;
        let Some(identity) = identity(parameter, shared) else {
            return true;
        };
        if seen.contains(&identity) {
            let message = format!(
                "the {} parameter `{}` stands twice; the first one counts",
                identity.1, identity.0
            );
            diagnostics.push(Diagnostic::warning("repair-duplicate-parameter", message).at(here));
            return false;
        }
        seen.push(identity);
        true
    });
}

/// Takes out parameters `in: path` that the template has no place for.
fn strangers(
    object: &mut Map<String, Value>,
    names: &[String],
    known: &mut Vec<(String, String)>,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_stranger = |(name, place): &(String, String)| place == "path" && !names.contains(name);
    if !known.iter().any(is_stranger) {
        return;
    }
    known.retain(|identity| !is_stranger(identity));
    let Some(Value::Array(parameters)) = object.get_mut("parameters") else {
        return;
    };
    let list = at.key("parameters");
    let mut index = 0;
    parameters.retain(|parameter| {
        let here = list.index(index);
        index += 1;
        let Some(identity) = name_and_place(parameter).filter(is_stranger) else {
            return true;
        };
        let message = format!(
            "`{}` is `in: path`, but the path has no `{{{}}}`; left out",
            identity.0, identity.0
        );
        diagnostics.push(Diagnostic::warning("repair-unknown-path-parameter", message).at(here));
        false
    });
}

fn declare(
    operation: &mut Map<String, Value>,
    name: &str,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let Value::Array(parameters) = parameters else {
        return;
    };
    parameters.push(
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }),
    );
    let message = format!("no parameter declares the path's `{{{name}}}`; read as a required text");
    diagnostics.push(
        Diagnostic::warning("repair-undeclared-parameter", message)
            .at(at)
            .help(format!("declare `{name}` with `in: path`")),
    );
}
