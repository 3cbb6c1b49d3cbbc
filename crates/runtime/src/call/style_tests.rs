//! The table of examples that the specification publishes (OpenAPI 3.1.1 §4.8.12.4), cell by cell, and what it leaves
//! to RFC 6570 and to us: reserved characters, empty items, nulls, nothing at all.

use super::*;
use serde_json::json;

/// A style, whether it is exploded, and what becomes of `""`, of a text, a list and an object; `-` where the table says
/// that this is not defined.
type Cells = (&'static str, bool, [&'static str; 4]);

const TABLE: &[Cells] = &[
    (
        "matrix",
        false,
        [
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ],
    ),
    (
        "matrix",
        true,
        [
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ],
    ),
    (
        "label",
        false,
        [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    ),
    (
        "label",
        true,
        [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    ),
    (
        "simple",
        false,
        ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
    ),
    (
        "simple",
        true,
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
    ),
    (
        "form",
        false,
        [
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ],
    ),
    (
        "form",
        true,
        [
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ],
    ),
    (
        "spaceDelimited",
        false,
        [
            "-",
            "-",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ],
    ),
    (
        "pipeDelimited",
        false,
        [
            "-",
            "-",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ],
    ),
    // The table has the brackets encoded; here they stand as servers know them, and mean the same.
    (
        "deepObject",
        true,
        ["-", "-", "-", "color[R]=100&color[G]=200&color[B]=150"],
    ),
];

fn values() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        serde_json::from_str(r#"{"R":100,"G":200,"B":150}"#).unwrap(),
    ]
}

fn style(name: &str, exploded: bool) -> Style {
    let style = match name {
        "matrix" => Style::MATRIX,
        "label" => Style::LABEL,
        "simple" => Style::SIMPLE,
        "form" => Style::FORM,
        "spaceDelimited" => Style::SPACE,
        "pipeDelimited" => Style::PIPE,
        _ => Style::DEEP,
    };
    if exploded { style.exploded() } else { style }
}

fn path(style: Style, value: &Value) -> Option<String> {
    written(style, "color", value, encoded)
}

fn query(style: Style, value: &Value) -> String {
    url::form(&pairs(style, "color", value))
}

#[test]
fn every_cell_of_the_published_table_is_written_as_it_stands_there() {
    // Whether properties keep their order is up to how serde_json was built.
    let sorted = |cell: &str| {
        let swap =
            |text: &str, a: &str, b: &str| text.replace(a, "*").replace(b, a).replace('*', b);
        swap(&swap(cell, "R", "B"), "100", "150")
    };
    for (name, exploded, cells) in TABLE {
        let style = style(name, *exploded);
        for (cell, value) in cells.iter().zip(values()) {
            let what = format!("{name}, explode: {exploded}, {value}");
            let found = match *name {
                _ if *cell == "-" => continue,
                "matrix" | "label" | "simple" => path(style, &value).unwrap(),
                _ => query(style, &value),
            };
            let reordered = value.is_object() && found == sorted(cell);
            assert!(found == *cell || reordered, "{what}: {found}");
        }
    }
}

#[test]
fn a_cookie_is_a_form_whose_exploded_parts_are_cookies_of_their_own() {
    let object = json!({ "R": 100 });
    assert_eq!(
        path(Style::FORM, &json!(["a b", "c"])).unwrap(),
        "color=a%20b,c"
    );
    assert_eq!(
        path(Style::FORM.exploded(), &json!(["a", "b"])).unwrap(),
        "color=a; color=b"
    );
    assert_eq!(path(Style::FORM, &object).unwrap(), "color=R,100");
    assert_eq!(path(Style::FORM.exploded(), &object).unwrap(), "R=100");
    assert_eq!(path(Style::FORM.exploded(), &json!("")).unwrap(), "color=");
}

#[test]
fn a_header_is_not_percent_encoded() {
    let value = json!({ "a b": "c%" });
    let text = written(Style::SIMPLE.exploded(), "X-Color", &value, plain);
    assert_eq!(text.unwrap(), "a b=c%");
}

#[test]
fn separators_within_names_and_values_are_encoded() {
    let list = json!(["a,b", "c;d", "e.f", "g/h", "é"]);
    assert_eq!(
        path(Style::MATRIX, &list).unwrap(),
        ";color=a%2Cb,c%3Bd,e.f,g%2Fh,%C3%A9"
    );
    assert_eq!(
        query(Style::FORM, &list),
        "color=a%2Cb,c%3Bd,e.f,g%2Fh,%C3%A9"
    );
    assert_eq!(
        query(Style::PIPE, &json!(["a|b", "c d"])),
        "color=a%7Cb%7Cc%20d"
    );
    let object = json!({ "a=b": "c=d" });
    assert_eq!(
        path(Style::LABEL.exploded(), &object).unwrap(),
        ".a%3Db=c%3Dd"
    );
    assert_eq!(
        path(Style::MATRIX.exploded(), &object).unwrap(),
        ";a%3Db=c%3Dd"
    );
    assert_eq!(
        written(Style::MATRIX, "a;b", &json!(1), encoded).unwrap(),
        ";a%3Bb=1"
    );
}

#[test]
fn empty_items_stand_as_rfc_6570_says() {
    let (list, object) = (json!(["", "a"]), json!({ "k": "" }));
    assert_eq!(
        path(Style::MATRIX.exploded(), &list).unwrap(),
        ";color;color=a"
    );
    assert_eq!(path(Style::MATRIX.exploded(), &object).unwrap(), ";k");
    assert_eq!(path(Style::LABEL.exploded(), &list).unwrap(), "..a");
    assert_eq!(path(Style::LABEL.exploded(), &object).unwrap(), ".k=");
    assert_eq!(path(Style::SIMPLE.exploded(), &object).unwrap(), "k=");
    assert_eq!(query(Style::FORM.exploded(), &list), "color=&color=a");
    assert_eq!(query(Style::FORM.exploded(), &object), "k=");
}

#[test]
fn what_is_undefined_is_not_sent() {
    for value in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "k": null }),
    ] {
        for (name, exploded, _) in TABLE {
            let style = style(name, *exploded);
            assert_eq!(path(style, &value), None, "{name} {value}");
            assert_eq!(query(style, &value), "", "{name} {value}");
        }
    }
    assert_eq!(path(Style::SIMPLE, &json!([1, null, 2])).unwrap(), "1,2");
}

#[test]
fn reserved_characters_stay_where_they_may_and_never_end_a_value() {
    let reserved = Style::FORM.reserved();
    assert_eq!(
        query(reserved, &json!("https://a.example/b?c=d;e")),
        "color=https://a.example/b?c=d;e"
    );
    assert_eq!(
        query(reserved, &json!("a&b#c+d%20[e] f")),
        "color=a%26b%23c%2Bd%2520%5Be%5D%20f"
    );
    assert_eq!(query(reserved, &json!(["a,b", "c:d"])), "color=a%2Cb,c:d");
    assert_eq!(query(reserved.exploded(), &json!(["a,b"])), "color=a,b");
    assert_eq!(query(Style::FORM, &json!("a/b")), "color=a%2Fb");
}

#[test]
fn json_is_one_text_and_what_an_object_holds_nests_in_brackets() {
    let value = json!({ "a": [1] });
    assert_eq!(
        path(Style::JSON, &value).unwrap(),
        "%7B%22a%22%3A%5B1%5D%7D"
    );
    assert_eq!(
        query(Style::JSON.exploded(), &value),
        "color=%7B%22a%22%3A%5B1%5D%7D"
    );
    assert_eq!(
        written(Style::JSON, "X", &value, plain).unwrap(),
        r#"{"a":[1]}"#
    );
    assert_eq!(query(Style::DEEP, &value), "color[a][]=1");
    assert_eq!(query(Style::FORM.exploded(), &value), "a[]=1");
}
