//! The mistakes that real documents make, each mended by a repair that says so; and two correct documents that use
//! everything, on which none of them fires.

use sdk_spec::{Diagnostics, Loaded, Options, Source, load};

const CORRECT: [(&str, &str); 2] = [
    ("3.0", include_str!("../src/parse/correct.json")),
    ("3.1", include_str!("../src/parse/correct-3.1.yaml")),
];

/// What says that something was not as it should be, and was read as what it means.
fn repairs(loaded: &Loaded) -> Vec<&'static str> {
    let mut codes: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|item| item.code)
        .filter(|code| code.starts_with("repair-"))
        .collect();
    codes.dedup();
    codes
}

#[test]
fn no_repair_fires_on_a_correct_document() -> Result<(), Diagnostics> {
    for (version, text) in CORRECT {
        let loaded = load(&Source::new(version, text), &[], &Options::default())?;
        assert_eq!(repairs(&loaded), Vec::<&str>::new(), "{version}");
        // The same as JSON, where it is YAML.
        let json = Source::new(version, loaded.tree.to_string());
        let loaded = load(&json, &[], &Options::default())?;
        assert_eq!(repairs(&loaded), Vec::<&str>::new(), "{version} as JSON");
    }
    Ok(())
}

const SOUND: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: getPets
      parameters:
        - {name: born, in: query, schema: {type: string, example: '2020-01-01'}}
      responses:
        '200':
          description: The pets
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}}}
              example: {name: Rex}
    post:
      operationId: addPet
      responses:
        '204': {description: Added}
";

#[test]
fn each_mistake_is_mended_by_a_repair_that_says_where() -> Result<(), Diagnostics> {
    for (mistake, from, to, code, line) in [
        (
            "no description of a response",
            "          description: The pets\n",
            "",
            "repair-response-description",
            10,
        ),
        (
            "`required: true` in a property",
            "{name: {type: string}}",
            "{name: {type: string, required: true}}",
            "repair-property-required",
            14,
        ),
        ("a number as a status", "'200':", "200:", "repair-key", 10),
        (
            "words in a status",
            "'200':",
            "200 OK:",
            "repair-status-code",
            10,
        ),
        (
            "an operation id that stands twice",
            "addPet",
            "getPets",
            "repair-operation-id",
            16,
        ),
        (
            "examples on the response",
            "'204': {description: Added}",
            "'204': {description: Added, examples: {application/json: {}}}",
            "repair-response-example",
            19,
        ),
        (
            "examples in a list",
            "example: {name: Rex}",
            "examples: [{name: Rex}]",
            "repair-example-list",
            13,
        ),
        (
            "a type in the wrong case",
            "type: object",
            "type: Object",
            "repair-type",
            14,
        ),
        (
            "a place in the wrong case",
            "in: query",
            "in: Query",
            "repair-parameter-place",
            8,
        ),
        (
            "tabs",
            "      operationId: addPet\n",
            "\t\t\toperationId: addPet\n",
            "repair-tabs",
            1,
        ),
        (
            "carriage returns",
            "\n",
            "\r\n",
            "repair-carriage-returns",
            1,
        ),
        (
            "a byte order mark",
            "openapi",
            "\u{feff}openapi",
            "repair-byte-order-mark",
            1,
        ),
        (
            "a date without quotes",
            "'2020-01-01'",
            "2020-01-01",
            "repair-date",
            8,
        ),
        (
            "a key that stands twice",
            "operationId: addPet\n",
            "operationId: addPet\n      operationId: addPet\n",
            "repair-duplicate-key",
            18,
        ),
        (
            "control characters",
            "The pets",
            "The\u{8} pets",
            "repair-control-characters",
            1,
        ),
    ] {
        assert!(SOUND.contains(from), "{mistake}");
        let text = if from == "\n" {
            SOUND.replace(from, to)
        } else {
            SOUND.replacen(from, to, 1)
        };
        let source = Source::new("pets.yaml", text);
        let loaded = load(&source, &[], &Options::default())?;
        assert_eq!(repairs(&loaded), [code], "{mistake}");
        let lines: Vec<usize> = loaded
            .diagnostics
            .iter()
            .zip(loaded.diagnostics.positions(&[&source]))
            .filter(|(item, _)| item.code == code)
            .map(|(_, at)| at.line)
            .collect();
        assert_eq!(lines, [line], "{mistake}");
        assert_eq!(loaded.openapi.operations().count(), 2, "{mistake}");
    }
    Ok(())
}
