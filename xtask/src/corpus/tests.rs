//! Tests of the corpus command's own judgement: counting, naming, sampling, grouping.

use std::path::PathBuf;

use serde_json::json;

use super::{Document, call, compile, package_name, report, sample};
use crate::operations;

#[test]
fn operations_are_counted_through_references_and_beside_other_members() {
    let tree = json!({"paths": {
        "/a": {"get": {}, "post": {}, "parameters": [], "summary": "", "x-get": {}},
        "/b": {"$ref": "#/x-items/b", "put": {}},
        "/c": {"$ref": "#/paths/~1c"},
        "x-note": {"get": {}}
    }, "x-items": {"b": {"delete": {}, "put": {}}}});
    assert_eq!(operations::operations(&tree), 4);
    assert_eq!(operations::operations(&json!({"paths": []})), 0);
}

#[test]
fn crates_have_names_that_cargo_takes() {
    assert_eq!(
        package_name("1forge.com/Öl (v2).json"),
        "api-1forge-com-l-v2"
    );
    assert_eq!(package_name("test.json"), "api-test");
}

#[test]
fn a_seed_picks_the_same_documents_each_time_and_another_seed_others() {
    let documents = || {
        (0..100)
            .map(|index| Document {
                label: format!("{index:03}"),
                path: PathBuf::new(),
                package: String::new(),
            })
            .collect::<Vec<_>>()
    };
    let labels = |size, seed| {
        sample::pick(documents(), size, seed)
            .into_iter()
            .map(|document| document.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(labels(10, 1), labels(10, 1));
    assert_ne!(labels(10, 1), labels(10, 2));
    assert!(labels(10, 1).is_sorted());
    assert_eq!(labels(1000, 1).len(), 100);
}

#[test]
fn failures_of_one_kind_are_one_group() {
    assert_eq!(
        report::kind("error[x]: `#/a/1` at 12:7 leads to `b`"),
        report::kind("error[x]: `#/c` at 3:40 leads to `d`")
    );
}

#[test]
fn the_first_error_of_a_crate_is_shown_before_its_warnings() {
    let message = |name: &str, level: &str, text: &str| {
        let id = format!("path+file:///corpus/{name}");
        json!({"package_id": id, "target": {"name": "wire"}, "message": {"level": level, "rendered": text}})
            .to_string()
    };
    let messages = [
        message("a#0.1.0", "warning", "unused"),
        message("folder#a@0.1.0", "error", "first"),
        message("a#0.1.0", "error", "second"),
        message("b#0.1.0", "warning", "unused"),
        message("c#0.1.0", "note", "nothing"),
        "no JSON".to_owned(),
    ];
    let found = compile::complaints(&messages.join("\n"));
    assert_eq!(found.get("a").map(String::as_str), Some("first"));
    assert_eq!(found.get("b").map(String::as_str), Some("unused"));
    assert_eq!(found.len(), 2);
}

#[test]
fn what_was_not_as_described_is_shown_before_all_else() {
    let said = "running 1 test\n\nget (All): path: expected `/a`, sent `/b`\nstack backtrace:";
    assert_eq!(
        call::excerpt(said),
        "get (All): path: expected `/a`, sent `/b`"
    );
    let lines = "error\n".repeat(30);
    assert!(call::excerpt(&lines).ends_with("… and 10 lines more"));
}
