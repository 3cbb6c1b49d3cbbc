//! Objects: members that are new, gone, or other than they were.

use sdk_ir::types::{Field, Model, Type};

use super::{Both, Compared, first};
use crate::compare::presence::{deprecated, nullable, required};
use crate::compare::value::{self, Value, Values, capitalised};
use crate::compare::{Place, Side};
use crate::report::{Change, Direction, Severity};
use crate::rust;

impl<'a> Both<'a> {
    pub(super) fn fields(&self, old: &'a [Field], new: &'a [Field], found: &mut Compared) {
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
                ty: on_wire(old, new),
                schema: None,
            },
            new: Value {
                ty: on_wire(new, old),
                schema: None,
            },
            rust: effect.clone(),
        };
        let changes = &mut found.changes;
        required(&values, old.required, new.required, changes);
        nullable(&values, old.nullable, new.nullable, changes);
        deprecated(&values, old.deprecated, new.deprecated, changes);
        self.held(old, new, &values, changes);
        // Schemas that are one model may still differ in what no type tells: each place is looked at. What
        // they all tell becomes one change in the end.
        for (left, right) in self.places() {
            let schema =
                |side: Side<'a>, place: &str| side.facts.schema(place)?.property(&old.name);
            let here = Values {
                place: place.clone(),
                old: Value {
                    ty: on_wire(old, new),
                    schema: schema(self.context.old, left),
                },
                new: Value {
                    ty: on_wire(new, old),
                    schema: schema(self.context.new, right),
                },
                rust: values.rust.clone(),
                ..values
            };
            value::compare(self.context, &here, &mut found.uses, changes);
        }
    }

    /// What only Rust shows: another name, or another way to hold the same value.
    fn held(&self, old: &Field, new: &Field, values: &Values<'_>, out: &mut Vec<Change>) {
        let (place, effect) = (&values.place, &values.rust);
        if old.ident != new.ident {
            let message = format!("{} has another name in Rust.", capitalised(&place.name));
            out.push(place.change(
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
            out.push(place.change(
                "rust-type-changed",
                Severity::Cosmetic,
                message,
                effect.clone(),
            ));
        }
    }
}

/// A member's type; that of an identifier which is text on this side and a number on the other is text.
fn on_wire<'f>(field: &'f Field, other: &Field) -> &'f Type {
    if field.text && !other.text {
        &Type::String
    } else {
        &field.ty
    }
}

/// The pointer of a member at another place of its model.
fn moved(model: &Model, pointer: &str, place: &str) -> String {
    let rest = first(model).and_then(|first| pointer.strip_prefix(first));
    rest.map_or_else(|| pointer.to_owned(), |rest| format!("{place}{rest}"))
}
