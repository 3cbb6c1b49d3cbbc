//! OpenAPI 3.1 to what the `openapiv3` crate (3.0) can hold, as a list of small named steps.
//!
//! `STEPS` is the list. The tree is walked once from the outside in; at each schema, the steps whose keywords stand
//! there are applied in order, and what a step makes is walked too. A step that loses something a reader would care
//! about says so in a note, whose code is the step's name. On a 3.0 document there is nothing to do, except where it
//! uses 3.1's keywords all the same, which is then read as 3.1 means it.

mod arrays;
mod bounds;
mod conditions;
mod constant;
mod content;
mod document;
mod examples;
mod null;
mod objects;
mod reference;
mod types;
mod words;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::Version;
use crate::walk::{Kind, walk_mut};
use serde_json::{Map, Value};
use words::Words;

/// A schema object's keywords.
type Schema = Map<String, Value>;

/// One lowering step.
struct Step {
    /// What it is called, also in its notes.
    name: &'static str,
    /// It runs where any of these keywords stand.
    on: Words,
    apply: fn(&mut Schema, &mut Context<'_>),
}

const fn step(name: &'static str, on: Words, apply: fn(&mut Schema, &mut Context<'_>)) -> Step {
    Step { name, on, apply }
}

/// What a step can know and say.
struct Context<'a> {
    step: &'static str,
    version: Version,
    at: &'a Pointer<'a>,
    diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    fn note(&mut self, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::note(self.step, message).at(self.at));
    }
}

/// The steps at schemas, in order: first what moves keywords about, then what rewrites one keyword.
const STEPS: &[Step] = &[
    step("lower-ref-siblings", Words::REF, reference::siblings),
    step(
        "lower-null-branch",
        Words::ANY_OF.or(Words::ONE_OF),
        null::branch,
    ),
    step("lower-const", Words::CONST, constant::to_enum),
    step("lower-content", Words::CONTENT, content::to_format),
    step("lower-types", Words::TYPE_LIST, types::split),
    step("lower-null-type", Words::TYPE_NULL, null::alone),
    step("lower-null-enum", Words::ENUM, null::in_enum),
    step("lower-bounds", Words::EXCLUSIVE_BOUND, bounds::exclusive),
    step("lower-examples", Words::EXAMPLES, examples::first),
    step("lower-tuple", Words::TUPLE, arrays::tuple),
    step("lower-array-rules", Words::ARRAY_RULES, arrays::rules),
    step(
        "lower-conditions",
        Words::CONDITIONS,
        conditions::to_optional,
    ),
    step(
        "lower-pattern-properties",
        Words::PATTERN_PROPERTIES,
        objects::patterns,
    ),
    step(
        "lower-unevaluated-properties",
        Words::UNEVALUATED,
        objects::unevaluated,
    ),
    step(
        "lower-property-names",
        Words::PROPERTY_NAMES,
        objects::names,
    ),
];

/// Lowers the whole tree in place.
pub fn lower(tree: &mut Value, version: Version, diagnostics: &mut Diagnostics) {
    document::lower(tree, version, diagnostics);
    walk_mut(
        tree,
        Kind::Document,
        &Pointer::root(),
        &mut |kind, node, at| match (kind, &mut *node) {
            (Kind::SchemaMap, Value::Object(map)) => {
                map.values_mut().for_each(document::boolean_schema)
            }
            (Kind::SchemaList, Value::Array(items)) => {
                items.iter_mut().for_each(document::boolean_schema)
            }
            // `additionalProperties` is the one place where 3.0 has boolean schemas, too.
            (Kind::Schema, Value::Bool(_)) if at.last() != "additionalProperties" => {
                document::boolean_schema(node)
            }
            (Kind::Schema, Value::Object(map)) => schema(map, version, at, diagnostics),
            _ => {}
        },
    );
}

/// Applies the steps to one schema; those below it are walked afterwards.
fn schema(map: &mut Schema, version: Version, at: &Pointer<'_>, diagnostics: &mut Diagnostics) {
    let mut words = Words::of(map);
    for step in STEPS {
        if words.meets(step.on) {
            (step.apply)(
                map,
                &mut Context {
                    step: step.name,
                    version,
                    at,
                    diagnostics,
                },
            );
            words = Words::of(map);
        }
    }
}
