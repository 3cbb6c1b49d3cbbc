//! What an answer brings beside its body: headers, and the media types it may come as.

use sdk_ir::operation::Response;
use serde_json::Value as Json;

use crate::compare::operation::Both;
use crate::compare::{Place, body};
use crate::facts::Facts;
use crate::report::{Change, Severity};

/// The body of a failure, which the client reads alike for all operations, so that no type depends on it.
pub(super) fn failure(
    both: &Both<'_>,
    place: &Place,
    old: &Response,
    new: &Response,
    out: &mut Vec<Change>,
) {
    let json = "application/json";
    let before = both.context.old.facts.content(&old.pointer, json);
    let now = both.context.new.facts.content(&new.pointer, json);
    let same = match (before, now) {
        (Some(before), Some(now)) => before.resembles(now),
        (before, now) => before.is_none() == now.is_none(),
    };
    if !same {
        let message = format!("The body of the failure {} is another one.", old.status);
        let id = "response-failure-body-changed";
        out.push(place.change(id, Severity::Cosmetic, message, None));
    }
}

/// The media types that one status may come as.
pub(super) fn media_types(
    both: &Both<'_>,
    place: &Place,
    old: &Response,
    new: &Response,
    out: &mut Vec<Change>,
) {
    let (before, now) = (
        body::media_types(both.context.old.facts, &old.pointer),
        body::media_types(both.context.new.facts, &new.pointer),
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
pub(super) fn headers(
    both: &Both<'_>,
    place: &Place,
    old: &Response,
    new: &Response,
    out: &mut Vec<Change>,
) {
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

/// The names of the headers of an answer, in lower case, and whether each is always there.
fn listed(facts: Facts<'_>, pointer: &str) -> Vec<(String, bool)> {
    let headers = facts
        .at(pointer)
        .and_then(|response| response.get("headers"))
        .and_then(Json::as_object);
    let named = headers.into_iter().flatten().map(|(name, header)| {
        let required = header.get("required").and_then(Json::as_bool) == Some(true);
        (name.to_ascii_lowercase(), required)
    });
    named.collect()
}
