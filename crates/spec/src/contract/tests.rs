//! What the contract keeps, drops and orders, and what it learns from examples.

use serde_json::{Value, json};

use super::{KeepProse, contract};

/// The contract of a document whose only component schema is `schema`, and that schema in it.
fn schema(schema: Value) -> Value {
    let tree = json!({"openapi": "3.1.0", "components": {"schemas": {"It": schema}}});
    contract(&tree, KeepProse::No)["components"]["schemas"]["It"].take()
}

fn observed(found: &Value) -> Vec<&str> {
    found["x-observed"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The contract as it is written: with its order.
fn text(value: &Value) -> String {
    value.to_string()
}

#[test]
fn wording_goes_and_the_interface_stays() {
    let tree = json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1", "description": "D", "license": {"name": "L"}, "contact": {"email": "E"}},
        "externalDocs": {"url": "U"},
        "x-tagGroups": [{"name": "G", "tags": ["A"]}],
        "tags": [{"name": "A", "description": "D", "externalDocs": {"url": "U"}}],
        "servers": [{"url": "https://a", "description": "D", "variables": {"v": {"default": "d", "description": "D"}}}],
        "paths": {"/a": {"summary": "S", "post": {
            "summary": "S", "description": "D", "operationId": "o", "x-codegen-request-body-name": "body",
            "parameters": [{"name": "p", "in": "query", "description": "D", "example": "E", "schema": {"type": "string"}}],
            "requestBody": {"description": "D", "content": {"application/json": {"examples": {"E": {"value": "E"}}}}},
            "responses": {"200": {"description": "D"}, "404": {"$ref": "#/components/responses/N", "description": "D"}},
        }}},
        "components": {
            "examples": {"E": {"value": 1}},
            "securitySchemes": {"o": {"type": "oauth2", "flows": {"password": {"tokenUrl": "U", "scopes": {"read": "D"}}}}},
        },
    });
    let expected = json!({
        "openapi": "3.1.0",
        "info": {"title": "", "version": "1"},
        "servers": [{"url": "https://a", "variables": {"v": {"default": "d"}}}],
        "tags": [{"name": "A"}],
        "paths": {"/a": {"post": {
            "operationId": "o",
            "parameters": [{"name": "p", "in": "query", "schema": {"type": "string"}}],
            "requestBody": {"content": {"application/json": {}}},
            "responses": {"200": {"description": ""}, "404": {"$ref": "#/components/responses/N"}},
        }}},
        "components": {
            "securitySchemes": {"o": {"type": "oauth2", "flows": {"password": {"tokenUrl": "U", "scopes": {"read": ""}}}}},
        },
    });
    assert_eq!(text(&contract(&tree, KeepProse::No)), text(&expected));
}

#[test]
fn what_is_only_named_like_wording_stays() {
    let properties = json!({
        "description": {"type": "string"}, "title": {"type": "string"}, "summary": {}, "example": {}, "examples": {},
        "x-flag": {"type": "boolean"}, "externalDocs": {"properties": {"title": {"type": "string"}}},
    });
    let found = schema(
        json!({"title": "T", "properties": properties, "default": {"title": "kept"}, "enum": [{"title": "kept"}]}),
    );
    assert_eq!(found["properties"], properties);
    assert_eq!(found["default"], json!({"title": "kept"}));
    assert_eq!(found["enum"], json!([{"title": "kept"}]));
    assert!(found.get("title").is_none());
}

#[test]
fn a_later_keyword_stays_without_its_texts() {
    let found = schema(
        json!({"laterKeyword": {"description": "D", "x-note": "D", "of": [{"title": "T", "type": "string"}]}}),
    );
    assert_eq!(found, json!({"laterKeyword": {"of": [{"type": "string"}]}}));
}

#[test]
fn the_order_does_not_depend_on_the_publisher() {
    let one = json!({
        "paths": {"/b": {"put": {}, "get": {"responses": {"404": {}, "200": {}}, "operationId": "g"}}, "/a": {}},
        "components": {"schemas": {"B": {"type": "string", "maxLength": 3}, "A": {}}},
        "openapi": "3.1.0",
    });
    let other = json!({
        "openapi": "3.1.0",
        "components": {"schemas": {"A": {}, "B": {"maxLength": 3, "type": "string"}}},
        "paths": {"/a": {}, "/b": {"get": {"operationId": "g", "responses": {"200": {}, "404": {}}}, "put": {}}},
    });
    assert_eq!(
        text(&contract(&one, KeepProse::No)),
        text(&contract(&other, KeepProse::No))
    );
}

#[test]
fn what_a_reader_sees_in_order_keeps_its_order() {
    let tree = json!({
        "tags": [{"name": "Z"}, {"name": "A"}],
        "paths": {"/": {"get": {"parameters": [{"name": "z"}, {"name": "a"}]}}},
        "components": {"schemas": {"S": {"properties": {"z": {}, "a": {}}, "required": ["z", "a"], "enum": ["z", "a"]}}},
    });
    let found = contract(&tree, KeepProse::No);
    assert_eq!(found["tags"], tree["tags"]);
    assert_eq!(
        found["paths"]["/"]["get"]["parameters"],
        tree["paths"]["/"]["get"]["parameters"]
    );
    let schema = &found["components"]["schemas"]["S"];
    assert_eq!(
        text(schema),
        r#"{"enum":["z","a"],"required":["z","a"],"properties":{"z":{},"a":{}}}"#
    );
}

#[test]
fn the_contract_of_a_contract_is_itself() {
    let tree = json!({"components": {"schemas": {"S": {
        "description": "D", "type": "object", "properties": {"id": {"type": "number"}}, "example": {"id": 1},
    }}}});
    let once = contract(&tree, KeepProse::No);
    assert_eq!(
        observed(&once["components"]["schemas"]["S"]["properties"]["id"]),
        ["integer"]
    );
    assert_eq!(text(&contract(&once, KeepProse::No)), text(&once));
    let kept = contract(&tree, KeepProse::Yes);
    assert_eq!(kept["components"]["schemas"]["S"]["description"], "D");
    assert_eq!(text(&contract(&kept, KeepProse::No)), text(&once));
}

#[test]
fn callbacks_are_walked_like_paths() {
    let operation = json!({"summary": "S", "responses": {"200": {"description": "D"}}});
    let tree = json!({"paths": {"/": {"post": {"callbacks": {"done": {"{$request.body#/url}": {"post": operation}}}}}}});
    let expected = json!({"done": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": ""}}}}}});
    assert_eq!(
        contract(&tree, KeepProse::No)["paths"]["/"]["post"]["callbacks"],
        expected
    );
}

#[test]
fn a_number_always_tells_what_was_seen() {
    let cases = [
        (json!([1, 2]), vec!["integer"]),
        (json!([1, 2.5]), vec!["integer", "number"]),
        (
            json!(["12", "-0.5", "", "x", "1e3"]),
            vec!["empty-string", "numeric-string", "string"],
        ),
        (
            json!([null, true, [], [1], {}, {"a": 1}]),
            vec![
                "array",
                "boolean",
                "empty-array",
                "empty-object",
                "null",
                "object",
            ],
        ),
    ];
    for (examples, expected) in cases {
        assert_eq!(
            observed(&schema(json!({"type": "number", "examples": examples}))),
            expected,
            "{examples}"
        );
    }
}

#[test]
fn elsewhere_only_what_the_type_does_not_say_is_told() {
    let silent = [
        (json!({"type": "integer"}), json!(1)),
        (json!({"type": "string"}), json!("12")),
        (json!({"type": "string"}), json!("")),
        (json!({"type": ["string", "null"]}), Value::Null),
        (json!({"type": "string", "nullable": true}), Value::Null),
        (json!({"type": "array"}), json!([])),
        (json!({"properties": {}}), json!({"a": 1})),
    ];
    let telling = [
        (json!({"type": "integer"}), json!(1.5), "number"),
        (json!({"type": "string"}), json!(1), "integer"),
        (
            json!({"type": "string", "format": "date"}),
            json!(""),
            "empty-string",
        ),
        (
            json!({"type": "string", "format": "date-time"}),
            json!("1700000000"),
            "numeric-string",
        ),
        (
            json!({"type": "string", "enum": ["a"]}),
            json!(""),
            "empty-string",
        ),
        (json!({"type": "string"}), Value::Null, "null"),
        (json!({"type": "object"}), json!([]), "empty-array"),
        (json!({"type": "boolean"}), json!(0), "integer"),
        (json!({}), json!([1]), "array"),
    ];
    let with = |mut schema: Value, example: Value| {
        schema["example"] = example;
        self::schema(schema)
    };
    for (declared, example) in silent {
        assert!(
            observed(&with(declared.clone(), example.clone())).is_empty(),
            "{declared} {example}"
        );
    }
    for (declared, example, expected) in telling {
        assert_eq!(
            observed(&with(declared.clone(), example.clone())),
            [expected],
            "{declared} {example}"
        );
    }
}

#[test]
fn examples_reach_the_schemas_below_and_the_component_behind_a_reference() {
    let tree = json!({
        "paths": {"/": {"get": {
            "parameters": [{"name": "p", "example": 7, "schema": {"type": "number"}}],
            "requestBody": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/List"},
                "examples": {"one": {"value": [{"id": 1}]}, "two": {"$ref": "#/components/examples/Two"}}}}},
            "responses": {"200": {
                "headers": {"H": {"schema": {"type": "number"}, "example": 1.5}},
                "content": {"a/b": {"example": {"any": 1}, "schema": {"additionalProperties": {"type": "number"}}}},
            }},
        }}},
        "components": {
            "examples": {"Two": {"value": [{"id": "2", "tags": {}}]}},
            "schemas": {
                "List": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/Item"}]}},
                "Item": {"type": "object", "properties": {"id": {"type": "number"}, "tags": {"type": "array"}}},
            },
        },
    });
    let found = contract(&tree, KeepProse::No);
    let get = &found["paths"]["/"]["get"];
    assert_eq!(observed(&get["parameters"][0]["schema"]), ["integer"]);
    let response = &get["responses"]["200"];
    assert_eq!(observed(&response["headers"]["H"]["schema"]), ["number"]);
    assert_eq!(
        observed(&response["content"]["a/b"]["schema"]["additionalProperties"]),
        ["integer"]
    );
    let item = &found["components"]["schemas"]["Item"];
    assert_eq!(
        observed(&item["properties"]["id"]),
        ["integer", "numeric-string"]
    );
    assert_eq!(observed(&item["properties"]["tags"]), ["empty-object"]);
    assert!(observed(item).is_empty());
}

#[test]
fn an_example_of_a_union_speaks_about_the_member_that_takes_it() {
    let union = json!({"oneOf": [
        {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "a"}, "value": {"type": "string"}}},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "b"}, "value": {"type": "number"}}},
        {"type": "array", "maxItems": 0},
    ]});
    let with = |example: Value| {
        let mut union = union.clone();
        union["example"] = example;
        schema(union)
    };
    let found = with(json!({"kind": "b", "value": 1}));
    assert!(observed(&found).is_empty());
    assert!(observed(&found["oneOf"][0]["properties"]["value"]).is_empty());
    assert_eq!(
        observed(&found["oneOf"][1]["properties"]["value"]),
        ["integer"]
    );
    assert!(observed(&with(json!([]))).is_empty());
    assert_eq!(observed(&with(json!("none of them"))), ["string"]);
}

#[test]
fn cycles_end() {
    let example = json!({"self": {"self": {"self": {"id": 1}}}});
    let tree = json!({"components": {"schemas": {
        "Node": {"type": "object", "example": example, "allOf": [{"$ref": "#/components/schemas/Node"}],
            "oneOf": [{"$ref": "#/components/schemas/Node"}],
            "properties": {"self": {"$ref": "#/components/schemas/Node"}, "id": {"type": "number"}}},
        "Loop": {"$ref": "#/components/schemas/Loop", "example": 1},
    }}});
    let found = contract(&tree, KeepProse::No);
    assert_eq!(
        observed(&found["components"]["schemas"]["Node"]["properties"]["id"]),
        ["integer"]
    );
}

#[test]
fn what_is_no_description_comes_back() {
    for odd in [
        json!(null),
        json!("text"),
        json!([1, {"b": 1, "a": 2}]),
        json!({"paths": 3, "components": []}),
    ] {
        assert_eq!(contract(&odd, KeepProse::No), odd);
    }
}
