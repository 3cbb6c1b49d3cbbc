//! The tables of the test: how each operation is called, and how the types of its arguments are made.
//!
//! They are calls of macros in braces, so that each line is as short as what it says.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{
    Body, BodyContent, BodyField, Content, Encoding, Operation, Parameter, Place, Presence,
};
use sdk_ir::types::{Field, ModelKind, Type};

use super::Reduced;
use crate::example::constructor;
use crate::imports::list;
use crate::model::Homes;
use crate::types;

/// The calls of a group's operations.
pub(super) fn calls(group: &Group, description: &Reduced) -> String {
    let mut out = format!("calls! {{ {}:\n", group.module);
    for operation in &group.operations {
        let arguments = arguments(operation);
        let setters = setters(operation);
        let id = key(operation, description);
        let _ = write!(out, "    {id:?}: {}(", operation.name);
        lay_out(&mut out, &arguments);
        for (name, argument) in &setters {
            let _ = write!(out, "\n        .{name}({argument})");
        }
        let before = if setters.is_empty() {
            " "
        } else {
            "\n        "
        };
        let _ = writeln!(out, "{before}=> {};", answer(operation));
    }
    out.push_str("}\n");
    out
}

/// What the description knows an operation by.
fn key(operation: &Operation, description: &Reduced) -> String {
    if description.identifies(&operation.pointer) {
        operation.id.clone()
    } else {
        format!("{} {}", operation.method.as_str(), operation.path)
    }
}

/// Arguments in brackets, on lines of their own where there are many.
fn lay_out(out: &mut String, arguments: &[String]) {
    let line = arguments.join(", ");
    if line.len() <= 70 {
        let _ = write!(out, "{line})");
    } else {
        for argument in arguments {
            let _ = write!(out, "\n        {argument},");
        }
        out.push_str("\n    )");
    }
}

fn arguments(operation: &Operation) -> Vec<String> {
    let mut arguments: Vec<String> = operation.required_parameters().map(parameter).collect();
    if let Some(body) = &operation.body {
        match &body.content {
            BodyContent::Fields { fields, encoding } => arguments.extend(
                fields
                    .iter()
                    .filter(|field| field.presence == Presence::Required)
                    .map(|field| body_field(field, *encoding, true)),
            ),
            _ if body.required => arguments.extend(whole(body)),
            _ => {}
        }
    }
    arguments
}

fn setters(operation: &Operation) -> Vec<(&str, String)> {
    let mut setters: Vec<(&str, String)> = operation
        .optional_parameters()
        .map(|declared| (declared.ident.as_str(), parameter(declared)))
        .collect();
    if let Some(body) = &operation.body {
        match &body.content {
            BodyContent::Fields { fields, encoding } => setters.extend(
                fields
                    .iter()
                    .filter(|field| field.presence != Presence::Required)
                    .map(|field| (field.ident.as_str(), body_field(field, *encoding, false))),
            ),
            _ if !body.required => setters.extend(whole(body).map(|whole| ("body", whole))),
            _ => {}
        }
    }
    setters
}

fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    format!("{place} {:?}: {}", parameter.name, kind(&parameter.ty))
}

fn body_field(field: &BodyField, encoding: Encoding, positional: bool) -> String {
    // Only JSON has a null, and only there a setter takes one.
    let nullable = field.nullable && (positional || encoding == Encoding::Json);
    format!("body {:?}: {}", field.name, optional(&field.ty, nullable))
}

fn whole(body: &Body) -> Option<String> {
    match &body.content {
        BodyContent::Json(ty) => Some(format!("body \"\": {}", kind(ty))),
        BodyContent::Bytes => Some("body \"\": Bytes".to_owned()),
        BodyContent::Text => Some("body \"\": String".to_owned()),
        BodyContent::Fields { .. } => None,
    }
}

fn answer(operation: &Operation) -> &'static str {
    match &operation.output.content {
        Content::Empty => "nothing",
        Content::Json(_) => "json",
        Content::Enveloped { .. } => "data",
        Content::Binary(_) => "file",
        Content::Text(_) => "text",
    }
}

/// A type as it is written in a table.
fn kind(ty: &Type) -> String {
    types::owned(ty)
}

fn optional(ty: &Type, nullable: bool) -> String {
    let kind = kind(ty);
    if nullable {
        format!("Option<{kind}>")
    } else {
        kind
    }
}

/// How the types of requests are made.
pub(super) fn models(api: &Api) -> String {
    let (mut structs, mut unions) = (String::new(), String::new());
    let mut plain: Vec<&str> = [
        "bool", "f64", "i64", "Date", "DateTime", "String", "Time", "Value",
    ]
    .to_vec();
    plain.extend(api.identifiers.keys().map(String::as_str));
    for model in api.models.values().filter(|model| model.in_request) {
        match &model.kind {
            ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_) => plain.push(&model.name),
            ModelKind::Struct(fields) => {
                let given = |field: &Field| field.required && !field.nullable;
                let new = constructor(fields);
                let arguments: Vec<String> = fields
                    .iter()
                    .filter(|field| given(field))
                    .map(|field| format!("{:?}: {}", field.name, kind(&field.ty)))
                    .collect();
                let _ = write!(structs, "    {}::{new}(", model.name);
                lay_out(&mut structs, &arguments);
                for field in fields.iter().filter(|field| !given(field)) {
                    let ty = optional(&field.ty, field.nullable);
                    let _ = write!(
                        structs,
                        "\n        .{}({:?}: {ty})",
                        field.ident, field.name
                    );
                }
                structs.push_str(";\n");
            }
            ModelKind::Union(variants) => {
                let _ = write!(unions, "    {}:", model.name);
                for variant in variants {
                    let _ = write!(unions, " {}({})", variant.ident, kind(&variant.ty));
                }
                unions.push_str(";\n");
            }
        }
    }
    let mut out = String::from("plain! {\n");
    for kind in plain {
        let _ = writeln!(out, "    {kind}");
    }
    out.push_str("}\n");
    for (name, body) in [("models", structs), ("unions", unions)] {
        if !body.is_empty() {
            let _ = write!(out, "\n{name}! {{\n{body}}}\n");
        }
    }
    out
}

/// The imports for the types that a table names.
pub(super) fn imports(text: &str, api: &Api, homes: &Homes, package: &str) -> String {
    let words = words(text);
    let mut by_module: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in ["Bytes", "Date", "DateTime", "Part", "Time", "Value"] {
        let known = text.contains("plain!") && name == "Value";
        if known || is_type(text, name, &words) {
            by_module.entry(package.to_owned()).or_default().push(name);
        }
    }
    let of_crate = |name: &&str| api.identifiers.contains_key(*name) || homes.of(name).is_some();
    let mut types: Vec<&str> = words.iter().copied().filter(of_crate).collect();
    types.sort_unstable();
    for name in types {
        if api.identifiers.contains_key(name) {
            let module = format!("{package}::ids");
            by_module.entry(module).or_default().push(name);
        }
        if let Some(home) = homes.of(name) {
            let module = home.replace("crate", package);
            by_module.entry(module).or_default().push(name);
        }
    }
    let mut out = String::new();
    if words.contains("BTreeMap") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    // As rustfmt has it: the crate's own name before those of its modules, several of them after.
    let own = by_module.remove_entry(package);
    let (before, after) = match own {
        Some((module, names)) if names.len() == 1 => (Some((module, names)), None),
        other => (None, other),
    };
    let modules = before.into_iter().chain(by_module).chain(after);
    let modules: Vec<(String, Vec<&str>)> = modules.collect();
    for (module, names) in &modules {
        let line = match names.as_slice() {
            [only] => format!("use {module}::{only};"),
            several => list("use", module, several).join("\n"),
        };
        let _ = writeln!(out, "{line}");
    }
    if !modules.is_empty() {
        out.push('\n');
    }
    out
}

/// The words that may name something from elsewhere: not what is in a text, nor a variant before what it holds.
fn words(text: &str) -> HashSet<&str> {
    let mut words = HashSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_alphanumeric() || letter == '"') {
        rest = &rest[start..];
        if let Some(inside) = rest.strip_prefix('"') {
            rest = after_text(inside);
            continue;
        }
        let end = rest
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !after.starts_with('(') {
            words.insert(word);
        }
        rest = after;
    }
    words
}

/// What follows a text's closing quotation mark.
fn after_text(inside: &str) -> &str {
    let mut escaped = false;
    let end = inside.find(|letter| {
        let closes = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        closes
    });
    end.map_or("", |end| &inside[end + 1..])
}

/// Whether a word stands as a type, not inside a text or as a name.
fn is_type(text: &str, name: &str, words: &HashSet<&str>) -> bool {
    words.contains(name)
        && [": ", "<", ", ", "    "].iter().any(|before| {
            [")", ",", ">", "\n"]
                .iter()
                .any(|after| text.contains(&format!("{before}{name}{after}")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_as_a_type_is_imported() {
        let text = r#"calls! { "GET /Audio": audio("\"Voice\"": Vec<Photo>); } unions! { Media: Game(MediaGame); }"#;
        let words = words(text);
        for name in ["Vec", "Photo", "Media", "MediaGame"] {
            assert!(words.contains(name), "{name}");
        }
        for name in ["Audio", "Voice", "Game"] {
            assert!(!words.contains(name), "{name}");
        }
    }
}
