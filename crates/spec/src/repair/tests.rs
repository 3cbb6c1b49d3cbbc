//! One test per repair, and one that none of them fires on a correct document.

use super::*;
use serde_json::json;

fn run(tree: &mut Value) -> Vec<(&'static str, String)> {
    let mut diagnostics = Diagnostics::new();
    repair_all(tree, &mut diagnostics);
    diagnostics
        .into_iter()
        .map(|item| (item.code, item.pointer))
        .collect()
}

/// Repairs one schema.
#[track_caller]
fn schema(schema: Value, expected: Value, codes: &[&str]) {
    let mut tree = json!({"components": {"schemas": {"S": schema}}});
    let said = run(&mut tree);
    assert_eq!(tree["components"]["schemas"]["S"], expected);
    assert_eq!(
        said.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        codes
    );
}

/// Repairs one operation.
#[track_caller]
fn operation(operation: Value, expected: Value, codes: &[&str]) {
    operation_at("/a", operation, expected, codes);
}

#[track_caller]
fn operation_at(path: &str, operation: Value, expected: Value, codes: &[&str]) {
    let mut tree = json!({"paths": {path: {"get": operation}}});
    let said = run(&mut tree);
    assert_eq!(tree["paths"][path]["get"], expected);
    assert_eq!(
        said.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        codes
    );
}

#[test]
fn names_of_types() {
    schema(
        json!({"type": "String"}),
        json!({"type": "string"}),
        &["repair-type"],
    );
    schema(
        json!({"type": "long"}),
        json!({"type": "integer", "format": "int64"}),
        &["repair-type"],
    );
    schema(
        json!({"type": "datetime", "format": "own"}),
        json!({"type": "string", "format": "own"}),
        &["repair-type"],
    );
    schema(
        json!({"type": ["Integer", "null"]}),
        json!({"type": ["integer", "null"]}),
        &["repair-type"],
    );
    schema(json!({"type": "any"}), json!({}), &["repair-type"]);
}

#[test]
fn required_in_a_property() {
    schema(
        json!({"required": ["b"], "properties": {"a": {"required": true}, "b": {"required": true}, "c": {"required": false}, "required": {"type": "boolean"}}}),
        json!({"required": ["b", "a"], "properties": {"a": {}, "b": {}, "c": {}, "required": {"type": "boolean"}}}),
        &["repair-property-required"; 3],
    );
    schema(
        json!({"items": {"required": true}}),
        json!({"items": {}}),
        &["repair-property-required"],
    );
    schema(
        json!({"required": "a"}),
        json!({"required": ["a"]}),
        &["repair-property-required"],
    );
}

#[test]
fn types_that_do_not_go_with_their_keywords() {
    schema(
        json!({"type": "object", "items": {}}),
        json!({"type": "object"}),
        &["repair-type-mismatch"],
    );
    schema(
        json!({"type": "string", "properties": {"a": {}}}),
        json!({"type": "object", "properties": {"a": {}}}),
        &["repair-type-mismatch"],
    );
    schema(
        json!({"type": "array", "properties": {"a": {}}, "required": ["a"], "minItems": 1}),
        json!({"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"a": {}}, "required": ["a"]}}),
        &["repair-type-mismatch"],
    );
    schema(
        json!({"type": "integer", "minLength": 1, "minimum": 2}),
        json!({"type": "integer", "minimum": 2}),
        &["repair-type-mismatch"],
    );
}

#[test]
fn enum_values_of_another_type() {
    schema(
        json!({"type": "string", "enum": [1, true, "a"]}),
        json!({"type": "string", "enum": ["1", "true", "a"]}),
        &["repair-enum"],
    );
    schema(
        json!({"type": "integer", "enum": ["1", 2.0]}),
        json!({"type": "integer", "enum": [1, 2]}),
        &["repair-enum"],
    );
    schema(
        json!({"enum": ["a", "b", "a"]}),
        json!({"enum": ["a", "b"]}),
        &["repair-enum"],
    );
    schema(
        json!({"type": "string", "enum": []}),
        json!({"type": "string"}),
        &["repair-enum"],
    );
    schema(
        json!({"enum": "a"}),
        json!({"enum": ["a"]}),
        &["repair-enum"],
    );
}

#[test]
fn numbers_and_flags_in_quotes() {
    schema(
        json!({"maxLength": "10", "nullable": "true"}),
        json!({"maxLength": 10, "nullable": true}),
        &["repair-flag", "repair-number"],
    );
}

#[test]
fn parameters_as_in_swagger_2() {
    operation(
        json!({"parameters": [{"name": "q", "in": "query", "type": "integer", "enum": [1]}]}),
        json!({"parameters": [{"name": "q", "in": "query", "schema": {"type": "integer", "enum": [1]}}]}),
        &["repair-parameter-schema"],
    );
    operation(
        json!({"parameters": [{"name": "b", "in": "body", "required": true, "schema": {"type": "object"}}]}),
        json!({"parameters": [], "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}}}),
        &["repair-body-parameter"],
    );
    operation(
        json!({"parameters": [{"name": "f", "in": "formData", "required": true, "type": "file"}, {"name": "t", "in": "formData", "type": "string"}]}),
        json!({"parameters": [], "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": {
            "type": "object", "required": ["f"],
            "properties": {"f": {"type": "string", "format": "binary"}, "t": {"type": "string"}}
        }}}}}),
        &["repair-body-parameter", "repair-type"],
    );
}

#[test]
fn a_path_parameter_is_required_and_parameters_are_a_list() {
    operation_at(
        "/{id}",
        json!({"parameters": {"id": {"in": "path", "required": "true", "schema": {}}}}),
        json!({"parameters": [{"in": "path", "required": true, "schema": {}, "name": "id"}]}),
        &["repair-parameter-list", "repair-flag"],
    );
    operation_at(
        "/{id}",
        json!({"parameters": [{"name": "id", "in": "path", "schema": {}}]}),
        json!({"parameters": [{"name": "id", "in": "path", "schema": {}, "required": true}]}),
        &["repair-path-required"],
    );
}

#[test]
fn single_values_where_lists_are_asked_for() {
    operation(
        json!({"tags": "a", "security": {"k": []}}),
        json!({"tags": ["a"], "security": [{"k": []}]}),
        &["repair-single-item"; 2],
    );
}

#[test]
fn status_codes() {
    operation(
        json!({"responses": {"200 OK": {"description": ""}, "4**": {"description": ""}, "Default": {"description": ""}}}),
        json!({"responses": {"200": {"description": ""}, "4XX": {"description": ""}, "default": {"description": ""}}}),
        &["repair-status-code"; 3],
    );
}

#[test]
fn responses_without_a_description_are_said_once() {
    operation(
        json!({"responses": {"200": {}, "404": {}, "500": {"$ref": "#/components/responses/E"}}}),
        json!({"responses": {"200": {"description": ""}, "404": {"description": ""}, "500": {"$ref": "#/components/responses/E"}}}),
        &["repair-response-description"; 2],
    );
}

#[test]
fn examples_in_the_wrong_place() {
    operation(
        json!({"responses": {"200": {"description": "", "content": {"a/b": {}}, "examples": {"a/b": 1, "c/d": 2}}}}),
        json!({"responses": {"200": {"description": "", "content": {"a/b": {"example": 1}}}}}),
        &["repair-response-example"],
    );
    operation(
        json!({"requestBody": {"content": {"a/b": {"examples": [{"value": 3}, {"value": 4}]}}}}),
        json!({"requestBody": {"content": {"a/b": {"example": 3}}}}),
        &["repair-example-list"],
    );
}

#[test]
fn a_schema_on_the_response_itself() {
    operation(
        json!({"responses": {"200": {"description": "", "schema": {"type": "string"}}}}),
        json!({"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}}),
        &["repair-response-schema"],
    );
}

#[test]
fn operation_ids_that_stand_twice_and_paths_without_a_slash() {
    let mut tree = json!({"paths": {"a": {"get": {"operationId": "x"}, "post": {"operationId": "x"}}, "/b": {"get": {"operationId": "x_2"}}}});
    let said = run(&mut tree);
    assert_eq!(tree["paths"]["/a"]["post"]["operationId"], "x_2");
    assert_eq!(tree["paths"]["/b"]["get"]["operationId"], "x_2_2");
    assert_eq!(said[0], ("repair-path-slash", "/paths/a".to_owned()));
    assert_eq!(said.len(), 3);
}

#[test]
fn security_types() {
    let mut tree = json!({"components": {"securitySchemes": {
        "a": {"type": "basic"}, "b": {"type": "apikey", "in": "header", "name": "X"},
        "c": {"type": "oauth2", "flow": "application", "tokenUrl": "u", "scopes": {"s": ""}}
    }}});
    let said = run(&mut tree);
    assert_eq!(
        tree["components"]["securitySchemes"],
        json!({
            "a": {"type": "http", "scheme": "basic"}, "b": {"type": "apiKey", "in": "header", "name": "X"},
            "c": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "u", "scopes": {"s": ""}}}}
        })
    );
    assert_eq!(said.len(), 3);
}

#[test]
fn paths_and_their_parameters_name_the_same_things() {
    let mut tree = json!({
        "paths": {"/a/{id}/{sub}.{ext}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {}}, {"name": "no", "in": "path", "required": true, "schema": {}}],
            "get": {"parameters": [
                {"$ref": "#/components/parameters/Sub"}, {"name": "q", "in": "query", "schema": {}},
                {"name": "q", "in": "query", "schema": {"type": "string"}}, {"name": "q", "in": "header", "schema": {}}
            ]},
            "post": {}
        }},
        "components": {"parameters": {"Sub": {"name": "sub", "in": "path", "required": true, "schema": {}}}}
    });
    let said = run(&mut tree);
    let item = &tree["paths"]["/a/{id}/{sub}.{ext}"];
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .into_iter()
            .flatten()
            .map(|p| {
                p["name"]
                    .as_str()
                    .or(p["$ref"].as_str())
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(names(&item["parameters"]), ["id"]);
    assert_eq!(
        names(&item["get"]["parameters"]),
        ["#/components/parameters/Sub", "q", "q", "ext"]
    );
    assert_eq!(names(&item["post"]["parameters"]), ["sub", "ext"]);
    let codes: Vec<_> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            "repair-unknown-path-parameter",
            "repair-duplicate-parameter",
            "repair-undeclared-parameter",
            "repair-undeclared-parameter",
            "repair-undeclared-parameter",
        ]
    );
}

#[test]
fn a_shared_parameter_that_refers_to_another_one_declares_what_that_one_does() {
    let mut tree = json!({
        "paths": {"/a/{id}": {"get": {"parameters": [{"$ref": "#/components/parameters/Outer"}]}}},
        "components": {"parameters": {
            "Outer": {"$ref": "#/components/parameters/Inner"},
            "Inner": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}
        }}
    });
    let before = tree.clone();
    assert_eq!(run(&mut tree), []);
    assert_eq!(tree, before);
}

#[test]
fn a_path_parameter_spelt_otherwise_than_in_the_path_takes_the_path_s_name() {
    operation_at(
        "/{petId}",
        json!({"parameters": [{"name": "pet_id", "in": "path", "required": true, "schema": {"type": "integer"}}]}),
        json!({"parameters": [{"name": "petId", "in": "path", "required": true, "schema": {"type": "integer"}}]}),
        &["repair-path-parameter-name"],
    );
}

#[test]
fn a_correct_document_is_left_as_it_is() {
    let mut tree = crate::parse::tests_support::correct();
    let before = tree.clone();
    assert_eq!(run(&mut tree), []);
    assert_eq!(tree, before);
}
