//! Descriptions made to break out, overflow or explode: what comes of them stays in its folder, is Rust, and holds no
//! token that the same description with harmless words does not.
//!
//! The small cases that can be read are folders of tests/features/hostile; here are those that only a program can write.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::path::{Component, Path};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sdk_emit_rust::{Files, Options, emit};
use sdk_ir::{Config, build};
use sdk_spec::{Source, load};
use serde_json::{Map, Value, json};

/// The crate of a description, or nothing where it was refused; checked either way. On the stack of a main thread.
fn made(text: String) -> Option<Files> {
    let thread = std::thread::Builder::new().stack_size(8 << 20);
    let checked = thread
        .spawn(|| checked(text))
        .expect("a thread is to be had");
    checked
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn checked(text: String) -> Option<Files> {
    let source = Source::new("openapi.json", text);
    let options = sdk_spec::Options {
        tolerate_dangling: true,
        ..sdk_spec::Options::default()
    };
    let loaded = match load(&source, &[], &options) {
        Ok(loaded) => loaded,
        Err(diagnostics) => {
            assert!(diagnostics.has_errors());
            return None;
        }
    };
    let built = build(&loaded.openapi, &Config::default());
    let options = Options {
        package: "hostile".to_owned(),
        version: "0.1.0".to_owned(),
        source: "hostile".to_owned(),
        hash: String::new(),
        command: "cargo xtask codegen".to_owned(),
        runtime: "{ path = \"runtime\" }".to_owned(),
        member: true,
        ids: None,
        proof: None,
    };
    let files = emit(&built.api, &options).unwrap_or_else(|error| panic!("{error}"));
    for (path, bytes) in &files {
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        assert!(inside && path.len() < 200, "{path} leaves the folder");
        if path.ends_with(".rs") {
            let text = std::str::from_utf8(bytes).expect("code is UTF-8");
            let bare = text.replace("\r\n", "\n");
            assert!(!bare.contains('\r'), "{path} holds a bare carriage return");
            assert!(
                !text.contains(['\u{202e}', '\u{202a}', '\u{2066}']),
                "{path} holds marks that reorder text"
            );
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if path == "Cargo.toml" {
            let text = String::from_utf8_lossy(bytes);
            let manifest: Result<toml::Table, _> = toml::from_str(&text);
            assert!(manifest.is_ok(), "{manifest:?}");
        }
    }
    Some(files)
}

/// A crate's tokens without documentation, file by file: what the compiler sees.
fn tokens(files: &Files) -> Vec<String> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).expect("code is UTF-8");
            let stream: TokenStream = text.parse().expect("code is tokens");
            format!("{path}: {}", without_docs(stream))
        })
        .collect()
}

fn without_docs(stream: TokenStream) -> String {
    let mut out = String::new();
    let mut mark = false;
    for token in stream {
        if let TokenTree::Group(group) = &token {
            let inner = without_docs(group.stream());
            // `#[doc = "…"]` and `#![doc = "…"]` are how documentation reads as tokens.
            if !(mark && group.delimiter() == Delimiter::Bracket && inner.starts_with("doc =")) {
                out.push_str(&format!("{:?} {inner}", group.delimiter()));
            }
        } else {
            let text = token.to_string();
            mark = matches!(text.as_str(), "#") || mark && text == "!";
            if mark {
                continue;
            }
            out.push_str(&text);
            out.push(' ');
        }
        mark = false;
    }
    out
}

/// A description with this text wherever prose may stand.
fn prose(text: &str) -> String {
    let schema = json!({
        "type": "object", "description": text, "title": text,
        "properties": {"a": {"type": "string", "description": text, "enum": ["x", "y"], "x-enum-descriptions": [text, text]}}
    });
    json!({
        "openapi": "3.0.3",
        "info": {"title": text, "version": "1", "description": text},
        "servers": [{"url": "https://example.com", "description": text}],
        "tags": [{"name": "goods", "description": text}],
        "paths": {"/goods": {"post": {
            "operationId": "add", "tags": ["goods"], "summary": text, "description": text,
            "parameters": [{"name": "q", "in": "query", "description": text, "schema": {"type": "string"}}],
            "requestBody": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Good"}}}},
            "responses": {"200": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Good"}}}}}
        }}},
        "components": {"schemas": {"Good": schema}}
    })
    .to_string()
}

#[test]
fn prose_adds_no_token_to_the_code() {
    let plain = tokens(&made(prose("Plain words.")).expect("it is correct"));
    for text in [
        "*/ pub fn evil() {} /*",
        "\"] pub fn evil() {} #[doc = \"",
        "\"#; pub fn evil() {} //",
        "a\rpub fn evil() {}\r\nb\u{2028}c\u{2029}d\u{85}e",
        "\u{202e}evil\u{2066} \u{0} \u{7}",
        "{{ package }} {% raw %} {# x",
        "```rust\ncompile_error!()\n",
        "#![allow(warnings)]\n#[path = \"/etc/passwd\"] mod x;",
        "\\\" \\u{41} \\n \u{feff}",
    ] {
        let found = tokens(&made(prose(text)).expect("prose is no reason to refuse"));
        assert_eq!(found, plain, "{text:?}");
    }
}

#[test]
fn names_stay_in_the_folder_and_are_identifiers() {
    let long = "x".repeat(1 << 20);
    for name in [
        "../../x",
        "..",
        "/etc/passwd",
        "CON",
        "nul.txt",
        "C:\\x",
        "",
        " ",
        "\u{0}",
        "\u{202e}evil",
        "a\r\nb",
        "\"; fn evil() {} //",
        "*/ fn evil() {} /*",
        "{{ x }}",
        "{% for %}",
        "self",
        "crate",
        "r#type",
        "\u{1f980}",
        "1",
        "_",
        long.as_str(),
    ] {
        let schemas: Map<String, Value> = [(
            name.to_owned(),
            json!({"type": "object", "properties": {name: {"type": "string", "enum": [name, "b"]}}}),
        )]
        .into_iter()
        .collect();
        let text = json!({
            "openapi": "3.0.3", "info": {"title": name, "version": name},
            "tags": [{"name": name}],
            "paths": {"/goods": {"post": {
                "operationId": name, "tags": [name],
                "parameters": [{"name": name, "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {name: {"type": "integer"}}}}}},
                "responses": {"200": {"description": name, "content": {"application/json": {"schema": {"type": "array", "items": schemas.values().next()}}}}}
            }}},
            "components": {"schemas": schemas}
        });
        assert!(made(text.to_string()).is_some());
    }
}

/// A description whose only answer is the schema `S0`.
fn with_schemas(schemas: Map<String, Value>) -> String {
    json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "paths": {"/goods": {"get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}}}}},
        "components": {"schemas": schemas}
    })
    .to_string()
}

fn chain(length: usize, link: impl Fn(Value) -> Value) -> String {
    let schema = |index: usize| {
        let next = json!({"$ref": format!("#/components/schemas/S{}", (index + 1) % length)});
        (format!("S{index}"), link(next))
    };
    with_schemas((0..length).map(schema).collect())
}

#[test]
fn circles_and_long_chains_of_schemas_end() {
    for length in [1, 2, 3, 2_000] {
        made(chain(length, |next| next));
        made(chain(length, |next| json!({"allOf": [next]})));
        made(chain(
            length,
            |next| json!({"allOf": [next, {"properties": {"a": {"type": "string"}}}]}),
        ));
        made(chain(
            length,
            |next| json!({"oneOf": [next, {"type": "string"}]}),
        ));
        made(chain(
            length,
            |next| json!({"anyOf": [next, {"type": "null"}]}),
        ));
        made(chain(
            length,
            |next| json!({"type": "array", "items": next}),
        ));
        made(chain(
            length,
            |next| json!({"type": "object", "properties": {"a": next}, "required": ["a"]}),
        ));
        made(chain(
            length,
            |next| json!({"type": "object", "additionalProperties": next}),
        ));
        made(chain(length, |next| json!({"not": next})));
    }
}

#[test]
fn numbers_that_no_machine_holds_are_survived() {
    for number in [
        "1e999",
        "-1e999",
        "9223372036854775808",
        "-9223372036854775809",
        "1e-999",
        &"9".repeat(400),
    ] {
        let schema = |kind: &str| {
            format!(
                r#"{{"type":"{kind}","enum":[{number},1],"default":{number},"minimum":{number},"maximum":{number},"multipleOf":{number}}}"#
            )
        };
        let text = format!(
            r##"{{"openapi":"3.0.3","info":{{"title":"Shop","version":"1"}},"paths":{{"/a":{{"get":{{
            "parameters":[{{"name":"a","in":"query","schema":{}}},{{"name":"b","in":"query","schema":{}}},{{"name":"c","in":"query","schema":{{"type":"string","maxLength":{number},"default":{number}}}}}],
            "responses":{{"200":{{"description":""}}}}}}}}}}}}"##,
            schema("integer"),
            schema("number")
        );
        made(text);
    }
}

#[test]
fn one_very_long_text_is_survived() {
    made(prose(&"long ".repeat(1 << 15)));
}
