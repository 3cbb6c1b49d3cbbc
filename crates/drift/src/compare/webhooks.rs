//! Webhooks: what an API sends by itself. A client receives it, so payloads are judged like answers.
//!
//! Events are matched by where they stand, then by their variant, then by what tells them apart. The kinds of answers'
//! bodies and fields serve for payloads; kinds of their own have the events and what tells one from another.

use sdk_ir::types::Type;
use sdk_ir::webhook::{Event, Webhooks};

use super::model::{Pair, Pairs};
use super::value::{self, Value, Values};
use super::{Context, Place, Side, Slot, presence};
use crate::facts::Schema;
use crate::report::{Change, Direction, OperationRef, Severity};
use crate::rust;

/// The media type that payloads are read as.
const JSON: &str = "application/json";

/// Compares the webhooks of both sides; the models that payloads reach go to `pairs`.
pub(crate) fn compare(context: Context<'_>, pairs: &mut Pairs, out: &mut Vec<Change>) {
    let (before, now) = (
        context.old.api.webhooks.as_ref(),
        context.new.api.webhooks.as_ref(),
    );
    let tells_alike = member(before, now, out);
    let (matched, added) = matched(events(before), events(now));
    for (old, new) in matched {
        match new {
            Some(new) => both(context, (old, new), tells_alike, pairs, out),
            None => out.push(removed(old)),
        }
    }
    out.extend(added.into_iter().map(added_event));
    if tells_alike {
        values(events(before), events(now), out);
    }
}

fn events(webhooks: Option<&Webhooks>) -> &[Event] {
    webhooks.map_or(&[], |webhooks| &webhooks.events)
}

/// How a report names a webhook among operations.
fn reference(event: &Event) -> OperationRef {
    OperationRef {
        id: event.name.clone(),
        method: "WEBHOOK".to_owned(),
        path: event.name.clone(),
    }
}

/// A change with the webhook it touches.
fn of(event: &Event, change: Change) -> Change {
    Change {
        operations: vec![reference(event)],
        ..change
    }
}

/// The member that tells events apart; gives whether it is the same on both sides.
fn member(before: Option<&Webhooks>, now: Option<&Webhooks>, out: &mut Vec<Change>) -> bool {
    let (Some(before), Some(now)) = (before, now) else {
        return false;
    };
    let place =
        Place::new(Direction::Response, "webhooks").at(Some("/webhooks"), Some("/webhooks"));
    match (&before.member, &now.member) {
        (None, None) => false,
        (Some(old), Some(new)) if old == new => true,
        (None, Some(new)) => {
            let rust = rust::harmless("new `Event::from_slice` and `Event::decode`".to_owned());
            let message = format!("Payloads tell by `{new}` which event they are.");
            out.push(place.change("webhook-member-added", Severity::Additive, message, rust));
            false
        }
        (Some(old), None) => {
            let text = "`Event::from_slice` and `Event::decode` are gone; `Event::named` is left";
            let message = format!("Payloads no longer tell by `{old}` which event they are.");
            let rust = rust::breaking(text.to_owned());
            out.push(place.change("webhook-member-removed", Severity::Breaking, message, rust));
            false
        }
        (Some(old), Some(new)) => {
            let message =
                format!("Payloads tell by `{new}` instead of `{old}` which event they are.");
            let text = format!("`Event::from_slice` reads `{new}` instead of `{old}`");
            let rust = rust::harmless(text);
            out.push(place.change("webhook-member-changed", Severity::Breaking, message, rust));
            false
        }
    }
}

/// The old events with what they are in the new ones, and the events that are new.
fn matched<'a>(
    old: &'a [Event],
    new: &'a [Event],
) -> (Vec<(&'a Event, Option<&'a Event>)>, Vec<&'a Event>) {
    let mut left: Vec<Option<&Event>> = new.iter().map(Some).collect();
    let mut matched: Vec<(&Event, Option<&Event>)> =
        old.iter().map(|event| (event, None)).collect();
    let ways: [fn(&Event, &Event) -> bool; 3] = [
        |old, new| old.pointer == new.pointer,
        |old, new| old.ident == new.ident,
        |old, new| old.values.iter().any(|value| new.values.contains(value)),
    ];
    for alike in ways {
        for (event, partner) in matched.iter_mut().filter(|(_, partner)| partner.is_none()) {
            let found = left
                .iter_mut()
                .find(|candidate| candidate.is_some_and(|candidate| alike(event, candidate)));
            *partner = found.and_then(Option::take);
        }
    }
    (matched, left.into_iter().flatten().collect())
}

fn removed(old: &Event) -> Change {
    let place = Place::new(Direction::Response, "webhook").at(Some(&old.pointer), None);
    let rust = rust::breaking(format!("`Event::{}` is gone", old.ident));
    let message = format!("The webhook `{}` is gone.", old.name);
    of(
        old,
        place.change("webhook-removed", Severity::Breaking, message, rust),
    )
}

/// A new event was received before as one that is not known, and is kept.
fn added_event(new: &Event) -> Change {
    let place = Place::new(Direction::Response, "webhook").at(None, Some(&new.pointer));
    let rust = rust::harmless(format!("new `Event::{}`", new.ident));
    let message = format!("There is a new webhook `{}`.", new.name);
    of(
        new,
        place.change("webhook-added", Severity::Additive, message, rust),
    )
}

fn both(
    context: Context<'_>,
    (old, new): (&Event, &Event),
    tells_alike: bool,
    pairs: &mut Pairs,
    out: &mut Vec<Change>,
) {
    let (mut found, mut uses) = (Vec::new(), Vec::new());
    names((old, new), tells_alike, &mut found);
    payload(context, (old, new), &mut uses, &mut found);
    uses.sort();
    uses.dedup();
    pairs.note(reference(new), uses);
    out.extend(found.into_iter().map(|change| of(new, change)));
}

/// What the event is called: by the description, and in Rust.
fn names((old, new): (&Event, &Event), tells_alike: bool, out: &mut Vec<Change>) {
    if old.name != new.name {
        let message = format!("The webhook `{}` is called `{}`.", old.name, new.name);
        // Where payloads say themselves what they are, nobody has to know the name.
        let wire = if tells_alike {
            Severity::Cosmetic
        } else {
            Severity::Breaking
        };
        let rust = rust::harmless(format!("`Event::named` knows it as {:?}", new.name));
        out.push(place_of(Direction::Response, old, new).change(
            "webhook-renamed",
            wire,
            message,
            rust,
        ));
    }
    if old.ident != new.ident {
        let message = format!("The event of the webhook `{}` has another name.", new.name);
        let (before, now) = (&old.ident, &new.ident);
        let rust = rust::breaking(format!("`Event::{before}` is now `Event::{now}`"));
        out.push(place_of(Direction::Api, old, new).change(
            "rust-variant-renamed",
            Severity::Cosmetic,
            message,
            rust,
        ));
    }
}

/// The payload: its type, whether it may be null, and whether it may be missing.
fn payload(
    context: Context<'_>,
    (old, new): (&Event, &Event),
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let ((before, before_null), (now, now_null)) = (bare(&old.ty), bare(&new.ty));
    let place =
        Place::new(Direction::Response, "payload").at(Some(&old.pointer), Some(&new.pointer));
    let values = |rust| Values {
        slot: Slot::ResponseBody,
        place: place.clone(),
        old: Value {
            ty: before,
            schema: schema(context.old, old),
        },
        new: Value {
            ty: now,
            schema: schema(context.new, new),
        },
        rust,
    };
    let (held, holds) = (rust::owned(&old.ty), rust::owned(&new.ty));
    let text = format!("`Event::{}` holds `{holds}` instead of `{held}`", new.ident);
    let effect = rust::breaking(text).filter(|_| held != holds);
    presence::nullable(&values(effect.clone()), before_null, now_null, out);
    let always = |side: Side<'_>, event: &Event| {
        let body = side.facts.at(&body(event));
        let flag = body.and_then(|body| body.get("required"));
        flag.and_then(serde_json::Value::as_bool) == Some(true)
    };
    // A variant holds the same either way: what comes without a payload is an error when it is read.
    let (was, is) = (always(context.old, old), always(context.new, new));
    presence::required(&values(None), was, is, out);
    value::compare(context, &values(effect), uses, out);
}

fn body(event: &Event) -> String {
    format!("{}/requestBody", event.pointer)
}

fn schema<'a>(side: Side<'a>, event: &Event) -> Option<Schema<'a>> {
    side.facts.content(&body(event), JSON)
}

/// A type without null on top.
fn bare(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Nullable(inner) => (inner, true),
        ty => (ty, false),
    }
}

/// The values that tell events apart: new ones, gone ones, and those that mean another event now.
fn values(old: &[Event], new: &[Event], out: &mut Vec<Change>) {
    let (matched, _) = matched(old, new);
    for (before, now) in &matched {
        for value in &before.values {
            let other = new.iter().find(|event| event.values.contains(value));
            let same = other
                .zip(*now)
                .is_some_and(|(other, now)| other.pointer == now.pointer);
            if !same {
                out.extend(value_lost(value, before, *now, other));
            }
        }
    }
    let is_known = |value: &String| old.iter().any(|event| event.values.contains(value));
    for (before, now) in matched {
        let Some(now) = now else { continue };
        let place = place_of(Direction::Response, before, now);
        for value in now.values.iter().filter(|value| !is_known(value)) {
            let message = format!("`{value}` tells of the webhook `{}`, too.", now.name);
            let rust = rust::harmless(format!("`{value}` is read as `Event::{}`", now.ident));
            let change = place.change("webhook-value-added", Severity::Additive, message, rust);
            out.push(of(now, change));
        }
    }
}

/// A value that no longer means an event; nothing where the event itself is gone with it.
fn value_lost(
    value: &str,
    before: &Event,
    now: Option<&Event>,
    other: Option<&Event>,
) -> Option<Change> {
    let was = &before.ident;
    let (id, message, text) = match other {
        Some(other) => (
            "webhook-value-moved",
            format!("`{value}` tells of the webhook `{}` instead.", other.name),
            format!(
                "`{value}` is read as `Event::{}` instead of `Event::{was}`",
                other.ident
            ),
        ),
        None => (
            "webhook-value-removed",
            format!("`{value}` no longer tells of the webhook `{}`.", now?.name),
            format!("`{value}` is read as `Event::Unknown` instead of `Event::{was}`"),
        ),
    };
    let shown = now.or(other)?;
    let place = place_of(Direction::Response, before, shown);
    let change = place.change(id, Severity::Breaking, message, rust::harmless(text));
    Some(of(shown, change))
}

fn place_of(direction: Direction, old: &Event, new: &Event) -> Place {
    Place::new(direction, "webhook").at(Some(&old.pointer), Some(&new.pointer))
}
