//! Request bodies: whether one is sent, as which media type, and its members or its one value.

use sdk_ir::operation::{Body, BodyContent, BodyField, Presence};
use sdk_ir::types::Type;

use super::model::Pair;
use super::operation::Both;
use super::parameter::setter_renamed;
use super::presence::{deprecated, nullable, required};
use super::value::{self, Value, Values, capitalised};
use super::{Place, Slot, keywords};
use crate::report::{Change, Direction, Severity};
use crate::rust::{self, Input};

/// Compares the bodies of an operation.
pub(crate) fn compare(both: &Both<'_>, uses: &mut Vec<Pair>, out: &mut Vec<Change>) {
    let place = Place::new(Direction::Request, "request body").at(
        both.old.body.as_ref().map(|body| body.pointer.as_str()),
        both.new.body.as_ref().map(|body| body.pointer.as_str()),
    );
    match (&both.old.body, &both.new.body) {
        (None, None) => {}
        (None, Some(new)) => out.push(came(both, &place, new)),
        (Some(old), None) => {
            let rust = rust::breaking(format!("`{}`: takes no body any more", both.method));
            let change = place.change(
                "request-body-removed",
                Severity::Breaking,
                "No request body is described any more.",
                rust.filter(|_| takes_something(old)),
            );
            out.push(change);
        }
        (Some(old), Some(new)) => {
            media(both, &place, old, new, out);
            content(both, &place, (old, new), uses, out);
        }
    }
}

/// Whether a caller gives anything for a body.
fn takes_something(body: &Body) -> bool {
    !matches!(&body.content, BodyContent::Fields { fields, .. } if fields.is_empty())
}

fn came(both: &Both<'_>, place: &Place, new: &Body) -> Change {
    let positional = match &new.content {
        BodyContent::Fields { fields, .. } => fields
            .iter()
            .any(|field| field.presence == Presence::Required),
        _ => new.required,
    };
    let rust = match (&new.content, positional) {
        (BodyContent::Fields { fields, .. }, _) => {
            let names: Vec<String> = fields
                .iter()
                .map(|field| format!("`{}`", field.ident))
                .collect();
            let text = format!("`{}`: takes {}", both.method, names.join(", "));
            if positional {
                rust::breaking(text)
            } else {
                rust::harmless(text)
            }
        }
        (_, true) => rust::breaking(format!("`{}`: new argument for the body", both.method)),
        (_, false) => rust::harmless(format!("`{}`: new setter for the body", both.method)),
    };
    if new.required {
        let message = "A request body is now described and required.";
        place.change(
            "request-body-added-required",
            Severity::Breaking,
            message,
            rust,
        )
    } else {
        let message = "A request body is now described; it may be left out.";
        place.change(
            "request-body-added-optional",
            Severity::Additive,
            message,
            rust,
        )
    }
}

/// The media type that is sent, and those that would do.
fn media(both: &Both<'_>, place: &Place, old: &Body, new: &Body, out: &mut Vec<Change>) {
    if old.media_type != new.media_type {
        let taken = media_types(both.context.new.facts, &new.pointer).contains(&old.media_type);
        let wire = if taken {
            Severity::Additive
        } else {
            Severity::Breaking
        };
        let message = format!(
            "The request body is sent as `{}` instead of `{}`.",
            new.media_type, old.media_type
        );
        out.push(place.change("request-media-type-changed", wire, message, None));
        return;
    }
    let before = media_types(both.context.old.facts, &old.pointer);
    let now = media_types(both.context.new.facts, &new.pointer);
    if before.is_empty() || now.is_empty() {
        return;
    }
    for media_type in now.iter().filter(|known| !before.contains(known)) {
        let message = format!("The request body may now be sent as `{media_type}`, too.");
        out.push(place.change(
            "request-media-type-added",
            Severity::Additive,
            message,
            None,
        ));
    }
    for media_type in before.iter().filter(|known| !now.contains(known)) {
        let message = format!(
            "The request body may no longer be sent as `{media_type}`, which the client does not do."
        );
        out.push(place.change(
            "request-media-type-removed",
            Severity::Additive,
            message,
            None,
        ));
    }
}

/// The media types of a body or an answer, in lower case and without parameters.
pub(crate) fn media_types(facts: crate::facts::Facts<'_>, pointer: &str) -> Vec<String> {
    let content = facts.at(pointer).and_then(|body| body.get("content"));
    let names = content
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flat_map(|map| map.keys());
    names
        .map(|name| {
            name.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        })
        .collect()
}

fn content(
    both: &Both<'_>,
    place: &Place,
    (old, new): (&Body, &Body),
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    match (&old.content, &new.content) {
        (BodyContent::Fields { fields: left, .. }, BodyContent::Fields { fields: right, .. }) => {
            must(both, place, old, new, false, out);
            fields(both, left, right, uses, out);
            object(both, place, old, new, out);
        }
        (BodyContent::Json(before), BodyContent::Json(now)) => {
            must(both, place, old, new, true, out);
            whole(both, place, (old, before), (new, now), uses, out);
        }
        (before, now) if std::mem::discriminant(before) == std::mem::discriminant(now) => {
            must(both, place, old, new, true, out);
        }
        (before, now) => {
            let message = format!(
                "The request body is {} instead of {}.",
                kind(now),
                kind(before)
            );
            let rust = rust::breaking(format!(
                "`{}`: the body is given as {}",
                both.method,
                kind(now)
            ));
            out.push(place.change(
                "request-body-type-changed",
                Severity::Breaking,
                message,
                rust,
            ));
        }
    }
}

/// A body that is given as one JSON value.
fn whole(
    both: &Both<'_>,
    place: &Place,
    (old, before): (&Body, &Type),
    (new, now): (&Body, &Type),
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let values = Values {
        slot: Slot::RequestBody,
        place: place.clone(),
        old: Value {
            ty: before,
            schema: both
                .context
                .old
                .facts
                .content(&old.pointer, &old.media_type),
        },
        new: Value {
            ty: now,
            schema: both
                .context
                .new
                .facts
                .content(&new.pointer, &new.media_type),
        },
        rust: rust::breaking(format!(
            "`{}`: the body is `{}` instead of `{}`",
            both.method,
            rust::owned(now),
            rust::owned(before)
        )),
    };
    value::compare(both.context, &values, uses, out);
}

/// Whether there has to be a body; given whole, it turns from a setter into an argument and back.
fn must(
    both: &Both<'_>,
    place: &Place,
    old: &Body,
    new: &Body,
    whole: bool,
    out: &mut Vec<Change>,
) {
    let (id, wire, rest, kind) = match (old.required, new.required) {
        (false, true) => (
            "request-body-became-required",
            Severity::Breaking,
            "is now required",
            "an argument",
        ),
        (true, false) => (
            "request-body-became-optional",
            Severity::Additive,
            "is no longer required",
            "a setter",
        ),
        _ => return,
    };
    let rust =
        rust::breaking(format!("`{}`: the body becomes {kind}", both.method)).filter(|_| whole);
    out.push(place.change(id, wire, format!("The request body {rest}."), rust));
}

/// The limits of the object whose members are given one by one.
fn object(both: &Both<'_>, place: &Place, old: &Body, new: &Body, out: &mut Vec<Change>) {
    let any = Type::Any;
    let values = Values {
        slot: Slot::RequestBody,
        place: place.clone(),
        old: Value {
            ty: &any,
            schema: both
                .context
                .old
                .facts
                .content(&old.pointer, &old.media_type),
        },
        new: Value {
            ty: &any,
            schema: both
                .context
                .new
                .facts
                .content(&new.pointer, &new.media_type),
        },
        rust: None,
    };
    keywords::compare(&values, out);
}

fn fields(
    both: &Both<'_>,
    old: &[BodyField],
    new: &[BodyField],
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    for left in old {
        match new.iter().find(|right| right.name == left.name) {
            Some(right) => field(both, left, right, uses, out),
            None => {
                let place = field_place(left).at(Some(&left.pointer), None);
                let rust = rust::input(&both.method, Some(&Input::field(left)), None);
                let message = format!("{} is gone.", capitalised(&place.name));
                out.push(place.change("request-field-removed", Severity::Breaking, message, rust));
            }
        }
    }
    for right in new {
        if old.iter().any(|left| left.name == right.name) {
            continue;
        }
        let place = field_place(right).at(None, Some(&right.pointer));
        let rust = rust::input(&both.method, None, Some(&Input::field(right)));
        let (aspect, wire, must) = match &right.presence {
            Presence::Optional => ("added-optional", Severity::Additive, "optional".to_owned()),
            Presence::Required => ("added-required", Severity::Breaking, "required".to_owned()),
            Presence::Default(value) => (
                "added-required",
                Severity::Breaking,
                format!("required; the client sends {value} where nothing is said"),
            ),
        };
        let message = format!("{} is new and {must}.", capitalised(&place.name));
        out.push(place.change(format!("request-field-{aspect}"), wire, message, rust));
    }
}

fn field(
    both: &Both<'_>,
    old: &BodyField,
    new: &BodyField,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let (before, now) = (Input::field(old), Input::field(new));
    let values = Values {
        slot: Slot::RequestField,
        place: field_place(new).at(Some(&old.pointer), Some(&new.pointer)),
        old: Value {
            ty: &old.ty,
            schema: both.context.old.facts.schema(&old.pointer),
        },
        new: Value {
            ty: &new.ty,
            schema: both.context.new.facts.schema(&new.pointer),
        },
        rust: rust::input(&both.method, Some(&before), Some(&now)),
    };
    let must = |field: &BodyField| field.presence != Presence::Optional;
    required(&values, must(old), must(new), out);
    nullable(&values, old.nullable, new.nullable, out);
    deprecated(&values, old.deprecated, new.deprecated, out);
    setter_renamed(&values, &before, &now, out);
    let quiet = must(old) == must(new) && old.nullable == new.nullable;
    if before.positional != now.positional && quiet {
        // Only a default can make an argument of a setter without more: the client then sends it itself.
        let message = format!(
            "{} has or loses a value that the client can send by itself.",
            capitalised(&values.place.name)
        );
        out.push(values.place.change(
            "rust-argument-changed",
            Severity::Cosmetic,
            message,
            values.rust.clone(),
        ));
    }
    if values.old.schema.is_none() || values.new.schema.is_none() {
        keywords::default_of(&values, sent(old), sent(new), out);
    }
    value::compare(both.context, &values, uses, out);
}

fn sent(field: &BodyField) -> Option<&serde_json::Value> {
    match &field.presence {
        Presence::Default(value) if !value.is_null() => Some(value),
        _ => None,
    }
}

fn field_place(field: &BodyField) -> Place {
    Place::new(Direction::Request, format!("body field `{}`", field.name))
}

fn kind(content: &BodyContent) -> &'static str {
    match content {
        BodyContent::Fields { .. } => "an object given member by member",
        BodyContent::Json(_) => "one JSON value",
        BodyContent::Bytes => "bytes",
        BodyContent::Text => "text",
    }
}
