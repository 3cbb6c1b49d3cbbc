//! What a small description asks for on the wire, and that anything else is told.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use sdk_wire::synthesis::{Direction, Synthesis};
use sdk_wire::{Case, Description, Expected, Extent, Recorded, Settings};
use serde_json::{Value, json};

fn description() -> Description {
    Description::new(json!({
        "paths": {"/pets/{name}": {
            "parameters": [{"name": "name", "in": "path", "required": true, "schema": {"type": "string", "enum": ["a/b c%"]}}],
            "put": {
                "operationId": "put_pet",
                "security": [{"token": []}],
                "parameters": [
                    {"name": "ids[]", "in": "query", "schema": {"type": "array", "items": {"type": "integer", "maximum": 9}}},
                    {"name": "tags", "in": "query", "explode": false,
                     "schema": {"type": "array", "items": {"type": "string", "enum": ["x,y"]}}},
                    {"name": "filter", "in": "query", "style": "deepObject",
                     "schema": {"type": "object", "properties": {"on": {"type": "boolean"}}}},
                    {"name": "Authorization", "in": "header", "required": true, "schema": {"type": "string"}}
                ],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {"204": {}, "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}
            }
        }},
        "components": {"schemas": {"Pet": {
            "type": "object",
            "required": ["kind", "owner", "flags"],
            "properties": {
                "kind": {"enum": ["cat"]},
                "owner": {"type": ["integer", "null"]},
                "flags": {"type": "array", "items": {"type": "string"}, "default": []},
                "age": {"type": "number", "minimum": 3, "maximum": 3},
                "born": {"type": "string", "format": "date"},
                "good": {"type": "boolean"},
                "notes": {"type": "object"},
                "parent": {"$ref": "#/components/schemas/Pet"}
            }
        }}}
    }))
}

fn settings() -> Settings {
    Settings {
        headers: vec![("Accept".to_owned(), "application/json".to_owned())],
        credentials: vec![(
            "token".to_owned(),
            "Authorization".to_owned(),
            "Bearer t".to_owned(),
        )],
    }
}

fn case(extent: Extent) -> Case {
    let description = description();
    Case::new(
        description.operation("put_pet").unwrap(),
        extent,
        &settings(),
    )
}

/// A request that is as expected.
fn sent(expected: &Expected, body: &Value) -> Recorded {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Recorded {
        method: "PUT".to_owned(),
        path: "/pets/a%2Fb%20c%25".to_owned(),
        query: expected.query.clone(),
        headers: vec![
            header("accept", "application/json"),
            header("authorization", "Bearer t"),
            header("content-type", "application/json"),
        ],
        body: body.to_string().into_bytes(),
    }
}

#[test]
fn all_parameters_are_placed_by_their_styles() {
    let case = case(Extent::All);
    assert_eq!(
        (case.expected.method.as_str(), case.expected.path.as_str()),
        ("PUT", "/pets/a%2Fb%20c%25")
    );
    let query = case.expected.query.join("&");
    assert!(
        query.starts_with("ids[]=") && query.matches("ids[]=").count() == 2,
        "{query}"
    );
    assert!(
        query.ends_with("tags=x%2Cy,x%2Cy&filter[on]=true"),
        "{query}"
    );
    assert_eq!(case.given("header", "Authorization"), None);
    assert_eq!(case.given("body", "born"), Some(&json!("2026-04-01")));
}

#[test]
fn what_must_be_sent_is_sent_without_being_given() {
    let case = case(Extent::Required);
    assert!(case.expected.query.is_empty());
    assert_eq!(case.given("body", "kind"), Some(&json!("cat")));
    assert_eq!(
        (case.given("body", "owner"), case.given("body", "flags")),
        (None, None)
    );
    let body = json!({"kind": "cat", "owner": null, "flags": []});
    assert_eq!(
        case.expected.differences(&sent(&case.expected, &body)),
        Vec::<String>::new()
    );
}

#[test]
fn every_deviation_is_told() {
    let expected = case(Extent::Required).expected;
    let body = json!({"kind": "cat", "owner": null, "flags": []});
    let good = sent(&expected, &body);
    let with = |change: fn(&mut Recorded)| {
        let mut request = good.clone();
        change(&mut request);
        expected.differences(&request)
    };
    let deviations: [(&str, Vec<String>); 8] = [
        ("method", with(|request| request.method = "POST".to_owned())),
        (
            "path",
            with(|request| request.path = "/pets/a/b c%".to_owned()),
        ),
        (
            "query",
            with(|request| request.query.push("page=1".to_owned())),
        ),
        (
            "header Accept",
            with(|request| request.headers[0].1 = "*/*".to_owned()),
        ),
        (
            "credentials",
            with(|request| request.headers[1].1 = "Bearer u".to_owned()),
        ),
        (
            "content-type",
            with(|request| request.headers[2].1 = "text/plain".to_owned()),
        ),
        (
            "body.owner",
            with(|request| request.body = br#"{"kind":"cat","flags":[]}"#.to_vec()),
        ),
        (
            "body.kind",
            with(|request| request.body = br#"{"kind":"dog","owner":null,"flags":[]}"#.to_vec()),
        ),
    ];
    for (place, told) in deviations {
        assert!(
            told.len() == 1 && told[0].starts_with(place),
            "{place}: {told:?}"
        );
    }
}

#[test]
fn a_value_fits_its_schema_and_ends_where_the_schema_contains_itself() {
    let description = description();
    let schema = json!({"$ref": "#/components/schemas/Pet"});
    let made = Synthesis::new(&description, Extent::All, Direction::Answer)
        .make(&schema, "pet")
        .unwrap();
    assert_eq!(made.plain["age"], json!(3));
    assert!(made.plain["owner"].is_i64() && made.plain["flags"][1].is_string());
    assert_eq!(made.plain.get("parent"), None);
    assert_eq!(made.php["age"], json!("3"));
    assert_eq!(made.php["good"], json!(1));
    let least = Synthesis::new(&description, Extent::Required, Direction::Answer)
        .make(&json!({"type": "object"}), "x");
    assert_eq!(least.unwrap().php, json!([]));
    let nulls = Synthesis::new(&description, Extent::Nulls, Direction::Request)
        .make(&schema, "pet")
        .unwrap();
    assert_eq!(nulls.plain["owner"], Value::Null);
    assert_eq!(nulls.plain["good"], json!(true));
}

#[test]
fn an_answer_that_lost_something_is_told() {
    let case = case(Extent::All);
    let mut decoded = case.answer.clone().unwrap().plain;
    assert_eq!(
        case.judge("json", &decoded, &Value::Null),
        Vec::<String>::new()
    );
    decoded["more"] = Value::Null;
    assert_eq!(
        case.judge("json", &decoded, &Value::Null),
        Vec::<String>::new()
    );
    decoded["born"] = json!("2026-04-02");
    decoded["age"] = Value::Null;
    assert_eq!(case.judge("json", &decoded, &Value::Null).len(), 2);
    assert_eq!(case.judge("nothing", &Value::Null, &Value::Null).len(), 1);
}
