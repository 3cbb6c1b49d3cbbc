//! `OASDIFF.md` names kinds that exist, and each kind that stands for itself has a place in it.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

const TABLE: &str = include_str!("../OASDIFF.md");

/// `a-{b,c}` as `a-b` and `a-c`.
fn expanded(text: &str) -> Vec<String> {
    let Some((start, rest)) = text.split_once('{') else {
        return vec![text.to_owned()];
    };
    let (choices, end) = rest
        .split_once('}')
        .expect("a brace that opens also closes");
    let choices = choices.split(',');
    choices
        .flat_map(|choice| expanded(&format!("{start}{choice}{end}")))
        .collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The kinds that the table names as ours.
fn ours() -> BTreeSet<String> {
    let mut ours = BTreeSet::new();
    let (tables, alone) = TABLE.split_once("## Ours alone").expect("the last section");
    for line in tables.lines().filter(|line| line.starts_with("| ")) {
        let column = line.split(" | ").nth(1).unwrap_or_default();
        ours.extend(quoted(column).flat_map(expanded));
    }
    ours.extend(quoted(alone).flat_map(expanded));
    ours.retain(|id| id.contains('-') && !id.starts_with("x-"));
    ours
}

#[test]
fn the_table_names_kinds_that_exist() {
    let known: BTreeSet<String> = sdk_drift::kinds().into_iter().map(|kind| kind.id).collect();
    let unknown: Vec<_> = ours()
        .into_iter()
        .filter(|id| !known.contains(id))
        .collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn no_kind_is_left_out() {
    let ours = ours();
    let slots = [
        "request-parameter",
        "request-field",
        "request-body",
        "response-field",
        "response-body",
    ];
    // A kind of any slot has its place when it is there for one of them.
    let placed = |id: &str| {
        slots
            .iter()
            .find_map(|slot| id.strip_prefix(slot))
            .is_some_and(|aspect| {
                slots
                    .iter()
                    .any(|slot| ours.contains(&format!("{slot}{aspect}")))
            })
    };
    let left: Vec<String> = sdk_drift::kinds()
        .into_iter()
        .map(|kind| kind.id)
        .filter(|id| !ours.contains(id) && !placed(id))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}
