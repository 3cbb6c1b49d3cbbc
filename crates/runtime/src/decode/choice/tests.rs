//! Which variant is kept where shapes overlap, tolerant and strict: over values as servers send them, a row each.

#![allow(
    unreachable_pub,
    reason = "the macros are made for crates of their own"
)]

use crate::decode::from_slice;
use crate::{Date, DateTime, Value};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Declares a choice as generated code does.
macro_rules! choice {
    ($name:ident { $($variant:ident($kind:ty)),* $(,)? }) => {
        choice!(@declare $name { $($variant($kind)),* });
        crate::choice! { $name { $($variant),* } }
    };
    ($name:ident by $member:literal { $($variant:ident($kind:ty) = $tag:literal),* $(,)? }) => {
        choice!(@declare $name { $($variant($kind)),* });
        crate::tagged! { $name by $member { $($variant = $tag),* } }
    };
    (@declare $name:ident { $($variant:ident($kind:ty)),* }) => {
        #[crate::model]
        enum $name {
            $($variant($kind),)*
            Unknown(Value),
        }
        impl Named for $name {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                    Self::Unknown(_) => "Unknown",
                }
            }
        }
    };
}

trait Named {
    fn name(&self) -> &'static str;
}

macro_rules! model {
    ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[crate::model]
        struct $name {
            $(#[wire(required)] $field: $kind),*
        }
    };
}

/// The variant and the number of bends. Strict decoding keeps the same variant, or refuses where anything was bent.
fn kept<T: serde::de::DeserializeOwned + Named + Debug>(json: &str) -> (&'static str, u64) {
    let decoded =
        from_slice::<T>(json.as_bytes(), false).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(decoded.bend_count, decoded.bends.len() as u64, "{json}");
    let kept = decoded.data.name();
    let strict = from_slice::<T>(json.as_bytes(), true).map(|decoded| decoded.data.name());
    assert_eq!(
        strict.ok(),
        (decoded.bend_count == 0).then_some(kept),
        "strict {json}"
    );
    (kept, decoded.bend_count)
}

fn all<T: serde::de::DeserializeOwned + Named + Debug>(rows: &[(&str, &'static str, u64)]) {
    for (json, variant, bends) in rows {
        assert_eq!(kept::<T>(json), (*variant, *bends), "{json}");
    }
}

model!(Small { name: String });
model!(Large {
    name: String,
    price: f64
});
model!(Loose { note: Option<String> });
choice!(Subset { Small(Small), Loose(Loose), Large(Large) });

#[test]
fn of_shapes_within_shapes_the_one_that_knows_most_is_kept() {
    all::<Subset>(&[
        (r#"{"name":"a"}"#, "Small", 0),
        (r#"{"name":"a","price":1}"#, "Large", 0),
        (r#"{"price":"1.5","name":"a"}"#, "Large", 1),
        (r#"{"note":"a"}"#, "Loose", 0),
        (r#"{}"#, "Loose", 0),
        (r#"{"name":"a","new":true}"#, "Small", 0),
        (r#"{"name":"a","price":1,"new":true}"#, "Large", 0),
        (r#"{"name":"a","price":"dear"}"#, "Small", 0),
        (r#"[]"#, "Loose", 1),
        (r#"3"#, "Unknown", 1),
        (r#""text""#, "Unknown", 1),
    ]);
}

model!(ByNumber { id: i64 });
model!(ByText { id: String });
model!(ByList { id: Vec<i64> });
choice!(SameKeys { ByNumber(ByNumber), ByText(ByText), ByList(ByList) });

#[test]
fn of_the_same_names_the_types_decide_and_exact_ones_win() {
    all::<SameKeys>(&[
        (r#"{"id":10}"#, "ByNumber", 0),
        (r#"{"id":"10"}"#, "ByText", 0),
        (r#"{"id":"a"}"#, "ByText", 0),
        (r#"{"id":[]}"#, "ByList", 0),
        (r#"{"id":{}}"#, "ByList", 1),
        (r#"{"id":null}"#, "ByList", 1),
        (r#"{"id":true}"#, "ByText", 1),
        (r#"{}"#, "Unknown", 1),
    ]);
}

model!(Width { width: Option<f64>, unit: Option<String> });
model!(Height { height: Option<f64>, unit: Option<String> });
model!(Both { width: Option<f64>, height: Option<f64> });
choice!(Optional { Width(Width), Height(Height), Both(Both) });

#[test]
fn of_shapes_that_ask_for_nothing_the_names_decide() {
    all::<Optional>(&[
        (r#"{"width":1}"#, "Width", 0),
        (r#"{"height":1}"#, "Height", 0),
        (r#"{"height":"1","unit":"m"}"#, "Height", 1),
        (r#"{"height":1,"width":2}"#, "Both", 0),
        (r#"{"height":"1","width":"2"}"#, "Both", 2),
        (r#"{"height":null,"unit":"m"}"#, "Height", 0),
        (r#"{"height":""}"#, "Height", 1),
        (r#"{"unit":"m"}"#, "Width", 0),
    ]);
}

crate::string_enum! {
    /// One value.
    pub(super) enum A { Only = "a" }
}
crate::string_enum! {
    /// One value.
    pub(super) enum B { Only = "b" }
}
crate::string_enum! {
    /// Several values.
    pub(super) enum State { Open = "open", Shut = "shut" }
}
crate::string_enum! {
    /// Other values.
    pub(super) enum Colour { Red = "red", Blue = "blue" }
}
model!(KindA { kind: A, x: Option<i64>, y: Option<i64> });
model!(KindB { kind: B, x: Option<i64> });
choice!(Constants { KindA(KindA), KindB(KindB) });
model!(Door { is: State, name: Option<String> });
model!(Wall { is: Colour });
model!(Sign { is: String, name: Option<String> });
choice!(Enums { Door(Door), Wall(Wall) });
choice!(Opened { Door(Door), Sign(Sign) });

#[test]
fn a_constant_tells_the_shape_and_another_one_is_a_shape_nobody_knows() {
    all::<Constants>(&[
        (r#"{"kind":"a","x":1}"#, "KindA", 0),
        (r#"{"kind":"b","x":1}"#, "KindB", 0),
        (r#"{"kind":"b","x":1,"y":2}"#, "KindB", 0),
        (r#"{"kind":"c","x":1,"y":2}"#, "Unknown", 1),
        (r#"{"x":1}"#, "Unknown", 1),
    ]);
    all::<Enums>(&[
        (r#"{"is":"open"}"#, "Door", 0),
        (r#"{"is":"red"}"#, "Wall", 0),
        (r#"{"is":"red","name":"a"}"#, "Wall", 0),
    ]);
    all::<Opened>(&[
        (r#"{"is":"open"}"#, "Door", 0),
        (r#"{"is":"ajar"}"#, "Sign", 0),
    ]);
}

crate::integer_enum! {
    /// Two values.
    pub(super) enum Level { Low = 1, High = 2 }
}
choice!(NumberOrText { Number(i64), Text(String) });
choice!(FlagOrNumber { Flag(bool), Number(i64) });
choice!(FlagOrText { Flag(bool), Text(String) });
choice!(LevelOrText { Level(Level), Text(String) });
choice!(StateOrText { State(State), Text(String) });
choice!(StateOrLevel { State(State), Level(Level) });
choice!(Moments { DateTime(DateTime), Date(Date), Text(String) });
choice!(OneOrMany { One(Small), Many(Vec<Small>), Text(String) });
choice!(ListOrObject { Object(Loose), List(Vec<i64>) });

#[test]
fn an_exact_scalar_wins_over_a_bent_one() {
    all::<NumberOrText>(&[
        ("10", "Number", 0),
        ("\"10\"", "Text", 0),
        ("\"\"", "Text", 0),
        ("10.0", "Number", 1),
        ("1.5", "Text", 1),
        ("true", "Text", 1),
        ("[]", "Unknown", 1),
        ("{\"a\":1}", "Unknown", 1),
        ("null", "Unknown", 1),
    ]);
    all::<FlagOrNumber>(&[
        ("true", "Flag", 0),
        ("1", "Number", 0),
        ("\"true\"", "Flag", 1),
        ("\"10\"", "Number", 1),
    ]);
    all::<FlagOrText>(&[("\"1\"", "Text", 0), ("false", "Flag", 0)]);
    all::<LevelOrText>(&[("1", "Level", 0), ("\"1\"", "Text", 0), ("7", "Level", 0)]);
    all::<StateOrText>(&[("\"open\"", "State", 0), ("\"ajar\"", "Text", 0)]);
    all::<StateOrLevel>(&[
        ("\"open\"", "State", 0),
        ("\"ajar\"", "State", 0),
        ("2", "Level", 0),
        ("\"2\"", "Level", 1),
        ("3", "Level", 0),
    ]);
    all::<Moments>(&[
        ("\"2026-01-02\"", "Date", 0),
        ("\"2026-01-02T03:04:05Z\"", "DateTime", 0),
        ("\"soon\"", "Text", 0),
    ]);
}

#[test]
fn lists_and_objects_are_told_apart_also_when_they_are_empty() {
    all::<OneOrMany>(&[
        (r#"{"name":"a"}"#, "One", 0),
        (r#"[{"name":"a"}]"#, "Many", 0),
        (r#"{"0":{"name":"a"},"2":{"name":"b"}}"#, "Many", 1),
        ("[]", "Many", 0),
        ("\"a\"", "Text", 0),
    ]);
    all::<ListOrObject>(&[
        ("[]", "List", 0),
        ("{}", "Object", 0),
        (r#"["1"]"#, "List", 1),
        (r#"["a"]"#, "Unknown", 1),
    ]);
}

choice!(StructOrMap { Small(Small), Map(BTreeMap<String, String>) });
choice!(OptionalOrMap { Loose(Loose), Map(BTreeMap<String, i64>) });

#[test]
fn a_shape_with_names_comes_before_one_with_any() {
    all::<StructOrMap>(&[
        (r#"{"name":"a"}"#, "Small", 0),
        (r#"{"name":"a","new":"b"}"#, "Small", 0),
        (r#"{"a":"b"}"#, "Map", 0),
    ]);
    all::<OptionalOrMap>(&[
        (r#"{"a":1}"#, "Map", 0),
        (r#"{"a":"1"}"#, "Map", 1),
        (r#"{"note":"a"}"#, "Loose", 0),
    ]);
}

model!(Leaf {
    value: NumberOrText
});
model!(Branch { children: Vec<Tree>, label: Option<String> });
model!(Knot { children: Vec<Tree> });
choice!(Tree { Knot(Knot), Branch(Branch), Leaf(Leaf) });

choice!(Inner { Leaf(Leaf), Flag(bool) });
choice!(Outer { Knot(Knot), Inner(Inner), Text(String) });

#[test]
fn a_shape_unknown_to_a_choice_within_is_no_better_than_a_known_one() {
    all::<Outer>(&[
        (r#"{"children":[],"new":1,"newer":2,"newest":3}"#, "Knot", 0),
        (r#"{"children":[{"strange":1}]}"#, "Knot", 1),
        (r#"{"value":[]}"#, "Inner", 1),
        (r#"{"strange":1}"#, "Inner", 1),
        ("1", "Inner", 1),
        ("2", "Text", 1),
        ("true", "Inner", 0),
    ]);
}

#[test]
fn choices_within_choices_are_made_once() {
    all::<Tree>(&[
        (r#"{"value":"1"}"#, "Leaf", 0),
        (r#"{"children":[{"value":1}]}"#, "Knot", 0),
        (r#"{"children":[],"label":"a"}"#, "Branch", 0),
    ]);
    // Three variants at each of sixty levels: as many tries as levels, not three to the power of sixty.
    let depth = 60;
    let deep = format!(
        "{}{}{}",
        r#"{"children":["#.repeat(depth),
        r#"{"value":1}"#,
        "]}".repeat(depth)
    );
    let decoded = from_slice::<Tree>(deep.as_bytes(), false).unwrap();
    assert_eq!((decoded.data.name(), decoded.bend_count), ("Knot", 0));
    assert_eq!(serde_json::to_string(&decoded.data).unwrap(), deep);
    let broken = deep.replace(r#"{"value":1}"#, "3");
    assert!(from_slice::<Tree>(broken.as_bytes(), true).is_err());
    assert_eq!(
        from_slice::<Tree>(broken.as_bytes(), false)
            .unwrap()
            .bend_count,
        1
    );
}

model!(Card { kind: String, number: Option<i64> });
model!(Cash { kind: Option<String>, change: Option<f64> });
choice!(Payment by "kind" { Card(Card) = "card", Cash(Cash) = "cash" });

#[test]
fn a_tag_decides_and_what_it_means_is_bent_like_anything_else() {
    all::<Payment>(&[
        (r#"{"kind":"card","change":1}"#, "Card", 0),
        (r#"{"number":"7","kind":"card"}"#, "Card", 1),
        (r#"{"kind":"cheque","number":7}"#, "Unknown", 1),
        (r#"{"change":1}"#, "Cash", 0),
        (r#"{"kind":null,"change":1}"#, "Cash", 0),
        (r#"[]"#, "Cash", 1),
        (r#"7"#, "Unknown", 1),
    ]);
    let error = from_slice::<Payment>(br#"{"kind":"card","number":"x"}"#, false).unwrap_err();
    assert_eq!(error.json_path(), Some("$.number"), "the tag is believed");
}

model!(Holder { id: i64, choice: Option<Subset>, many: Vec<Constants> });

#[test]
fn bends_are_told_with_their_paths_and_only_those_of_what_is_kept() {
    let json =
        r#"{"id":"1","choice":{"name":1,"price":"2"},"many":[{"kind":"a","x":"1"},{"kind":"z"}]}"#;
    let decoded = from_slice::<Holder>(json.as_bytes(), false).unwrap();
    let paths: Vec<&str> = decoded
        .bends
        .iter()
        .map(|bend| bend.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "$.id",
            "$.choice.name",
            "$.choice.price",
            "$.many[0].x",
            "$.many[1]"
        ]
    );
    assert_eq!(decoded.bends[4].expected, "one of the known shapes");
    assert_eq!(
        decoded.data.many[1],
        Constants::Unknown(json!({ "kind": "z" }))
    );
    let nothing = from_slice::<Holder>(br#"{"id":1,"choice":null,"many":[]}"#, true).unwrap();
    assert_eq!(nothing.data.choice, None);
}

#[test]
fn strict_decoding_tells_the_bend_it_refuses_or_how_far_the_closest_variant_came() {
    let told = |json: &str| {
        let error = from_slice::<Holder>(json.as_bytes(), true).unwrap_err();
        (
            error.json_path().unwrap().to_owned(),
            error.expected().unwrap().to_owned(),
        )
    };
    let bent = told(r#"{"id":1,"choice":{"name":"a","price":"2"},"many":[]}"#);
    assert_eq!(bent, ("$.choice.price".to_owned(), "a number".to_owned()));
    let none = told(r#"{"id":1,"many":[{"kind":"a","x":[1]}]}"#);
    assert_eq!(none, ("$.many[0].x".to_owned(), "an integer".to_owned()));
}

#[test]
fn broken_text_is_no_unknown_shape() {
    for json in [r#"{"name":"#, r#"{"name" 1}"#, "", "tru"] {
        assert!(
            from_slice::<Subset>(json.as_bytes(), false).is_err(),
            "{json}"
        );
        assert!(
            from_slice::<Payment>(json.as_bytes(), false).is_err(),
            "{json}"
        );
    }
}

#[test]
fn other_deserialisers_give_the_same() {
    let value = json!({ "kind": "b", "x": "1" });
    let read: Constants = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(read.name(), "KindB");
    let payment: Payment = serde_json::from_value(json!({ "kind": "cheque" })).unwrap();
    assert_eq!(payment.name(), "Unknown");
    let written = serde_json::to_value(&payment).unwrap();
    assert_eq!(written, json!({ "kind": "cheque" }));
}
