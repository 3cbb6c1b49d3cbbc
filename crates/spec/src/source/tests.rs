//! Odd and hostile texts: what is read from them, and what is said.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use super::*;
use serde_json::json;

fn try_read(text: &str) -> (Result<Value, Diagnostic>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let outcome = read(&Source::new("test", text), &mut diagnostics);
    (outcome, diagnostics.into_iter().collect())
}

#[track_caller]
fn reads(text: &str, expected: Value, codes: &[&str]) {
    let (outcome, said) = try_read(text);
    assert_eq!(outcome, Ok(expected));
    assert_eq!(said.iter().map(|item| item.code).collect::<Vec<_>>(), codes);
}

#[track_caller]
fn fails(text: &str, code: &str) -> Diagnostic {
    match try_read(text).0 {
        Err(error) => {
            assert_eq!(error.code, code, "{}", error.message);
            error
        }
        Ok(value) => panic!(
            "was read as {}",
            value.to_string().chars().take(200).collect::<String>()
        ),
    }
}

#[test]
fn yaml_and_json_give_one_tree_in_the_order_of_the_text() {
    let expected = json!({"b": [1, -2, 2.5, true, null, "x"], "a": {}});
    reads(
        "b: [1, -2, 2.5, true, ~, x]\na: {}\n",
        expected.clone(),
        &[],
    );
    reads(
        "{\"b\": [1, -2, 2.5, true, null, \"x\"], \"a\": {}}",
        expected,
        &[],
    );
    let (outcome, _) = try_read("z: 1\na: 2\nm: 3\n");
    let keys: Vec<String> = outcome
        .ok()
        .and_then(|v| v.as_object().map(|m| m.keys().cloned().collect()))
        .unwrap_or_default();
    assert_eq!(keys, ["z", "a", "m"]);
}

#[test]
fn byte_order_marks_and_carriage_returns_are_read_over_and_noted() {
    reads(
        "\u{feff}a: 1\r\nb:\r\n  - x\r\n",
        json!({"a": 1, "b": ["x"]}),
        &["repair-byte-order-mark", "repair-carriage-returns"],
    );
    reads(
        "\u{feff}{\"a\": 1}\r\n",
        json!({"a": 1}),
        &["repair-byte-order-mark"],
    );
    reads(
        "a: |\r  x\rb: 1",
        json!({"a": "x\n", "b": 1}),
        &["repair-carriage-returns"],
    );
}

#[test]
fn tabs_are_read_as_two_spaces_and_said() {
    reads(
        "a:\n\tb: 1\n\tc:\n\t\td: 2\n",
        json!({"a": {"b": 1, "c": {"d": 2}}}),
        &["repair-tabs"],
    );
    reads("a: |\n  x\n  \ty\n", json!({"a": "x\n\ty\n"}), &[]);
}

#[test]
fn control_characters_are_left_out_and_said() {
    reads(
        "a: x\u{0}y\u{8}\nb: \"1\u{7f}\"\n",
        json!({"a": "xy", "b": "1"}),
        &["repair-control-characters"],
    );
    reads(
        "a:\n\tb: \u{1}c\n",
        json!({"a": {"b": "c"}}),
        &["repair-tabs", "repair-control-characters"],
    );
}

#[test]
fn keys_are_texts_whatever_they_look_like() {
    reads(
        "200: a\n1.10: b\ntrue: c\n2020-01-01: d\nnull: e\n",
        json!({"200": "a", "1.10": "b", "true": "c", "2020-01-01": "d", "null": "e"}),
        &["repair-key", "repair-date"],
    );
    let (_, said) = try_read("a:\n  '100': x\n  200: 300\n  404: y\nb: {500: z}\n");
    let said: Vec<_> = said
        .iter()
        .map(|note| {
            (
                note.message.as_str(),
                note.position.map(|at| (at.line, at.column)),
            )
        })
        .collect();
    assert_eq!(
        said,
        [(
            "3 keys are without quotes and no text in YAML (`200`); read as written",
            Some((3, 3))
        )]
    );
    let error = fails("? [a, b]\n: c\n", "not-yaml");
    assert!(
        error.message.contains("a single text, number or word"),
        "{}",
        error.message
    );
}

#[test]
fn what_stands_in_quotes_or_in_blocks_is_no_key_and_no_date() {
    let text = "a: |\n  200: ok\n  2020-01-01\nb: '2020-01-01'\n'200': \"true: x\"\nc: [200, true]\nd: a 2020-01-01\n";
    let (_, said) = try_read(text);
    assert_eq!(said, []);
}

#[test]
fn an_endless_text_is_cut_where_it_is_for_people_and_refused_elsewhere() {
    let long = "ä".repeat(MAX_TEXT / 2 + 1);
    for text in [
        format!("info:\n  description: {long}\n"),
        format!("{{\"x-own\": {{\"a\": [\"{long}\"]}}}}"),
        format!("example: {{a: \"{long}\"}}\n"),
    ] {
        let (outcome, said) = try_read(&text);
        let read = outcome.map(|tree| tree.to_string().matches('ä').count());
        assert_eq!(read, Ok(MAX_TEXT / 2));
        assert_eq!(
            said.iter().map(|item| item.code).collect::<Vec<_>>(),
            ["long-text"]
        );
    }
    for (text, pointer) in [
        (format!("a:\n  enum:\n  - {long}\n"), "/a/enum/0"),
        (format!("{{\"a\": {{\"{long}\": 1}}}}"), "/a"),
        (format!("info: {{version: '{long}'}}\n"), "/info/version"),
    ] {
        assert_eq!(fails(&text, "too-long").pointer, pointer);
    }
}

#[test]
fn dates_and_leading_zeros_are_texts_and_versions_keep_their_digits() {
    reads(
        "a: 2020-01-02\nb: 2020-01-02T03:04:05Z\nc: 007\nd: 12:30\ne: no\n",
        json!({"a": "2020-01-02", "b": "2020-01-02T03:04:05Z", "c": "007", "d": "12:30", "e": "no"}),
        &["repair-date"],
    );
    reads(
        "openapi: 3.0\ninfo:\n  version: 1.10\n  other: 1.10\n",
        json!({"openapi": "3.0", "info": {"version": "1.10", "other": 1.1}}),
        &[],
    );
}

#[test]
fn numbers_that_json_cannot_hold_do_no_harm() {
    reads(
        "a: .inf\nb: .nan\n",
        json!({"a": "inf", "b": "NaN"}),
        &["not-a-number", "not-a-number"],
    );
    reads(
        "a: 18446744073709551615\nb: 1e400\n",
        json!({"a": u64::MAX, "b": "1e400"}),
        &[],
    );
    reads(
        "a: 340282366920938463463374607431768211455\n",
        json!({"a": 3.402_823_669_209_385e38}),
        &[],
    );
    reads(
        "{\"a\": 123456789012345678901234567890}",
        json!({"a": 1.234_567_890_123_456_8e29}),
        &[],
    );
}

#[test]
fn a_key_that_stands_twice_is_said_and_the_last_one_counts() {
    reads(
        "a: 1\nb: 2\na: 3\n",
        json!({"a": 3, "b": 2}),
        &["repair-duplicate-key"],
    );
    reads(
        "{\"a\": 1, \"a\": 2}",
        json!({"a": 2}),
        &["repair-duplicate-key"],
    );
    let (_, said) = try_read("x:\n  a: 1\n  a: 2\n");
    assert_eq!(
        said.iter()
            .map(|item| item.pointer.as_str())
            .collect::<Vec<_>>(),
        ["/x/a"]
    );
}

#[test]
fn two_path_items_of_one_path_are_joined_so_that_no_operation_is_lost() {
    reads(
        "paths:\n  /a: {get: 1}\n  /a: {post: 2}\n",
        json!({"paths": {"/a": {"get": 1, "post": 2}}}),
        &["repair-duplicate-key"],
    );
}

#[test]
fn anchors_and_merge_keys_are_applied() {
    reads(
        "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n",
        json!({"a": {"p": 1, "q": 2}, "b": {"q": 3, "p": 1}, "c": {"p": 1, "q": 2}}),
        &[],
    );
    reads(
        "a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}\n",
        json!({"a": {"p": 1}, "b": {"p": 2, "q": 2}, "c": {"p": 1, "q": 2}}),
        &[],
    );
    reads("'<<': text\n", json!({"<<": "text"}), &[]);
}

#[test]
fn tags_are_nothing_but_the_value_under_them() {
    reads(
        "a: !date 2020-01-01\nb: !!str 12\nc: !own {d: 1}\n",
        json!({"a": "2020-01-01", "b": "12", "c": {"d": 1}}),
        &[],
    );
}

#[test]
fn aliases_that_explode_are_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = level - 1;
        text.push_str(&format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]\n"));
    }
    fails(&text, "alias-explosion");
    // One large part that is used again and again.
    let large = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(100_000),
        vec!["*a"; 10_000].join(", ")
    );
    fails(&large, "alias-explosion");
}

#[test]
fn an_alias_to_what_it_stands_in_ends() {
    fails("a: &a [*a]\n", "too-deep");
    fails("a: *nowhere\n", "not-yaml");
}

#[test]
fn a_hundred_thousand_levels_are_refused_quickly() {
    let many = 100_000;
    let texts = [
        "[".repeat(many),
        format!("{}1{}", "[".repeat(many), "]".repeat(many)),
        "{\"a\":".repeat(many),
        format!("a: {}", "{a: ".repeat(many)),
        format!("a: {}{}", "[".repeat(many), "]".repeat(many)),
        format!("openapi: 3.0.0\nx:\n  {}", "- ".repeat(many)),
        (0..3_000)
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect(),
    ];
    for (number, text) in texts.iter().enumerate() {
        let start = std::time::Instant::now();
        let (outcome, _) = try_read(text);
        let Err(error) = outcome else {
            panic!("text {number} was read")
        };
        assert!(
            matches!(error.code, "too-deep" | "not-yaml" | "not-json"),
            "{number}: {} {}",
            error.code,
            error.message
        );
        assert!(
            start.elapsed().as_secs() < 5,
            "text {number} took {:?}",
            start.elapsed()
        );
        // The place can be looked up without trouble, too.
        let shown = Diagnostics::from(error).render(&[&Source::new("deep", text.as_str())], false);
        assert!(shown.contains("--> deep:"), "{shown}");
    }
}

#[test]
fn what_is_neither_yaml_nor_json_is_said_with_its_place() {
    let error = fails("a: 1\nb: [1, 2\nc: 3\n", "not-yaml");
    assert_eq!(error.position.map(|at| at.line), Some(3), "{error:?}");
    let error = fails("{\"a\": 1,\n \"b\": ]", "not-json");
    assert_eq!(error.position.map(|at| (at.line, at.column)), Some((2, 7)));
    reads("{a: 1, # flow style\n b: 2,}", json!({"a": 1, "b": 2}), &[]);
}

#[test]
fn only_the_first_of_several_documents_is_read() {
    reads("a: 1\n---\nb: 2\n", json!({"a": 1}), &["several-documents"]);
    reads("", json!(null), &[]);
    reads("---\na: 1\n", json!({"a": 1}), &[]);
}

#[test]
fn versions_are_told_apart() {
    for (tree, expected) in [
        (json!({"openapi": "3.0.3"}), Ok(Version::V3_0)),
        (json!({"openapi": "3.1.1"}), Ok(Version::V3_1)),
        (json!({"openapi": 3.0}), Ok(Version::V3_0)),
        (json!({"openapi": "3.2.0"}), Err(("version", "/openapi"))),
        (json!({"openapi": "4.0.0"}), Err(("version", "/openapi"))),
        (json!({"swagger": "2.0"}), Err(("version", "/swagger"))),
        (json!({"info": {}}), Err(("not-openapi", ""))),
        (json!([1]), Err(("not-openapi", ""))),
        (json!(null), Err(("not-openapi", ""))),
    ] {
        let found = version(&tree).map_err(|error| (error.code, error.pointer));
        assert_eq!(
            found,
            expected.map_err(|(code, at): (_, &str)| (code, at.to_owned())),
            "{tree}"
        );
    }
}

#[test]
fn a_web_page_is_no_description() {
    let page = "<!DOCTYPE html>\n<html><head><title>Log in</title></head>\n<body>Please: log in</body></html>\n";
    let (outcome, _) = try_read(page);
    let error = match outcome {
        Ok(value) => version(&value).err(),
        Err(error) => Some(error),
    };
    assert!(error.is_some_and(
        |error| matches!(error.code, "not-yaml" | "not-openapi") && error.help.is_some()
    ));
}
