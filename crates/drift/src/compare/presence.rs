//! Whether a value has to be there, may be null, and is to be used at all.
//!
//! What these say is the same for parameters, body fields and members of models; only the slot differs.

use super::Move;
use super::value::{Values, capitalised};
use crate::report::{Change, Direction, Severity};

/// Reports that a value may now be null, or no longer.
pub(crate) fn nullable(values: &Values<'_>, old: bool, new: bool, out: &mut Vec<Change>) {
    let (aspect, step, message) = match (old, new) {
        (false, true) => ("became-nullable", Move::Wider, "may now be null"),
        (true, false) => (
            "became-not-nullable",
            Move::Narrower,
            "may no longer be null",
        ),
        _ => return,
    };
    let id = format!("{}-{aspect}", values.slot.prefix());
    let message = format!("{} {message}.", capitalised(&values.place.name));
    let wire = step.severity(values.slot.direction());
    out.push(values.place.change(id, wire, message, values.rust.clone()));
}

/// Reports that a member must now be there, or need not.
pub(crate) fn required(values: &Values<'_>, old: bool, new: bool, out: &mut Vec<Change>) {
    let (aspect, step, rest) = match (old, new) {
        (false, true) => ("became-required", Move::Narrower, "is now always there"),
        (true, false) => ("became-optional", Move::Wider, "may now be missing"),
        _ => return,
    };
    let rest = match (values.slot.direction(), aspect) {
        (Direction::Request, "became-required") => "is now required",
        (Direction::Request, _) => "is no longer required",
        _ => rest,
    };
    let message = format!("{} {rest}.", capitalised(&values.place.name));
    let wire = step.severity(values.slot.direction());
    let id = format!("{}-{aspect}", values.slot.prefix());
    out.push(values.place.change(id, wire, message, values.rust.clone()));
}

/// Reports that something is to be avoided from now on, or no longer.
pub(crate) fn deprecated(values: &Values<'_>, old: bool, new: bool, out: &mut Vec<Change>) {
    let (aspect, rest) = match (old, new) {
        (false, true) => ("deprecated", "is now deprecated"),
        (true, false) => ("reactivated", "is no longer deprecated"),
        _ => return,
    };
    let message = format!("{} {rest}.", capitalised(&values.place.name));
    let id = format!("{}-{aspect}", values.slot.prefix());
    out.push(values.place.change(id, Severity::Additive, message, None));
}
