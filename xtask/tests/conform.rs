//! `cargo xtask conform` on a crate made from a small description: an example of each outcome, and captured answers.

use std::io::Result;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Answers in an envelope; each operation's examples say by their names what is to become of them.
const DESCRIPTION: &str = r##"
openapi: 3.1.1
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
tags: [{name: Pets}]
paths:
  /pets/{pet_id}:
    get:
      operationId: get_pet
      tags: [Pets]
      parameters: [{name: pet_id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: A pet
          content:
            application/json:
              schema: {$ref: '#/components/schemas/pet_answer'}
              examples:
                exact: {value: {success: true, data: {id: 1, name: Rex, born: null, tags: [good]}, meta: []}}
                bent: {value: {success: 1, data: {id: '2', name: 7, born: '', tags: {'0': a, '2': b}}}}
                lost: {$ref: '#/components/examples/lost'}
                failed: {value: {success: true, data: {id: one}}}
                listed: {value: [{success: true, data: {id: 3}}]}
                refused: {value: {success: false, meta: {message: It ran away}}}
        '404':
          description: No pet
          content: {application/json: {example: {success: false, meta: {message: No such pet}}}}
        '4XX':
          description: Anything else
          content: {application/json: {example: {success: false, data: null}}}
  /pets:
    get:
      operationId: list_pets
      tags: [Pets]
      responses:
        '200':
          description: Pets
          content: {application/json: {schema: {$ref: '#/components/schemas/pets_answer'}}}
    post:
      operationId: create_pet
      tags: [Pets]
      responses:
        '201': {description: Nothing, content: {application/json: {example: {success: true, data: {id: 9}}}}}
components:
  examples:
    lost: {value: {success: true, data: {id: 4, 'chip no': 12, owner: {name: Ann}}, took: 3}}
  schemas:
    pet:
      type: object
      required: [id]
      properties:
        id: {type: integer}
        name: {type: string}
        born: {type: string, format: date}
        tags: {type: array, items: {type: string}}
    pet_answer:
      type: object
      properties: {success: {type: boolean}, data: {$ref: '#/components/schemas/pet'}}
    pets_answer:
      type: object
      properties: {success: {type: boolean}, data: {type: array, items: {$ref: '#/components/schemas/pet'}}}
      example: {success: true, data: [{id: 5}, {id: 6, name: Tom}]}
"##;

const CONFIG: &str = "[envelope]\ndata = 'data'\nmeta = 'meta'\nsuccess = 'success'\n";

fn xtask(args: &[&str]) -> Result<Output> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(args)
        .env("CARGO_MANIFEST_DIR", repository)
        // What this repository has built of the runtime serves the small crate, too.
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
}

fn target() -> PathBuf {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    text.concat()
}

/// What became of an answer, by where it is from: its outcome, and what was said of it.
fn outcome<'r>(report: &'r Value, origin: &str) -> &'r Value {
    let answers = report["answers"].as_array().map_or(&[][..], Vec::as_slice);
    let found = answers.iter().find(|answer| answer["origin"] == origin);
    found.unwrap_or(&Value::Null)
}

fn paths(list: &Value) -> Vec<&str> {
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    items
        .iter()
        .filter_map(|item| item["path"].as_str())
        .collect()
}

/// The small crate's folder, with the description beside it.
fn generated() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conform");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(root.join("captured"))?;
    std::fs::write(root.join("pets.yaml"), DESCRIPTION)?;
    std::fs::write(root.join("sdk.toml"), CONFIG)?;
    let path = |name: &str| root.join(name).display().to_string();
    let (input, output, config) = (path("pets.yaml"), path("crate"), path("sdk.toml"));
    let arguments = [
        "codegen", "--input", &input, "--output", &output, "--name", "pets",
    ];
    let made = xtask(&[&arguments[..], &["--config", &config, "--docs", "none"]].concat())?;
    assert!(made.status.success(), "{}", said(&made));
    // The versions this repository is locked to, so that nothing needs to be looked up.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, root.join("crate/Cargo.lock"))?;
    Ok(root)
}

#[test]
fn each_example_is_decoded_bent_named_or_refused() -> Result<()> {
    let root = generated()?;
    let (package, examples) = (root.join("crate"), root.join("pets.yaml"));
    let (package, examples) = (
        package.display().to_string(),
        examples.display().to_string(),
    );
    let arguments = ["conform", "--crate", &package, "--examples", &examples];
    let output = xtask(&[&arguments[..], &["--format", "json"]].concat())?;
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let report: Value = serde_json::from_slice(&output.stdout)?;
    let figures = &report["figures"];
    let figure = |name: &str| figures[name].as_u64();
    assert_eq!(
        (figure("answers"), figure("decoded"), figure("failed")),
        (Some(10), Some(8), Some(2))
    );
    assert_eq!(
        (figure("exact"), figure("bent"), figure("api_errors")),
        (Some(2), Some(2), Some(2))
    );

    let exact = outcome(&report, "200 `exact`");
    assert_eq!(
        (paths(&exact["bends"]), paths(&exact["lost"])),
        (vec![], vec![]),
        "{exact}"
    );
    let bent = outcome(&report, "200 `bent`");
    assert_eq!(
        paths(&bent["bends"]),
        [
            "$.success",
            "$.data.id",
            "$.data.name",
            "$.data.born",
            "$.data.tags"
        ]
    );
    assert_eq!(paths(&bent["lost"]), Vec::<&str>::new());
    let lost = outcome(&report, "200 `lost`");
    assert_eq!(
        paths(&lost["lost"]),
        ["$.data[\"chip no\"]", "$.data.owner", "$.took"]
    );
    assert_eq!(lost["lost"][1]["found"], "an object with name");
    let failed = outcome(&report, "200 `failed`");
    assert_eq!(
        failed["why"],
        "at $.data.id: expected an integer, found the string \"one\""
    );
    let listed = outcome(&report, "200 `listed`");
    assert_eq!(
        (paths(&listed["bends"]), paths(&listed["lost"])),
        (vec!["$"], vec![])
    );
    assert_eq!(outcome(&report, "200 `refused`")["message"], "It ran away");
    assert_eq!(outcome(&report, "404")["message"], "No such pet");
    assert_eq!(outcome(&report, "4XX")["outcome"], "failed");
    assert_eq!(paths(&outcome(&report, "201")["lost"]), ["$"]);

    let text = said(&xtask(&arguments)?);
    for line in [
        "8 of 10 answers decoded, 2 failed",
        "2 exactly, 2 bent (6 values), 2 with undocumented fields (4), 2 as API errors",
        "  get_pet 200 `failed`\n    at $.data.id: expected an integer, found the string \"one\"\n",
        "      1  expected an object, found a list\n",
        "    $.data.owner: an object with name\n",
        "2 answers were not decoded",
    ] {
        assert!(text.contains(line), "`{line}` not in {text}");
    }
    captured(&root, &package)
}

/// Captured answers are files named by operation and status.
fn captured(root: &Path, package: &str) -> Result<()> {
    let folder = root.join("captured");
    let answers = folder.display().to_string();
    let arguments = ["conform", "--crate", package, "--responses", &answers];
    let empty = xtask(&arguments)?;
    assert_eq!(empty.status.code(), Some(2), "{}", said(&empty));
    assert!(said(&empty).contains("get_client.json"), "{}", said(&empty));

    std::fs::write(
        folder.join("get_pet.json"),
        r#"{"success":true,"data":{"id":1}}"#,
    )?;
    std::fs::write(
        folder.join("get_pet.404.json"),
        r#"{"meta":{"message":"gone"}}"#,
    )?;
    std::fs::write(
        folder.join("list_pets.200.none.json"),
        r#"{"success":true,"data":{}}"#,
    )?;
    let fine = xtask(&arguments)?;
    assert_eq!(fine.status.code(), Some(0), "{}", said(&fine));
    assert!(
        said(&fine).contains("3 of 3 answers decoded"),
        "{}",
        said(&fine)
    );

    std::fs::write(folder.join("get_dog.json"), "{}")?;
    std::fs::write(folder.join("get_pet.502.json"), "<html></html>")?;
    std::fs::write(
        folder.join("get_pet.200.cut.json"),
        r#"{"success":true,"da"#,
    )?;
    let bad = said(&xtask(&arguments)?);
    for line in [
        "3 of 6 answers decoded, 3 failed",
        "the crate has no such operation",
        "neither a message nor a complaint",
        "the text ends too early",
    ] {
        assert!(bad.contains(line), "`{line}` not in {bad}");
    }
    Ok(())
}
