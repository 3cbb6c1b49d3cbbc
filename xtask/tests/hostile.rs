//! Descriptions made to break out, run through the real command with all its stages: what each ends with, what is said
//! of it, and that nothing is written outside of the output folder.
//!
//! Each run may have a gigabyte of address space. `tests/measure-hostile` says what the largest of them really take.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run may have, in KiB.
const SPACE: usize = 1 << 20;

/// Run through the shell, for its `ulimit`; elsewhere than on Linux that limits nothing.
fn codegen(root: &Path, input: &Path) -> std::io::Result<Output> {
    let limited = format!("ulimit -v {SPACE} 2> /dev/null; exec \"$0\" \"$@\"");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", &limited, env!("CARGO_BIN_EXE_xtask")]);
        shell
    } else {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
    };
    command
        .args(["codegen", "--name", "hostile-client", "--input"])
        .arg(input)
        .arg("--output")
        .arg(root.join("out/client"))
        .current_dir(root)
        // An arena for each thread would take 64 MB of addresses each, used or not.
        .env("MALLOC_ARENA_MAX", "1")
        .env("CARGO_MANIFEST_DIR", root.join("xtask"))
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
}

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<(PathBuf, u64)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files(&entry.path(), found)?;
        } else {
            found.push((entry.path(), entry.metadata()?.len()));
        }
    }
    Ok(())
}

/// Runs one description. It must end with this exit code and say this; what it writes lies in its folder and is at most
/// forty times its size, and a megabyte.
fn expect(name: &str, text: &[u8], code: i32, said: &str) -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{name}"));
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    // The folders above the output are where `../..` would lead.
    std::fs::create_dir_all(root.join("out"))?;
    let input = root.join("api.yaml");
    std::fs::write(&input, text)?;
    let output = codegen(&root, &input)?;
    let shown = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let start: String = shown.chars().take(4000).collect();
    assert_eq!(output.status.code(), Some(code), "{name}: {start}");
    assert!(shown.contains(said), "{name}: `{said}` not in {start}");
    assert!(
        shown.len() < 100_000,
        "{name}: {} bytes are said",
        shown.len()
    );
    assert!(!shown.contains("panicked"), "{name}: {start}");
    let odd = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(
        !shown.contains(odd),
        "{name}: the terminal is written to: {start:?}"
    );
    let (mut found, mut size) = (Vec::new(), 0);
    files(&root, &mut found)?;
    for (path, length) in found.iter().filter(|(path, _)| *path != input) {
        assert!(
            code == 0 && path.starts_with(root.join("out/client")),
            "{name}: {} was written",
            path.display()
        );
        size += length;
    }
    let most = 40 * text.len() as u64 + (1 << 20);
    assert!(size < most, "{name}: {size} bytes of output");
    std::fs::remove_dir_all(&root)
}

/// A description with these paths and components, in YAML's flow style.
fn with(paths: &str, components: &str) -> Vec<u8> {
    format!("openapi: 3.1.0\ninfo: {{title: Shop, version: '1'}}\npaths: {{{paths}}}\ncomponents: {{{components}}}\n").into_bytes()
}

/// One whose one answer is the schema `S`.
fn with_schema(schemas: &str) -> Vec<u8> {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}";
    with(
        &format!("/goods: {{get: {{responses: {{'200': {{description: d, {content}}}}}}}}}"),
        &format!("schemas: {{{schemas}}}"),
    )
}

#[test]
fn words_that_end_their_comment_or_their_string() -> std::io::Result<()> {
    let words = [
        "*/ pub fn evil() {} /*",
        "\"] pub fn evil() {} #[doc = \"",
        "\"#; pub fn evil() {} //",
        "a\rpub fn evil() {}\r\nb\u{2028}c\u{85}d",
        "\u{202e}evil\u{2066} \u{0} \u{7} \u{1b}[2J",
        "{{ package }} {% raw %} {# x",
        "<script>alert(1)</script><!-- ]]> &amp;",
        "```\n</code></pre><img src=x onerror=alert(1)>",
        "](javascript:alert(1)) [a](javascript:alert(1))",
    ];
    for (number, word) in words.iter().enumerate() {
        let text = serde_json::json!({
            "openapi": "3.0.3", "info": {"title": word, "version": word, "description": word},
            "servers": [{"url": format!("https://a.example/{word}"), "description": word}],
            "tags": [{"name": word, "description": word}],
            "paths": {format!("/{word}"): {"post": {
                "operationId": word, "tags": [word], "summary": word, "description": word,
                "parameters": [{"name": word, "in": "query", "description": word, "schema": {"type": "string", "enum": [word, "b"], "default": word}}],
                "responses": {"200": {"description": word, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}, "example": {word.to_string(): word}}}}}
            }}},
            "components": {
                "schemas": {"S": {"title": word, "description": word, "properties": {word.to_string(): {"type": "integer", "description": word}}}},
                "securitySchemes": {word.to_string(): {"type": "apiKey", "in": "header", "name": word, "description": word}}
            }
        });
        expect(
            &format!("words-{number}"),
            text.to_string().as_bytes(),
            0,
            "1 operations",
        )?;
    }
    Ok(())
}

#[test]
fn names_that_lead_elsewhere() -> std::io::Result<()> {
    let long = "x".repeat(1 << 20);
    let names = [
        "../../x",
        "..",
        "/etc/passwd",
        "CON",
        "nul.txt",
        "C:\\x",
        ".generated",
        "Cargo.toml",
        "src/lib.rs",
        long.as_str(),
    ];
    for (number, name) in names.iter().enumerate() {
        let text = serde_json::json!({
            "openapi": "3.0.3", "info": {"title": name, "version": "1"}, "tags": [{"name": name}],
            "paths": {"/a": {"get": {"operationId": name, "tags": [name], "responses": {"200": {"description": "d", "content": {
                "application/json": {"schema": {"type": "object", "title": name, "properties": {name.to_string(): {"type": "string"}}}}
            }}}}}}
        });
        expect(
            &format!("name-{number}"),
            text.to_string().as_bytes(),
            0,
            "1 operations",
        )?;
    }
    Ok(())
}

#[test]
fn circles_of_every_kind() -> std::io::Result<()> {
    let to = |section: &str, name: &str| format!("{{$ref: '#/components/{section}/{name}'}}");
    for (name, schema) in [
        ("ref", to("schemas", "S")),
        ("all-of", format!("{{allOf: [{}]}}", to("schemas", "S"))),
        (
            "one-of",
            format!("{{oneOf: [{}, {{type: string}}]}}", to("schemas", "S")),
        ),
        (
            "items",
            format!("{{type: array, items: {}}}", to("schemas", "S")),
        ),
        (
            "one-of-lists",
            format!(
                "{{oneOf: [{{type: array, items: {}}}, {{required: [a], properties: {{a: {}}}}}]}}",
                to("schemas", "S"),
                to("schemas", "S")
            ),
        ),
        (
            "map",
            format!("{{additionalProperties: {}}}", to("schemas", "S")),
        ),
        (
            "property",
            format!(
                "{{required: [a], properties: {{a: {}}}}}",
                to("schemas", "S")
            ),
        ),
        (
            "inside",
            "{properties: {a: {$ref: '#/components/schemas/S/properties/a'}}}".to_owned(),
        ),
        ("root", "{$ref: '#'}".to_owned()),
        (
            "file",
            "{$ref: 'api.yaml#/components/schemas/S'}".to_owned(),
        ),
    ] {
        expect(
            &format!("circle-{name}"),
            &with_schema(&format!("S: {schema}")),
            0,
            "1 operations",
        )?;
    }
    let both = format!("S: {}, T: {}", to("schemas", "T"), to("schemas", "S"));
    expect("circle-of-two", &with_schema(&both), 0, "circular-ref")?;
    let operation = format!(
        "parameters: [{}], requestBody: {}, responses: {{'200': {}}}, callbacks: {{c: {}}}",
        to("parameters", "P"),
        to("requestBodies", "B"),
        to("responses", "R"),
        to("callbacks", "C")
    );
    let components = format!(
        "parameters: {{P: {}}}, requestBodies: {{B: {}}}, responses: {{R: {}}}, callbacks: {{C: {}}}, headers: {{H: {}}}, examples: {{E: {}}}, links: {{L: {}}}, securitySchemes: {{X: {}}}",
        to("parameters", "P"),
        to("requestBodies", "B"),
        to("responses", "R"),
        to("callbacks", "C"),
        to("headers", "H"),
        to("examples", "E"),
        to("links", "L"),
        to("securitySchemes", "X")
    );
    let paths = format!("/goods: {{get: {{{operation}}}}}");
    expect(
        "circle-components",
        &with(&paths, &components),
        0,
        "circular-ref",
    )?;
    let paths = "/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}, /c: {get: {}}";
    expect("circle-path-items", &with(paths, ""), 0, "circular-ref")
}

#[test]
fn what_grows_out_of_proportion() -> std::io::Result<()> {
    let mut anchors = String::from(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nx0: &a0 [x, x, x, x, x, x, x, x, x]\n",
    );
    for level in 1..12 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(anchors, "x{level}: &a{level} [{before}]").unwrap_or_default();
    }
    expect("anchors", anchors.as_bytes(), 2, "alias-explosion")?;
    // Each schema holds the next one ten times.
    let mut schemas = String::new();
    for level in 0..40 {
        let name = if level == 0 {
            "S".to_owned()
        } else {
            format!("S{level}")
        };
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", level + 1);
        let all = vec![next; 10].join(", ");
        write!(schemas, "{name}: {{allOf: [{all}]}}, ").unwrap_or_default();
    }
    expect(
        "all-of-all",
        &with_schema(&format!("{schemas} S40: {{type: object}}")),
        0,
        "1 operations",
    )
}

#[test]
fn a_hundred_thousand_levels() -> std::io::Result<()> {
    let many = 100_000;
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
    let json = format!(
        "{{\"openapi\": \"3.1.0\", \"x\": {}1{}}}",
        "[".repeat(many),
        "]".repeat(many)
    );
    expect("deep-json", json.as_bytes(), 2, "too-deep")?;
    let flow = format!("{head}x: {}{}", "{a: ".repeat(many), "}".repeat(many));
    expect("deep-flow", flow.as_bytes(), 2, "too-deep")?;
    let lists = format!("{head}x:\n  {}", "- ".repeat(many));
    expect("deep-lists", lists.as_bytes(), 2, "api.yaml:")?;
    let mut schemas = String::from("S: {$ref: '#/components/schemas/S0'}, ");
    for level in 0..2_000 {
        write!(
            schemas,
            "S{level}: {{properties: {{a: {{$ref: '#/components/schemas/S{}'}}}}}}, ",
            level + 1
        )
        .unwrap_or_default();
    }
    expect(
        "deep-references",
        &with_schema(&format!("{schemas} S2000: {{type: string}}")),
        0,
        "1 operations",
    )
}

#[test]
fn texts_without_end() -> std::io::Result<()> {
    let long = "word ".repeat(800_000);
    let described = format!("S: {{type: string, description: '{long}'}}");
    expect(
        "long-description",
        &with_schema(&described),
        0,
        "the text has 4000000 bytes; the first 1048576 are read",
    )?;
    let listed = format!("S: {{type: string, enum: ['{long}']}}");
    expect("long-value", &with_schema(&listed), 2, "api.yaml:4:")?;
    let named = format!(
        "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{\"/{long}\": {{}}}}}}"
    );
    expect(
        "long-name",
        named.as_bytes(),
        2,
        "expected a name of at most 1 MB",
    )
}

#[test]
fn numbers_that_no_machine_holds() -> std::io::Result<()> {
    let digits = "9".repeat(400);
    for (name, number) in [
        ("large", "1e999"),
        ("small", "-1e999"),
        ("i64", "9223372036854775808"),
        ("below-i64", "-9223372036854775809"),
        ("digits", digits.as_str()),
        ("tiny", "1e-999"),
    ] {
        let keywords = format!(
            "enum: [{number}, 1], default: {number}, minimum: {number}, maximum: {number}, multipleOf: {number}, maxLength: {number}"
        );
        let schema = format!(
            "S: {{properties: {{a: {{type: integer, {keywords}}}, b: {{type: number, {keywords}}}, c: {{type: string, {keywords}}}, d: {{const: {number}}}}}}}"
        );
        expect(
            &format!("number-{name}"),
            &with_schema(&schema),
            0,
            "1 operations",
        )?;
    }
    Ok(())
}

#[test]
fn what_is_no_text_at_all() -> std::io::Result<()> {
    expect(
        "bytes",
        &[0xff, 0xfe, 0x00, 0x80],
        2,
        "expected text in UTF-8",
    )?;
    expect("nothing", b"", 2, "not-openapi")?;
    expect("zeros", &[0; 10_000], 2, "api.yaml:1:")
}
