//! The `simple` style: a list or an object as one text, for paths, headers and form fields (RFC 6570 §3.2.2).

use serde::Serialize;
use serde_json::Value;

use crate::ParamValue;

/// A value as one text: members and items joined by commas, scalars as they are, null as nothing.
pub fn simple(value: &impl Serialize) -> ParamValue {
    let mut texts = Vec::new();
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => {
            for (name, value) in members {
                texts.push(name);
                texts.push(text(&value));
            }
        }
        Ok(Value::Array(items)) => texts.extend(items.iter().map(text)),
        Ok(other) => texts.push(text(&other)),
        Err(_) => {}
    }
    ParamValue::new(texts.join(","))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_objects_are_joined_by_commas() {
        assert_eq!(simple(&[1, 2]).as_str(), "1,2");
        assert_eq!(
            simple(&serde_json::json!({"a": "x", "b": null})).as_str(),
            "a,x,b,"
        );
        assert_eq!(simple(&"plain").as_str(), "plain");
    }
}
