//! Generating in a repository of its own for each test: what is written, what is left alone, what is refused.

mod together;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::render::Apis;
use super::{Args, run_in};
use crate::failure::Failure;
use crate::files;
use crate::testing::{Folder, Publisher, Reply, ok};
use crate::workspace::Workspace;

const SMALL: &str = r"openapi: 3.1.1
info: {title: Small, version: '7'}
servers: [{url: 'https://api.example.com'}]
tags: [{name: Things}]
paths:
  /things/{thing_id}:
    get:
      operationId: get_thing
      tags: [Things]
      parameters: [{name: thing_id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}, anything: {}}}
";

/// A repository with the description `small`, which an overlay corrects, and the crate `small-client`.
struct Repository(Folder);

impl Repository {
    fn new() -> Self {
        let repository = Self(Folder::new());
        let sdk = "[[description]]\nname = 'small'\nurl = 'https://a'\ncrate = 'small-client'\noverlays = ['overlays']\n";
        repository.put("spec/sdk.toml", sdk);
        repository.put("spec/small/openapi.yaml", SMALL);
        let action = "{target: '$.paths[*].get', update: {summary: Our own words}}";
        repository.put(
            "spec/small/overlays/one.yaml",
            &format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{action}]\n"),
        );
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        self.put(path, &text.replace(from, to));
    }

    fn run(&self, args: &Args) -> Result<(), Failure> {
        run_in(&Workspace::at(self.0.path()), args)
    }

    fn generate(&self) -> Result<(), Failure> {
        self.run(&Args::default())
    }

    /// What `--check` says: nothing, or the differences.
    fn check(&self) -> Option<String> {
        let before = state(self.0.path());
        let outcome = self.run(&Args {
            check: true,
            ..Args::default()
        });
        assert_eq!(state(self.0.path()), before, "a check writes nothing");
        match outcome {
            Ok(()) => None,
            Err(Failure::Differs(shown)) => Some(shown),
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// The bytes and time stamp of each file below a folder.
fn state(root: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let read = |path: &String| {
        let file = root.join(path);
        (
            std::fs::read(&file).unwrap(),
            std::fs::metadata(&file).unwrap().modified().unwrap(),
        )
    };
    files::below(root)
        .unwrap()
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

#[test]
fn writes_a_crate_once_and_then_leaves_it_alone() {
    let repository = Repository::new();
    repository.generate().unwrap();
    let root = repository.path("generated/small-client");
    let before = state(&root);
    let texts: String = before
        .values()
        .map(|(bytes, _)| String::from_utf8_lossy(bytes))
        .collect();
    assert!(
        before.contains_key("Cargo.toml")
            && texts.contains("fn get_thing")
            && texts.contains("Our own words")
    );
    // With the stamp of the last run, and without it.
    repository.generate().unwrap();
    assert_eq!(state(&root), before);
    std::fs::remove_file(repository.path("target/xtask-codegen.stamp")).unwrap();
    repository.generate().unwrap();
    assert_eq!(state(&root), before);
    assert_eq!(repository.check(), None);
}

#[test]
fn a_check_names_what_an_edit_changed() {
    let lib = "generated/small-client/src/lib.rs";
    let edits: [(&str, &str, &str, &str); 4] = [
        (lib, "// Generated", "// Edited", lib),
        (
            "spec/small/openapi.yaml",
            "version: '7'",
            "version: '8'",
            "generated/small-client/Cargo.toml: changed",
        ),
        (
            "spec/small/overlays/one.yaml",
            "Our own words",
            "Other words",
            "+",
        ),
        (
            "spec/sdk.toml",
            "[[description]]",
            "headers = { X-Extra = '1' }\n[[description]]",
            "X-Extra",
        ),
    ];
    for (path, from, to, said) in edits {
        let repository = Repository::new();
        repository.generate().unwrap();
        repository.edit(path, from, to);
        let shown = repository.check().unwrap_or_default();
        assert!(shown.contains(said), "`{said}` not in {shown}");
        repository.generate().unwrap();
        assert_eq!(repository.check(), None);
    }
    let repository = Repository::new();
    repository.generate().unwrap();
    std::fs::remove_file(repository.path(lib)).unwrap();
    repository.put(
        "generated/small-client/src/old.rs",
        "// Generated by `cargo xtask codegen` from small 6.\n",
    );
    let shown = repository.check().unwrap_or_default();
    assert!(shown.contains(&format!("{lib}: missing")), "{shown}");
    assert!(shown.contains("src/old.rs: orphaned"), "{shown}");
    repository.generate().unwrap();
    assert!(
        !repository
            .path("generated/small-client/src/old.rs")
            .exists()
    );
}

#[test]
fn bad_input_is_told_with_its_place_and_nothing_is_written() {
    let description = "spec/small/openapi.yaml";
    let overlay = "spec/small/overlays/one.yaml";
    for (path, from, to, said) in [
        (
            description,
            "paths:",
            "paths: [",
            "spec/small/openapi.yaml:",
        ),
        (
            description,
            "openapi: 3.1.1",
            "swagger: '2.0'",
            "spec/small/openapi.yaml:1:",
        ),
        (
            description,
            "schemas/Thing'",
            "schemas/Gone'",
            "spec/small/openapi.yaml:14:",
        ),
        (
            description,
            "openapi: 3.1.1",
            "hello: world",
            "spec/small/openapi.yaml:1:",
        ),
        (
            overlay,
            "$.paths[*].get",
            "$.paths[*].put",
            "spec/small/overlays/one.yaml:3:",
        ),
    ] {
        let repository = Repository::new();
        repository.generate().unwrap();
        repository.edit(path, from, to);
        let before = state(repository.0.path());
        let outcome = repository.generate();
        let Err(Failure::Description(text)) = outcome else {
            panic!("{to}: {outcome:?}")
        };
        assert!(text.contains(said), "`{said}` not in {text}");
        assert_eq!(state(repository.0.path()), before);
    }
    let repository = Repository::new();
    repository.edit("spec/sdk.toml", "'overlays'", "'no-such-overlay.yaml'");
    let text = format!("{:?}", repository.generate().unwrap_err());
    assert!(text.contains("spec/small/no-such-overlay.yaml"), "{text}");
    std::fs::remove_file(repository.path(description)).unwrap();
    let text = format!("{:?}", repository.generate().unwrap_err());
    assert!(text.contains("cargo xtask fetch small"), "{text}");
}

#[test]
fn overlays_are_applied_in_the_order_of_their_entries() {
    let repository = Repository::new();
    let overlay = |words: &str| {
        let action = format!("{{target: '$.paths[*].get', update: {{summary: {words}}}}}");
        format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{action}]\n")
    };
    repository.put(
        "spec/small/overlays/a-last.yaml",
        &overlay("The last words"),
    );
    repository.edit(
        "spec/sdk.toml",
        "['overlays']",
        "['overlays', 'overlays/a-*']",
    );
    repository.generate().unwrap();
    let texts: String = state(&repository.path("generated"))
        .values()
        .map(|(bytes, _)| String::from_utf8_lossy(bytes))
        .collect();
    assert!(texts.contains("The last words") && !texts.contains("Our own words"));
    repository.edit("spec/sdk.toml", "overlays/a-*", "overlays/b-*");
    let text = format!("{:?}", repository.generate().unwrap_err());
    assert!(text.contains("found no YAML or JSON file"), "{text}");
}

#[test]
fn makes_a_crate_from_any_description_into_any_folder() {
    let repository = Repository::new();
    let output = repository.path("elsewhere/client");
    let args = Args {
        input: Some(repository.path("spec/small/openapi.yaml")),
        output: Some(output.clone()),
        name: Some("other-client".to_owned()),
        ..Args::default()
    };
    repository.run(&args).unwrap();
    let manifest = std::fs::read_to_string(output.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"other-client\""), "{manifest}");
    assert!(
        manifest.contains("path = \"../../crates/runtime\""),
        "{manifest}"
    );
    assert!(!repository.path("generated").exists());
    let before = state(&output);
    repository.run(&args).unwrap();
    assert_eq!(state(&output), before);
}

#[test]
fn reads_files_beside_the_description_and_none_outside_its_folder() {
    let repository = Repository::new();
    repository.put(
        "any/parts/thing.yaml",
        "type: object\nproperties: {from_the_part: {type: string}}\n",
    );
    repository.put(
        "secret.yaml",
        "type: object\nproperties: {from_outside: {type: string}}\n",
    );
    let reference = "$ref: '#/components/schemas/Thing'";
    for (to, inside) in [("parts/thing.yaml", true), ("../secret.yaml", false)] {
        repository.put(
            "any/api.yaml",
            &SMALL.replace(reference, &format!("$ref: '{to}'")),
        );
        repository
            .run(&Args {
                input: Some(repository.path("any/api.yaml")),
                output: Some(repository.path("client")),
                name: Some("other-client".to_owned()),
                ..Args::default()
            })
            .unwrap();
        let written = std::fs::read_to_string(repository.path("client/src/things/models.rs"));
        assert_eq!(
            written.is_ok_and(|text| text.contains("from_the_part")),
            inside,
            "{to}"
        );
        let group = std::fs::read_to_string(repository.path("client/src/things.rs")).unwrap();
        assert_eq!(group.contains("=> Value"), !inside, "{group}");
    }
}

#[test]
fn does_not_write_over_a_file_that_it_did_not_generate() {
    let repository = Repository::new();
    repository.put("mine/src/lib.rs", "//! My own work.\n");
    let args = Args {
        input: Some(repository.path("spec/small/openapi.yaml")),
        output: Some(repository.path("mine")),
        name: Some("other-client".to_owned()),
        ..Args::default()
    };
    let text = format!("{:?}", repository.run(&args).unwrap_err());
    assert!(
        text.contains("src/lib.rs is there and was not generated"),
        "{text}"
    );
    assert_eq!(state(&repository.path("mine")).len(), 1);
}

/// Makes a client of the small description with this in the place of its one schema; gives the group's file and the
/// models.
fn with_reference(repository: &Repository, to: &str, allow_urls: bool) -> (String, String) {
    let reference = "$ref: '#/components/schemas/Thing'";
    let text = SMALL.replace(reference, &format!("$ref: '{to}'"));
    repository.put("any/api.yaml", &text);
    repository
        .run(&Args {
            input: Some(repository.path("any/api.yaml")),
            output: Some(repository.path("client")),
            name: Some("other-client".to_owned()),
            allow_urls,
            ..Args::default()
        })
        .unwrap();
    let written = |path: &str| std::fs::read_to_string(repository.path(path)).unwrap_or_default();
    (
        written("client/src/things.rs"),
        written("client/src/things/models.rs"),
    )
}

#[test]
fn reads_addresses_only_for_who_allows_it_and_follows_references_from_there() {
    let thing = "type: object\nproperties:\n  part: {$ref: '../names.yaml#/Part'}\n";
    let part = "Part: {type: object, properties: {from_afar: {type: string}}}\n";
    let reply = |body: &str| -> Reply {
        let text = ok(body);
        Box::new(move |stream| stream.write_all(text.as_bytes()))
    };
    let publisher = Publisher::new(vec![reply(thing), reply(part)]);
    let address = format!("{}/parts/thing.yaml", publisher.address());
    let repository = Repository::new();
    // The publisher counts on two requests: it would miss one if this asked.
    let (group, _) = with_reference(&repository, &address, false);
    assert!(group.contains("=> Value"), "{group}");
    let (group, models) = with_reference(&repository, &address, true);
    assert!(!group.contains("=> Value"), "{group}");
    assert!(models.contains("from_afar"), "{models}");
    let asked: Vec<String> = publisher
        .requests()
        .iter()
        .map(|head| head.lines().next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        asked,
        ["get /parts/thing.yaml http/1.1", "get /names.yaml http/1.1"]
    );
}

#[test]
fn an_address_that_is_refused_is_said_and_stands_for_anything() {
    let redirect = Publisher::says(
        "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/x\r\nContent-Length: 0\r\n\r\n",
    );
    let large = Publisher::says("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    for (address, allow_urls, said) in [
        (
            "https://a.example/x.yaml".to_owned(),
            false,
            "unless `--allow-urls` is given",
        ),
        (
            "http://a.example/x.yaml".to_owned(),
            true,
            "expected an https address",
        ),
        (
            "ftp://a.example/x.yaml".to_owned(),
            true,
            "neither a relative path nor an http address",
        ),
        (
            format!("{}/x.yaml", redirect.address()),
            true,
            "another site",
        ),
        (format!("{}/x.yaml", large.address()), true, "larger than"),
    ] {
        let repository = Repository::new();
        let text = SMALL.replace("#/components/schemas/Thing", &address);
        repository.put("any/api.yaml", &text);
        let args = Args {
            input: Some(repository.path("any/api.yaml")),
            output: Some(repository.path("client")),
            name: Some("other-client".to_owned()),
            allow_urls,
            ..Args::default()
        };
        let workspace = Workspace::at(repository.0.path());
        let inputs = super::input::inputs(&workspace, &args).unwrap();
        let input = inputs.chosen().next().unwrap();
        let made = super::render::render(input, &inputs, &mut Apis::default()).unwrap();
        let found = made
            .diagnostics
            .iter()
            .find(|finding| finding.code == "external-ref")
            .unwrap();
        assert!(
            found.message.contains(said),
            "`{said}` not in {}",
            found.message
        );
    }
}
