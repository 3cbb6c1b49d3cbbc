//! What types do not tell about a value: limits, patterns, formats, defaults, values without names.
//!
//! In: the schemas of both sides, where the caller gave descriptions. Limits are judged more mildly on what
//! is received than types are: the generated client does not check them.

use serde_json::Value as Json;

use super::value::{Values, capitalised};
use super::{Move, Place, Slot};
use crate::facts::Schema;
use crate::report::{Change, Direction, Severity};

/// Keywords below which no value may be, and their names in ids.
const LOWER: &[(&str, &str)] = &[
    ("minimum", "minimum"),
    ("minLength", "min-length"),
    ("minItems", "min-items"),
    ("minProperties", "min-properties"),
];

/// Keywords above which no value may be, and their names in ids.
const UPPER: &[(&str, &str)] = &[
    ("maximum", "maximum"),
    ("maxLength", "max-length"),
    ("maxItems", "max-items"),
    ("maxProperties", "max-properties"),
];

/// Number formats of which the second holds all the first does.
const WIDER_FORMATS: &[(&str, &str)] = &[("int32", "int64"), ("float", "double")];

/// Keywords of OpenAPI 3.1 that lowering cannot keep, and their names in ids: each only says more about values.
pub(crate) const LATER: &[(&str, &str)] = &[
    ("contains", "contains"),
    ("minContains", "min-contains"),
    ("maxContains", "max-contains"),
    ("dependentRequired", "dependent-required"),
    ("dependentSchemas", "dependent-schemas"),
    ("patternProperties", "pattern-properties"),
    ("propertyNames", "property-names"),
    ("unevaluatedItems", "unevaluated-items"),
    ("unevaluatedProperties", "unevaluated-properties"),
    ("prefixItems", "prefix-items"),
    ("if", "if"),
    ("then", "then"),
    ("else", "else"),
    ("contentMediaType", "content-media-type"),
    ("contentSchema", "content-schema"),
    ("not", "not"),
];

/// Formats that have a type of their own, so that the type tells of them.
const TYPED_FORMATS: &[&str] = &["date", "date-time", "time", "binary"];

/// Compares the keywords of a value whose types agree.
pub(crate) fn compare(values: &Values<'_>, out: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (values.old.schema, values.new.schema) else {
        return;
    };
    let sink = &mut Sink {
        slot: values.slot,
        place: &values.place,
        out,
    };
    for (keyword, name) in LOWER {
        bound(sink, old, new, keyword, name, true);
    }
    for (keyword, name) in UPPER {
        bound(sink, old, new, keyword, name, false);
    }
    exclusive(sink, old, new, "exclusiveMinimum", "exclusive-minimum");
    exclusive(sink, old, new, "exclusiveMaximum", "exclusive-maximum");
    restriction(sink, old, new, "pattern", "pattern");
    restriction(sink, old, new, "multipleOf", "multiple-of");
    flag(sink, old, new, "uniqueItems", "unique-items");
    closed(sink, old, new);
    format(sink, old, new);
    default(sink, old.keyword("default"), new.keyword("default"));
    plain_values(sink, values, old, new);
    mutability(sink, old, new);
    discriminator(sink, old, new);
    later(sink, old, new);
}

/// Keywords whose effect is not worked out: one more narrows, one less widens, another one may do both.
fn later(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>) {
    for (keyword, name) in LATER {
        let (aspect, step, verb) = match (
            old.published_keyword(keyword),
            new.published_keyword(keyword),
        ) {
            (None, Some(_)) => ("added", Move::Narrower, "now has"),
            (Some(_), None) => ("removed", Move::Wider, "no longer has"),
            (Some(old), Some(new)) if old != new => ("changed", Move::Other, "has another"),
            _ => continue,
        };
        sink.limit(
            &format!("{name}-{aspect}"),
            step,
            &format!("{verb} `{keyword}`"),
        );
    }
}

/// Where changes of keywords go.
struct Sink<'s> {
    slot: Slot,
    place: &'s Place,
    out: &'s mut Vec<Change>,
}

impl Sink<'_> {
    fn direction(&self) -> Direction {
        self.slot.direction()
    }

    /// A change of limits: `rest` ends the sentence about the place.
    fn limit(&mut self, aspect: &str, step: Move, rest: &str) {
        self.push(aspect, step.of_limits(self.direction()), rest);
    }

    fn push(&mut self, aspect: &str, wire: Severity, rest: &str) {
        let id = format!("{}-{aspect}", self.slot.prefix());
        let message = format!("{} {rest}.", capitalised(&self.place.name));
        self.out.push(self.place.change(id, wire, message, None));
    }
}

fn bound(
    sink: &mut Sink<'_>,
    old: Schema<'_>,
    new: Schema<'_>,
    keyword: &str,
    name: &str,
    lower: bool,
) {
    let number = |schema: Schema<'_>| schema.keyword(keyword).and_then(Json::as_f64);
    let (aspect, step, rest) = match (number(old), number(new)) {
        (None, Some(new)) => (
            "added",
            Move::Narrower,
            format!("now has `{keyword}` {new}"),
        ),
        (Some(old), None) => (
            "removed",
            Move::Wider,
            format!("no longer has `{keyword}` {old}"),
        ),
        (Some(old), Some(new)) if old < new => (
            "raised",
            if lower { Move::Narrower } else { Move::Wider },
            format!("has `{keyword}` {new} instead of {old}"),
        ),
        (Some(old), Some(new)) if old > new => (
            "lowered",
            if lower { Move::Wider } else { Move::Narrower },
            format!("has `{keyword}` {new} instead of {old}"),
        ),
        _ => return,
    };
    sink.limit(&format!("{name}-{aspect}"), step, &rest);
}

/// A bound that is excluded itself; where the bound is new or gone, its own change tells enough.
fn exclusive(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>, keyword: &str, name: &str) {
    let bound = if keyword == "exclusiveMinimum" {
        "minimum"
    } else {
        "maximum"
    };
    if old.keyword(bound).is_some() && new.keyword(bound).is_some() {
        flag(sink, old, new, keyword, name);
    }
}

fn flag(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>, keyword: &str, name: &str) {
    match (old.flag(keyword), new.flag(keyword)) {
        (false, true) => sink.limit(
            &format!("{name}-added"),
            Move::Narrower,
            &format!("now has `{keyword}`"),
        ),
        (true, false) => sink.limit(
            &format!("{name}-removed"),
            Move::Wider,
            &format!("no longer has `{keyword}`"),
        ),
        _ => {}
    }
}

/// A keyword whose values cannot be compared, only told apart; a step that divides the old one is wider.
fn restriction(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>, keyword: &str, name: &str) {
    match (old.keyword(keyword), new.keyword(keyword)) {
        (None, Some(new)) => {
            sink.limit(
                &format!("{name}-added"),
                Move::Narrower,
                &format!("now has `{keyword}` {new}"),
            );
        }
        (Some(old), None) => {
            sink.limit(
                &format!("{name}-removed"),
                Move::Wider,
                &format!("no longer has `{keyword}` {old}"),
            );
        }
        (Some(old), Some(new)) if old != new => {
            let step = divides(old, new);
            sink.limit(
                &format!("{name}-changed"),
                step,
                &format!("has `{keyword}` {new} instead of {old}"),
            );
        }
        _ => {}
    }
}

fn divides(old: &Json, new: &Json) -> Move {
    let (Some(old), Some(new)) = (old.as_f64(), new.as_f64()) else {
        return Move::Other;
    };
    if old % new == 0.0 {
        Move::Wider
    } else if new % old == 0.0 {
        Move::Narrower
    } else {
        Move::Other
    }
}

/// Whether an object may have members that the description does not name.
fn closed(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>) {
    let closed =
        |schema: Schema<'_>| schema.keyword("additionalProperties") == Some(&Json::Bool(false));
    match (closed(old), closed(new)) {
        (false, true) => sink.limit(
            "extra-fields-forbidden",
            Move::Narrower,
            "may no longer have other members than those described",
        ),
        (true, false) => sink.limit(
            "extra-fields-allowed",
            Move::Wider,
            "may now have other members than those described",
        ),
        _ => {}
    }
}

fn format(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>) {
    let format = |schema: Schema<'_>| {
        let text = schema
            .keyword("format")
            .and_then(Json::as_str)
            .map(str::to_owned);
        text.filter(|format| !TYPED_FORMATS.contains(&format.as_str()))
    };
    match (format(old), format(new)) {
        (None, Some(new)) => sink.limit(
            "format-added",
            Move::Narrower,
            &format!("now has the format `{new}`"),
        ),
        (Some(old), None) => sink.limit(
            "format-removed",
            Move::Wider,
            &format!("no longer has the format `{old}`"),
        ),
        (Some(old), Some(new)) if old != new => {
            let has = |pair: (&str, &str)| WIDER_FORMATS.contains(&pair);
            let (aspect, step) = if has((&old, &new)) {
                ("format-widened", Move::Wider)
            } else if has((&new, &old)) {
                ("format-narrowed", Move::Narrower)
            } else {
                ("format-changed", Move::Other)
            };
            sink.limit(
                aspect,
                step,
                &format!("has the format `{new}` instead of `{old}`"),
            );
        }
        _ => {}
    }
}

/// Compares the values that are assumed for what is left out.
pub(crate) fn default_of(
    values: &Values<'_>,
    old: Option<&Json>,
    new: Option<&Json>,
    out: &mut Vec<Change>,
) {
    let sink = &mut Sink {
        slot: values.slot,
        place: &values.place,
        out,
    };
    default(sink, old, new);
}

/// The value assumed for what is left out: another one silently changes what old calls do.
fn default(sink: &mut Sink<'_>, old: Option<&Json>, new: Option<&Json>) {
    let request = sink.direction() == Direction::Request;
    let judged = |severity| {
        if request {
            severity
        } else {
            Severity::Cosmetic
        }
    };
    match (old, new) {
        (None, Some(new)) => {
            sink.push(
                "default-added",
                judged(Severity::Additive),
                &format!("now has the default {new}"),
            );
        }
        (Some(old), None) => {
            sink.push(
                "default-removed",
                judged(Severity::Breaking),
                &format!("no longer has the default {old}"),
            );
        }
        (Some(old), Some(new)) if old != new => {
            sink.push(
                "default-changed",
                judged(Severity::Breaking),
                &format!("has the default {new} instead of {old}"),
            );
        }
        _ => {}
    }
}

/// The values of an enum that has no type of its own, such as whole numbers without names.
fn plain_values(sink: &mut Sink<'_>, values: &Values<'_>, old: Schema<'_>, new: Schema<'_>) {
    if matches!(values.old.ty, sdk_ir::types::Type::Model(_)) {
        return;
    }
    let listed = |schema: Schema<'_>| schema.keyword("enum").and_then(Json::as_array).cloned();
    let (old, new) = match (listed(old), listed(new)) {
        (None, Some(_)) => {
            return sink.limit(
                "became-enum",
                Move::Narrower,
                "is now one of a list of values",
            );
        }
        (Some(_), None) => {
            return sink.limit(
                "became-open",
                Move::Wider,
                "is no longer one of a list of values",
            );
        }
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
    };
    for value in new
        .iter()
        .filter(|value| !value.is_null() && !old.contains(value))
    {
        sink.limit("value-added", Move::Wider, &format!("may now be {value}"));
    }
    for value in old
        .iter()
        .filter(|value| !value.is_null() && !new.contains(value))
    {
        sink.limit(
            "value-removed",
            Move::Narrower,
            &format!("may no longer be {value}"),
        );
    }
}

/// Members that only one direction has.
fn mutability(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>) {
    let request = sink.direction() == Direction::Request;
    for (keyword, name, concerns) in [
        ("readOnly", "read-only", request),
        ("writeOnly", "write-only", !request),
    ] {
        let (set, unset) = if concerns {
            (Severity::Breaking, Severity::Additive)
        } else {
            (Severity::Cosmetic, Severity::Cosmetic)
        };
        match (old.flag(keyword), new.flag(keyword)) {
            (false, true) => sink.push(
                &format!("became-{name}"),
                set,
                &format!("is now `{keyword}`"),
            ),
            (true, false) => sink.push(
                &format!("became-not-{name}"),
                unset,
                &format!("is no longer `{keyword}`"),
            ),
            _ => {}
        }
    }
}

/// The member that tells the types of a union apart.
fn discriminator(sink: &mut Sink<'_>, old: Schema<'_>, new: Schema<'_>) {
    let name = |schema: Schema<'_>| {
        let object = schema.keyword("discriminator");
        object
            .and_then(|object| object.get("propertyName"))
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    match (name(old), name(new)) {
        (None, Some(new)) => sink.limit(
            "discriminator-added",
            Move::Narrower,
            &format!("is now told apart by `{new}`"),
        ),
        (Some(old), None) => sink.limit(
            "discriminator-removed",
            Move::Wider,
            &format!("is no longer told apart by `{old}`"),
        ),
        (Some(old), Some(new)) if old != new => {
            sink.push(
                "discriminator-changed",
                Severity::Breaking,
                &format!("is told apart by `{new}` instead of `{old}`"),
            );
        }
        _ => {}
    }
}
