//! Enums and unions: what a value may be.
//!
//! Enums are open, so that a value that nobody knew was never an error. Unions are not.

use std::collections::BTreeSet;

use sdk_ir::types::{Model, ModelKind, Type, UnionVariant, Variant};

use super::{Both, Compared};
use crate::compare::value::{self, Value, Values};
use crate::compare::{Move, Place, Side};
use crate::report::{Change, Direction, Severity};
use crate::rust;

/// A variant of the old union, and what it is in the new one.
type Matched<'a> = (&'a UnionVariant, Option<&'a UnionVariant>);

impl<'a> Both<'a> {
    pub(super) fn values<T: PartialEq + std::fmt::Display>(
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

    pub(super) fn variants(
        &self,
        old: &'a [UnionVariant],
        new: &'a [UnionVariant],
        found: &mut Compared,
    ) {
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
            let model = |side: Side<'a>, ty: &Type| match ty.leaf() {
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
        self.holds(union, old, new, found);
    }

    /// What a variant holds.
    fn holds(
        &self,
        union: &Place,
        old: &'a UnionVariant,
        new: &'a UnionVariant,
        found: &mut Compared,
    ) {
        let name = &self.new.name;
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

/// The names of an object's members.
fn names(model: &Model) -> Option<BTreeSet<&str>> {
    match &model.kind {
        ModelKind::Struct(fields) => Some(fields.iter().map(|field| field.name.as_str()).collect()),
        _ => None,
    }
}
