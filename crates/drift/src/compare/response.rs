//! Answers: which statuses are described, and what a call gives.
//!
//! What an answer carries is compared by `content`, what it brings beside by `carried`.

mod carried;
mod content;

use sdk_ir::operation::{Content, Response};

use super::Place;
use super::model::Pair;
use super::operation::Both;
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
        let shown = |content: &Content, optional: bool| match (content::shown(content), optional) {
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
    content::compare(both, &place, &old.content, &new.content, uses, out);
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
    carried::headers(both, &place, old, new, out);
    if success(old) {
        let given =
            old.content == both.old.output.content && new.content == both.new.output.content;
        if !given && old.content != new.content {
            let mut found = Vec::new();
            content::compare(both, &place, &old.content, &new.content, uses, &mut found);
            // A call gives what another status carries: nothing in Rust depends on this one.
            out.extend(found.into_iter().map(|change| Change {
                severity: change.wire,
                rust: None,
                ..change
            }));
        }
    }
    if !success(old) {
        carried::failure(both, &place, old, new, out);
    }
    carried::media_types(both, &place, old, new, out);
}
