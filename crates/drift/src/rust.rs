//! How the generated crate shows things of the IR, as far as a report has to say it or judge by it.
//!
//! Words only, no tokens: the types of arguments and fields, and whether a program that fitted the old one
//! fits the new one. It has to agree with what crates/emit-rust writes.

use sdk_ir::api::Group;
use sdk_ir::operation::{BodyField, Operation, Parameter, Presence};
use sdk_ir::types::{Field, Model, Type};

use crate::report::Effect;

/// A type as the crate writes it.
pub(crate) fn owned(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Time => "Time".to_owned(),
        Type::Binary => "Part".to_owned(),
        Type::Any => "Value".to_owned(),
        Type::List(inner) => format!("Vec<{}>", owned(inner)),
        Type::Map(inner) => format!("BTreeMap<String, {}>", owned(inner)),
        Type::Nullable(inner) => format!("Option<{}>", owned(inner)),
        Type::Identifier(name) | Type::Model(name) => name.clone(),
    }
}

/// A member of an object as the model's field holds it.
///
/// In an answer an absent list or map is empty; in a request absent, null and a value may all differ.
pub(crate) fn held(model: &Model, field: &Field) -> String {
    let owned = owned(&field.ty);
    let inner = if field.boxed {
        format!("Box<{owned}>")
    } else {
        owned
    };
    let many = matches!(field.ty, Type::List(_) | Type::Map(_));
    match (field.required, field.nullable) {
        (true, false) => inner,
        (false, false) if many && !model.in_request => inner,
        (false, true) if model.in_request => format!("Option<Option<{inner}>>"),
        _ => format!("Option<{inner}>"),
    }
}

/// The module a model is in: its only group's, or the one that all groups share.
pub(crate) fn module(model: &Model) -> String {
    let mut groups = model.groups.iter();
    match (groups.next(), groups.next()) {
        (Some(only), None) => format!("{only}::models"),
        _ => "models".to_owned(),
    }
}

/// A value that a method takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Whether it is an argument; else a setter.
    pub(crate) positional: bool,
    pub(crate) ident: String,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
}

impl Input {
    pub(crate) fn parameter(parameter: &Parameter) -> Self {
        Input {
            positional: parameter.required,
            ident: parameter.ident.clone(),
            ty: parameter.ty.clone(),
            nullable: false,
        }
    }

    pub(crate) fn field(field: &BodyField) -> Self {
        Input {
            positional: field.presence == Presence::Required,
            ident: field.ident.clone(),
            ty: field.ty.clone(),
            nullable: field.nullable,
        }
    }

    /// What a method takes: "argument `card`" or "setter `card`".
    pub(crate) fn noun(&self) -> String {
        let kind = if self.positional {
            "argument"
        } else {
            "setter"
        };
        format!("{kind} `{}`", self.ident)
    }

    fn taken(&self) -> String {
        if self.nullable {
            format!("Nullable<{}>", owned(&self.ty))
        } else {
            owned(&self.ty)
        }
    }
}

/// An operation's method: `Clients::search`.
pub(crate) fn method(group: &Group, operation: &Operation) -> String {
    format!("{}::{}", group.handle, operation.name)
}

/// An effect that old programs survive.
pub(crate) fn harmless(text: String) -> Option<Effect> {
    Some(Effect {
        breaking: false,
        text,
    })
}

/// An effect that old programs may not survive.
pub(crate) fn breaking(text: String) -> Option<Effect> {
    Some(Effect {
        breaking: true,
        text,
    })
}

/// What it means that a value a method takes is new, gone, or another one.
pub(crate) fn input(method: &str, old: Option<&Input>, new: Option<&Input>) -> Option<Effect> {
    match (old, new) {
        (None, None) => None,
        (None, Some(new)) if new.positional => breaking(format!("`{method}`: new {}", new.noun())),
        (None, Some(new)) => harmless(format!("`{method}`: new optional {}", new.noun())),
        (Some(old), None) => breaking(format!("`{method}`: {} is gone", old.noun())),
        (Some(old), Some(new)) if old.positional != new.positional => {
            breaking(format!("`{method}`: {} becomes {}", old.noun(), new.noun()))
        }
        (Some(old), Some(new)) if old.ident != new.ident && !new.positional => breaking(format!(
            "`{method}`: {} is now called `{}`",
            old.noun(),
            new.ident
        )),
        (Some(old), Some(new)) if old.taken() != new.taken() => {
            let text = format!(
                "`{method}`: {} takes `{}` instead of `{}`",
                new.noun(),
                new.taken(),
                old.taken()
            );
            if survives(old, new) {
                harmless(text)
            } else {
                breaking(text)
            }
        }
        _ => None,
    }
}

/// Whether each value given for `old` is taken for `new`: null on top is, where no conversion or literal
/// has to guess what is meant.
fn survives(old: &Input, new: &Input) -> bool {
    // A number is taken where an identifier is meant, and so is text where the identifier is text.
    let founded = matches!(
        (&old.ty, &new.ty),
        (Type::Integer | Type::String, Type::Identifier(_))
    );
    if founded && old.nullable == new.nullable && !new.nullable {
        return true;
    }
    old.ty == new.ty
        && !old.nullable
        && matches!(
            new.ty,
            Type::Bool
                | Type::Integer
                | Type::Number
                | Type::Any
                | Type::Date
                | Type::DateTime
                | Type::Time
                | Type::Model(_)
                | Type::Map(_)
        )
}

/// What it means that a model's field is new, gone, or another one.
pub(crate) fn member(
    (was, is): (&Model, &Model),
    old: Option<&Field>,
    new: Option<&Field>,
) -> Option<Effect> {
    let model = &is.name;
    match (old, new) {
        (None, None) => None,
        (None, Some(new)) if is.in_request && new.required && !new.nullable => breaking(format!(
            "`{model}`: new field `{}: {}`, which `{model}::new` asks for",
            new.ident,
            held(is, new)
        )),
        (None, Some(new)) => harmless(format!(
            "`{model}`: new field `{}: {}`",
            new.ident,
            held(is, new)
        )),
        (Some(old), None) => breaking(format!("`{model}`: field `{}` is gone", old.ident)),
        (Some(old), Some(new)) if old.ident != new.ident => breaking(format!(
            "`{model}`: field `{}` is now called `{}`",
            old.ident, new.ident
        )),
        (Some(old), Some(new)) if held(was, old) != held(is, new) => breaking(format!(
            "`{model}`: field `{}` is `{}` instead of `{}`",
            new.ident,
            held(is, new),
            held(was, old)
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setter(ty: Type, nullable: bool) -> Input {
        Input {
            positional: false,
            ident: "x".into(),
            ty,
            nullable,
        }
    }

    #[test]
    fn null_on_top_breaks_only_where_a_conversion_has_to_be_guessed() {
        let effect = |ty: Type| {
            let (old, new) = (setter(ty.clone(), false), setter(ty, true));
            input("A::b", Some(&old), Some(&new)).is_some_and(|effect| effect.breaking)
        };
        assert!(!effect(Type::Bool));
        assert!(effect(Type::String), "`&str` is no `Nullable<String>`");
        assert!(
            effect(Type::List(Box::new(Type::Bool))),
            "an array is no `Nullable<Vec<bool>>`"
        );
    }

    #[test]
    fn what_may_be_absent_is_held_by_the_way_it_travels() {
        let field = Field {
            name: "tags".into(),
            ident: "tags".into(),
            ty: Type::List(Box::new(Type::String)),
            required: false,
            nullable: false,
            boxed: false,
            description: None,
            deprecated: false,
            text: false,
            pointer: String::new(),
        };
        let model = |in_request, in_response| Model {
            name: "A".into(),
            description: None,
            kind: sdk_ir::types::ModelKind::Struct(Vec::new()),
            discriminator: None,
            groups: std::collections::BTreeSet::new(),
            in_request,
            in_response,
            pointers: Vec::new(),
        };
        assert_eq!(held(&model(false, true), &field), "Vec<String>");
        assert_eq!(held(&model(true, true), &field), "Option<Vec<String>>");
        let field = Field {
            nullable: true,
            ..field
        };
        assert_eq!(
            held(&model(true, false), &field),
            "Option<Option<Vec<String>>>"
        );
    }
}
