//! The type of a value on both sides: the same, wider, narrower, or another.
//!
//! Models are not entered here: where both sides name one, the pair is noted for `model`. What the type says
//! nothing about (limits, formats) is left to `keywords`.

use sdk_ir::types::{Model, ModelKind, Type};

use super::model::Pair;
use super::{Context, Move, Place, Slot, keywords, presence};
use crate::facts::Schema;
use crate::report::{Change, Effect, Severity};
use crate::rust;

/// A value as one side has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) schema: Option<Schema<'a>>,
}

/// A value on both sides, and what a report says about its place.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    pub(crate) slot: Slot,
    pub(crate) place: Place,
    pub(crate) old: Value<'a>,
    pub(crate) new: Value<'a>,
    /// What it means in Rust that the type is another one.
    pub(crate) rust: Option<Effect>,
}

/// Compares a value; the models it reaches go to `uses`.
pub(crate) fn compare(
    context: Context<'_>,
    values: &Values<'_>,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let found = relate(context, values.old.ty, values.new.ty);
    match found {
        Relation::Same => inside(context, values, uses, out),
        Relation::Models(old, new) => {
            uses.push(Pair::new(old, new, values.slot.direction()));
            keywords::compare(values, out);
        }
        Relation::Differs(aspect, step) => {
            let (old, new) = (
                described(context.old, values.old.ty),
                described(context.new, values.new.ty),
            );
            let message = format!(
                "The type of {} changed from {old} to {new}.",
                values.place.name
            );
            let id = format!("{}-{aspect}", values.slot.prefix());
            let wire = step.severity(values.slot.direction());
            out.push(values.place.change(id, wire, message, values.rust.clone()));
        }
        Relation::RustOnly => {
            let message = format!(
                "{} is the same on the wire and has another type in Rust.",
                capitalised(&values.place.name)
            );
            out.push(values.place.change(
                "rust-type-changed",
                Severity::Cosmetic,
                message,
                values.rust.clone(),
            ));
        }
    }
}

/// Compares what a list or a map holds, or the limits of a plain value.
fn inside(context: Context<'_>, values: &Values<'_>, uses: &mut Vec<Pair>, out: &mut Vec<Change>) {
    keywords::compare(values, out);
    let (old, new, list) = match (values.old.ty, values.new.ty) {
        (Type::List(old), Type::List(new)) => (old, new, true),
        (Type::Map(old), Type::Map(new)) => (old, new, false),
        _ => return,
    };
    let (old, old_null) = bare(old);
    let (new, new_null) = bare(new);
    let each = Values {
        slot: values.slot,
        place: Place {
            name: format!(
                "{} of {}",
                if list { "each item" } else { "each value" },
                values.place.name
            ),
            ..values.place.clone()
        },
        old: Value {
            ty: old,
            schema: values.old.schema.and_then(|schema| held(schema, list)),
        },
        new: Value {
            ty: new,
            schema: values.new.schema.and_then(|schema| held(schema, list)),
        },
        rust: values.rust.clone(),
    };
    presence::nullable(&each, old_null, new_null, out);
    compare(context, &each, uses, out);
}

fn held(schema: Schema<'_>, list: bool) -> Option<Schema<'_>> {
    if list {
        schema.items()
    } else {
        schema.values()
    }
}

/// A type without null on top.
fn bare(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Nullable(inner) => (inner, true),
        ty => (ty, false),
    }
}

/// How two types relate.
enum Relation<'a> {
    Same,
    /// Two models, to be compared on their own.
    Models(&'a str, &'a str),
    /// Not the same: the aspect of the id, and what becomes of the admitted values.
    Differs(&'static str, Move),
    /// The same values under another type in Rust.
    RustOnly,
}

fn relate<'a>(context: Context<'a>, old: &'a Type, new: &'a Type) -> Relation<'a> {
    use Relation::{Differs, Same};
    let text = |ty: &Type| matches!(ty, Type::String);
    let format = |ty: &Type| matches!(ty, Type::Date | Type::DateTime | Type::Time);
    let model = |ty: &'a Type, side: super::Side<'a>| match ty {
        Type::Model(name) => side.model(name),
        _ => None,
    };
    match (old, new) {
        (Type::Model(left), Type::Model(right)) => models(context, left, right),
        (Type::List(_), Type::List(_)) | (Type::Map(_), Type::Map(_)) => Same,
        (old, new) if old == new => Same,
        (Type::Any, _) => Differs("became-typed", Move::Narrower),
        (_, Type::Any) => Differs("became-untyped", Move::Wider),
        (Type::Integer, Type::Number) => Differs("type-widened", Move::Wider),
        (Type::Number, Type::Integer) => Differs("type-narrowed", Move::Narrower),
        (old, new) if text(old) && format(new) => Differs("format-added", Move::Narrower),
        (old, new) if format(old) && text(new) => Differs("format-removed", Move::Wider),
        (old, new) if format(old) && format(new) => Differs("format-changed", Move::Other),
        (Type::Nullable(_), _) | (_, Type::Nullable(_)) => Differs("type-changed", Move::Other),
        (Type::Identifier(_), _) | (_, Type::Identifier(_)) => {
            match relate(context, wire(context.old, old), wire(context.new, new)) {
                Same => Relation::RustOnly,
                other => other,
            }
        }
        (old, new) => match (model(old, context.old), model(new, context.new)) {
            (Some(model), None) => named(model, new, false),
            (None, Some(model)) => named(model, old, true),
            _ => Differs("type-changed", Move::Other),
        },
    }
}

/// Two models: alike in kind, or a union that the other is one of.
fn models<'a>(context: Context<'a>, left: &'a str, right: &'a str) -> Relation<'a> {
    let (Some(old), Some(new)) = (context.old.model(left), context.new.model(right)) else {
        return Relation::Same;
    };
    match (&old.kind, &new.kind) {
        (ModelKind::Struct(_), ModelKind::Struct(_))
        | (ModelKind::TextEnum(_), ModelKind::TextEnum(_))
        | (ModelKind::IntegerEnum(_), ModelKind::IntegerEnum(_))
        | (ModelKind::Union(_), ModelKind::Union(_)) => Relation::Models(left, right),
        (_, ModelKind::Union(_)) if one_of(new, &Type::Model(left.to_owned())) => {
            Relation::Differs("type-widened", Move::Wider)
        }
        (ModelKind::Union(_), _) if one_of(old, &Type::Model(right.to_owned())) => {
            Relation::Differs("type-narrowed", Move::Narrower)
        }
        _ => Relation::Differs("type-changed", Move::Other),
    }
}

/// A model on one side, something without a name on the other; `came` when the model is the new one.
fn named<'a>(model: &Model, other: &Type, came: bool) -> Relation<'a> {
    let fewer = match (&model.kind, other) {
        (ModelKind::TextEnum(_), Type::String) | (ModelKind::IntegerEnum(_), Type::Integer) => {
            let aspect = if came { "became-enum" } else { "became-open" };
            let step = if came { Move::Narrower } else { Move::Wider };
            return Relation::Differs(aspect, step);
        }
        (ModelKind::Struct(_), Type::Map(_)) => true,
        (ModelKind::Union(_), other) if one_of(model, other) => false,
        _ => return Relation::Differs("type-changed", Move::Other),
    };
    if came == fewer {
        Relation::Differs("type-narrowed", Move::Narrower)
    } else {
        Relation::Differs("type-widened", Move::Wider)
    }
}

fn one_of(model: &Model, ty: &Type) -> bool {
    matches!(&model.kind, ModelKind::Union(variants) if variants.iter().any(|variant| variant.ty == *ty))
}

/// What a type is on the wire: an identifier is a number or text.
fn wire<'a>(side: super::Side<'a>, ty: &'a Type) -> &'a Type {
    match ty {
        Type::Identifier(name) => match side.api.identifiers.get(name) {
            Some(identifier) if identifier.text => &Type::String,
            _ => &Type::Integer,
        },
        ty => ty,
    }
}

/// A type in words.
fn described(side: super::Side<'_>, ty: &Type) -> String {
    match ty {
        Type::Bool => "a boolean".to_owned(),
        Type::Integer => "a whole number".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::String => "text".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::DateTime => "a date with time".to_owned(),
        Type::Time => "a time".to_owned(),
        Type::Binary => "a file".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Map(_) => "an object with any members".to_owned(),
        Type::Nullable(inner) => format!("{} or null", described(side, inner)),
        Type::Identifier(name) => format!("`{name}`, {}", described(side, wire(side, ty))),
        Type::Model(name) => match side.model(name).map(|model| &model.kind) {
            Some(ModelKind::Struct(_)) => format!("the object `{name}`"),
            Some(ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_)) => {
                format!("the enum `{name}`")
            }
            Some(ModelKind::Union(_)) => format!("the union `{name}`"),
            None => format!("`{name}`"),
        },
    }
}

/// A sentence's first letter.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The effect of another type on what is not an argument, a setter or a field: the answer.
pub(crate) fn answer(method: &str, old: &Type, new: &Type) -> Option<Effect> {
    let (old, new) = (rust::owned(old), rust::owned(new));
    if old == new {
        return None;
    }
    rust::breaking(format!("`{method}`: gives `{new}` instead of `{old}`"))
}
