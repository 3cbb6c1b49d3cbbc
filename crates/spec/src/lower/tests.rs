//! One test per step: what goes in, what comes out, and what is said about it.

use super::*;
use serde_json::json;

/// Lowers one schema of a document of this version.
fn lowered_as(version: Version, schema: Value) -> (Value, Vec<&'static str>) {
    let mut tree = json!({"openapi": "3.1.0", "components": {"schemas": {"S": schema}}});
    let mut diagnostics = Diagnostics::new();
    lower(&mut tree, version, &mut diagnostics);
    let codes = diagnostics.iter().map(|item| item.code).collect();
    (tree["components"]["schemas"]["S"].take(), codes)
}

#[track_caller]
fn check(schema: Value, expected: Value, said: &[&str]) {
    let (out, codes) = lowered_as(Version::V3_1, schema);
    assert_eq!(out, expected);
    assert_eq!(codes, said);
}

#[test]
fn a_type_or_null_is_nullable() {
    check(
        json!({"type": ["number", "null"], "minimum": 1}),
        json!({"type": "number", "nullable": true, "minimum": 1}),
        &[],
    );
    check(
        json!({"type": ["integer", "number"]}),
        json!({"type": "number"}),
        &[],
    );
    check(json!({"type": ["string"]}), json!({"type": "string"}), &[]);
}

#[test]
fn several_types_are_any_of_them_with_their_own_keywords() {
    check(
        json!({"description": "d", "type": ["object", "string", "null"], "properties": {"a": {"type": ["string", "null"]}}, "minLength": 2}),
        json!({"description": "d", "nullable": true, "anyOf": [
            {"type": "object", "properties": {"a": {"type": "string", "nullable": true}}},
            {"type": "string", "minLength": 2}
        ]}),
        &["lower-types"],
    );
    check(
        json!({"type": ["string", "integer"], "enum": ["a", 1, "b", null], "format": "date"}),
        json!({"anyOf": [{"type": "string", "enum": ["a", "b"], "format": "date"}, {"type": "integer", "enum": [1]}]}),
        &["lower-types"],
    );
    check(
        json!({"type": ["object", "array", "string", "number", "boolean", "null"]}),
        json!({"nullable": true}),
        &["lower-types"],
    );
}

#[test]
fn several_types_beside_a_choice_keep_both() {
    check(
        json!({"type": ["string", "boolean"], "anyOf": [{"enum": ["a"]}, {"enum": [true]}]}),
        json!({"anyOf": [{"enum": ["a"]}, {"enum": [true]}], "allOf": [{"anyOf": [{"type": "string"}, {"type": "boolean"}]}]}),
        &["lower-types"],
    );
}

#[test]
fn null_alone_is_a_nullable_value_of_no_type() {
    check(
        json!({"type": "null"}),
        json!({"enum": [null], "nullable": true}),
        &[],
    );
    check(
        json!({"type": ["null"]}),
        json!({"enum": [null], "nullable": true}),
        &[],
    );
}

#[test]
fn a_choice_with_null_is_nullable() {
    check(
        json!({"title": "T", "anyOf": [{"type": "string", "maxLength": 3, "title": "inner"}, {"type": "null"}]}),
        json!({"title": "T", "type": "string", "maxLength": 3, "nullable": true}),
        &[],
    );
    check(
        json!({"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}),
        json!({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": true}),
        &[],
    );
    check(
        json!({"anyOf": [{"type": "string"}, {"const": null}, {"type": "integer"}]}),
        json!({"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
        &[],
    );
    check(
        json!({"oneOf": [{"type": "null"}]}),
        json!({"enum": [null], "nullable": true}),
        &[],
    );
}

#[test]
fn const_is_an_enum_of_one_typed_by_its_value() {
    check(
        json!({"const": "a"}),
        json!({"type": "string", "enum": ["a"]}),
        &[],
    );
    check(
        json!({"const": 3, "type": "number"}),
        json!({"type": "number", "enum": [3]}),
        &[],
    );
    check(
        json!({"const": null}),
        json!({"enum": [null], "nullable": true}),
        &[],
    );
}

#[test]
fn null_among_enum_values_is_nullable() {
    check(
        json!({"type": "string", "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a"], "nullable": true}),
        &[],
    );
}

#[test]
fn keywords_beside_a_reference_stay_beside_it() {
    check(
        json!({"$ref": "#/components/schemas/A", "description": "own", "minLength": 1}),
        json!({"allOf": [{"$ref": "#/components/schemas/A"}], "description": "own", "minLength": 1}),
        &[],
    );
    check(
        json!({"$ref": "#/components/schemas/A", "allOf": [{"type": "object"}]}),
        json!({"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}),
        &[],
    );
    check(
        json!({"$ref": "#/components/schemas/A"}),
        json!({"$ref": "#/components/schemas/A"}),
        &[],
    );
}

#[test]
fn in_3_0_only_what_describes_the_use_stays_beside_a_reference() {
    let schema =
        json!({"$ref": "#/components/schemas/A", "nullable": true, "type": "object", "x-a": 1});
    let (out, codes) = lowered_as(Version::V3_0, schema);
    assert_eq!(
        out,
        json!({"allOf": [{"$ref": "#/components/schemas/A"}], "nullable": true, "x-a": 1})
    );
    assert_eq!(codes, ["lower-ref-siblings"]);
    let (out, _) = lowered_as(
        Version::V3_0,
        json!({"$ref": "#/components/schemas/A", "type": "object"}),
    );
    assert_eq!(out, json!({"$ref": "#/components/schemas/A"}));
}

#[test]
fn boolean_schemas_become_objects_except_where_3_0_has_them() {
    check(
        json!({"properties": {"a": true, "b": false}, "items": true, "additionalProperties": false}),
        json!({"properties": {"a": {}, "b": {"not": {}}}, "items": {}, "additionalProperties": false}),
        &[],
    );
}

#[test]
fn a_property_named_additional_properties_is_a_schema_like_any_other() {
    check(
        json!({"properties": {"additionalProperties": true}}),
        json!({"properties": {"additionalProperties": {}}}),
        &[],
    );
}

#[test]
fn exclusive_bounds_become_flags_unless_the_other_bound_is_tighter() {
    check(
        json!({"exclusiveMinimum": 3}),
        json!({"minimum": 3, "exclusiveMinimum": true}),
        &[],
    );
    check(
        json!({"exclusiveMaximum": 9, "maximum": 5}),
        json!({"maximum": 5}),
        &[],
    );
    check(
        json!({"exclusiveMinimum": true, "minimum": 5}),
        json!({"exclusiveMinimum": true, "minimum": 5}),
        &[],
    );
}

#[test]
fn the_first_example_stays() {
    check(json!({"examples": [1, 2]}), json!({"example": 1}), &[]);
    check(
        json!({"examples": [1], "example": 3}),
        json!({"example": 3}),
        &[],
    );
    check(
        json!({"examples": {"named": {"value": 7}}}),
        json!({"example": 7}),
        &[],
    );
}

#[test]
fn tuples_are_lists_of_any_of_their_items() {
    check(
        json!({"prefixItems": [{"type": "string"}, {"type": "integer"}, {"type": "string"}], "items": false}),
        json!({"type": "array", "maxItems": 3, "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}),
        &["lower-tuple"],
    );
    check(
        json!({"type": "array", "items": [{"type": ["string", "null"]}]}),
        json!({"type": "array", "items": {"type": "string", "nullable": true}}),
        &["lower-tuple"],
    );
}

#[test]
fn rules_about_items_are_dropped_and_said() {
    check(
        json!({"items": {}, "contains": {"type": "string"}, "minContains": 1}),
        json!({"items": {}}),
        &["lower-array-rules"],
    );
}

#[test]
fn pattern_properties_are_additional_properties() {
    check(
        json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}),
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
        &["lower-pattern-properties"],
    );
    check(
        json!({"patternProperties": {"^.*$": {"const": 1}}}),
        json!({"type": "object", "additionalProperties": {"type": "integer", "enum": [1]}}),
        &[],
    );
}

#[test]
fn unevaluated_properties_are_additional_ones_where_nothing_is_combined() {
    check(
        json!({"unevaluatedProperties": {"type": "string"}}),
        json!({"additionalProperties": {"type": "string"}}),
        &[],
    );
    check(
        json!({"allOf": [{}], "unevaluatedProperties": false}),
        json!({"allOf": [{}]}),
        &[],
    );
    check(
        json!({"allOf": [{}], "unevaluatedProperties": {"type": "string"}}),
        json!({"allOf": [{}]}),
        &["lower-unevaluated-properties"],
    );
}

#[test]
fn the_properties_of_each_case_are_optional() {
    check(
        json!({
            "properties": {"kind": {"type": "string"}}, "required": ["kind"],
            "if": {"properties": {"kind": {"const": "a"}}},
            "then": {"properties": {"a": {"const": 1}, "kind": {"const": "a"}}, "required": ["a"]},
            "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}}
        }),
        json!({
            "properties": {"kind": {"type": "string"}, "a": {"type": "integer", "enum": [1]}, "b": {"type": "string"}},
            "required": ["kind"]
        }),
        &["lower-conditions"],
    );
}

#[test]
fn property_names_are_dropped_and_said() {
    check(
        json!({"type": "object", "propertyNames": {"pattern": "^a"}}),
        json!({"type": "object"}),
        &["lower-property-names"],
    );
}

#[test]
fn contents_become_formats() {
    check(
        json!({"type": "string", "contentEncoding": "base64"}),
        json!({"type": "string", "format": "byte"}),
        &[],
    );
    check(
        json!({"contentMediaType": "application/octet-stream"}),
        json!({"type": "string", "format": "binary"}),
        &[],
    );
    check(
        json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}}),
        json!({"type": "string"}),
        &["lower-content", "lower-content"],
    );
}

#[test]
fn webhooks_and_path_items_are_kept_as_extensions_and_lowered() {
    let mut tree = json!({
        "openapi": "3.1.0", "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "webhooks": {"w": {"post": {"requestBody": {"content": {"a/b": {"schema": {"type": ["string", "null"]}}}}}}},
        "components": {"pathItems": {"p": {}}, "securitySchemes": {"m": {"type": "mutualTLS"}}}
    });
    let mut diagnostics = Diagnostics::new();
    lower(&mut tree, Version::V3_1, &mut diagnostics);
    let schema = &tree["x-webhooks"]["w"]["post"]["requestBody"]["content"]["a/b"]["schema"];
    assert_eq!(*schema, json!({"type": "string", "nullable": true}));
    assert_eq!(tree["components"]["x-pathItems"], json!({"p": {}}));
    assert_eq!(
        tree["components"]["securitySchemes"]["m"],
        json!({"type": "http", "scheme": "mutualTLS"})
    );
    assert_eq!(tree["openapi"], "3.0.4");
    assert!(tree.get("webhooks").is_none() && tree.get("jsonSchemaDialect").is_none());
    assert_eq!(
        diagnostics.iter().map(|item| item.code).collect::<Vec<_>>(),
        ["lower-webhooks"]
    );
}

#[test]
fn examples_defaults_and_enum_values_are_not_schemas() {
    let value = json!({"type": ["string", "null"], "const": 1, "examples": [2], "items": true});
    let schema = json!({"type": "object", "example": value, "default": value, "enum": [value], "x-any": value});
    check(schema.clone(), schema, &[]);
}

#[test]
fn a_correct_3_0_schema_is_left_as_it_is() {
    let schema = json!({
        "type": "object", "nullable": true, "required": ["a"],
        "properties": {"a": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "enum": [1, 2]}, "b": {"$ref": "#/components/schemas/A"}},
        "additionalProperties": {"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "number"}]}}
    });
    let (out, codes) = lowered_as(Version::V3_0, schema.clone());
    assert_eq!((out, codes), (schema, vec![]));
}

#[test]
fn a_note_names_the_place() {
    let mut tree = json!({"paths": {"/a": {"get": {"parameters": [{"schema": {"type": ["string", "boolean"]}}]}}}});
    let mut diagnostics = Diagnostics::new();
    lower(&mut tree, Version::V3_1, &mut diagnostics);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|item| (item.pointer.as_str(), item.operation.as_deref()))
        .collect();
    assert_eq!(
        places,
        [("/paths/~1a/get/parameters/0/schema", Some("GET /a"))]
    );
}
