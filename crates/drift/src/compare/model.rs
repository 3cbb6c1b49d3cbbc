//! Models: each pair compared once per direction, with the operations that reach it.
//!
//! Operations note the pairs they use; here the graph of pairs is walked. A pair that comes back to itself
//! is met again and passed by. What objects, enums and unions are compared by is in the files below.

mod choices;
mod fields;

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::types::{Model, ModelKind};

use super::{Context, Place, Slot};
use crate::report::{Change, Direction, OperationRef, Severity};
use crate::rust;

/// Two models at the same place, and the way they travel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    old: String,
    new: String,
    direction: Direction,
}

impl Pair {
    pub(crate) fn new(old: &str, new: &str, direction: Direction) -> Self {
        Pair {
            old: old.to_owned(),
            new: new.to_owned(),
            direction,
        }
    }
}

/// The pairs that operations use.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    roots: Vec<(OperationRef, Vec<Pair>)>,
}

/// What came of comparing a pair.
#[derive(Debug, Default)]
struct Compared {
    changes: Vec<Change>,
    uses: Vec<Pair>,
}

impl Pairs {
    /// Notes the pairs that an operation names itself.
    pub(crate) fn note(&mut self, operation: OperationRef, uses: Vec<Pair>) {
        if !uses.is_empty() {
            self.roots.push((operation, uses));
        }
    }

    /// Compares all pairs that are reached, and adds the changes with the operations they touch.
    pub(crate) fn finish(self, context: Context<'_>, out: &mut Vec<Change>) {
        let mut compared: BTreeMap<Pair, Compared> = BTreeMap::new();
        let mut touched: BTreeMap<Pair, Vec<OperationRef>> = BTreeMap::new();
        for (operation, uses) in self.roots {
            let mut open = uses;
            let mut seen: BTreeSet<Pair> = BTreeSet::new();
            while let Some(pair) = open.pop() {
                if !seen.insert(pair.clone()) {
                    continue;
                }
                let found = compared
                    .entry(pair.clone())
                    .or_insert_with(|| compare(context, &pair));
                open.extend(found.uses.iter().cloned());
                touched.entry(pair).or_default().push(operation.clone());
            }
        }
        for (pair, found) in compared {
            let operations = touched.remove(&pair).unwrap_or_default();
            out.extend(found.changes.into_iter().map(|change| Change {
                operations: operations.clone(),
                ..change
            }));
        }
    }
}

/// Compares one pair.
fn compare(context: Context<'_>, pair: &Pair) -> Compared {
    let mut found = Compared::default();
    let (Some(old), Some(new)) = (context.old.model(&pair.old), context.new.model(&pair.new))
    else {
        return found;
    };
    renamed(old, new, &mut found.changes);
    used(old, new, &mut found.changes);
    let both = Both {
        context,
        direction: pair.direction,
        old,
        new,
    };
    match (&old.kind, &new.kind) {
        (ModelKind::Struct(left), ModelKind::Struct(right)) => {
            both.fields(left, right, &mut found);
        }
        (ModelKind::TextEnum(left), ModelKind::TextEnum(right)) => {
            both.values(left, right, &mut found.changes);
        }
        (ModelKind::IntegerEnum(left), ModelKind::IntegerEnum(right)) => {
            both.values(left, right, &mut found.changes);
        }
        (ModelKind::Union(left), ModelKind::Union(right)) => both.variants(left, right, &mut found),
        _ => {}
    }
    found
}

fn first(model: &Model) -> Option<&str> {
    model.pointers.first().map(String::as_str)
}

/// Another name of the type: nothing on the wire, but programs name types.
fn renamed(old: &Model, new: &Model, out: &mut Vec<Change>) {
    if old.name == new.name {
        return;
    }
    let (before, now) = (&old.name, &new.name);
    let place = Place::new(Direction::Api, format!("type `{before}`")).at(first(old), first(new));
    out.push(place.change(
        "rust-type-renamed",
        Severity::Cosmetic,
        format!("The type that was called `{before}` is called `{now}`."),
        rust::breaking(format!("`{before}` is now `{now}`")),
    ));
}

/// Where the type stands in the crate and what it can do, by who uses it: more uses may move it.
fn used(old: &Model, new: &Model, out: &mut Vec<Change>) {
    let name = &new.name;
    let place = Place::new(Direction::Api, format!("type `{name}`")).at(first(old), first(new));
    let (before, now) = (rust::module(old), rust::module(new));
    if before != now {
        let message = format!("The groups that use `{name}` are others.");
        let rust = rust::breaking(format!("`{before}::{}` is now `{now}::{name}`", old.name));
        out.push(place.change("rust-type-moved", Severity::Cosmetic, message, rust));
    }
    let structure = matches!(new.kind, ModelKind::Struct(_));
    if old.in_request && !new.in_request && structure {
        let message = format!("`{name}` is no longer sent.");
        let rust = rust::breaking(format!("`{name}`: `new` and its setters are gone"));
        out.push(place.change(
            "rust-constructor-removed",
            Severity::Cosmetic,
            message,
            rust,
        ));
    }
    let derived = structure || matches!(new.kind, ModelKind::Union(_));
    if old.in_response && !new.in_response && derived {
        let message = format!("`{name}` is no longer received.");
        let rust = rust::breaking(format!("`{name}`: `Deserialize` is gone"));
        out.push(place.change("rust-trait-removed", Severity::Cosmetic, message, rust));
    }
}

/// A pair that is being compared.
struct Both<'a> {
    context: Context<'a>,
    direction: Direction,
    old: &'a Model,
    new: &'a Model,
}

impl<'a> Both<'a> {
    fn slot(&self) -> Slot {
        Slot::of_fields(self.direction)
    }

    /// Where both sides have these models: the places they share, or the first of each.
    fn places(&self) -> Vec<(&'a str, &'a str)> {
        let shared: Vec<_> = (self.old.pointers.iter())
            .filter(|pointer| self.new.pointers.contains(pointer))
            .map(|pointer| (pointer.as_str(), pointer.as_str()))
            .collect();
        if shared.is_empty() {
            vec![(
                first(self.old).unwrap_or_default(),
                first(self.new).unwrap_or_default(),
            )]
        } else {
            shared
        }
    }

    /// How sentences about these models begin: "request" or "response".
    fn way(&self) -> &'static str {
        match self.direction {
            Direction::Response => "response",
            Direction::Request | Direction::Api => "request",
        }
    }

    fn place(&self, name: String) -> Place {
        Place::new(self.direction, name).at(first(self.old), first(self.new))
    }

    fn id(&self, aspect: &str) -> String {
        format!("{}-{aspect}", self.slot().prefix())
    }
}
