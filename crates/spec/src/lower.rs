//! OpenAPI 3.1 to what the `openapiv3` crate (3.0) can hold, as a list of small named steps.
//!
//! [`STEPS`] is the list. The tree is walked once from the outside in; at each schema, the steps whose keywords stand
//! there are applied in order, and what a step makes is walked too. A step that loses something a reader would care
//! about says so in a note, whose code is the step's name. On a 3.0 document there is nothing to do, except where it
//! uses 3.1's keywords all the same, which is then read as 3.1 means it.

mod words;

mod bounds;
mod constant;
mod document;
mod examples;
mod null;
mod reference;
mod types;

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

/// The steps at schemas, in order.
const STEPS: &[Step] = &[
    Step {
        name: "lower-ref-siblings",
        on: Words::REF,
        apply: reference::siblings,
    },
    Step {
        name: "lower-null-branch",
        on: Words::ANY_OF.or(Words::ONE_OF),
        apply: null::branch,
    },
    Step {
        name: "lower-const",
        on: Words::CONST,
        apply: constant::to_enum,
    },
    Step {
        name: "lower-types",
        on: Words::TYPE_LIST,
        apply: types::split,
    },
    Step {
        name: "lower-null-type",
        on: Words::TYPE_NULL,
        apply: null::alone,
    },
    Step {
        name: "lower-null-enum",
        on: Words::ENUM,
        apply: null::in_enum,
    },
    Step {
        name: "lower-bounds",
        on: Words::EXCLUSIVE_BOUND,
        apply: bounds::exclusive,
    },
    Step {
        name: "lower-examples",
        on: Words::EXAMPLES,
        apply: examples::first,
    },
];

/// Lowers the whole tree in place.
pub fn lower(tree: &mut Value, version: Version, diagnostics: &mut Diagnostics) {
    document::lower(tree, version, diagnostics);
    walk_mut(
        tree,
        Kind::Document,
        &Pointer::root(),
        &mut |kind, node, at| {
            if kind == Kind::Schema {
                schema(node, version, at, diagnostics);
            }
        },
    );
}

/// Applies the steps to one schema; those below it are walked afterwards.
fn schema(node: &mut Value, version: Version, at: &Pointer<'_>, diagnostics: &mut Diagnostics) {
    if let Value::Bool(bool) = *node {
        // `additionalProperties` is the one place where 3.0 has boolean schemas, too.
        if at.last() != "additionalProperties" {
            *node = document::boolean_schema(bool);
        }
        return;
    }
    let Value::Object(map) = node else { return };
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
