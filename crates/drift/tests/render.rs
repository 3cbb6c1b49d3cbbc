//! Each format shows what a reader of it needs, and nothing of a name breaks out of it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use sdk_drift::{Report, Spot};
use sdk_ir::Config;
use serde_json::{Value, json};
use support::{load, report, set, table};

/// A report with a breaking and an additive change, and one about bounds.
fn sample() -> Report {
    let old = table("base.yaml")["description"].clone();
    let mut new = old.clone();
    set(
        &mut new,
        "/paths/~1pets/get/parameters/-",
        json!({ "name": "card", "in": "query", "schema": { "type": "string" } }),
    );
    set(
        &mut new,
        "/components/schemas/Pet/properties/name/type",
        Value::from("integer"),
    );
    set(
        &mut new,
        "/components/schemas/Pet/properties/weight/maximum",
        Value::from(90),
    );
    report(
        &load(&old, &Config::default()),
        &load(&new, &Config::default()),
    )
}

fn nothing() -> Report {
    let tree = load(&table("base.yaml")["description"], &Config::default());
    report(&tree, &tree)
}

#[test]
fn text_tells_each_change_its_place_and_the_verdict() {
    let text = sdk_drift::text(&sample(), Some("0.3.1"));
    let expected = "\
breaking[response-field-type-changed]: The type of response field `Pet.name` changed from text to a whole number.
    in   POST /pets, GET /pets, GET /pets/{pet_id}
    Rust `Pet`: field `name` is `i64` instead of `String`
    was  /components/schemas/Pet/properties/name
    now  /components/schemas/Pet/properties/name

additive[request-parameter-added-optional]: There is a new, optional query parameter `card`.
    in   GET /pets
    Rust `Pets::list_pets`: new optional setter `card`
    now  /paths/~1pets/get/parameters/6

cosmetic[response-field-maximum-added]: Response field `Pet.weight` now has `maximum` 90.
    in   POST /pets, GET /pets, GET /pets/{pet_id}
    was  /components/schemas/Pet/properties/weight
    now  /components/schemas/Pet/properties/weight

1 breaking, 1 additive, 1 cosmetic.
The next version must be a breaking one: before 1.0 that is the second number, 0.4.0 after 0.3.1.
";
    assert_eq!(text, expected);
}

#[test]
fn no_drift_is_said_in_one_line() {
    assert_eq!(
        sdk_drift::text(&nothing(), Some("1.0.0")),
        "No drift: the version stays.\n"
    );
    assert_eq!(sdk_drift::changelog(&nothing(), "1.0.1", "2026-11-23"), "");
    assert_eq!(sdk_drift::github(&nothing(), &|_, _| None), "");
}

#[test]
fn markdown_has_a_table_for_each_severity() {
    let text = sdk_drift::markdown(&sample(), "Drift of pets", Some("1.3.1"));
    assert!(
        text.starts_with(
            "## Drift of pets\n\n**The next version must be major, 2.0.0 after 1.3.1.**\n"
        ),
        "{text}"
    );
    assert!(
        text.contains(
            "\n### Breaking\n\n| Operation | Change | In Rust | Kind |\n|---|---|---|---|\n"
        ),
        "{text}"
    );
    let row = "| GET /pets | There is a new, optional query parameter `card`. | `Pets::list_pets`: new optional setter `card` | `request-parameter-added-optional` |";
    assert!(text.lines().any(|line| line == row), "{text}");
}

#[test]
fn json_holds_everything() {
    let text = sdk_drift::json(&sample()).expect("a report is JSON");
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value["verdict"], "major");
    let added = &value["changes"][1];
    assert_eq!(added["id"], "request-parameter-added-optional");
    assert_eq!(
        added["operations"][0],
        json!({ "id": "list_pets", "method": "GET", "path": "/pets" })
    );
    assert_eq!(added["old_pointer"], Value::Null);
    assert_eq!(
        added["rust"],
        json!({ "breaking": false, "text": "`Pets::list_pets`: new optional setter `card`" })
    );
}

#[test]
fn github_annotates_the_lines_that_the_caller_finds() {
    let lookup = |_: Option<&str>, new: Option<&str>| {
        let line = if new? == "/components/schemas/Pet/properties/name" {
            120
        } else {
            7
        };
        Some(Spot {
            file: "spec/a,b/openapi.yaml".to_owned(),
            line,
            column: 9,
        })
    };
    let text = sdk_drift::github(&sample(), &lookup);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("::error file=spec/a%2Cb/openapi.yaml,line=120,col=9,title=response-field-type-changed (breaking)::The type of"), "{text}");
    assert!(
        lines[1].starts_with("::warning file=spec/a%2Cb/openapi.yaml,line=7,"),
        "{text}"
    );
    assert!(lines[2].starts_with("::notice "), "{text}");
}

#[test]
fn a_name_with_line_breaks_stays_inside_its_annotation() {
    let old = table("base.yaml")["description"].clone();
    let mut new = old.clone();
    set(
        &mut new,
        "/components/schemas/Pet/properties/a\n::error::b|c",
        json!({ "type": "string" }),
    );
    let report = report(
        &load(&old, &Config::default()),
        &load(&new, &Config::default()),
    );
    let text = sdk_drift::github(&report, &|_, _| None);
    assert_eq!(text.lines().count(), report.changes.len(), "{text}");
    let table = sdk_drift::markdown(&report, "Drift", None);
    assert!(table.contains("::error::b\\|c"), "{table}");
}

#[test]
fn the_changelog_speaks_of_the_crate() {
    let text = sdk_drift::changelog(&sample(), "0.4.0", "2026-11-23");
    let expected = "\
## [0.4.0] - 2026-11-23

### Added

- `Pets::list_pets`: new optional setter `card`.

### Changed

- **Breaking:** `Pet`: field `name` is `i64` instead of `String`.
";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        !text.contains("maximum"),
        "what no user of the crate notices is not told: {text}"
    );
}

#[test]
fn a_cosmetic_change_makes_a_patch_with_an_entry_of_its_own() {
    let old = table("base.yaml")["description"].clone();
    let mut new = old.clone();
    set(&mut new, "/info/version", Value::from("1.1"));
    let report = report(
        &load(&old, &Config::default()),
        &load(&new, &Config::default()),
    );
    assert_eq!(report.verdict, sdk_drift::Verdict::Patch);
    let entry = sdk_drift::changelog(&report, "0.1.1", "2026-11-23");
    assert!(
        entry.contains("\n### Changed\n\n- Nothing that a program notices"),
        "{entry}"
    );
}
