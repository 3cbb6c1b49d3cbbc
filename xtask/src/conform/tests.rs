//! What a comparison tells, what is collected from a description, and what the report makes of a path.

use serde_json::{Value, json};

use super::compare::{Compared, compare};
use super::{Bend, examples, report};

fn compared(stored: &Value, encoded: &Value, bent: &[&str]) -> Compared {
    let bend = |path: &&str| Bend {
        path: (*path).to_owned(),
        expected: String::new(),
        found: String::new(),
    };
    let bends: Vec<Bend> = bent.iter().map(bend).collect();
    compare(stored, encoded, &bends)
}

fn lost(compared: &Compared) -> Vec<&str> {
    let paths = compared.lost.iter().map(|lost| lost.path.as_str());
    paths.collect()
}

#[test]
fn the_same_value_in_another_spelling_is_the_same() {
    let stored = json!({"a": 10, "b": null, "c": [], "d": {"x": 1.50}, "e": [1, "x", true]});
    let encoded = json!({"e": [1, "x", true], "d": {"x": 1.5}, "a": 10.0, "f": null, "g": []});
    assert_eq!(compared(&stored, &encoded, &[]), Compared::default());
}

#[test]
fn the_outermost_member_that_is_gone_is_named() {
    let stored = json!({"data": [{"id": 1, "own": {"a": 1}}, {"id": 2, "a b": false}]});
    let encoded = json!({"data": [{"id": 1}, {"id": 2}]});
    let found = compared(&stored, &encoded, &[]);
    assert_eq!(lost(&found), ["$.data[0].own", "$.data[1][\"a b\"]"]);
    assert_eq!(found.lost[0].found, "an object with a");
}

#[test]
fn a_value_that_became_another_is_a_defect_unless_it_was_bent() {
    let cases = [
        (json!({"a": 1}), json!({"a": "1"})),
        (json!({"a": ""}), json!({})),
        (json!({"a": [{"b": 1}]}), json!({"a": {"b": 2}})),
    ];
    for (stored, encoded) in cases {
        let bare = compared(&stored, &encoded, &[]);
        assert_ne!(bare, Compared::default(), "{stored}");
    }
    let (stored, encoded) = (json!({"a": 1, "b": ""}), json!({"a": "1"}));
    assert_eq!(
        compared(&stored, &encoded, &["$.a", "$.b"]),
        Compared::default()
    );
    for (stored, encoded) in [
        (
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992.0),
        ),
        (json!([1, 2]), json!([1])),
        (json!({}), json!({"a": 1})),
    ] {
        assert_eq!(
            compared(&stored, &encoded, &[]).changed.len(),
            1,
            "{stored}"
        );
    }
}

#[test]
fn what_is_inside_a_bent_list_is_still_compared() {
    let lone = compared(
        &json!({"pets": {"id": 1, "chip": 2}}),
        &json!({"pets": [{"id": 1}]}),
        &["$.pets"],
    );
    assert_eq!(lost(&lone), ["$.pets.chip"]);
    let indexed = compared(
        &json!({"0": {"id": 1}, "2": {"id": 2, "chip": 3}}),
        &json!([{"id": 1}, {"id": 2}]),
        &["$"],
    );
    assert_eq!(lost(&indexed), ["$.2.chip"]);
    let listed = compared(&json!([{"id": 1, "chip": 2}]), &json!({"id": 1}), &["$"]);
    assert_eq!(lost(&listed), ["$[0].chip"]);
}

#[test]
fn a_schemas_example_stands_in_where_a_response_has_none() {
    let description = json!({
        "paths": {"/a": {"get": {"responses": {
            "200": {"$ref": "#/components/responses/a"},
            "default": {"content": {"text/plain": {"example": "gone"}}},
        }}}},
        "components": {
            "responses": {"a": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/a"}}}}},
            "schemas": {"a": {"examples": [{"n": 1}, "{\"n\": 2}"]}},
        },
    });
    let found = examples::examples(&description);
    let shown: Vec<_> = found
        .iter()
        .map(|stored| (stored.status, stored.body.as_str(), stored.path.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [
            (200, "{\"n\":1}", Some("/a")),
            (200, "{\"n\": 2}", Some("/a")),
            (500, "gone", Some("/a")),
        ]
    );
}

#[test]
fn a_path_is_shown_for_all_items_of_a_list() {
    for (path, shown) in [
        ("$.data[12].tags[0]", "$.data[].tags[]"),
        ("$[\"a[1]\"][3]", "$[\"a[]\"][]"),
        ("$[\"x", "$[\"x"),
    ] {
        assert_eq!(report::without_indexes(path), shown);
    }
}
