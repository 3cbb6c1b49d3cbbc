//! What an answer carries: JSON, the envelope with its data and metadata, a file, or text.

use sdk_ir::operation::Content;
use sdk_ir::types::Type;

use crate::compare::model::Pair;
use crate::compare::operation::Both;
use crate::compare::value::{self, Value, Values, answer};
use crate::compare::{Place, Slot, presence};
use crate::facts::Schema;
use crate::report::{Change, Severity};
use crate::rust;

/// Compares what two answers carry.
pub(crate) fn compare(
    both: &Both<'_>,
    place: &Place,
    old: &Content,
    new: &Content,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    use Content::{Enveloped, Json};
    match (old, new) {
        (Json(left), Json(right)) => {
            let schemas = json_schemas(both, place);
            values(both, place, (left, right), schemas, uses, out);
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
            data(both, place, (left.as_ref(), right.as_ref()), uses, out);
            let metas = (left_meta.as_ref(), right_meta.as_ref());
            meta(both, place, metas, uses, out);
        }
        (old, new) if old != new => out.push(unlike(both, place, old, new)),
        _ => {}
    }
}

/// What carries something of another kind than before.
fn unlike(both: &Both<'_>, place: &Place, old: &Content, new: &Content) -> Change {
    use Content::{Empty, Enveloped, Json};
    let (before, now) = (shown(old), shown(new));
    let gives = format!("`{}`: gives `{now}` instead of `{before}`", both.method);
    let rust = rust::breaking(gives).filter(|_| before != now);
    let (id, wire, message) = match (old, new) {
        (Empty, _) => (
            "response-body-added",
            Severity::Additive,
            "The answer now has a described body.".to_owned(),
        ),
        (_, Empty) => (
            "response-body-removed",
            Severity::Breaking,
            "The answer no longer has a described body.".to_owned(),
        ),
        (left, right) => {
            let message = format!("The answer is {} instead of {}.", kind(right), kind(left));
            let wrapped = matches!(
                (left, right),
                (Json(_), Enveloped { .. }) | (Enveloped { .. }, Json(_))
            );
            let id = if wrapped {
                "response-envelope-changed"
            } else {
                "response-media-type-changed"
            };
            (id, Severity::Breaking, message)
        }
    };
    place.change(id, wire, message, rust)
}

type Schemas<'a> = (Option<Schema<'a>>, Option<Schema<'a>>);

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
    (old, new): (&Type, &Type),
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
    presence::nullable(&values, old_null, new_null, out);
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
    (old, new): (Option<&Type>, Option<&Type>),
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    match (old, new) {
        (Some(old), Some(new)) => {
            let schemas = data_schemas(both, place);
            values(both, place, (old, new), schemas, uses, out);
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
    let inner = |schema: Option<Schema<'a>>, name: Option<&str>| schema?.property(name?);
    (
        inner(old, name(both.context.old.api)),
        inner(new, name(both.context.new.api)),
    )
}

/// The metadata of the envelope.
fn meta(
    both: &Both<'_>,
    place: &Place,
    (old, new): (Option<&Type>, Option<&Type>),
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

/// What a call gives, as the crate writes it.
pub(super) fn shown(content: &Content) -> String {
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
