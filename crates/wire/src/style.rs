//! How a parameter has to be written, place by place and style by style (OpenAPI 3.1.1 §4.8.12.2 to §4.8.12.5): in comes
//! the declaration and a value, out comes what has to arrive. It is spelled out case by case on purpose.

use serde_json::Value;

use crate::description::is_json;
use crate::encode;

/// What a declaration says of how its value is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'a> {
    name: &'a str,
    style: &'a str,
    explode: bool,
    reserved: bool,
    /// By `content`: as JSON text, or as text of another kind.
    content: Option<bool>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(name: &'a str, place: &str, declared: &'a Value) -> Self {
        let usual = if matches!(place, "query" | "cookie") {
            "form"
        } else {
            "simple"
        };
        let style = declared
            .get("style")
            .and_then(Value::as_str)
            .unwrap_or(usual);
        let explode = declared.get("explode").and_then(Value::as_bool);
        let media_types = declared.get("content").and_then(Value::as_object);
        Self {
            name,
            style,
            explode: explode.unwrap_or(style == "form"),
            reserved: declared.get("allowReserved") == Some(&Value::Bool(true)),
            content: media_types.map(|content| content.keys().any(|name| is_json(name))),
        }
    }

    /// The place in the path.
    pub(crate) fn path(&self, value: &Value) -> String {
        if let Some(json) = self.content {
            return encode::value(&as_content(value, json));
        }
        let name = encode::value(self.name);
        let items = |between: &str| list(value, between, encode::value);
        let members = |between: &str, mark: &str| object(value, between, mark, encode::value);
        let one = || encode::value(&single(value));
        match (self.style, self.explode, kind(value)) {
            ("label", false, "list") => format!(".{}", items(",")),
            ("label", true, "list") => format!(".{}", items(".")),
            ("label", false, "object") => format!(".{}", members(",", ",")),
            ("label", true, "object") => format!(".{}", members(".", "=")),
            ("label", ..) => format!(".{}", one()),
            ("matrix", false, "list") => format!(";{name}={}", items(",")),
            ("matrix", true, "list") => format!(";{name}={}", items(&format!(";{name}="))),
            ("matrix", false, "object") => format!(";{name}={}", members(",", ",")),
            ("matrix", true, "object") => format!(";{}", members(";", "=")),
            ("matrix", ..) => format!(";{name}={}", one()),
            (_, _, "list") => items(","),
            (_, false, "object") => members(",", ","),
            (_, true, "object") => members(",", "="),
            _ => one(),
        }
    }

    /// Whether the specification says how the value is written in a query: members that are objects or lists themselves
    /// have no form there (OpenAPI 3.1.1 §4.8.12.3).
    pub(crate) fn is_defined_in_query(&self, value: &Value) -> bool {
        let is_nested = |value: &Value| value.is_array() || value.is_object();
        let mut members = value.as_object().into_iter().flatten();
        self.content.is_some() || !members.any(|(_, value)| is_nested(value))
    }

    /// The pairs of the query.
    pub(crate) fn query(&self, value: &Value) -> Vec<String> {
        let letters = match (self.reserved, kind(value), self.explode) {
            (false, ..) => encode::value,
            (true, "list" | "object", false) if self.style != "deepObject" => encode::reserved_item,
            _ => encode::reserved,
        };
        let pair = |name: &str, value: &str| format!("{}={value}", encode::name(name));
        let own = |value: &str| pair(self.name, value);
        if let Some(json) = self.content {
            return vec![own(&encode::value(&as_content(value, json)))];
        }
        let between = match self.style {
            "spaceDelimited" => "%20",
            "pipeDelimited" => "%7C",
            _ => ",",
        };
        match value {
            Value::Object(members) if self.style == "deepObject" => members
                .iter()
                .map(|(key, value)| {
                    pair(&format!("{}[{key}]", self.name), &letters(&single(value)))
                })
                .collect(),
            Value::Array(items) if self.explode || self.style == "deepObject" => items
                .iter()
                .map(|item| own(&letters(&single(item))))
                .collect(),
            Value::Object(members) if self.explode => members
                .iter()
                .map(|(key, value)| pair(key, &letters(&single(value))))
                .collect(),
            Value::Array(_) => vec![own(&list(value, between, letters))],
            Value::Object(_) => vec![own(&object(value, between, between, letters))],
            one => vec![own(&letters(&single(one)))],
        }
    }

    /// The header's value.
    pub(crate) fn header(&self, value: &Value) -> String {
        let mark = if self.explode { "=" } else { "," };
        match (self.content, kind(value)) {
            (Some(json), _) => as_content(value, json),
            (None, "list") => list(value, ",", str::to_owned),
            (None, "object") => object(value, ",", mark, str::to_owned),
            _ => single(value),
        }
    }

    /// The cookies, each with its name.
    pub(crate) fn cookies(&self, value: &Value) -> Vec<String> {
        let own = |value: &str| format!("{}={value}", self.name);
        match (self.content, value) {
            (Some(json), _) => vec![own(&encode::value(&as_content(value, json)))],
            (None, Value::Array(items)) if self.explode => items
                .iter()
                .map(|item| own(&encode::value(&single(item))))
                .collect(),
            (None, Value::Object(members)) if self.explode => members
                .iter()
                .map(|(key, value)| {
                    format!("{}={}", encode::value(key), encode::value(&single(value)))
                })
                .collect(),
            (None, Value::Array(_)) => vec![own(&list(value, ",", encode::value))],
            (None, Value::Object(_)) => vec![own(&object(value, ",", ",", encode::value))],
            (None, one) => vec![own(&encode::value(&single(one)))],
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "list",
        Value::Object(_) => "object",
        _ => "one",
    }
}

fn as_content(value: &Value, json: bool) -> String {
    if json {
        value.to_string()
    } else {
        single(value)
    }
}

pub(crate) fn single(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn list(value: &Value, between: &str, letters: fn(&str) -> String) -> String {
    let items: Vec<String> = value
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| letters(&single(item)))
        .collect();
    items.join(between)
}

fn object(value: &Value, between: &str, mark: &str, letters: fn(&str) -> String) -> String {
    let members: Vec<String> = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("{}{mark}{}", letters(key), letters(&single(value))))
        .collect();
    members.join(between)
}
