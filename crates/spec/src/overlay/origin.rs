//! Where in the overlays a value of the corrected tree comes from, so that what is said of it names the place to mend.

use super::target::{self, Target};
use super::{check, source};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{escape, segments};
use crate::source::Source;
use serde_json::Value;
use std::borrow::Cow;

/// Moves each finding about what an overlay wrote to the place in that overlay; `tree` is the corrected one.
#[must_use]
pub fn trace(tree: &Value, overlays: &[Source], diagnostics: Diagnostics) -> Diagnostics {
    let moved = |item: Diagnostic| match written(tree, overlays, &item) {
        None => item,
        Some((source, pointer)) => Diagnostic { pointer, ..item }.in_source(source),
    };
    diagnostics.into_iter().map(moved).collect()
}

/// The overlay that wrote what the finding is about, and the place in it: the last action that did counts.
fn written(tree: &Value, overlays: &[Source], item: &Diagnostic) -> Option<(String, String)> {
    if item.source.is_some() || item.position.is_some() {
        return None;
    }
    let wanted: Vec<Cow<'_, str>> = segments(&item.pointer).collect();
    overlays.iter().rev().find_map(|overlay| {
        let read = source::read(overlay, &mut Diagnostics::new()).ok()?;
        let actions = check(read).ok()?;
        let mut actions = actions.iter().enumerate().rev();
        let pointer = actions.find_map(|(index, action)| {
            let rest = below(tree, action, &wanted)?;
            let rest: String = rest.iter().map(|key| format!("/{}", escape(key))).collect();
            Some(format!("/actions/{index}/update{rest}"))
        })?;
        Some((overlay.name.clone(), pointer))
    })
}

/// The keys from an action's target to the place, where its update has something there.
fn below<'w, 'k>(
    tree: &Value,
    action: &Value,
    wanted: &'w [Cow<'k, str>],
) -> Option<&'w [Cow<'k, str>]> {
    let target = Target::parse(action.get("target")?.as_str()?).ok()?;
    let update = action.get("update")?;
    target.places(tree).iter().find_map(|place| {
        let (start, rest) = wanted.split_at_checked(place.len())?;
        let same = start
            .iter()
            .zip(place)
            .all(|(one, other)| one.as_ref() == other.as_ref());
        (same && !rest.is_empty() && target::find(update, rest).is_some()).then_some(rest)
    })
}
