//! What decoding bends, what it refuses, and what it says of either; then properties over arbitrary texts.

use super::from_slice;
use crate::{Date, Error};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Decodes tolerantly; the value and its bends as text. Strict decoding must refuse what was bent.
fn bent<T: serde::de::DeserializeOwned>(json: &str) -> (T, Vec<String>) {
    let decoded =
        from_slice::<T>(json.as_bytes(), false).unwrap_or_else(|error| panic!("{json}: {error}"));
    let bends: Vec<_> = decoded.bends.iter().map(ToString::to_string).collect();
    assert_eq!(decoded.bend_count, bends.len() as u64);
    assert_eq!(
        from_slice::<T>(json.as_bytes(), true).is_err(),
        !bends.is_empty(),
        "{json}"
    );
    (decoded.data, bends)
}

fn refused<T: serde::de::DeserializeOwned + Debug>(json: &str) -> Error {
    from_slice::<T>(json.as_bytes(), false)
        .map(|decoded| decoded.data)
        .expect_err(json)
}

fn told(error: &Error) -> (&str, &str, &str) {
    (
        error.json_path().unwrap(),
        error.expected().unwrap(),
        error.found().unwrap(),
    )
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
struct Pet {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    born: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<f64>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    visits: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Box<Owner>>,
    #[serde(default)]
    marks: BTreeMap<String, i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
struct Owner {
    id: u32,
    #[serde(default)]
    active: bool,
    #[serde(default)]
    pets: Vec<Pet>,
}

#[test]
fn scalars_are_bent_to_what_is_asked() {
    for json in ["\"10\"", "10.0", "1e1", "\"10.00\""] {
        let (value, bends) = bent::<i64>(json);
        assert_eq!((value, bends.len()), (10, 1), "{json}");
    }
    assert_eq!(bent::<f64>("\"10.5\"").0, 10.5);
    assert_eq!(bent::<f64>("3"), (3.0, vec![]));
    for (json, text) in [
        ("10.50", "10.50"),
        ("-7", "-7"),
        ("true", "true"),
        ("false", "false"),
    ] {
        assert_eq!(bent::<String>(json).0, text);
    }
    for json in ["1", "\"1\"", "\"true\""] {
        assert!(bent::<bool>(json).0);
    }
    for json in ["0", "\"0\"", "\"false\""] {
        assert!(!bent::<bool>(json).0);
    }
}

#[test]
fn what_would_be_a_guess_is_refused() {
    for json in [
        "\"abc\"",
        "1.5",
        "\"1.5\"",
        "true",
        "\"\"",
        "[]",
        "{}",
        "\" 1\"",
        "\"99999999999999999999\"",
    ] {
        assert_eq!(told(&refused::<i64>(json)).1, "an integer", "{json}");
    }
    for json in ["2", "-1", "\"yes\"", "\"\"", "[]", "0.0"] {
        refused::<bool>(json);
    }
    for json in ["\"abc\"", "\"NaN\"", "\"\"", "true"] {
        refused::<f64>(json);
    }
    for json in ["[1]", "\"x\"", "1", "true", "[{}]"] {
        refused::<Pet>(json);
        refused::<BTreeMap<String, i64>>(json);
    }
    for json in [
        "1",
        "\"x\"",
        "\"\"",
        "{\"1\":1,\"0\":2}",
        "{\"0\":1,\"a\":2}",
    ] {
        refused::<Vec<i64>>(json);
    }
    refused::<u8>("256");
    refused::<u32>("-1");
    refused::<String>("[]");
}

#[test]
fn lists_and_objects_are_bent_to_each_other_where_php_mixes_them_up() {
    assert_eq!(bent::<BTreeMap<String, i64>>("[]").0, BTreeMap::new());
    assert_eq!(bent::<Vec<i64>>("{}").0, Vec::<i64>::new());
    assert_eq!(bent::<Vec<i64>>("null").0, Vec::<i64>::new());
    assert_eq!(bent::<Vec<i64>>(r#"{"0":5,"1":6}"#).0, [5, 6]);
    assert_eq!(bent::<Vec<i64>>(r#"{"2":5,"7":6}"#).0, [5, 6]);
    let (pets, bends) = bent::<Vec<Pet>>(r#"{"id":"1"}"#);
    assert_eq!(pets[0].id, 1);
    let lone = [
        "at $: expected a list, found an object",
        "at $.id: expected an integer, found the string \"1\"",
    ];
    assert_eq!(bends, lone);
}

#[test]
fn empty_values_are_absent_where_the_type_cannot_hold_them() {
    let json = r#"{"id":1,"born":"","weight":"","tags":null,"visits":null,"owner":[],"marks":[]}"#;
    let (pet, bends) = bent::<Pet>(json);
    assert_eq!(
        pet,
        Pet {
            id: 1,
            ..Pet::default()
        }
    );
    let places: Vec<_> = bends
        .iter()
        .filter_map(|bend| bend.split(':').next())
        .collect();
    assert_eq!(
        places,
        [
            "at $.born",
            "at $.weight",
            "at $.tags",
            "at $.visits",
            "at $.owner",
            "at $.marks"
        ]
    );
    let json = r#"{"id":1,"name":"","born":"0000-00-00","weight":false,"owner":false,"tags":"","marks":""}"#;
    assert_eq!(
        bent::<Pet>(json).0,
        Pet {
            id: 1,
            name: Some(String::new()),
            ..Pet::default()
        }
    );
    // A null for an `Option` is what everybody writes, known field or not.
    let null = r#"{"id":1,"born":null,"weight":null,"owner":null}"#;
    assert_eq!(bent::<Pet>(null).1, Vec::<String>::new());
    // Known by now, and no less exact about values that are not empty.
    assert_eq!(
        told(&refused::<Pet>(r#"{"id":1,"weight":"x"}"#)),
        ("$.weight", "a number", "the string \"x\"")
    );
}

#[test]
fn an_empty_value_is_no_required_one() {
    for _ in 0..2 {
        let error = refused::<Vec<Pet>>(r#"[{"id":7},{"id":""}]"#);
        assert_eq!(error.json_path(), Some("$[1].id"));
        assert_eq!(error.found(), Some("an empty string"));
    }
    assert_eq!(
        told(&refused::<Pet>(r#"{"id":1,"owner":{}}"#)),
        ("$.owner", "the property `id`", "an object without it")
    );
}

#[test]
fn fields_of_one_name_in_two_types_are_learned_apart() {
    mod one {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        pub(super) struct Same {
            pub(super) value: Option<i64>,
        }
    }
    mod other {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        pub(super) struct Same {
            pub(super) value: Option<String>,
        }
    }
    for _ in 0..2 {
        assert_eq!(bent::<one::Same>(r#"{"value":""}"#).0.value, None);
        assert_eq!(
            bent::<other::Same>(r#"{"value":""}"#).0.value.as_deref(),
            Some("")
        );
    }
}

#[test]
fn errors_say_where_what_and_what_not() {
    let json = r#"{"id":1,"owner":{"id":2,"pets":[{"id":3},{"id":"abc","name":"x"}]}}"#;
    let error = refused::<Pet>(json);
    assert_eq!(
        told(&error),
        ("$.owner.pets[1].id", "an integer", "the string \"abc\"")
    );
    assert!(
        error.to_string().contains(r#""abc","name":"x"}"#),
        "{error}"
    );
    assert_eq!(
        told(&refused::<Pet>(r#"{"id":1,"marks":{"a b":[1]}}"#)).0,
        "$.marks[\"a b\"]"
    );
    assert_eq!(
        told(&refused::<Pet>("[1]")),
        ("$", "an object (Pet)", "a list")
    );
    for (json, why) in [
        ("{\"id\":1", "the text ends too early"),
        ("{\"id\":1,}", "a comma after the last entry"),
        ("{\"id\":1} x", "something follows the value"),
        ("{\"id\" 1}", "a colon is missing after a property's name"),
        ("{\"id\":01}", "a malformed number"),
        (
            "{\"id\":1,\"name\":\"\\q\"}",
            "an unknown escape in a string",
        ),
    ] {
        assert_eq!(told(&refused::<Pet>(json)).1, "JSON", "{json}");
        assert_eq!(told(&refused::<Pet>(json)).2, why, "{json}");
    }
}

#[test]
fn strings_keys_and_numbers_are_read_exactly() {
    assert_eq!(
        bent::<String>(r#""a\"\\\/\b\f\n\r\tA\ud83d\ude00é""#).0,
        "a\"\\/\u{8}\u{c}\n\r\tA😀é"
    );
    for json in [
        r#""\ud83d""#,
        r#""\udc00""#,
        r#""\u00g0""#,
        "\"\u{1}\"",
        "\"abc",
    ] {
        refused::<String>(json);
    }
    let (map, _) = bent::<BTreeMap<i64, String>>(r#"{"1":"a","-2":"b"}"#);
    assert_eq!(map[&-2], "b");
    assert_eq!(bent::<u64>("18446744073709551615").0, u64::MAX);
    assert_eq!(bent::<i64>("-9223372036854775808").0, i64::MIN);
    assert_eq!(bent::<f64>("1.7976931348623157e308").0, f64::MAX);
    refused::<f64>("1e999");
    assert_eq!(bent::<Pet>("\u{feff}{\"id\":1}").0.id, 1);
    let (enumeration, _) = bent::<Vec<Shape>>(r#"["Dot",{"Circle":2},{"Box":{"a":1}}]"#);
    assert_eq!(
        enumeration,
        [Shape::Dot, Shape::Circle(2), Shape::Box { a: 1 }]
    );
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Dot,
    Circle(i64),
    Box { a: i64 },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Listed {
    #[serde(default, deserialize_with = "super::only")]
    owner: Option<Owner>,
}

#[test]
fn the_only_element_of_a_list_is_taken_where_a_field_says_so() {
    let (listed, bends) = bent::<Listed>(r#"{"owner":[{"id":"7"}]}"#);
    assert_eq!(listed.owner.unwrap().id, 7);
    let told = [
        "at $.owner: expected a value, found a list",
        "at $.owner[0].id: expected an integer, found the string \"7\"",
    ];
    assert_eq!(bends, told);
    for json in [
        r#"{"owner":[{"id":1},{"id":2}]}"#,
        r#"{"owner":[1]}"#,
        r#"{"owner":[[{"id":1}]]}"#,
    ] {
        refused::<Listed>(json);
    }
    assert_eq!(bent::<Listed>(r#"{"owner":[]}"#).0.owner, None);
    refused::<Pet>(r#"{"id":1,"owner":[{"id":7}]}"#);
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let told_deep = refused::<Value>(&deep("[", "]"));
    assert_eq!(told_deep.found(), Some("nested more than 127 deep"));
    refused::<Pet>(&format!(
        "{}1",
        r#"{"id":1,"owner":{"id":1,"pets":[{"id":1,"owner":"#.repeat(100_000)
    ));
    refused::<Pet>(&format!(
        "{}1",
        r#"{"owner":{"pets":{"pets":"#.repeat(100_000)
    ));
    // What no type wants may nest as it likes.
    assert_eq!(
        bent::<Pet>(&format!(r#"{{"id":1,"x":{}}}"#, deep("[", "]")))
            .0
            .id,
        1
    );
}

#[test]
fn time_and_memory_grow_with_the_text_and_no_faster() {
    let name = "n".repeat(1 << 20);
    let bent_list = format!("[{}]", vec!["\"1\""; 300_000].join(","));
    let started = std::time::Instant::now();
    let lists = from_slice::<BTreeMap<String, Vec<i64>>>(
        format!(r#"{{"{name}":{bent_list}}}"#).as_bytes(),
        false,
    )
    .unwrap();
    assert_eq!((lists.bend_count, lists.bends.len()), (300_000, 10_000));
    assert!(lists.bends.iter().all(|bend| bend.path.len() < 120));
    let pets = format!(
        "[{}]",
        vec![r#"{"id":1,"born":"","weight":"","owner":[]}"#; 20_000].join(",")
    );
    from_slice::<Vec<Pet>>(pets.as_bytes(), false).unwrap();
    refused::<Vec<Pet>>(&"[".repeat(1 << 20));
    refused::<String>(&format!("\"{}", "\\u0041".repeat(1 << 18)));
    refused::<Vec<Pet>>(&format!("[{}", " ".repeat(1 << 20)));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..3).prop_map(Value::from),
        prop_oneof![
            Just(""),
            Just("0"),
            Just("1"),
            Just("10.0"),
            Just("2026-04-01"),
            Just("x")
        ]
        .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("id"),
        Just("name"),
        Just("born"),
        Just("weight"),
        Just("tags"),
        Just("visits"),
        Just("owner"),
        Just("marks"),
        Just("active"),
        Just("pets"),
        Just("0"),
        Just("1"),
        Just("é\"")
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

/// A text near JSON: a value with some of its bytes changed.
fn near_json() -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<prop::sample::Index>(),
        prop_oneof![
            any::<u8>(),
            prop::sample::select(b"{}[],:\"\\0-e.tfn ".to_vec())
        ],
    );
    (json(), prop::collection::vec(change, 0..4)).prop_map(|(value, changes)| {
        let mut text = value.to_string().into_bytes();
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        text
    })
}

fn tolerant_holds_what_strict_takes<T>(json: &[u8])
where
    T: serde::de::DeserializeOwned + PartialEq + Debug,
{
    let tolerant = from_slice::<T>(json, false);
    if let Ok(strict) = from_slice::<T>(json, true) {
        let tolerant = tolerant.expect("what strict mode takes, tolerant mode takes");
        assert_eq!(tolerant.data, strict.data);
        assert_eq!(tolerant.bend_count, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_the_reference_reads_it(json in near_json()) {
        let reference = serde_json::from_slice::<Value>(&json).ok();
        let strict = from_slice::<Value>(&json, true).ok().map(|decoded| decoded.data);
        prop_assert_eq!(&reference, &strict);
        // The reference does not look at the bytes of strings it passes over.
        if std::str::from_utf8(&json).is_ok() {
            let passed = serde_json::from_slice::<serde::de::IgnoredAny>(&json).is_ok();
            prop_assert_eq!(passed, from_slice::<serde::de::IgnoredAny>(&json, true).is_ok());
        }
        if reference.is_some() {
            prop_assert_eq!(from_slice::<Value>(&json, false).ok().map(|decoded| decoded.data), strict);
        }
    }

    #[test]
    fn tolerant_takes_whatever_strict_takes(json in near_json()) {
        tolerant_holds_what_strict_takes::<Pet>(&json);
        tolerant_holds_what_strict_takes::<Vec<Owner>>(&json);
        tolerant_holds_what_strict_takes::<BTreeMap<String, Option<i64>>>(&json);
    }

    #[test]
    fn models_that_were_written_are_read_back(id in any::<i64>(), name in any::<Option<String>>(), tags in any::<Vec<String>>()) {
        let pet = Pet { id, name, tags, ..Pet::default() };
        let json = serde_json::to_vec(&pet).unwrap();
        let decoded = from_slice::<Pet>(&json, true).unwrap();
        prop_assert_eq!(decoded.data, pet);
    }
}
