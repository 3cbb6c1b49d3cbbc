//! References of every kind, and where they lead.

use super::*;
use serde_json::json;

fn run(tree: &mut Value, options: &Options<'_>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    resolve(tree, "api.yaml", options, &mut diagnostics);
    diagnostics
}

fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|item| item.code).collect()
}

fn with_schemas(schemas: Value) -> Value {
    json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}})
}

#[test]
fn a_reference_into_a_schema_becomes_a_component() {
    let mut tree = with_schemas(json!({
        "A": {"properties": {"b": {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/A/properties/b"}}}}},
        "C": {"items": {"$ref": "#/components/schemas/A/properties/b"}}
    }));
    assert!(run(&mut tree, &Options::default()).is_empty());
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["C"]["items"]["$ref"], "#/components/schemas/A_b");
    assert_eq!(
        schemas["A_b"]["properties"]["self"]["$ref"],
        "#/components/schemas/A_b"
    );
    assert_eq!(
        schemas.as_object().map(Map::len),
        Some(3),
        "one copy serves all: {schemas}"
    );
}

#[test]
fn a_reference_to_the_wrong_kind_of_component_is_read_as_what_it_can_mean() {
    let mut tree = json!({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {
        "200": {"description": "", "content": {"a/b": {"schema": {"$ref": "#/components/responses/Both"}}}},
        "201": {"description": "", "content": {"a/b": {"schema": {"$ref": "#/components/responses/Only"}}}},
        "400": {"$ref": "#/components/schemas/Both"}
    }}}}, "components": {
        "schemas": {"Both": {"type": "string"}},
        "responses": {
            "Both": {"description": ""},
            "Only": {"description": "", "content": {"text/vtt": {"schema": {"type": "integer"}}}}
        }
    }});
    assert_eq!(
        codes(&run(&mut tree, &Options::default())),
        ["repair-ref"; 3]
    );
    let responses = &tree["paths"]["/a"]["get"]["responses"];
    let schema = |status: &str| &responses[status]["content"]["a/b"]["schema"]["$ref"];
    assert_eq!(schema("200"), "#/components/schemas/Both");
    let carried = schema("201").as_str().and_then(component).unwrap();
    assert_eq!(
        tree["components"]["schemas"][&*carried.1],
        json!({"type": "integer"})
    );
    assert_eq!(responses["400"]["$ref"], "#/components/responses/Both");
}

#[test]
fn escapes_are_understood() {
    let mut tree = with_schemas(json!({
        "a/b": {"type": "string"}, "c d": {"type": "string"},
        "X": {"anyOf": [{"$ref": "#/components/schemas/a~1b"}, {"$ref": "#/components/schemas/c%20d"}]}
    }));
    assert!(run(&mut tree, &Options::default()).is_empty());
    let branches = &tree["components"]["schemas"]["X"]["anyOf"];
    assert_eq!(
        *branches,
        json!([{"$ref": "#/components/schemas/a~1b"}, {"$ref": "#/components/schemas/c d"}])
    );
    assert_eq!(
        component("#/components/schemas/a~1b"),
        Some(("schemas", "a/b".into()))
    );
}

#[test]
fn defs_and_anchors_and_ids_become_components() {
    let mut tree = with_schemas(json!({
        "A": {
            "$id": "https://example.com/a",
            "$defs": {"Inner": {"$anchor": "inner", "type": "string"}},
            "properties": {"w": {"$ref": "https://example.com/a#/$defs/Inner"}, "x": {"$ref": "#inner"}, "y": {"$ref": "#/$defs/Inner"}, "z": {"$ref": "#/components/schemas/A/$defs/Inner"}}
        }
    }));
    let said = run(&mut tree, &Options::default());
    assert!(said.is_empty(), "{said}");
    let schemas = &tree["components"]["schemas"];
    for key in ["w", "x", "y", "z"] {
        assert_eq!(
            schemas["A"]["properties"][key]["$ref"], "#/components/schemas/Inner",
            "{key}"
        );
    }
    assert_eq!(schemas["Inner"]["type"], "string");
}

#[test]
fn a_dangling_reference_is_an_error_with_a_proposal() {
    let make = || {
        with_schemas(json!({"Client": {}, "X": {"items": {"$ref": "#/components/schemas/Clent"}}}))
    };
    let said = run(&mut make(), &Options::default());
    assert_eq!(codes(&said), ["dangling-ref"]);
    assert!(said.has_errors());
    let first: Vec<_> = said
        .iter()
        .map(|item| (item.pointer.as_str(), item.help.as_deref()))
        .collect();
    assert_eq!(
        first,
        [(
            "/components/schemas/X/items",
            Some("did you mean `#/components/schemas/Client`?")
        )]
    );

    let mut tree = make();
    let said = run(
        &mut tree,
        &Options {
            tolerate_dangling: true,
            ..Options::default()
        },
    );
    assert!(!said.has_errors() && codes(&said) == ["dangling-ref"]);
    assert_eq!(tree["components"]["schemas"]["X"], json!({"items": {}}));
}

#[test]
fn references_that_are_nearly_right_are_mended_and_said() {
    let mut tree = with_schemas(json!({
        "A": {}, "X": {"anyOf": [{"$ref": "#/definitions/A"}, {"$ref": "#components/schemas/A"}, {"$ref": "A"}]}
    }));
    let said = run(&mut tree, &Options::default());
    assert_eq!(codes(&said), ["repair-ref"; 3]);
    let right = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(
        tree["components"]["schemas"]["X"]["anyOf"],
        json!([right, right, right])
    );
}

#[test]
fn a_parameter_reference_to_a_schema_is_not_taken() {
    let mut tree = json!({"openapi": "3.0.0", "paths": {"/a": {"parameters": [{"$ref": "#/components/schemas/A"}]}},
        "components": {"schemas": {"A": {}}}});
    let said = run(&mut tree, &Options::default());
    let messages: Vec<_> = said.iter().map(|item| item.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`#/components/schemas/A` leads to one of the schemas, where one of the parameters is expected"
        ]
    );
}

#[test]
fn examples_and_properties_named_ref_are_no_references() {
    let mut tree = with_schemas(json!({
        "A": {"properties": {"$ref": {"type": "string"}}, "example": {"$ref": "#/nowhere"}, "default": {"$ref": "x.yaml"}}
    }));
    let before = tree.clone();
    assert!(run(&mut tree, &Options::default()).is_empty());
    assert_eq!(tree, before);
}

#[test]
fn other_files_are_bundled_with_what_they_refer_to() {
    let files = |name: &str| {
        match name {
        "models/pet.yaml" => Ok("type: object\nproperties:\n  owner: {$ref: 'people.yaml#/Owner'}\n  kin: {$ref: 'pet.yaml'}\n".to_owned()),
        "models/people.yaml" => Ok("Owner:\n  properties:\n    home: {$ref: '#/Home'}\n    api: {$ref: '../api.yaml#/components/schemas/Own'}\nHome: {type: string}\n".to_owned()),
        "paths.yaml" => Ok("pets:\n  get:\n    parameters: [{$ref: '#/limit'}]\nlimit: {name: limit, in: query, schema: {type: integer}}\n".to_owned()),
        other => Err(format!("no file {other}")),
    }
    };
    let mut tree = json!({
        "openapi": "3.0.0",
        "paths": {"/pets": {"$ref": "paths.yaml#/pets"}},
        "components": {"schemas": {"Own": {"$ref": "models/pet.yaml"}}}
    });
    let said = run(
        &mut tree,
        &Options {
            loader: Some(&files),
            ..Options::default()
        },
    );
    assert!(said.is_empty(), "{said}");
    assert_eq!(
        tree["paths"]["/pets"],
        json!({"get": {"parameters": [{"$ref": "#/components/parameters/limit"}]}})
    );
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["Own"]["$ref"], "#/components/schemas/pet");
    assert_eq!(
        schemas["pet"]["properties"]["kin"]["$ref"],
        "#/components/schemas/pet"
    );
    assert_eq!(
        schemas["Owner"]["properties"]["home"]["$ref"],
        "#/components/schemas/Home"
    );
    assert_eq!(
        schemas["Owner"]["properties"]["api"]["$ref"],
        "#/components/schemas/Own"
    );
}

#[test]
fn without_leave_no_other_file_is_read() {
    let mut tree = with_schemas(json!({"A": {"$ref": "https://example.com/a.yaml"}}));
    assert_eq!(
        codes(&run(&mut tree, &Options::default())),
        ["external-ref"]
    );
}

#[test]
fn circles_are_broken_and_recursion_is_kept() {
    let mut tree = with_schemas(json!({
        "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"},
        "C": {"allOf": [{"$ref": "#/components/schemas/C"}, {"type": "object"}]},
        "Tree": {"properties": {"children": {"items": {"$ref": "#/components/schemas/Tree"}}}}
    }));
    let said = run(&mut tree, &Options::default());
    assert_eq!(codes(&said), ["circular-ref", "circular-ref"]);
    let schemas = &tree["components"]["schemas"];
    assert_eq!(schemas["A"], json!({"$ref": "#/components/schemas/B"}));
    assert_eq!(schemas["B"], json!({}));
    assert_eq!(schemas["C"], json!({"allOf": [{}, {"type": "object"}]}));
    assert_eq!(
        schemas["Tree"]["properties"]["children"]["items"]["$ref"],
        "#/components/schemas/Tree"
    );
}

#[test]
fn path_items_that_refer_to_each_other_end() {
    let mut tree = json!({"openapi": "3.1.0", "paths": {
        "/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}, "/c": {"$ref": "#/paths/~1c"},
        "/d": {"$ref": "#/components/pathItems/D", "summary": "own"}
    }, "components": {"pathItems": {"D": {"get": {}, "summary": "theirs"}}}});
    let said = run(&mut tree, &Options::default());
    assert!(
        codes(&said).iter().all(|code| *code == "circular-ref") && said.len() >= 2,
        "{said}"
    );
    assert_eq!(tree["paths"]["/d"], json!({"get": {}, "summary": "own"}));
    assert_eq!(tree["paths"]["/c"], json!({}));
}

#[test]
fn a_callback_that_holds_itself_ends() {
    let mut tree = json!({"openapi": "3.0.0", "paths": {"/a": {"post": {"callbacks": {"on": {"$ref": "#/components/callbacks/On"}}}}},
        "components": {"callbacks": {"On": {"{$url}": {"post": {"callbacks": {"again": {"$ref": "#/components/callbacks/On"}}}}}}}});
    let said = run(&mut tree, &Options::default());
    assert!(
        codes(&said).iter().all(|code| *code == "circular-ref") && !said.is_empty(),
        "{said}"
    );
    assert!(tree["paths"]["/a"]["post"]["callbacks"]["on"]["{$url}"]["post"].is_object());
}

#[test]
fn places_in_copies_are_traced_back() {
    let mut tree = with_schemas(
        json!({"A": {"properties": {"b": {}}}, "C": {"$ref": "#/components/schemas/A/properties/b"}}),
    );
    let resolved = resolve(
        &mut tree,
        "api.yaml",
        &Options::default(),
        &mut Diagnostics::new(),
    );
    let mut said =
        Diagnostics::from(Diagnostic::note("x", "m").at("/components/schemas/A_b/format"));
    resolved.trace(&mut said);
    assert_eq!(
        said.iter()
            .map(|item| item.pointer.as_str())
            .collect::<Vec<_>>(),
        ["/components/schemas/A/properties/b/format"]
    );
}

#[test]
fn a_security_scheme_that_is_not_there_is_named_once() {
    let mut tree = json!({"security": [{"key": []}], "components": {"securitySchemes": {"key": {}}},
        "paths": {"/a": {"get": {"security": [{"kee": []}, {}]}, "post": {"security": [{"kee": []}]}}}});
    let said = run(&mut tree, &Options::default());
    let places: Vec<_> = said
        .iter()
        .map(|item| (item.code, item.pointer.as_str()))
        .collect();
    assert_eq!(
        places,
        [("unknown-security-scheme", "/paths/~1a/get/security/0/kee")]
    );
}

#[test]
fn references_that_would_copy_the_document_again_and_again_are_refused() {
    // Each of the nested parts is referred to, and each copy holds all the parts below it.
    let mut part = json!({"enum": vec![0; 40_000]});
    let mut refs = Vec::new();
    let mut at = "#/components/schemas/A".to_owned();
    for _ in 0..100 {
        part = json!({"not": part});
        at.push_str("/not");
        refs.push(json!({"$ref": at}));
    }
    let mut tree = with_schemas(json!({"A": part, "B": {"anyOf": refs}}));
    assert!(codes(&run(&mut tree, &Options::default())).contains(&"too-many-refs"));
}
