//! The runtime's derives: what a model's members look like on the wire, and what is read in their place.
#![allow(clippy::unwrap_used, missing_docs)]

use sdk_runtime::json_api::TextId;
use sdk_runtime::{Value, decode, model, serde_json};
use serde_json::json;

sdk_runtime::identifier! {
    /// Names a pet.
    pub struct PetId(i64);
}

#[model(request, response)]
struct Pet {
    #[wire(as = "TextId")]
    id: PetId,
    r#type: String,
    #[wire(name = "kept \"since\"")]
    since: i64,
    owner: Option<Box<Owner>>,
    #[wire(name = "nick-names")]
    names: Vec<String>,
    #[wire(null)]
    note: Option<Option<String>>,
}

#[model]
struct Owner {
    name: Option<String>,
    #[wire(required)]
    pets: std::collections::BTreeMap<String, Vec<Pet>>,
}

#[model]
struct Nothing {}

#[model]
enum Either {
    Pet(Box<Pet>),
    Count(i64),
}

fn rex() -> Pet {
    Pet {
        id: PetId::new(7),
        r#type: "dog".to_owned(),
        since: 2020,
        owner: Some(Box::new(Owner {
            name: Some("Anna".to_owned()),
            pets: [].into(),
        })),
        names: vec!["Rexi".to_owned()],
        note: None,
    }
}

fn json_of_rex() -> Value {
    json!({
        "id": "7",
        "type": "dog",
        "kept \"since\"": 2020,
        "owner": { "name": "Anna", "pets": {} },
        "nick-names": ["Rexi"],
        "note": null,
    })
}

#[test]
fn a_model_is_written_by_the_names_on_the_wire_and_read_back() {
    assert_eq!(serde_json::to_value(rex()).unwrap(), json_of_rex());
    assert_eq!(serde_json::from_value::<Pet>(json_of_rex()).unwrap(), rex());
    let written = serde_json::to_string(&rex()).unwrap();
    let read = decode::from_slice::<Pet>(written.as_bytes(), true).unwrap();
    assert_eq!((read.data, read.bend_count), (rex(), 0));
    assert!(
        written.starts_with(r#"{"id":"7","type":"dog","#),
        "in the order of the members: {written}"
    );
}

#[test]
fn what_is_optional_is_left_out_and_lists_may_be_absent() {
    let alone = Pet {
        owner: None,
        names: Vec::new(),
        ..rex()
    };
    let written = serde_json::to_value(&alone).unwrap();
    assert_eq!(written.get("owner"), None);
    assert_eq!(written.get("nick-names"), Some(&json!([])));
    assert_eq!(written.get("note"), Some(&Value::Null));
    let short = json!({ "type": "dog", "kept \"since\"": 2020, "id": "7" });
    assert_eq!(serde_json::from_value::<Pet>(short).unwrap(), alone);
    let error = serde_json::from_value::<Owner>(json!({}))
        .unwrap_err()
        .to_string();
    assert!(error.contains("missing field `pets`"), "{error}");
}

#[test]
fn what_is_unknown_is_passed_over_and_what_is_missing_is_named() {
    let mut json = json_of_rex();
    json["tail"] = json!({ "length": [1, 2] });
    assert_eq!(serde_json::from_value::<Pet>(json.clone()).unwrap(), rex());
    json.as_object_mut().unwrap().remove("kept \"since\"");
    let error = serde_json::from_value::<Pet>(json).unwrap_err().to_string();
    assert!(error.contains("missing field `kept \"since\"`"), "{error}");
    let error = serde_json::from_value::<Pet>(json!(3))
        .unwrap_err()
        .to_string();
    assert!(error.contains("an object (Pet)"), "{error}");
}

#[test]
fn an_enum_is_written_as_what_it_holds() {
    let both = [Either::Pet(Box::new(rex())), Either::Count(2)];
    assert_eq!(
        serde_json::to_value(both).unwrap(),
        json!([json_of_rex(), 2])
    );
}

#[test]
fn a_model_without_members_takes_any_object_and_writes_an_empty_one() {
    assert_eq!(
        serde_json::from_str::<Nothing>(r#"{"a": 1}"#).unwrap(),
        Nothing {}
    );
    assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
    assert!(serde_json::from_str::<Nothing>("1").is_err());
}

#[model]
struct Flags {
    shown: Option<bool>,
    title: Option<String>,
    names: Option<Vec<String>>,
}

/// That a property was empty once says nothing of the values its type can hold.
#[test]
fn what_a_type_can_hold_is_held_after_something_empty_was_met() {
    let json = r#"[{"shown": "", "title": false, "names": ""}, {"shown": false, "title": "", "names": []}]"#;
    let read = decode::from_slice::<Vec<Flags>>(json.as_bytes(), false).unwrap();
    let held = Flags {
        shown: Some(false),
        title: Some(String::new()),
        names: Some(Vec::new()),
    };
    assert_eq!(read.data[1], held, "{:?}", read.bends);
}

#[test]
fn a_model_is_shown_by_the_names_in_the_code() {
    let owner = Owner {
        name: Some("Anna".to_owned()),
        pets: [].into(),
    };
    assert_eq!(
        format!("{owner:?}"),
        "Owner { name: Some(\"Anna\"), pets: {} }"
    );
    let shown = format!("{:#?}", rex());
    for line in [
        "    id: PetId(\n        7,\n    ),\n",
        "    type: \"dog\",\n",
        "    since: 2020,\n",
        "    note: None,\n",
    ] {
        assert!(shown.contains(line), "{line} is not in {shown}");
    }
}

#[test]
fn models_are_the_same_where_all_their_members_are() {
    assert_eq!(rex(), rex());
    let others = [
        Pet {
            id: PetId::new(8),
            ..rex()
        },
        Pet {
            owner: None,
            ..rex()
        },
        Pet {
            note: Some(None),
            ..rex()
        },
    ];
    for other in others {
        assert_ne!(other, rex());
    }
    let weightless = |weight| Weighed { weight };
    assert_ne!(weightless(f64::NAN), weightless(f64::NAN), "as f64 has it");
}

#[model]
struct Weighed {
    weight: f64,
}
