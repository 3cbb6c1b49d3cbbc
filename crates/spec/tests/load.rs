//! The whole way: a text with overlays in, the typed document out, and what a user reads when something is wrong.

use openapiv3::{Parameter, ReferenceOr, SchemaKind, Type};
use sdk_spec::{Options, Source, load};

const DESCRIPTION: &str = "\
openapi: 3.1.0
info:
  title: Pets
  version: 1.10
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
        - name: petId
          in: path
          required: true
          schema: {type: [integer, 'null']}
      responses:
        '200':
          description: One pet
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet', description: The pet}
components:
  schemas:
    Pet:
      type: object
      properties:
        kind: {const: cat}
        owner: {$ref: '#/components/schemas/Pet/$defs/Owner'}
      $defs:
        Owner: {type: string}
";

fn overlay(actions: &str) -> Source {
    Source::new(
        "ours.yaml",
        format!("overlay: 1.0.0\ninfo: {{title: O, version: 1.0.0}}\nactions:\n{actions}"),
    )
}

/// What the user reads for a description that cannot be loaded.
fn refusal(source: &Source, overlays: &[Source]) -> String {
    match load(source, overlays, &Options::default()) {
        Ok(_) => "loaded".to_owned(),
        Err(diagnostics) => {
            let all: Vec<&Source> = std::iter::once(source).chain(overlays).collect();
            diagnostics.render(&all, false)
        }
    }
}

#[test]
fn a_3_1_description_becomes_the_3_0_document() -> Result<(), sdk_spec::Diagnostics> {
    let overlays = [overlay(
        "  - target: $.paths['/pets/{petId}'].get\n    update: {summary: Finds a pet}\n",
    )];
    let loaded = load(
        &Source::new("pets.yaml", DESCRIPTION),
        &overlays,
        &Options::default(),
    )?;
    assert_eq!(loaded.openapi.info.version, "1.10");
    let operations: Vec<_> = loaded.openapi.operations().collect();
    assert_eq!(operations.len(), 1);
    let (path, method, operation) = operations[0];
    assert_eq!(
        (path, method, operation.summary.as_deref()),
        ("/pets/{petId}", "get", Some("Finds a pet"))
    );
    let Some(ReferenceOr::Item(Parameter::Path { parameter_data, .. })) =
        operation.parameters.first()
    else {
        unreachable!("a path parameter was described")
    };
    let openapiv3::ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) =
        &parameter_data.format
    else {
        unreachable!("an inline schema was described")
    };
    assert!(schema.schema_data.nullable);
    assert!(matches!(
        schema.schema_kind,
        SchemaKind::Type(Type::Integer(_))
    ));
    let schemas = loaded.openapi.components.unwrap_or_default().schemas;
    let names: Vec<_> = schemas.keys().map(String::as_str).collect();
    assert_eq!(names, ["Pet", "Owner"]);
    // The tree is what was published, with the overlay on it, and nothing else done to it.
    assert_eq!(
        loaded.tree["paths"]["/pets/{petId}"]["get"]["summary"],
        "Finds a pet"
    );
    assert!(
        loaded.tree["components"]["schemas"]["Pet"]
            .get("$defs")
            .is_some()
    );
    Ok(())
}

#[test]
fn json_and_yaml_give_the_same_document() -> Result<(), Box<dyn std::error::Error>> {
    let yaml = load(
        &Source::new("pets.yaml", DESCRIPTION),
        &[],
        &Options::default(),
    )?;
    let text = serde_json::to_string(&yaml.tree)?;
    let json = load(&Source::new("pets.json", text), &[], &Options::default())?;
    assert_eq!(yaml.openapi, json.openapi);
    Ok(())
}

#[test]
fn a_dangling_reference_is_shown_where_it_stands() {
    let source = Source::new("pets.yaml", DESCRIPTION.replace("Pet', desc", "Pot', desc"));
    let text = refusal(&source, &[]);
    assert!(
        text.starts_with("error[dangling-ref]: `#/components/schemas/Pot` leads to nothing"),
        "{text}"
    );
    assert!(text.contains("--> pets.yaml:19:15"), "{text}");
    assert!(text.contains("in GET /pets/{petId}"), "{text}");
    assert!(
        text.contains("did you mean `#/components/schemas/Pet`?"),
        "{text}"
    );
}

#[test]
fn an_overlay_action_without_effect_is_shown_in_the_overlay() {
    let source = Source::new("pets.yaml", DESCRIPTION);
    let overlays = [overlay(
        "  - target: $.info\n    update: {title: Pets}\n  - target: $.paths['/cats']\n    remove: true\n",
    )];
    let text = refusal(&source, &overlays);
    assert!(
        text.contains("error[overlay-redundant]") && text.contains("--> ours.yaml:4:5"),
        "{text}"
    );
    assert!(
        text.contains("error[overlay-unmatched]") && text.contains("--> ours.yaml:6:5"),
        "{text}"
    );
}

#[test]
fn what_is_no_description_is_refused_with_a_place_and_advice() {
    for (text, start, place) in [
        (
            "swagger: '2.0'\n",
            "error[version]: expected OpenAPI 3.0 or 3.1, found Swagger 2.0",
            "--> f:1:1",
        ),
        (
            "info: {}\nopenapi: 3.2.0\n",
            "error[version]: expected OpenAPI 3.0 or 3.1, found `3.2.0`",
            "--> f:2:1",
        ),
        (
            "a: [1\nb: 2\n",
            "error[not-yaml]: expected YAML",
            "--> f:2:",
        ),
        (
            "just a text\n",
            "error[not-openapi]: expected a mapping with the key `openapi`, found a text",
            "--> f:1:1",
        ),
        (
            "name: x\n",
            "error[not-openapi]: expected the key `openapi`, found the keys `name`",
            "--> f:1:1",
        ),
    ] {
        let shown = refusal(&Source::new("f", text), &[]);
        assert!(
            shown.starts_with(start) && shown.contains(place) && shown.contains("help:"),
            "{shown}"
        );
    }
}

#[test]
fn findings_in_another_file_are_shown_in_that_file() -> Result<(), sdk_spec::Diagnostics> {
    let source = Source::new(
        "api/main.yaml",
        "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'part.yaml#/B'}\n",
    );
    let loader = |name: &str| match name {
        "api/part.yaml" => Ok("B:\n  type: String\n".to_owned()),
        other => Err(format!("there is no {other}")),
    };
    let options = Options {
        loader: Some(&loader),
        ..Options::default()
    };
    let loaded = load(&source, &[], &options)?;
    let all: Vec<&Source> = std::iter::once(&source).chain(&loaded.files).collect();
    let text = loaded.diagnostics.render(&all, false);
    assert!(
        text.contains("warning[repair-type]: `String` is no type of a schema; read as `string`"),
        "{text}"
    );
    assert!(text.contains("--> api/part.yaml:1:1"), "{text}");
    Ok(())
}
