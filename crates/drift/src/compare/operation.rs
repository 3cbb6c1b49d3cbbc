//! Operations: added, removed, moved, renamed, deprecated; then each part by its own module.

use sdk_ir::operation::{Elsewhere, Operation, Paging};

use super::matching::{Match, Placed, bare, reference};
use super::model::Pairs;
use super::{Context, Place, body, parameter, response, security};
use crate::report::{Change, Direction, Severity};
use crate::rust;

/// An operation on both sides.
#[derive(Debug)]
pub(crate) struct Both<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) old: &'a Operation,
    pub(crate) new: &'a Operation,
    /// The new method: `Clients::search`.
    pub(crate) method: String,
}

/// Compares what was matched.
pub(crate) fn compare<'a>(
    context: Context<'a>,
    pair: &Match<'a>,
    pairs: &mut Pairs,
    out: &mut Vec<Change>,
) {
    match pair {
        Match::Both(old, new) => both(context, *old, *new, pairs, out),
        Match::Removed(old) => out.push(removed(context, *old)),
        Match::Added(new) => out.push(added(*new)),
    }
}

fn removed(context: Context<'_>, (group, old): Placed<'_>) -> Change {
    let method = rust::method(group, old);
    let place = Place::new(Direction::Api, "operation").at(Some(&old.pointer), None);
    let announced = match (old.deprecated.is_some(), sunset(context.old, old)) {
        (_, Some(day)) => format!("The operation is gone; its sunset was {day}."),
        (true, None) => "The operation is gone; it was deprecated.".to_owned(),
        (false, None) => "The operation is gone.".to_owned(),
    };
    let rust = rust::breaking(format!("`{method}` is gone"));
    let change = place.change("operation-removed", Severity::Breaking, announced, rust);
    Change {
        operations: vec![reference(old)],
        ..change
    }
}

fn added((group, new): Placed<'_>) -> Change {
    let method = rust::method(group, new);
    let place = Place::new(Direction::Api, "operation").at(None, Some(&new.pointer));
    let rust = rust::harmless(format!("new `{method}`"));
    let change = place.change(
        "operation-added",
        Severity::Additive,
        "There is a new operation.",
        rust,
    );
    Change {
        operations: vec![reference(new)],
        ..change
    }
}

fn both<'a>(
    context: Context<'a>,
    old: Placed<'a>,
    new: Placed<'a>,
    pairs: &mut Pairs,
    out: &mut Vec<Change>,
) {
    let ((old_group, old), (new_group, new)) = (old, new);
    let both = Both {
        context,
        old,
        new,
        method: rust::method(new_group, new),
    };
    let (mut found, mut uses) = (Vec::new(), Vec::new());
    let place = Place::new(Direction::Api, "operation").at(Some(&old.pointer), Some(&new.pointer));
    address(&both, &place, &mut found);
    names(
        &both,
        &place,
        (&old_group.handle, &new_group.handle),
        &mut found,
    );
    lifecycle(&both, &place, &mut found);
    security::operation(&both, &mut found);
    parameter::compare(&both, &mut uses, &mut found);
    body::compare(&both, &mut uses, &mut found);
    response::compare(&both, &mut uses, &mut found);
    pages(&both, &place, &mut found);
    uses.sort();
    uses.dedup();
    pairs.note(reference(new), uses);
    out.extend(found.into_iter().map(|change| Change {
        operations: vec![reference(new)],
        ..change
    }));
}

/// Method, path and server: where a request goes.
fn address(both: &Both<'_>, place: &Place, out: &mut Vec<Change>) {
    let (old, new) = (both.old, both.new);
    if old.method != new.method {
        let message = format!(
            "The method is {} instead of {}.",
            new.method.as_str(),
            old.method.as_str()
        );
        out.push(place.change(
            "operation-method-changed",
            Severity::Breaking,
            message,
            None,
        ));
    }
    if bare(&old.path) != bare(&new.path) {
        let message = format!("The path is `{}` instead of `{}`.", new.path, old.path);
        out.push(place.change("operation-path-changed", Severity::Breaking, message, None));
    }
    if old.server != new.server {
        let shown =
            |server: &Option<String>| server.clone().unwrap_or_else(|| "the API's".to_owned());
        let message = format!(
            "The base URL of the operation is {} instead of {}.",
            shown(&new.server),
            shown(&old.server)
        );
        out.push(place.change(
            "operation-server-changed",
            Severity::Breaking,
            message,
            None,
        ));
    }
}

/// What the operation is called, and in which group it is.
fn names(
    both: &Both<'_>,
    place: &Place,
    (old_handle, new_handle): (&str, &str),
    out: &mut Vec<Change>,
) {
    let (old, new) = (both.old, both.new);
    if old_handle != new_handle {
        let place = Place::new(Direction::Api, format!("group `{old_handle}`"));
        let message =
            format!("What was in the group `{old_handle}` is in the group `{new_handle}`.");
        let rust = rust::breaking(format!("`{old_handle}` is now `{new_handle}`"));
        out.push(place.change("operation-group-changed", Severity::Cosmetic, message, rust));
    }
    if old.name != new.name {
        let message = format!(
            "The operation is called `{}` instead of `{}`.",
            new.id, old.id
        );
        let rust = rust::breaking(format!(
            "`{old_handle}::{}` is now `{}`",
            old.name, both.method
        ));
        out.push(place.change("operation-renamed", Severity::Cosmetic, message, rust));
    } else if old.request != new.request {
        let message = format!(
            "The type of the request is called `{}` instead of `{}`.",
            new.request, old.request
        );
        let rust = rust::breaking(format!("`{}` is now `{}`", old.request, new.request));
        out.push(place.change("rust-type-renamed", Severity::Cosmetic, message, rust));
    } else if old.id != new.id {
        let message = format!("The `operationId` is `{}` instead of `{}`.", new.id, old.id);
        out.push(place.change("operation-id-changed", Severity::Cosmetic, message, None));
    }
}

/// Deprecation, and what is to be used instead.
fn lifecycle(both: &Both<'_>, place: &Place, out: &mut Vec<Change>) {
    let method = &both.method;
    match (&both.old.deprecated, &both.new.deprecated) {
        (None, Some(new)) => {
            let elsewhere = new.elsewhere.as_ref().map(Elsewhere::call);
            let instead = new.successor.as_ref().or(elsewhere.as_ref());
            let instead = instead.or(new.note.as_ref());
            let hint = instead.map_or_else(String::new, |other| format!("; use `{other}` instead"));
            let rust = rust::harmless(format!("`{method}` is `#[deprecated]`{hint}"));
            out.push(place.change(
                "operation-deprecated",
                Severity::Additive,
                format!("The operation is now deprecated{hint}."),
                rust,
            ));
        }
        (Some(_), None) => {
            let rust = rust::harmless(format!("`{method}` is no longer `#[deprecated]`"));
            out.push(place.change(
                "operation-reactivated",
                Severity::Additive,
                "The operation is no longer deprecated.",
                rust,
            ));
        }
        (Some(old), Some(new)) if old != new => {
            out.push(place.change(
                "operation-successor-changed",
                Severity::Cosmetic,
                "Another operation is named to use instead.",
                None,
            ));
        }
        _ => {}
    }
    sunsets(both, place, out);
}

/// The day after which an operation may be gone.
fn sunsets(both: &Both<'_>, place: &Place, out: &mut Vec<Change>) {
    match (
        sunset(both.context.old, both.old),
        sunset(both.context.new, both.new),
    ) {
        (None, Some(new)) => {
            out.push(place.change(
                "sunset-added",
                Severity::Additive,
                format!("The operation may be gone after {new}."),
                None,
            ));
        }
        (Some(old), None) => {
            out.push(place.change(
                "sunset-removed",
                Severity::Additive,
                format!("The operation no longer has a sunset; it was {old}."),
                None,
            ));
        }
        // ISO days compare as text.
        (Some(old), Some(new)) if new < old => {
            out.push(place.change(
                "sunset-earlier",
                Severity::Breaking,
                format!("The sunset is {new} instead of {old}: earlier than promised."),
                None,
            ));
        }
        (Some(old), Some(new)) if new > old => {
            out.push(place.change(
                "sunset-later",
                Severity::Additive,
                format!("The sunset is {new} instead of {old}."),
                None,
            ));
        }
        _ => {}
    }
}

/// The day after which an operation may be gone (`x-sunset`, as oasdiff reads it).
fn sunset<'a>(side: super::Side<'a>, operation: &Operation) -> Option<&'a str> {
    side.facts.at(&operation.pointer)?.get("x-sunset")?.as_str()
}

/// How answers continue: what gives `.pages()`.
fn pages(both: &Both<'_>, place: &Place, out: &mut Vec<Change>) {
    let place = Place {
        name: "pages".to_owned(),
        ..place.clone()
    };
    let method = &both.method;
    match (&both.old.paging, &both.new.paging) {
        (None, Some(_)) => {
            let rust = rust::harmless(format!(
                "`{method}`: the request has `.pages()` and `.stream()`"
            ));
            out.push(place.change(
                "paging-added",
                Severity::Additive,
                "The answers come in pages that can be followed.",
                rust,
            ));
        }
        (Some(_), None) => {
            let rust = rust::breaking(format!(
                "`{method}`: the request has no `.pages()` and `.stream()` any more"
            ));
            out.push(place.change(
                "paging-removed",
                Severity::Cosmetic,
                "The pages of the answers can no longer be followed.",
                rust,
            ));
        }
        (Some(old), Some(new)) if !same_pages(old, new) => {
            let rust = rust::breaking(format!(
                "`{method}`: the items of `.pages()` and `.stream()` may be others"
            ));
            let items = |paging: &Paging| paging.items.clone();
            let rust = rust.filter(|_| items(old) != items(new));
            out.push(place.change(
                "paging-changed",
                Severity::Additive,
                "The pages of the answers are followed in another way.",
                rust,
            ));
        }
        _ => {}
    }
}

/// Whether pages are followed alike; what an item is, the answer tells.
fn same_pages(old: &Paging, new: &Paging) -> bool {
    let item = &old.item;
    *old == Paging {
        item: item.clone(),
        ..new.clone()
    }
}
