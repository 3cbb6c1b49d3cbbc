//! What an overlay does to a tree, and what is said when it does nothing.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use super::*;
use serde_json::json;
use serde_json_path::JsonPath;

fn tree() -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": {
            "/a": {"get": {"parameters": [{"name": "x", "in": "query"}, {"name": "y", "in": "query"}], "deprecated": true}},
            "/b": {"get": {"tags": ["t"]}},
            "/c": {}
        }
    })
}

fn run_on(tree: &mut Value, actions: &str) -> Diagnostics {
    let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let mut diagnostics = Diagnostics::new();
    apply(tree, &[Source::new("overlay.yaml", text)], &mut diagnostics);
    diagnostics
}

fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|item| item.code).collect()
}

#[test]
fn updates_merge_into_mappings_and_append_to_lists() {
    let mut tree = tree();
    let said = run_on(
        &mut tree,
        "  - target: $.paths['/a'].get\n    update: {summary: Own words}\n  - target: $.paths['/a'].get.parameters\n    update: {name: z, in: query}\n  - target: $.paths[\"/b\"].get.tags\n    update: [u]\n",
    );
    assert!(said.is_empty(), "{said}");
    assert_eq!(tree["paths"]["/a"]["get"]["summary"], "Own words");
    assert_eq!(tree["paths"]["/a"]["get"]["parameters"][2]["name"], "z");
    assert_eq!(tree["paths"]["/b"]["get"]["tags"], json!(["t", "u"]));
}

#[test]
fn filters_and_wildcards_work_and_removing_keeps_the_order() {
    let mut tree = tree();
    let said = run_on(
        &mut tree,
        "  - target: $.paths.*.get.parameters[?@.name == 'x']\n    remove: true\n  - target: $.paths['/a'].get.deprecated\n    remove: true\n  - target: $.paths['/b']\n    remove: true\n",
    );
    assert!(said.is_empty(), "{said}");
    assert_eq!(
        tree["paths"]["/a"]["get"],
        json!({"parameters": [{"name": "y", "in": "query"}]})
    );
    let paths: Vec<_> = tree["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(paths, ["/a", "/c"]);
}

#[test]
fn copy_merges_another_place() {
    let mut tree = tree();
    let said = run_on(
        &mut tree,
        "  - target: $.paths['/c']\n    copy: $.paths['/b']\n",
    );
    assert!(said.is_empty(), "{said}");
    assert_eq!(tree["paths"]["/c"], json!({"get": {"tags": ["t"]}}));
}

#[test]
fn an_action_that_matches_nothing_is_an_error_at_its_place_that_names_what_is_there() {
    let mut tree = tree();
    let said = run_on(
        &mut tree,
        "  - target: $.paths['/b'].get\n    update: {summary: s}\n  - target: $.paths['/b'].post\n    update: {summary: s}\n",
    );
    assert_eq!(codes(&said), ["overlay-unmatched"]);
    let first = said
        .iter()
        .next()
        .map(|item| (item.pointer.clone(), item.source.clone(), item.help.clone()));
    let Some((pointer, source, help)) = first else {
        return;
    };
    assert_eq!(pointer, "/actions/1/target");
    assert_eq!(source.as_deref(), Some("overlay.yaml"));
    assert_eq!(
        help.as_deref(),
        Some("`paths` → `/b` has no `post`; it has `get`")
    );
}

#[test]
fn an_update_that_changes_nothing_is_an_error() {
    let mut tree = tree();
    let said = run_on(
        &mut tree,
        "  - target: $.paths['/a'].get\n    update: {deprecated: true}\n",
    );
    assert_eq!(codes(&said), ["overlay-redundant"]);
    let said = run_on(
        &mut tree,
        "  - target: $.paths['/a'].get\n    update: {deprecated: true, summary: new}\n",
    );
    assert!(said.is_empty(), "one new key is enough: {said}");
}

#[test]
fn mistakes_in_an_action_are_named() {
    let cases = [
        ("  - target: $.paths\n    updte: {}\n", "overlay-key"),
        ("  - target: $.paths\n", "overlay-action"),
        (
            "  - target: $.paths\n    update: {a: 1}\n    remove: true\n",
            "overlay-action",
        ),
        ("  - target: paths\n    remove: true\n", "overlay-path"),
        ("  - target: $\n    remove: true\n", "overlay-target"),
        (
            "  - target: $.openapi\n    update: 3.0.0\n",
            "overlay-target",
        ),
        ("  - target: $.paths\n    update: text\n", "overlay-update"),
    ];
    for (action, code) in cases {
        let before = tree();
        let mut tree = before.clone();
        assert_eq!(codes(&run_on(&mut tree, action)), [code], "{action}");
        assert_eq!(tree, before, "{action}");
    }
}

#[test]
fn what_is_no_overlay_is_said_to_be_none() {
    for (text, code) in [
        ("openapi: 3.1.0\n", "not-overlay"),
        ("overlay: 2.0.0\n", "overlay-version"),
        ("[]", "not-overlay"),
        ("overlay: 1.0.0\n", "overlay-actions"),
    ] {
        let mut diagnostics = Diagnostics::new();
        apply(&mut tree(), &[Source::new("o", text)], &mut diagnostics);
        assert_eq!(codes(&diagnostics), [code], "{text}");
    }
}

#[test]
fn plain_paths_and_the_engine_agree() {
    let tree = json!({"a": {"b c": [{"d": 1}], "é": 2, "x-y": 3}});
    for path in [
        "$",
        "$.a",
        "$.a['b c'][0].d",
        "$.a.é",
        "$['a'][\"x-y\"]",
        "$.a['b c'][1]",
        "$.nothing",
    ] {
        let Ok(Target::Plain(_)) = Target::parse(path) else {
            panic!("{path} is plain")
        };
        let ours = Target::parse(path)
            .map(|target| target.places(&tree))
            .unwrap_or_default();
        let query = JsonPath::parse(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(ours, target::located(&query, &tree), "{path}");
    }
    for path in [
        "$.a-b",
        "$.a[*]",
        "$..a",
        "$.a['it\\'s']",
        "$.a[01]",
        "$.a[-1]",
        "$.1a",
        "$.a.",
    ] {
        assert!(
            !matches!(Target::parse(path), Ok(Target::Plain(_))),
            "{path} is not plain"
        );
    }
}

#[test]
fn match_takes_a_whole_name_and_search_a_part() {
    let tree = json!({"list": [{"name": "ab"}, {"name": "a"}, {"name": "xab\r"}, {"name": 1}]});
    for (filter, found) in [
        ("match(@.name, 'a.?')", &["0", "1"][..]),
        ("match(@.name, 'a|xab.')", &["1"]),
        ("match(@.name, 'x?a.')", &["0"]),
        ("search(@.name, 'a.')", &["0", "2"]),
        ("search(@.name, 'a|b')", &["0", "1", "2"]),
        ("search(@.name, '(')", &[]),
    ] {
        let path = format!("$.list[?{filter}]");
        let target = Target::parse(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let places = target.places(&tree);
        let indices: Vec<&str> = places.iter().map(|place| place[1].as_ref()).collect();
        assert_eq!(indices, found, "{path}");
    }
    for path in ["$.list[?match(@.name)]", "$.list[?search(@.*, 'a')]"] {
        assert!(Target::parse(path).is_err(), "{path}");
    }
}

#[test]
fn a_finding_about_what_an_overlay_wrote_is_moved_there() {
    let overlay = |name: &str, actions: &str| {
        let head = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n";
        Source::new(name, format!("{head}{actions}"))
    };
    let overlays = [
        overlay(
            "one.yaml",
            "  - target: $.paths['/a'].get\n    update: {x-note: {by: one}}\n",
        ),
        overlay(
            "two.yaml",
            "  - target: $.info\n    update: {title: T}\n  - target: $.paths[*].get\n    update:\n      x-note: {by: two}\n",
        ),
    ];
    let tree = json!({"info": {}, "paths": {"/a": {"get": {"x-note": {"by": "two"}, "tags": []}}}});
    let at = |pointer: &str| {
        let found = Diagnostics::from(Diagnostic::error("code", "wrong").at(pointer));
        let moved = trace(&tree, &overlays, found).into_iter().next().unwrap();
        (moved.source, moved.pointer)
    };
    assert_eq!(
        at("/paths/~1a/get/x-note/by"),
        (
            Some("two.yaml".to_owned()),
            "/actions/1/update/x-note/by".to_owned()
        )
    );
    assert_eq!(
        at("/paths/~1a/get/tags"),
        (None, "/paths/~1a/get/tags".to_owned())
    );
}
