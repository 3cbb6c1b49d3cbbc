//! A description against itself is no drift, however its mappings are ordered and whatever it is written in.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use sdk_ir::Config;
use sdk_spec::contract::{KeepProse, contract};
use sdk_spec::{Diagnostics, Source, source};
use serde_json::Value;
use support::{Loaded, load, report, shuffled, table};

/// The vendored descriptions, and how many operations each has at least.
const VENDORED: &[(&str, usize)] = &[
    ("b2b-v1", 260),
    ("b2b-v2", 42),
    ("online-booking", 24),
    ("developers", 20),
];

fn vendored(name: &str) -> Value {
    let path = format!(
        "{}/../../spec/{name}/openapi.yaml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).expect("the vendored description is there");
    source::read(&Source::new(path, text), &mut Diagnostics::new()).expect("it is YAML")
}

/// As both sides of a comparison are made: the contract of what is published.
fn normalised(tree: &Value) -> Loaded {
    load(&contract(tree, KeepProse::No), &Config::default())
}

#[test]
fn the_base_description_in_any_order_is_no_drift() {
    let tree = table("base.yaml")["description"].clone();
    let old = load(&tree, &Config::default());
    for seed in 1..=50 {
        let new = load(&shuffled(&tree, &mut { seed }), &Config::default());
        assert_eq!(report(&old, &new).changes, [], "seed {seed}");
    }
}

#[test]
fn the_vendored_descriptions_in_any_order_and_as_json_are_no_drift() {
    for (name, operations) in VENDORED {
        let tree = vendored(name);
        let old = normalised(&tree);
        assert!(old.api.operations().count() >= *operations, "{name}");
        for seed in 1..=3 {
            // Loading writes the tree as YAML; here it goes through JSON on the way as well.
            let json = shuffled(&tree, &mut { seed }).to_string();
            let again = source::read(&Source::new("openapi.json", json), &mut Diagnostics::new())
                .expect("JSON is read");
            let report = report(&old, &normalised(&again));
            // The name of a type that nothing names may depend on which of its places is met first.
            let drift: Vec<_> = report
                .changes
                .iter()
                .filter(|change| !change.id.starts_with("rust-"))
                .collect();
            assert!(drift.is_empty(), "{name}, seed {seed}: {drift:#?}");
        }
    }
}

#[test]
fn yaml_and_json_are_no_drift() {
    let tree = table("base.yaml")["description"].clone();
    let json = serde_json::to_string(&tree).expect("a tree is JSON");
    let again = source::read(&Source::new("base.json", json), &mut Diagnostics::new())
        .expect("JSON is read");
    let (old, new) = (
        load(&tree, &Config::default()),
        load(&again, &Config::default()),
    );
    assert!(report(&old, &new).is_empty());
}

#[test]
fn a_change_in_a_shared_type_is_told_once_with_all_its_operations() {
    let tree = table("base.yaml")["description"].clone();
    let mut changed = tree.clone();
    support::set(
        &mut changed,
        "/components/schemas/Pet/properties/name/type",
        Value::from("integer"),
    );
    let report = report(
        &load(&tree, &Config::default()),
        &load(&changed, &Config::default()),
    );
    let [change] = report.changes.as_slice() else {
        panic!("one change, not {:#?}", report.changes)
    };
    let ids: Vec<&str> = change
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(ids, ["create_pet", "list_pets", "read_pet"]);
    assert_eq!(
        change.old_pointer.as_deref(),
        Some("/components/schemas/Pet/properties/name")
    );
}

#[test]
fn a_webhook_that_is_gone_is_told_where_it_stood() {
    let tree = vendored("developers");
    let old = normalised(&tree);
    let events = old
        .api
        .webhooks
        .as_ref()
        .map(|webhooks| webhooks.events.len());
    assert_eq!(events, Some(11));
    let mut changed = tree.clone();
    let webhooks = changed["webhooks"]
        .as_object_mut()
        .expect("there are webhooks");
    assert!(webhooks.shift_remove("ClientEvent").is_some());
    let report = report(&old, &normalised(&changed));
    let gone: Vec<_> = report
        .changes
        .iter()
        .filter(|change| change.id.starts_with("webhook-"))
        .collect();
    let [gone] = gone.as_slice() else {
        panic!("one change of webhooks, not {gone:#?}")
    };
    assert_eq!(gone.id, "webhook-removed");
    assert_eq!(gone.direction, sdk_drift::Direction::Response);
    assert_eq!(
        gone.old_pointer.as_deref(),
        Some("/webhooks/ClientEvent/post")
    );
    assert_eq!(gone.new_pointer, None);
    assert_eq!(gone.operations[0].path, "ClientEvent");
    let effect = gone.rust.as_ref().map(|effect| effect.text.as_str());
    assert_eq!(effect, Some("`Event::Client` is gone"));
}

#[test]
fn without_the_descriptions_types_are_compared_and_bounds_are_not() {
    let tree = table("base.yaml")["description"].clone();
    let mut changed = tree.clone();
    support::set(
        &mut changed,
        "/components/schemas/Pet/properties/weight/minimum",
        Value::from(1),
    );
    support::set(
        &mut changed,
        "/components/schemas/Pet/properties/name/type",
        Value::from("integer"),
    );
    let (old, new) = (
        load(&tree, &Config::default()),
        load(&changed, &Config::default()),
    );
    let report = sdk_drift::compare(&old.api, &new.api);
    assert_eq!(
        support::found(&report),
        ["breaking response-field-type-changed"]
    );
}
