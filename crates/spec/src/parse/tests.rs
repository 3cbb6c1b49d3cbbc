//! The result equals that of serde's derive where the document is correct, but for examples, and degrades where it is
//! not.

use super::*;
use serde_json::json;

fn parsed(tree: Value) -> (OpenAPI, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let openapi = parse(tree, &mut diagnostics);
    (openapi, diagnostics)
}

/// The tree without the values of examples.
fn without_examples(tree: &mut Value) {
    match tree {
        Value::Object(members) => {
            members.shift_remove("example");
            if let Some(Value::Object(examples)) = members.get_mut("examples") {
                for example in examples.values_mut().filter_map(Value::as_object_mut) {
                    example.shift_remove("value");
                }
            }
            members.values_mut().for_each(without_examples);
        }
        Value::Array(items) => items.iter_mut().for_each(without_examples),
        _ => {}
    }
}

#[test]
fn a_correct_document_becomes_what_serde_makes_of_it() -> Result<(), serde_json::Error> {
    let tree = tests_support::correct();
    assert!(tree.is_object(), "correct.json is not JSON");
    let mut plain = tree.clone();
    without_examples(&mut plain);
    assert_ne!(plain, tree, "the document has examples");
    let theirs: OpenAPI = serde_json::from_value(plain)?;
    let (ours, diagnostics) = parsed(tree);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    // By part first: a difference in the whole is unreadable.
    assert_eq!(ours.info, theirs.info);
    assert_eq!(ours.paths, theirs.paths);
    let (our_parts, their_parts) = (
        ours.components.clone().unwrap_or_default(),
        theirs.components.clone().unwrap_or_default(),
    );
    for (name, schema) in &their_parts.schemas {
        assert_eq!(our_parts.schemas.get(name), Some(schema), "{name}");
    }
    assert_eq!(our_parts.security_schemes, their_parts.security_schemes);
    assert_eq!(ours, theirs);
    Ok(())
}

#[test]
fn a_keyword_of_a_wrong_type_is_a_warning_and_the_rest_is_read() {
    let (openapi, diagnostics) = parsed(json!({
        "openapi": "3.0.0", "info": {"title": "T", "version": 1.5}, "tags": "wrong",
        "paths": {"/a": {"get": {"summary": ["x"], "deprecated": "no", "operationId": "a",
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": -1, "enum": {"a": 1}}}],
            "responses": {"200": {"description": "d", "headers": []}}}}}
    }));
    let places: Vec<_> = diagnostics
        .iter()
        .map(|item| (item.code, item.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("wrong-type", "/tags"),
            ("wrong-type", "/paths/~1a/get/summary"),
            ("wrong-type", "/paths/~1a/get/deprecated"),
            ("wrong-type", "/paths/~1a/get/parameters/0/schema/maxLength"),
            ("wrong-type", "/paths/~1a/get/parameters/0/schema/enum"),
            ("wrong-type", "/paths/~1a/get/responses/200/headers"),
        ]
    );
    assert!(!diagnostics.has_errors());
    assert_eq!(openapi.info.version, "1.5");
    let operation = openapi
        .operations()
        .next()
        .map(|(_, _, operation)| operation.clone())
        .unwrap_or_default();
    assert_eq!(operation.operation_id.as_deref(), Some("a"));
    assert_eq!(
        (
            operation.parameters.len(),
            operation.responses.responses.len()
        ),
        (1, 1)
    );
}

#[test]
fn a_message_says_what_was_expected_and_found() {
    let (_, diagnostics) =
        parsed(json!({"paths": {"/a": {"get": {"responses": {}, "deprecated": "no"}}}}));
    let said: Vec<_> = diagnostics
        .iter()
        .map(|item| (item.message.as_str(), item.operation.as_deref()))
        .collect();
    assert_eq!(
        said,
        [(
            "`deprecated` must be `true` or `false`, found a text; ignored",
            Some("GET /a")
        )]
    );
}

#[test]
fn what_has_no_place_in_3_0_is_left_out_and_said() {
    let (openapi, diagnostics) = parsed(json!({
        "paths": {"/a": {"get": {
            "parameters": [{"in": "query", "schema": {}}, {"name": "b", "in": "elsewhere", "schema": {}}, {"name": "s", "in": "path", "style": "form", "schema": {}}, {"name": "n", "in": "query"}],
            "responses": {"OK": {"description": ""}, "299": null}
        }}},
        "components": {"securitySchemes": {"s": {"type": "magic"}}, "schemas": {"S": {"type": "money"}, "D": {"discriminator": {}}}}
    }));
    let codes: Vec<_> = diagnostics.iter().map(|item| item.code).collect();
    assert_eq!(
        codes,
        [
            "missing",
            "parameter-place",
            "parameter-style",
            "missing",
            "status-code",
            "security-type",
            "unknown-type",
            "missing"
        ]
    );
    let parameters = openapi
        .operations()
        .next()
        .map(|(_, _, operation)| operation.parameters.len());
    assert_eq!(parameters, Some(2));
}

#[test]
fn numbers_that_fit_nothing_do_no_harm() {
    let (openapi, diagnostics) = parsed(json!({"components": {"schemas": {
        "Wide": {"type": "integer", "minimum": -1e300, "maximum": 18_446_744_073_709_551_615_u64},
        "Values": {"type": "integer", "enum": [18_446_744_073_709_551_615_u64]},
        "Half": {"type": "integer", "minimum": 0.5},
        "Whole": {"type": "integer", "minimum": 1.0}
    }}}));
    assert_eq!(
        diagnostics.iter().map(|item| item.code).collect::<Vec<_>>(),
        ["wide-bound", "wide-bound"]
    );
    let schemas = openapi.components.unwrap_or_default().schemas;
    let kind = |name: &str| {
        schemas
            .get(name)
            .and_then(|schema| schema.as_item())
            .map(|schema| schema.schema_kind.clone())
    };
    let integer = |minimum| {
        openapiv3::SchemaKind::Type(openapiv3::Type::Integer(openapiv3::IntegerType {
            minimum,
            ..Default::default()
        }))
    };
    assert_eq!(kind("Wide"), Some(integer(None)));
    assert_eq!(kind("Whole"), Some(integer(Some(1))));
    assert!(
        matches!(kind("Values"), Some(openapiv3::SchemaKind::Any(any)) if any.enumeration.len() == 1)
    );
    assert!(
        matches!(kind("Half"), Some(openapiv3::SchemaKind::Any(any)) if any.minimum == Some(0.5))
    );
}

#[test]
fn status_ranges_are_read_in_either_case() {
    let (openapi, _) = parsed(
        json!({"paths": {"/a": {"get": {"responses": {"4xx": {"description": ""}, "500": {"description": ""}}}}}}),
    );
    let statuses: Vec<String> = openapi
        .operations()
        .flat_map(|(_, _, operation)| {
            operation
                .responses
                .responses
                .keys()
                .map(ToString::to_string)
        })
        .collect();
    assert_eq!(statuses, ["4XX", "500"]);
}
