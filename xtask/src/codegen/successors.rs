//! Operations of other descriptions that deprecated ones name as their successors: the IR of one description has only
//! their names, this finds their methods and where they are documented in the IRs of the others.

use std::collections::BTreeMap;
use std::rc::Rc;

use sdk_emit_docs::{Form, entry};
use sdk_ir::Api;
use sdk_spec::{Diagnostic, Diagnostics};

use super::input::{Input, Inputs};
use super::render::{Apis, Described, sources, traced};
use crate::failure::Failure;

/// The operations of the descriptions that a description may name, by description and operation.
pub(crate) type Successors = BTreeMap<(String, String), Successor>;

/// An operation of another description.
#[derive(Debug, Clone)]
pub(crate) struct Successor {
    /// Its method, as a path in Rust.
    method: String,
    /// Where it is documented, seen from the documentation of the description that names it.
    href: Option<String>,
}

/// What the operations of this description may name. The other descriptions are read where anything is named at all.
pub(super) fn known<'a>(
    input: &'a Input,
    inputs: &'a Inputs,
    apis: &mut Apis<'a>,
) -> Result<Successors, Failure> {
    let mut known = Successors::new();
    if !apis.get(input)?.api.names_elsewhere() {
        return Ok(known);
    }
    let form = input.docs.as_ref().map(|docs| docs.form);
    for other in input
        .successors
        .iter()
        .filter_map(|name| inputs.named(name))
    {
        let described = apis.get(other)?;
        let package = other.package.replace('-', "_");
        for (group, operation) in described.api.operations() {
            let method = format!(
                "{package}::{}::{}::{}",
                group.module, group.handle, operation.name
            );
            let place = form.and_then(|form: Form| entry(&described.api, form, &operation.id));
            let href = place.map(|place| format!("../{}/{place}", other.name));
            let key = (other.name.clone(), operation.id.clone());
            known.insert(key, Successor { method, href });
        }
    }
    Ok(known)
}

/// Puts the methods where they are named. What is not known stays a name; those places are given back.
pub(crate) fn resolve(api: &mut Api, known: &Successors) -> Vec<(String, String, String)> {
    let mut unknown = Vec::new();
    for (pointer, elsewhere) in api.elsewhere_mut() {
        let key = (elsewhere.description.clone(), elsewhere.operation.clone());
        match known.get(&key) {
            Some(found) => elsewhere.method = Some(found.method.clone()),
            None => unknown.push((pointer.to_owned(), key.0, key.1)),
        }
    }
    unknown
}

/// The same for what is about to be rendered. A description of this repository may name nothing unknown; any other one
/// is alone, and is warned.
pub(super) fn resolved(
    input: &Input,
    described: &Described,
    known: &Successors,
) -> Result<(Rc<Api>, Diagnostics), Failure> {
    if !described.api.names_elsewhere() {
        return Ok((Rc::clone(&described.api), Diagnostics::new()));
    }
    let mut api = (*described.api).clone();
    let unknown = resolve(&mut api, known);
    let found: Diagnostics = unknown
        .into_iter()
        .map(|(pointer, description, operation)| {
            finding(input, &description, &operation).at(format!("{pointer}/x-sdk-successor"))
        })
        .collect();
    let found = traced(input, found);
    if found.has_errors() {
        return Err(Failure::Description(
            found.render(&sources(input, &[]), false),
        ));
    }
    Ok((Rc::new(api), found))
}

fn finding(input: &Input, description: &str, operation: &str) -> Diagnostic {
    let message = format!("expected an operation of `{description}`, found `{operation}`");
    if !input.is_vendored {
        return Diagnostic::warning(
            "successor",
            format!("{message}, of which nothing is known here"),
        );
    }
    let listed = input.successors.iter().any(|name| name == description);
    let help = if listed {
        format!(
            "name one of its operations by the `operationId` in spec/{description}/openapi.yaml"
        )
    } else {
        format!(
            "name `{description}` in the `successors` of `{}` in spec/sdk.toml, if it is a description there",
            input.name
        )
    };
    Diagnostic::error("successor", format!("{message}, which is not there")).help(help)
}

/// Where those that are documented are, for the documentation.
pub(super) fn hrefs(known: &Successors) -> BTreeMap<(String, String), String> {
    let with_href = known.iter().filter_map(|(key, successor)| {
        let href = successor.href.clone()?;
        Some((key.clone(), href))
    });
    with_href.collect()
}
