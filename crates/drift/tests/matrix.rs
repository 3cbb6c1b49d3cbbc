//! The matrix: one change a case, and what the report says of it, forth and back.
//!
//! `cases/*.yaml` are tables. A case patches the base description (`base.yaml`) and names each expected
//! change as `severity id`, and each effect in Rust. `back` is the same pair compared the other way round.
//! In `keywords.yaml` a case is a pair of schemas that is tried at each place where such a value can stand.
//! `DRIFT_SHOW=1 cargo test -p sdk-drift --test matrix -- --nocapture` prints what was found for each case.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use sdk_ir::Config;
use serde_json::Value;
use support::{effects, found, load, patch, report, set, table, texts};

const TABLES: &[&str] = &[
    "parameters.yaml",
    "bodies.yaml",
    "responses.yaml",
    "models.yaml",
    "operations.yaml",
    "webhooks.yaml",
    "same.yaml",
];

/// What one comparison was expected to find, and found.
struct Outcome {
    name: String,
    expected: (Vec<String>, Vec<String>),
    actual: (Vec<String>, Vec<String>),
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

/// The outcomes of a case: forth, and back where the table says something of it.
fn outcomes(name: &str, case: &Value, base: &Value) -> Vec<Outcome> {
    let (mut old, mut new) = (base["description"].clone(), base["description"].clone());
    patch(&mut old, &base["aliases"], &case["old"]);
    patch(&mut new, &base["aliases"], &case["old"]);
    patch(&mut new, &base["aliases"], &case["new"]);
    let (old, new) = (
        load(&old, &config(case, "config")),
        load(&new, &config(case, "config-new")),
    );
    let mut outcomes = Vec::new();
    for (key, rust, report) in [
        ("there", "rust", report(&old, &new)),
        ("back", "rust-back", report(&new, &old)),
    ] {
        if case.get(key).is_none() {
            continue;
        }
        outcomes.push(Outcome {
            name: format!("{name} ({key})"),
            expected: (sorted(texts(&case[key])), sorted(texts(&case[rust]))),
            actual: (found(&report), effects(&report)),
        });
    }
    assert!(!outcomes.is_empty(), "{name}: a case expects something");
    outcomes
}

/// The configuration of a side; that of the old one is the new one's, too, where the case names no other.
fn config(case: &Value, side: &str) -> Config {
    match case.get(side).or_else(|| case.get("config")) {
        Some(config) => serde_json::from_value(config.clone()).expect("a configuration"),
        None => Config::default(),
    }
}

/// All outcomes, found once for all tests.
fn all() -> &'static [Outcome] {
    static ALL: OnceLock<Vec<Outcome>> = OnceLock::new();
    ALL.get_or_init(run)
}

fn run() -> Vec<Outcome> {
    let base = table("base.yaml");
    let mut all = Vec::new();
    for file in TABLES {
        for case in table(file).as_array().expect("a list of cases") {
            let name = format!("{file}: {}", case["case"].as_str().expect("a name"));
            all.extend(outcomes(&name, case, &base));
        }
    }
    all.extend(keywords(&base));
    all
}

/// Each pair of schemas at each place where a value of its type stands.
fn keywords(base: &Value) -> Vec<Outcome> {
    let mut all = Vec::new();
    for case in table("keywords.yaml").as_array().expect("a list of cases") {
        let name = case["case"].as_str().expect("a name");
        let spots = &base["spots"][case["at"].as_str().expect("a type")];
        let only = case.get("only").map(texts);
        for (spot, pointer) in spots.as_object().expect("places") {
            let slot = spot.split(' ').next().expect("a slot");
            if only
                .as_ref()
                .is_some_and(|only| !only.iter().any(|known| known == slot))
            {
                continue;
            }
            all.extend(keyword(
                name,
                case,
                base,
                (spot, slot, pointer.as_str().expect("a pointer")),
            ));
        }
    }
    all
}

fn keyword(
    name: &str,
    case: &Value,
    base: &Value,
    (spot, slot, pointer): (&str, &str, &str),
) -> Vec<Outcome> {
    let side = |keywords: &Value| {
        let mut tree = base["description"].clone();
        let mut schema = tree.pointer(pointer).expect("the place is there").clone();
        for (key, value) in keywords.as_object().into_iter().flatten() {
            schema[key] = value.clone();
        }
        set(&mut tree, pointer, schema);
        load(&tree, &Config::default())
    };
    let (old, new) = (side(&case["old"]), side(&case["new"]));
    let way = if slot.starts_with("request") {
        "request"
    } else {
        "response"
    };
    let mut outcomes = Vec::new();
    for (key, report) in [("there", report(&old, &new)), ("back", report(&new, &old))] {
        let Some(expected) = case.get(key) else {
            continue;
        };
        let severity = texts(&expected[way]).concat();
        let aspect = texts(&expected["is"]).concat();
        let expected = if severity == "nothing" {
            Vec::new()
        } else {
            vec![format!("{severity} {slot}-{aspect}")]
        };
        let rust = match report.changes.first().map(|change| &change.rust) {
            Some(Some(effect)) if effect.breaking => "type",
            Some(Some(_)) => "harmless",
            Some(None) | None => "none",
        };
        outcomes.push(Outcome {
            name: format!("keywords.yaml: {name} at {spot} ({key})"),
            expected: (expected, texts(&case["rust"])),
            actual: (found(&report), vec![rust.to_owned()]),
        });
    }
    outcomes
}

#[test]
fn each_change_is_found_judged_and_told_in_rust() {
    let all = all();
    let mut wrong = Vec::new();
    for outcome in all {
        if std::env::var_os("DRIFT_SHOW").is_some() {
            println!(
                "{}\n    {:?}\n    {:?}",
                outcome.name, outcome.actual.0, outcome.actual.1
            );
        }
        if outcome.expected != outcome.actual {
            wrong.push(format!(
                "{}\n  expected {:?}\n           {:?}\n  found    {:?}\n           {:?}",
                outcome.name,
                outcome.expected.0,
                outcome.expected.1,
                outcome.actual.0,
                outcome.actual.1
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
    assert!(all.len() >= 300, "the matrix has {} cases", all.len());
}

#[test]
fn each_case_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for outcome in all() {
        assert!(
            names.insert(outcome.name.clone()),
            "{} is there twice",
            outcome.name
        );
    }
}

#[test]
fn each_found_id_is_in_the_catalogue() {
    let known: BTreeSet<String> = sdk_drift::kinds().into_iter().map(|kind| kind.id).collect();
    for outcome in all() {
        for change in &outcome.actual.0 {
            let (_, id) = change.split_once(' ').expect("severity and id");
            assert!(known.contains(id), "{id} ({})", outcome.name);
        }
    }
}

#[test]
fn each_kind_has_a_case() {
    let met: BTreeSet<&str> = all()
        .iter()
        .flat_map(|outcome| &outcome.actual.0)
        .filter_map(|change| change.split_once(' '))
        .map(|(_, id)| id)
        .collect();
    let slots = [
        "request-parameter",
        "request-field",
        "request-body",
        "response-field",
        "response-body",
    ];
    // A kind of any slot is met when it is for one of them.
    let aspect = |id: &str| {
        slots
            .iter()
            .find_map(|slot| id.strip_prefix(slot).map(str::to_owned))
    };
    let left: Vec<String> = sdk_drift::kinds()
        .into_iter()
        .map(|kind| kind.id)
        .filter(|id| !met.contains(id.as_str()))
        .filter(|id| {
            aspect(id).is_none_or(|aspect| {
                !slots
                    .iter()
                    .any(|slot| met.contains(format!("{slot}{aspect}").as_str()))
            })
        })
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}
