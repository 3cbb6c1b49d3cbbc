//! Models: each pair compared once per direction, with the operations that reach it.
//!
//! Operations note the pairs they use; here the graph of pairs is walked. A pair that comes back to itself
//! is met again and passed by.

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::types::{Field, Model, ModelKind, Type, UnionVariant, Variant};

use super::value::{self, Value, Values, capitalised, nullable};
use super::{Context, Move, Place, Slot};
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

/// A variant of the old union, and what it is in the new one.
type Matched<'a> = (&'a UnionVariant, Option<&'a UnionVariant>);

/// The names of an object's members.
fn names(model: &Model) -> Option<BTreeSet<&str>> {
    match &model.kind {
        ModelKind::Struct(fields) => Some(fields.iter().map(|field| field.name.as_str()).collect()),
        _ => None,
    }
}

/// The pointer of a member at another place of its model.
fn moved(model: &Model, pointer: &str, place: &str) -> String {
    let rest = first(model).and_then(|first| pointer.strip_prefix(first));
    rest.map_or_else(|| pointer.to_owned(), |rest| format!("{place}{rest}"))
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

    fn fields(&self, old: &'a [Field], new: &'a [Field], found: &mut Compared) {
        for left in old {
            match new.iter().find(|right| right.name == left.name) {
                Some(right) => self.field(left, right, found),
                None => found.changes.push(self.gone(left)),
            }
        }
        for right in new {
            if !old.iter().any(|left| left.name == right.name) {
                found.changes.push(self.came(right));
            }
        }
    }

    fn field_place(&self, old: Option<&'a Field>, new: Option<&'a Field>) -> Place {
        let name = old.or(new).map_or("", |field| field.name.as_str());
        let place = format!("{} field `{}.{name}`", self.way(), self.new.name);
        let shared = self.places();
        let (left, right) = shared.first().copied().unwrap_or_default();
        let old = old.map(|field| moved(self.old, &field.pointer, left));
        let new = new.map(|field| moved(self.new, &field.pointer, right));
        Place::new(self.direction, place).at(old.as_deref(), new.as_deref())
    }

    fn gone(&self, old: &'a Field) -> Change {
        let place = self.field_place(Some(old), None);
        let message = format!("{} is gone.", capitalised(&place.name));
        let rust = rust::member((self.old, self.new), Some(old), None);
        place.change(self.id("removed"), Severity::Breaking, message, rust)
    }

    fn came(&self, new: &'a Field) -> Change {
        let place = self.field_place(None, Some(new));
        let rust = rust::member((self.old, self.new), None, Some(new));
        let must = if new.required { "required" } else { "optional" };
        if self.direction == Direction::Response {
            let message = format!("{} is new.", capitalised(&place.name));
            return place.change(self.id("added"), Severity::Additive, message, rust);
        }
        let wire = if new.required {
            Severity::Breaking
        } else {
            Severity::Additive
        };
        let message = format!("{} is new and {must}.", capitalised(&place.name));
        place.change(self.id(&format!("added-{must}")), wire, message, rust)
    }

    fn field(&self, old: &'a Field, new: &'a Field, found: &mut Compared) {
        let place = self.field_place(Some(old), Some(new));
        let effect = rust::member((self.old, self.new), Some(old), Some(new));
        let values = Values {
            slot: self.slot(),
            place: place.clone(),
            old: Value {
                ty: &old.ty,
                schema: None,
            },
            new: Value {
                ty: &new.ty,
                schema: None,
            },
            rust: effect.clone(),
        };
        let changes = &mut found.changes;
        required(&values, old.required, new.required, changes);
        nullable(&values, old.nullable, new.nullable, changes);
        deprecated(&values, old.deprecated, new.deprecated, changes);
        if old.ident != new.ident {
            let message = format!("{} has another name in Rust.", capitalised(&place.name));
            changes.push(place.change(
                "rust-field-renamed",
                Severity::Cosmetic,
                message,
                effect.clone(),
            ));
        }
        let alike =
            old.ty == new.ty && old.required == new.required && old.nullable == new.nullable;
        if alike && old.ident == new.ident && effect.is_some() {
            let message = format!(
                "{} is held in another way in Rust.",
                capitalised(&place.name)
            );
            changes.push(place.change(
                "rust-type-changed",
                Severity::Cosmetic,
                message,
                effect.clone(),
            ));
        }
        // Schemas that are one model may still differ in what no type tells: each place is looked at. What
        // they all tell becomes one change in the end.
        for (left, right) in self.places() {
            let schema =
                |side: super::Side<'a>, place: &str| side.facts.schema(place)?.property(&old.name);
            let here = Values {
                place: place.clone(),
                old: Value {
                    ty: &old.ty,
                    schema: schema(self.context.old, left),
                },
                new: Value {
                    ty: &new.ty,
                    schema: schema(self.context.new, right),
                },
                rust: values.rust.clone(),
                ..values
            };
            value::compare(self.context, &here, &mut found.uses, changes);
        }
    }

    fn values<T: PartialEq + std::fmt::Display>(
        &self,
        old: &[Variant<T>],
        new: &[Variant<T>],
        out: &mut Vec<Change>,
    ) {
        let name = &self.new.name;
        let place = self.place(format!("{} enum `{name}`", self.way()));
        for left in old {
            let Some(right) = new.iter().find(|right| right.value == left.value) else {
                let wire = Move::Narrower.severity(self.direction);
                let message = format!("`{}` is no longer a value of `{name}`.", left.value);
                let rust = rust::breaking(format!("`{name}`: variant `{}` is gone", left.ident));
                out.push(place.change(
                    format!("{}-enum-value-removed", self.way()),
                    wire,
                    message,
                    rust,
                ));
                continue;
            };
            if left.ident != right.ident {
                let message = format!("The value `{}` of `{name}` has another name.", left.value);
                let (before, now) = (&left.ident, &right.ident);
                let rust = rust::breaking(format!(
                    "`{name}`: variant `{before}` is now called `{now}`"
                ));
                let place = Place {
                    direction: Direction::Api,
                    name: format!("enum `{name}`"),
                    ..place.clone()
                };
                out.push(place.change("rust-variant-renamed", Severity::Cosmetic, message, rust));
            }
        }
        for right in new {
            if !old.iter().any(|left| left.value == right.value) {
                // Enums are open, so an unknown value was never an error: additive in both directions.
                let message = format!("`{}` is a new value of `{name}`.", right.value);
                let rust = rust::harmless(format!("`{name}`: new variant `{}`", right.ident));
                let id = format!("{}-enum-value-added", self.way());
                out.push(place.change(id, Severity::Additive, message, rust));
            }
        }
    }

    fn variants(&self, old: &'a [UnionVariant], new: &'a [UnionVariant], found: &mut Compared) {
        let name = &self.new.name;
        let place = self.place(format!("{} union `{name}`", self.way()));
        let (pairs, left_over) = self.matched(old, new);
        for (left, right) in pairs {
            match right {
                Some(right) => self.variant(&place, left, right, found),
                None => {
                    let wire = Move::Narrower.severity(self.direction);
                    let message = format!("`{name}` is no longer a `{}`.", left.ident);
                    let rust =
                        rust::breaking(format!("`{name}`: variant `{}` is gone", left.ident));
                    let id = format!("{}-union-variant-removed", self.way());
                    found.changes.push(place.change(id, wire, message, rust));
                }
            }
        }
        for right in left_over {
            let wire = Move::Wider.severity(self.direction);
            let message = format!("`{name}` may now be a `{}`.", right.ident);
            let rust = rust::harmless(format!("`{name}`: new variant `{}`", right.ident));
            let id = format!("{}-union-variant-added", self.way());
            found.changes.push(place.change(id, wire, message, rust));
        }
    }

    /// The old variants with their partners, and the new ones without: by tags, by where they stand, by type,
    /// by name, and at last by having the same members.
    fn matched(
        &self,
        old: &'a [UnionVariant],
        new: &'a [UnionVariant],
    ) -> (Vec<Matched<'a>>, Vec<&'a UnionVariant>) {
        let mut left_over: Vec<&UnionVariant> = new.iter().collect();
        let mut pairs: Vec<Matched<'_>> = old.iter().map(|variant| (variant, None)).collect();
        for round in 0..5 {
            for (left, right) in pairs.iter_mut().filter(|(_, right)| right.is_none()) {
                if let Some(at) = left_over
                    .iter()
                    .position(|right| self.alike(round, left, right))
                {
                    *right = Some(left_over.remove(at));
                }
            }
        }
        (pairs, left_over)
    }

    fn alike(&self, round: usize, left: &UnionVariant, right: &UnionVariant) -> bool {
        let models = || {
            let model = |side: super::Side<'a>, ty: &Type| match ty.leaf() {
                Type::Model(name) => side.model(name),
                _ => None,
            };
            Some((
                model(self.context.old, &left.ty)?,
                model(self.context.new, &right.ty)?,
            ))
        };
        match round {
            0 => !left.tags.is_empty() && left.tags == right.tags,
            1 => models().is_some_and(|(old, new)| {
                old.pointers
                    .iter()
                    .any(|known| new.pointers.contains(known))
            }),
            2 => left.ty == right.ty,
            3 => left.ident == right.ident,
            _ => {
                models().is_some_and(|(old, new)| names(old).is_some() && names(old) == names(new))
            }
        }
    }

    fn variant(
        &self,
        union: &Place,
        old: &'a UnionVariant,
        new: &'a UnionVariant,
        found: &mut Compared,
    ) {
        let name = &self.new.name;
        if old.ident != new.ident {
            let message = format!("A variant of `{name}` has another name.");
            let (before, now) = (&old.ident, &new.ident);
            let rust = rust::breaking(format!(
                "`{name}`: variant `{before}` is now called `{now}`"
            ));
            let place = Place {
                direction: Direction::Api,
                name: format!("union `{name}`"),
                ..union.clone()
            };
            found.changes.push(place.change(
                "rust-variant-renamed",
                Severity::Cosmetic,
                message,
                rust,
            ));
        }
        let set = |tags: &'a [String]| tags.iter().collect::<BTreeSet<_>>();
        let (before, now) = (set(&old.tags), set(&new.tags));
        if before != now {
            let message = format!(
                "The variant `{}` of `{name}` is told by other values.",
                new.ident
            );
            let wire = if before.is_subset(&now) {
                Severity::Additive
            } else {
                Severity::Breaking
            };
            let id = format!("{}-union-tags-changed", self.way());
            found.changes.push(union.change(id, wire, message, None));
        }
        let place = Place {
            name: format!(
                "variant `{}` of the {} union `{name}`",
                new.ident,
                self.way()
            ),
            ..union.clone()
        };
        let rust = rust::breaking(format!(
            "`{name}`: variant `{}` holds `{}` instead of `{}`",
            new.ident,
            rust::owned(&new.ty),
            rust::owned(&old.ty)
        ));
        let values = Values {
            slot: self.slot(),
            place,
            old: Value {
                ty: &old.ty,
                schema: None,
            },
            new: Value {
                ty: &new.ty,
                schema: None,
            },
            rust,
        };
        value::compare(self.context, &values, &mut found.uses, &mut found.changes);
    }
}

/// Reports that a member must now be there, or need not.
pub(crate) fn required(values: &Values<'_>, old: bool, new: bool, out: &mut Vec<Change>) {
    let (aspect, step, rest) = match (old, new) {
        (false, true) => ("became-required", Move::Narrower, "is now always there"),
        (true, false) => ("became-optional", Move::Wider, "may now be missing"),
        _ => return,
    };
    let rest = match (values.slot.direction(), aspect) {
        (Direction::Request, "became-required") => "is now required",
        (Direction::Request, _) => "is no longer required",
        _ => rest,
    };
    let message = format!("{} {rest}.", capitalised(&values.place.name));
    let wire = step.severity(values.slot.direction());
    let id = format!("{}-{aspect}", values.slot.prefix());
    out.push(values.place.change(id, wire, message, values.rust.clone()));
}

/// Reports that something is to be avoided from now on, or no longer.
pub(crate) fn deprecated(values: &Values<'_>, old: bool, new: bool, out: &mut Vec<Change>) {
    let (aspect, rest) = match (old, new) {
        (false, true) => ("deprecated", "is now deprecated"),
        (true, false) => ("reactivated", "is no longer deprecated"),
        _ => return,
    };
    let message = format!("{} {rest}.", capitalised(&values.place.name));
    let id = format!("{}-{aspect}", values.slot.prefix());
    out.push(values.place.change(id, Severity::Additive, message, None));
}
