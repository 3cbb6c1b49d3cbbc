//! How the value of a parameter stands in a curl command (OpenAPI 3.1.1 §4.8.12.2 to §4.8.12.5).
//! A parameter and an example go in; a text for a path or a header, or the pairs of a query or a cookie come out.

use sdk_ir::operation::{Parameter, Style};
use serde_json::Value;

use crate::curl::{percent, scalar};

/// A value in one text, for a path or a header; `encode` writes what is the caller's.
pub(crate) fn written(parameter: &Parameter, value: &Value, encode: fn(&str) -> String) -> String {
    let name = &parameter.name;
    let (first, separator, exploded) = match parameter.style {
        Style::Label => (".".to_owned(), ",".to_owned(), false),
        Style::LabelExploded => (".".to_owned(), ".".to_owned(), true),
        Style::Matrix => (format!(";{}=", encode(name)), ",".to_owned(), false),
        Style::MatrixExploded if value.is_object() => (";".to_owned(), ";".to_owned(), true),
        Style::MatrixExploded => {
            let first = format!(";{}=", encode(name));
            (first.clone(), first, true)
        }
        Style::CommaPairs => (String::new(), ",".to_owned(), true),
        Style::Json => return encode(&value.to_string()),
        _ => (String::new(), ",".to_owned(), false),
    };
    let mark = if exploded { "=" } else { "," };
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encode(&scalar(item))).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| format!("{}{mark}{}", encode(key), encode(&scalar(value))))
            .collect(),
        one => vec![encode(&scalar(one))],
    };
    format!("{first}{}", parts.join(&separator))
}

/// The `name=value` pairs of a parameter in a query or a cookie.
pub(crate) fn pairs(parameter: &Parameter, value: &Value) -> Vec<String> {
    let name = percent(&parameter.name);
    let encode = if parameter.reserved {
        reserved
    } else {
        percent
    };
    let pair = |name: &str, value: &Value| format!("{name}={}", encode(&scalar(value)));
    let joint = match parameter.style {
        Style::Comma => ",",
        Style::Space => "%20",
        Style::Pipe => "%7C",
        _ => "",
    };
    match value {
        _ if parameter.style == Style::Json => {
            vec![format!("{name}={}", percent(&value.to_string()))]
        }
        Value::Object(members) if parameter.style == Style::DeepObject => members
            .iter()
            .map(|(key, value)| pair(&format!("{name}%5B{}%5D", percent(key)), value))
            .collect(),
        Value::Array(items) if joint.is_empty() => {
            items.iter().map(|item| pair(&name, item)).collect()
        }
        Value::Object(members) if joint.is_empty() => members
            .iter()
            .map(|(key, value)| pair(&percent(key), value))
            .collect(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| encode(&scalar(item))).collect();
            vec![format!("{name}={}", items.join(joint))]
        }
        Value::Object(members) => {
            let items: Vec<String> = members
                .iter()
                .flat_map(|(key, value)| [encode(key), encode(&scalar(value))])
                .collect();
            vec![format!("{name}={}", items.join(joint))]
        }
        one => vec![pair(&name, one)],
    }
}

/// As the client writes what a description allows to stand as it is.
fn reserved(text: &str) -> String {
    text.split_inclusive(|letter| ":/?@!$'()*,;=".contains(letter))
        .map(|part| match part.char_indices().next_back() {
            Some((at, last)) if ":/?@!$'()*,;=".contains(last) => {
                format!("{}{last}", percent(part.get(..at).unwrap_or_default()))
            }
            _ => percent(part),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdk_ir::operation::Place;
    use sdk_ir::types::Type;
    use serde_json::json;

    fn parameter(style: Style) -> Parameter {
        Parameter {
            name: "a".to_owned(),
            ident: "a".to_owned(),
            place: Place::Query,
            required: true,
            ty: Type::Any,
            style,
            reserved: false,
            description: None,
            default: None,
            deprecated: false,
            pointer: String::new(),
        }
    }

    #[test]
    fn each_style_is_written_as_the_client_writes_it() {
        let (list, object, one) = (json!(["x y", 2]), json!({ "k": 1 }), json!("z"));
        for (style, expected) in [
            (Style::Comma, ["x%20y,2", "k,1", "z"]),
            (Style::CommaPairs, ["x%20y,2", "k=1", "z"]),
            (Style::Label, [".x%20y,2", ".k,1", ".z"]),
            (Style::LabelExploded, [".x%20y.2", ".k=1", ".z"]),
            (Style::Matrix, [";a=x%20y,2", ";a=k,1", ";a=z"]),
            (Style::MatrixExploded, [";a=x%20y;a=2", ";k=1", ";a=z"]),
            (
                Style::Json,
                ["%5B%22x%20y%22%2C2%5D", "%7B%22k%22%3A1%7D", "%22z%22"],
            ),
        ] {
            let found =
                [&list, &object, &one].map(|value| written(&parameter(style), value, percent));
            assert_eq!(found, expected, "{style:?}");
        }
        for (style, expected) in [
            (Style::Repeat, ["a=x%20y&a=2", "k=1", "a=z"]),
            (Style::Comma, ["a=x%20y,2", "a=k,1", "a=z"]),
            (Style::Space, ["a=x%20y%202", "a=k%201", "a=z"]),
            (Style::Pipe, ["a=x%20y%7C2", "a=k%7C1", "a=z"]),
            (Style::DeepObject, ["a=x%20y&a=2", "a%5Bk%5D=1", "a=z"]),
        ] {
            let found =
                [&list, &object, &one].map(|value| pairs(&parameter(style), value).join("&"));
            assert_eq!(found, expected, "{style:?}");
        }
        let mut open = parameter(Style::Repeat);
        open.reserved = true;
        assert_eq!(pairs(&open, &json!("a/b c&d")), ["a=a/b%20c%26d"]);
    }
}
