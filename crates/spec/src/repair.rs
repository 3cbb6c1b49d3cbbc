//! Named mends for what real documents get wrong.
//!
//! `REPAIRS` is the list: each is a small function for one kind of object that says, in a diagnostic with its own
//! code, where it was applied and what it made of what it found. None fires on a correct document. A repair goes where
//! the specification forbids what stands there and the meaning is obvious; everything else is left to `parse`, which
//! leaves out what it cannot read.

mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod template;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::walk::{Kind, walk_mut};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The object that a repair looks at.
type Object = Map<String, Value>;

/// One repair.
struct Repair {
    /// What it is called in its diagnostics.
    code: &'static str,
    /// The kind of object it looks at.
    kind: Kind,
    apply: fn(&mut Object, &mut Context<'_>),
}

const fn repair(
    code: &'static str,
    kind: Kind,
    apply: fn(&mut Object, &mut Context<'_>),
) -> Repair {
    Repair { code, kind, apply }
}

/// All repairs; those of one kind are applied in this order.
const REPAIRS: &[Repair] = &[
    repair("repair-path-slash", Kind::Paths, operation::path_slash),
    repair("repair-parameter-list", Kind::PathItem, parameter::list),
    repair("repair-parameter-list", Kind::Operation, parameter::list),
    repair(
        "repair-single-item",
        Kind::Operation,
        operation::single_items,
    ),
    repair(
        "repair-operation-id",
        Kind::Operation,
        operation::duplicate_id,
    ),
    repair("repair-body-parameter", Kind::Operation, parameter::body),
    repair(
        "repair-parameter-schema",
        Kind::Parameter,
        parameter::schema,
    ),
    repair("repair-parameter-schema", Kind::Header, parameter::schema),
    repair("repair-parameter-place", Kind::Parameter, parameter::place),
    repair("repair-flag", Kind::Parameter, parameter::flags),
    repair(
        "repair-path-required",
        Kind::Parameter,
        parameter::path_required,
    ),
    repair(
        "repair-example-list",
        Kind::Parameter,
        response::example_list,
    ),
    repair(
        "repair-example-list",
        Kind::MediaType,
        response::example_list,
    ),
    repair(
        "repair-status-code",
        Kind::Responses,
        response::status_codes,
    ),
    repair(
        "repair-response-example",
        Kind::Response,
        response::examples,
    ),
    repair("repair-response-schema", Kind::Response, response::schema),
    repair(
        "repair-response-description",
        Kind::Response,
        response::description,
    ),
    repair(
        "repair-security-type",
        Kind::SecurityScheme,
        security::scheme_type,
    ),
    repair("repair-flag", Kind::Schema, schema::flags),
    repair("repair-number", Kind::Schema, schema::numbers),
    repair("repair-type", Kind::Schema, schema::type_name),
    repair("repair-property-required", Kind::Schema, schema::required),
    repair("repair-type-mismatch", Kind::Schema, schema::type_mismatch),
    repair("repair-enum", Kind::Schema, schema::enum_values),
];

/// What is remembered across the document.
#[derive(Default)]
struct Memory {
    operation_ids: HashSet<String>,
    /// Responses without a description, of which only the first is named.
    undescribed: usize,
}

/// What a repair can know and say.
struct Context<'a> {
    code: &'static str,
    at: &'a Pointer<'a>,
    memory: &'a mut Memory,
    diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    fn say(&mut self, severity: Severity, message: impl Into<String>, at: &Pointer<'_>) {
        self.diagnostics
            .push(Diagnostic::new(severity, self.code, message).at(at));
    }

    /// Says that something was read as what it most likely means.
    fn warn(&mut self, message: impl Into<String>) {
        let at = *self.at;
        self.say(Severity::Warning, message, &at);
    }

    /// Says that something was put right that makes no difference to what the document means.
    fn note(&mut self, message: impl Into<String>) {
        let at = *self.at;
        self.say(Severity::Note, message, &at);
    }
}

/// Applies all repairs to the whole tree.
pub fn repair_all(tree: &mut Value, diagnostics: &mut Diagnostics) {
    let mut memory = Memory::default();
    walk_mut(
        tree,
        Kind::Document,
        &Pointer::root(),
        &mut |kind, node, at| {
            if matches!(kind, Kind::SchemaList | Kind::ParameterList) {
                return;
            }
            // What is a reference is mended where it leads.
            let Value::Object(map) = node else { return };
            if kind.refers() && kind != Kind::Schema && map.contains_key("$ref") {
                return;
            }
            for repair in REPAIRS.iter().filter(|repair| repair.kind == kind) {
                (repair.apply)(
                    map,
                    &mut Context {
                        code: repair.code,
                        at,
                        memory: &mut memory,
                        diagnostics,
                    },
                );
            }
        },
    );
    // After the others: by now the parameters are lists of parameters.
    template::repair(tree, diagnostics);
    if memory.undescribed > 1 {
        let message = format!(
            "{} responses have no `description`; read as empty ones",
            memory.undescribed
        );
        diagnostics.push(Diagnostic::note("repair-response-description", message).at("/paths"));
    }
}

/// `"true"` and `"false"` as the booleans they mean, for these keys.
fn flags(object: &mut Object, keys: &[&str], context: &mut Context<'_>) {
    for key in keys {
        let meant = match object.get(*key) {
            Some(Value::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" => true,
                "false" | "no" => false,
                _ => continue,
            },
            Some(Value::Number(number)) if number.as_u64() == Some(1) => true,
            Some(Value::Number(number)) if number.as_u64() == Some(0) => false,
            _ => continue,
        };
        object.insert((*key).to_owned(), Value::Bool(meant));
        context.warn(format!(
            "`{key}` must be `true` or `false` without quotes; read as `{meant}`"
        ));
    }
}
