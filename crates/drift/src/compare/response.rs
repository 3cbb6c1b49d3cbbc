//! Answers: which statuses are described, what a call gives, what headers and media types there are.

use sdk_ir::operation::{Content, Response};
use sdk_ir::types::Type;

use super::body::media_types;
use super::model::Pair;
use super::operation::Both;
use super::value::{self, Value, Values, answer};
use super::{Place, Slot};
use crate::report::{Change, Direction, Severity};
use crate::rust;

/// Compares the answers of an operation.
pub(crate) fn compare(both: &Both<'_>, uses: &mut Vec<Pair>, out: &mut Vec<Change>) {
    statuses(both, out);
    output(both, uses, out);
    for old in &both.old.responses {
        if let Some(new) = both
            .new
            .responses
            .iter()
            .find(|new| new.status == old.status)
        {
            answers(both, old, new, uses, out);
        }
    }
}

fn success(response: &Response) -> bool {
    response.status.starts_with('2')
}

fn statuses(both: &Both<'_>, out: &mut Vec<Change>) {
    let (old, new) = (&both.old.responses, &both.new.responses);
    let known = |list: &[Response], status: &str| list.iter().any(|one| one.status == status);
    for response in new.iter().filter(|one| !known(old, &one.status)) {
        let status = &response.status;
        let place = Place::new(Direction::Response, format!("status {status}"))
            .at(None, Some(&response.pointer));
        let id = if success(response) {
            "response-success-status-added"
        } else {
            "response-failure-status-added"
        };
        let message = format!("The status {status} is now described.");
        out.push(place.change(id, Severity::Additive, message, None));
    }
    for response in old.iter().filter(|one| !known(new, &one.status)) {
        let status = &response.status;
        let place = Place::new(Direction::Response, format!("status {status}"))
            .at(Some(&response.pointer), None);
        let message = format!("The status {status} is no longer described.");
        // A call treats all success answers alike, so one less is a narrower promise; none left is none at all.
        let (id, wire) = match (success(response), new.iter().any(success)) {
            (true, false) => ("response-success-status-removed", Severity::Breaking),
            (true, true) => ("response-success-status-removed", Severity::Additive),
            (false, _) => ("response-failure-status-removed", Severity::Cosmetic),
        };
        out.push(place.change(id, wire, message, None));
    }
}

/// The answer that a call gives.
fn output(both: &Both<'_>, uses: &mut Vec<Pair>, out: &mut Vec<Change>) {
    let (old, new) = (&both.old.output, &both.new.output);
    let place = place(both, &old.content, &new.content);
    if old.optional != new.optional
        && old.content != Content::Empty
        && new.content != Content::Empty
    {
        let shown = |content: &Content, optional: bool| match (shown(content), optional) {
            (text, true) => format!("Option<{text}>"),
            (text, false) => text,
        };
        let text = format!(
            "`{}`: gives `{}` instead of `{}`",
            both.method,
            shown(&new.content, new.optional),
            shown(&old.content, old.optional)
        );
        let (id, wire, rest) = if new.optional {
            (
                "response-body-became-optional",
                Severity::Breaking,
                "may now be missing",
            )
        } else {
            (
                "response-body-became-required",
                Severity::Additive,
                "is now always there",
            )
        };
        out.push(place.change(
            id,
            wire,
            format!("The answer {rest}."),
            rust::breaking(text),
        ));
    }
    contents(both, &place, &old.content, &new.content, uses, out);
}

/// The place of the answer: the first success status that carries it.
fn place<'a>(both: &Both<'a>, old: &Content, new: &Content) -> Place {
    let find = |list: &'a [Response], content: &Content| {
        let mut found = list.iter().filter(|one| success(one));
        found
            .clone()
            .find(|one| one.content == *content)
            .or_else(|| found.next())
            .map(|one| one.pointer.as_str())
    };
    Place::new(Direction::Response, "answer").at(
        find(&both.old.responses, old),
        find(&both.new.responses, new),
    )
}

fn contents(
    both: &Both<'_>,
    place: &Place,
    old: &Content,
    new: &Content,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    use Content::{Binary, Empty, Enveloped, Json, Text};
    let rust = || {
        let (old, new) = (shown(old), shown(new));
        if old == new {
            None
        } else {
            rust::breaking(format!(
                "`{}`: gives `{new}` instead of `{old}`",
                both.method
            ))
        }
    };
    match (old, new) {
        (Empty, Empty) => {}
        (Empty, _) => {
            out.push(place.change(
                "response-body-added",
                Severity::Additive,
                "The answer now has a described body.",
                rust(),
            ));
        }
        (_, Empty) => {
            out.push(place.change(
                "response-body-removed",
                Severity::Breaking,
                "The answer no longer has a described body.",
                rust(),
            ));
        }
        (Json(left), Json(right)) => {
            values(
                both,
                place,
                left,
                right,
                json_schemas(both, place),
                uses,
                out,
            );
        }
        (
            Enveloped {
                data: left,
                meta: left_meta,
            },
            Enveloped {
                data: right,
                meta: right_meta,
            },
        ) => {
            data(both, place, left.as_ref(), right.as_ref(), uses, out);
            meta(
                both,
                place,
                left_meta.as_ref(),
                right_meta.as_ref(),
                uses,
                out,
            );
        }
        (Binary(left), Binary(right)) | (Text(left), Text(right)) => {
            if left != right {
                let message = format!("The answer is `{right}` instead of `{left}`.");
                out.push(place.change(
                    "response-media-type-changed",
                    Severity::Breaking,
                    message,
                    None,
                ));
            }
        }
        (left, right) => {
            let message = format!("The answer is {} instead of {}.", kind(right), kind(left));
            let id = match (left, right) {
                (Json(_), Enveloped { .. }) | (Enveloped { .. }, Json(_)) => {
                    "response-envelope-changed"
                }
                _ => "response-media-type-changed",
            };
            out.push(place.change(id, Severity::Breaking, message, rust()));
        }
    }
}

type Schemas<'a> = (
    Option<crate::facts::Schema<'a>>,
    Option<crate::facts::Schema<'a>>,
);

fn json_schemas<'a>(both: &Both<'a>, place: &Place) -> Schemas<'a> {
    let json = "application/json";
    (
        place
            .old
            .as_deref()
            .and_then(|pointer| both.context.old.facts.content(pointer, json)),
        place
            .new
            .as_deref()
            .and_then(|pointer| both.context.new.facts.content(pointer, json)),
    )
}

fn values(
    both: &Both<'_>,
    place: &Place,
    old: &Type,
    new: &Type,
    schemas: Schemas<'_>,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let ((old, old_null), (new, new_null)) = (bare(old), bare(new));
    let rust = if old_null == new_null {
        answer(&both.method, old, new)
    } else {
        let text = |ty: &Type, null: bool| {
            if null {
                format!("Option<{}>", rust::owned(ty))
            } else {
                rust::owned(ty)
            }
        };
        rust::breaking(format!(
            "`{}`: gives `{}` instead of `{}`",
            both.method,
            text(new, new_null),
            text(old, old_null)
        ))
    };
    let values = Values {
        slot: Slot::ResponseBody,
        place: place.clone(),
        old: Value {
            ty: old,
            schema: schemas.0,
        },
        new: Value {
            ty: new,
            schema: schemas.1,
        },
        rust,
    };
    value::nullable(&values, old_null, new_null, out);
    value::compare(both.context, &values, uses, out);
}

fn bare(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Nullable(inner) => (inner, true),
        ty => (ty, false),
    }
}

/// The data of the envelope.
fn data(
    both: &Both<'_>,
    place: &Place,
    old: Option<&Type>,
    new: Option<&Type>,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    match (old, new) {
        (Some(old), Some(new)) => {
            values(both, place, old, new, data_schemas(both, place), uses, out);
        }
        (None, Some(new)) => {
            let rust = rust::breaking(format!(
                "`{}`: gives `{}` instead of `()`",
                both.method,
                rust::owned(new)
            ));
            out.push(place.change(
                "response-body-added",
                Severity::Additive,
                "The answer now has described data.",
                rust,
            ));
        }
        (Some(old), None) => {
            let rust = rust::breaking(format!(
                "`{}`: gives `()` instead of `{}`",
                both.method,
                rust::owned(old)
            ));
            out.push(place.change(
                "response-body-removed",
                Severity::Breaking,
                "The answer no longer has data.",
                rust,
            ));
        }
        (None, None) => {}
    }
}

/// The schemas of the envelope's data.
fn data_schemas<'a>(both: &Both<'a>, place: &Place) -> Schemas<'a> {
    let name = |api: &'a sdk_ir::Api| api.envelope.as_ref().map(|envelope| envelope.data.as_str());
    let (old, new) = json_schemas(both, place);
    let inner =
        |schema: Option<crate::facts::Schema<'a>>, name: Option<&str>| schema?.property(name?);
    (
        inner(old, name(both.context.old.api)),
        inner(new, name(both.context.new.api)),
    )
}

/// The metadata of the envelope.
fn meta(
    both: &Both<'_>,
    place: &Place,
    old: Option<&Type>,
    new: Option<&Type>,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let place = &Place {
        name: "metadata of the answer".to_owned(),
        ..place.clone()
    };
    let shown = |ty: Option<&Type>| ty.map_or_else(|| "()".to_owned(), rust::owned);
    let rust = rust::breaking(format!(
        "`{}`: the metadata is `{}` instead of `{}`",
        both.method,
        shown(new),
        shown(old)
    ));
    match (old, new) {
        (None, None) => {}
        (None, Some(_)) => {
            out.push(place.change(
                "response-metadata-added",
                Severity::Additive,
                "The answer now has described metadata.",
                rust,
            ));
        }
        (Some(_), None) => {
            out.push(place.change(
                "response-metadata-removed",
                Severity::Breaking,
                "The answer no longer has described metadata.",
                rust,
            ));
        }
        (Some(old), Some(new)) => {
            let values = Values {
                slot: Slot::ResponseBody,
                place: place.clone(),
                old: Value {
                    ty: old,
                    schema: None,
                },
                new: Value {
                    ty: new,
                    schema: None,
                },
                rust: rust.filter(|_| rust::owned(old) != rust::owned(new)),
            };
            value::compare(both.context, &values, uses, out);
        }
    }
}

/// One status on both sides: its headers, its media types, and its body where a call gives another one.
fn answers(
    both: &Both<'_>,
    old: &Response,
    new: &Response,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let place = Place::new(Direction::Response, format!("status {}", old.status))
        .at(Some(&old.pointer), Some(&new.pointer));
    headers(both, &place, old, new, out);
    if success(old) {
        let given =
            old.content == both.old.output.content && new.content == both.new.output.content;
        if !given && old.content != new.content {
            let mut found = Vec::new();
            contents(both, &place, &old.content, &new.content, uses, &mut found);
            // A call gives what another status carries: nothing in Rust depends on this one.
            out.extend(found.into_iter().map(|change| Change {
                severity: change.wire,
                rust: None,
                ..change
            }));
        }
    }
    let (before, now) = (
        media_types(both.context.old.facts, &old.pointer),
        media_types(both.context.new.facts, &new.pointer),
    );
    if before.is_empty() || now.is_empty() {
        return;
    }
    for media_type in now.iter().filter(|known| !before.contains(known)) {
        let message = format!(
            "The status {} may now come as `{media_type}`, too.",
            old.status
        );
        out.push(place.change(
            "response-media-type-added",
            Severity::Additive,
            message,
            None,
        ));
    }
    for media_type in before.iter().filter(|known| !now.contains(known)) {
        // The one the client asks for is compared with the answer itself.
        let message = format!(
            "The status {} no longer comes as `{media_type}`.",
            old.status
        );
        out.push(place.change(
            "response-media-type-removed",
            Severity::Additive,
            message,
            None,
        ));
    }
}

/// Headers that an answer brings; their names do not depend on case.
fn headers(both: &Both<'_>, place: &Place, old: &Response, new: &Response, out: &mut Vec<Change>) {
    let listed = |facts: crate::facts::Facts<'_>, pointer: &str| -> Vec<(String, bool)> {
        let headers = facts
            .at(pointer)
            .and_then(|response| response.get("headers"));
        let headers = headers
            .and_then(serde_json::Value::as_object)
            .into_iter()
            .flatten();
        headers
            .map(|(name, header)| {
                let required =
                    header.get("required").and_then(serde_json::Value::as_bool) == Some(true);
                (name.to_ascii_lowercase(), required)
            })
            .collect()
    };
    let before = listed(both.context.old.facts, &old.pointer);
    let now = listed(both.context.new.facts, &new.pointer);
    for (name, required) in &before {
        let place = Place {
            name: format!("header `{name}` of {}", place.name),
            ..place.clone()
        };
        match now.iter().find(|(known, _)| known == name) {
            None => {
                let wire = if *required {
                    Severity::Breaking
                } else {
                    Severity::Cosmetic
                };
                out.push(place.change(
                    "response-header-removed",
                    wire,
                    format!("The {} is gone.", place.name),
                    None,
                ));
            }
            Some((_, now)) if required != now => {
                let (id, wire, rest) = if *now {
                    (
                        "response-header-became-required",
                        Severity::Additive,
                        "is now always there",
                    )
                } else {
                    (
                        "response-header-became-optional",
                        Severity::Breaking,
                        "may now be missing",
                    )
                };
                out.push(place.change(id, wire, format!("The {} {rest}.", place.name), None));
            }
            Some(_) => {}
        }
    }
    for (name, _) in now
        .iter()
        .filter(|(name, _)| !before.iter().any(|(known, _)| known == name))
    {
        let place = Place {
            name: format!("header `{name}` of {}", place.name),
            ..place.clone()
        };
        out.push(place.change(
            "response-header-added",
            Severity::Additive,
            format!("There is a new {}.", place.name),
            None,
        ));
    }
}

/// What a call gives, as the crate writes it.
fn shown(content: &Content) -> String {
    match content {
        Content::Empty | Content::Enveloped { data: None, .. } => "()".to_owned(),
        Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => rust::owned(ty),
        Content::Binary(_) => "File".to_owned(),
        Content::Text(_) => "String".to_owned(),
    }
}

fn kind(content: &Content) -> String {
    match content {
        Content::Empty => "empty".to_owned(),
        Content::Json(_) => "JSON".to_owned(),
        Content::Enveloped { .. } => "JSON in the envelope".to_owned(),
        Content::Binary(media_type) | Content::Text(media_type) => format!("`{media_type}`"),
    }
}
