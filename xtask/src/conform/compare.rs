//! What an answer lost on the way through the types: the stored value against the one encoded again.
//! Bends explain where the two may differ; a member that is gone is one the description does not have; anything else
//! that differs is a defect.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Bend, Lost};

/// How the two differ, beyond the bends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Members that are gone, the outermost only.
    pub(super) lost: Vec<Lost>,
    /// Values that are others than they were, in words.
    pub(super) changed: Vec<String>,
}

/// Compares a stored value with the one that was encoded again.
pub(super) fn compare(stored: &Value, encoded: &Value, bends: &[Bend]) -> Compared {
    let mut comparison = Comparison {
        bent: bends.iter().map(|bend| bend.path.as_str()).collect(),
        found: Compared::default(),
    };
    comparison.value("$", stored, Some(encoded));
    comparison.found
}

struct Comparison<'a> {
    bent: BTreeSet<&'a str>,
    found: Compared,
}

impl Comparison<'_> {
    fn value(&mut self, path: &str, stored: &Value, encoded: Option<&Value>) {
        if self.bent.contains(path) {
            self.bent_value(path, stored, encoded);
        } else {
            self.plain_value(path, stored, encoded);
        }
    }

    /// A value that was bent is another one, but the members inside a list or an object can still be compared.
    fn bent_value(&mut self, path: &str, stored: &Value, encoded: Option<&Value>) {
        match (stored, encoded) {
            (Value::Object(members), Some(Value::Array(items))) => {
                let indexed = members.keys().all(|key| key.parse::<u64>().is_ok());
                if indexed && members.len() == items.len() {
                    for ((key, member), item) in members.iter().zip(items) {
                        self.value(&child(path, key), member, Some(item));
                    }
                } else if let [only] = items.as_slice() {
                    self.plain_value(path, stored, Some(only));
                }
            }
            (Value::Array(items), Some(Value::Object(_))) => {
                if let [only] = items.as_slice() {
                    self.plain_value(&format!("{path}[0]"), only, encoded);
                }
            }
            (Value::Array(_), Some(Value::Array(_)))
            | (Value::Object(_), Some(Value::Object(_))) => {
                self.plain_value(path, stored, encoded);
            }
            _ => {}
        }
    }

    fn plain_value(&mut self, path: &str, stored: &Value, encoded: Option<&Value>) {
        match (stored, encoded) {
            _ if is_nothing(stored) && encoded.is_none_or(is_nothing) => {}
            (_, None | Some(Value::Null)) => self.lose(path, stored),
            (Value::Object(stored), Some(Value::Object(encoded))) => {
                self.members(path, stored, encoded);
            }
            (Value::Array(stored), Some(Value::Array(encoded)))
                if stored.len() == encoded.len() =>
            {
                for (index, (stored, encoded)) in stored.iter().zip(encoded).enumerate() {
                    self.value(&format!("{path}[{index}]"), stored, Some(encoded));
                }
            }
            (Value::Number(stored), Some(Value::Number(encoded))) if equal(stored, encoded) => {}
            (stored, Some(encoded)) if stored == encoded => {}
            (stored, Some(encoded)) => {
                let (stored, encoded) = (brief(stored), brief(encoded));
                self.found
                    .changed
                    .push(format!("at {path}: {stored} became {encoded}"));
            }
        }
    }

    fn members(&mut self, path: &str, stored: &Map<String, Value>, encoded: &Map<String, Value>) {
        for (key, member) in stored {
            self.value(&child(path, key), member, encoded.get(key));
        }
        for (key, member) in encoded {
            if !stored.contains_key(key) && !is_nothing(member) {
                let path = child(path, key);
                self.found
                    .changed
                    .push(format!("at {path}: nothing became {}", brief(member)));
            }
        }
    }

    fn lose(&mut self, path: &str, stored: &Value) {
        self.found.lost.push(Lost {
            path: path.to_owned(),
            found: shape(stored),
        });
    }
}

/// Whether a value says nothing: what an absent member, a null and a list or map that is empty when absent become.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// `10` and `10.0` are the same number; two whole numbers are compared as such, beyond what a float can tell apart.
fn equal(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    one == other
        || (one.is_f64() != other.is_f64()
            && one.as_f64() == other.as_f64()
            && exact(one)
            && exact(other))
}

/// Whether the number is one that a float holds exactly.
fn exact(number: &serde_json::Number) -> bool {
    const MOST: u64 = 1 << 53;
    match (number.as_i64(), number.as_u64()) {
        (Some(number), _) => number.unsigned_abs() <= MOST,
        (None, Some(_)) => false,
        (None, None) => true,
    }
}

/// A member's path, written as the decoder writes it.
fn child(path: &str, key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !key.is_empty() && key.bytes().all(plain) {
        return format!("{path}.{key}");
    }
    let quoted = Value::from(key).to_string();
    format!("{path}[{quoted}]")
}

/// What kind of value it is. Its text stays out: captured answers hold what is personal.
fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(number) if number.is_f64() => "a number".to_owned(),
        Value::Number(_) => "an integer".to_owned(),
        Value::String(_) => "a string".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) => {
            let keys: Vec<&str> = members.keys().map(String::as_str).collect();
            format!("an object with {}", keys.join(", "))
        }
    }
}

/// A value in a line of text.
fn brief(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => shape(value),
        scalar => {
            let text = scalar.to_string();
            match text.char_indices().nth(40) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        }
    }
}
