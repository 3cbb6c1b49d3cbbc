//! A correct document with a wrong value at each place in turn: whatever stands where, nothing panics, and a wrong
//! value inside of one operation costs no other operation.

use sdk_spec::{Options, Source, load};
use serde_json::{Value, json};

const CORRECT: &str = include_str!("../src/parse/correct.json");

/// The pointers of all values below `node`.
fn places(node: &Value, at: &str, out: &mut Vec<String>) {
    let mut child = |key: &str, value: &Value| {
        let at = format!("{at}/{}", sdk_spec::pointer::escape(key));
        out.push(at.clone());
        places(value, &at, out);
    };
    match node {
        Value::Object(map) => map.iter().for_each(|(key, value)| child(key, value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| child(&index.to_string(), value)),
        _ => {}
    }
}

#[test]
fn a_wrong_value_anywhere_is_survived() -> Result<(), serde_json::Error> {
    let correct: Value = serde_json::from_str(CORRECT)?;
    let mut all = Vec::new();
    places(&correct, "", &mut all);
    assert!(all.len() > 300, "the document is small: {}", all.len());
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!("text"),
        json!([{}]),
        json!({"$ref": "#"}),
        json!({"$ref": "#/components/schemas/A", "type": ["null", 3, "object"], "properties": {"a": false}}),
    ];
    for (number, place) in all.iter().enumerate() {
        // Two of the values at each place, all of them at places next to each other.
        for value in [
            &wrong[number % wrong.len()],
            &wrong[(number + 3) % wrong.len()],
        ] {
            check(&correct, place, value);
        }
    }
    Ok(())
}

fn check(correct: &Value, place: &str, value: &Value) {
    let mut tree = correct.clone();
    if let Some(node) = tree.pointer_mut(place) {
        node.clone_from(value);
    }
    let source = Source::new("wrong.json", tree.to_string());
    let options = Options {
        tolerate_dangling: true,
        ..Options::default()
    };
    match load(&source, &[], &options) {
        Ok(loaded) => {
            let operations = loaded.openapi.operations().count();
            let inside = place.starts_with("/paths");
            assert!(
                operations == 3 || (inside && place.matches('/').count() <= 3),
                "{place}: {value}: {operations} are left"
            );
            // Whatever was said can be shown.
            assert!(
                loaded.diagnostics.is_empty()
                    || !loaded.diagnostics.render(&[&source], false).is_empty()
            );
        }
        Err(_) => assert_eq!(place, "/openapi", "{value}"),
    }
}

#[test]
fn the_deepest_schemas_that_are_read_do_not_overflow_the_stack() {
    for (before, after) in [
        (
            "{\"type\": [\"object\", \"array\"], \"properties\": {\"a\": ",
            "}}",
        ),
        ("{\"items\": ", "}"),
        ("{\"prefixItems\": [{\"type\": \"null\"}, ", "]}"),
        ("{\"anyOf\": [{\"type\": \"null\"}, ", "]}"),
        ("{\"$ref\": \"#/components/schemas/S\", \"not\": ", "}"),
    ] {
        let levels = 121 / before.matches(['{', '[']).count().min(after.len());
        let text = format!(
            "{{\"openapi\": \"3.1.0\", \"components\": {{\"schemas\": {{\"S\": {}{{}}{}}}}}}}",
            before.repeat(levels),
            after.repeat(levels)
        );
        let source = Source::new("deep.json", text);
        let outcome = load(&source, &[], &Options::default());
        assert!(outcome.is_ok(), "{before}: {:?}", outcome.err());
    }
}
