//! What a small description asks for on the wire, and that anything else is told.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use sdk_wire::synthesis::{Direction, Synthesis};
use sdk_wire::{
    Case, Credential, CredentialPlace, Description, Expected, Extent, Recorded, Settings,
};
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
            Credential {
                place: CredentialPlace::Header("Authorization".to_owned()),
                value: "Bearer t".to_owned(),
            },
        )],
        envelope: Some(("data".to_owned(), "meta".to_owned())),
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

/// The value that a schema makes in a request, for a field of this name.
fn made(schema: Value, name: &str) -> Value {
    let description = Description::new(json!({}));
    let made = Synthesis::new(&description, Extent::All, Direction::Request).make(&schema, name);
    made.unwrap().plain
}

#[test]
fn a_text_keeps_to_its_pattern_its_format_and_its_lengths() {
    let text = |mut schema: Value, name: &str| {
        schema["type"] = json!("string");
        made(schema, name).as_str().unwrap().to_owned()
    };
    let moment = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$";
    assert_eq!(
        text(json!({"pattern": moment}), "from"),
        "2026-04-01T12:30:00"
    );
    let offset = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{4}$";
    let declared = json!({"format": "date-time", "pattern": offset});
    assert_eq!(text(declared, "at"), "2026-04-01T12:30:00+0300");
    for name in ["a", "b", "c"] {
        let number = text(json!({"pattern": "^(record|visit)_[0-9]+$"}), name);
        let (kind, digits) = number.split_once('_').unwrap();
        assert!(
            ["record", "visit"].contains(&kind) && digits.parse::<u64>().is_ok(),
            "{number}"
        );
        let colour = text(json!({"pattern": "^#[0-9a-f]{6}$", "maxLength": 7}), name);
        assert!(colour.starts_with('#') && colour.len() == 7, "{colour}");
        let long = text(
            json!({"pattern": "^[a-z]+$", "minLength": 30, "maxLength": 30}),
            name,
        );
        assert!(
            long.len() == 30 && long.chars().all(|letter| letter.is_ascii_lowercase()),
            "{long}"
        );
    }
    let any = text(json!({}), "a");
    assert_eq!(
        text(json!({"pattern": "^.+$"}), "a"),
        any,
        "what fits stays as awkward as it was"
    );
    assert_eq!(
        text(json!({"pattern": r"^(.)\1$"}), "a"),
        any,
        "what is not understood is left out"
    );
    assert_eq!(text(json!({"format": "ipv4"}), "a"), "192.0.2.7");
}

#[test]
fn a_number_keeps_to_its_bounds_and_its_step() {
    for (schema, fits) in [
        (
            json!({"minimum": 7, "multipleOf": 5}),
            (|number| number >= 7.0 && number % 5.0 == 0.0) as fn(f64) -> bool,
        ),
        (json!({"maximum": 3, "multipleOf": 5}), |number| {
            number <= 3.0 && number % 5.0 == 0.0
        }),
        (json!({"multipleOf": 7}), |number| {
            number > 0.0 && number % 7.0 == 0.0
        }),
        (json!({"maximum": -7}), |number| number <= -7.0),
        (
            json!({"minimum": 3, "exclusiveMinimum": true, "maximum": 4}),
            |number| number > 3.0 && number <= 4.0,
        ),
        (
            json!({"exclusiveMinimum": 3, "exclusiveMaximum": 5}),
            |number| number > 3.0 && number < 5.0,
        ),
        (
            json!({"minimum": 0, "maximum": 100, "multipleOf": 0.01}),
            |number| (0.0..=100.0).contains(&number) && (number * 100.0).fract() == 0.0,
        ),
    ] {
        for kind in ["integer", "number"] {
            for name in ["id", "page", "x", "price", "sum"] {
                let mut schema = schema.clone();
                schema["type"] = json!(kind);
                let number = made(schema.clone(), name);
                assert!(
                    number.as_f64().is_some_and(fits),
                    "{schema}: {number} for {name}"
                );
                assert!(
                    kind == "number" || number.is_i64(),
                    "{schema}: {number} for {name}"
                );
            }
        }
    }
    let half = made(
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true}),
        "x",
    );
    assert_eq!(half, json!(0.5));
}
