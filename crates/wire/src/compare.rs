//! Comparing two JSON values, place by place.

use serde_json::Value;

use crate::value;

/// What `found` has other than `expected`, a line each with its place.
///
/// A number is the same however it is written. An expected number with a fraction may have lost it: a description's
/// `number` says neither that there are fractions nor that there are none, and clients may know better.
#[must_use]
pub fn differences(place: &str, expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare(place, expected, found, false, &mut lines);
    lines
}

/// As [`differences`], but `found` may have members more, as long as nothing is in them: what a decoded value that
/// was not sent is when it is written again.
#[must_use]
pub fn differences_but_empty(place: &str, expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare(place, expected, found, true, &mut lines);
    lines
}

fn compare(place: &str, expected: &Value, found: &Value, lenient: bool, lines: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(wanted), Value::Object(members)) => {
            for (name, value) in wanted {
                match members.get(name) {
                    Some(member) => {
                        compare(&format!("{place}.{name}"), value, member, lenient, lines)
                    }
                    None if lenient && is_empty(value) => {}
                    None => lines.push(format!("{place}.{name}: expected {value}, found nothing")),
                }
            }
            for (name, value) in members
                .iter()
                .filter(|(name, _)| !wanted.contains_key(*name))
            {
                if !(lenient && is_empty(value)) {
                    lines.push(format!("{place}.{name}: expected nothing, found {value}"));
                }
            }
        }
        (Value::Array(wanted), Value::Array(items)) if wanted.len() == items.len() => {
            for (index, (value, item)) in wanted.iter().zip(items).enumerate() {
                compare(&format!("{place}[{index}]"), value, item, lenient, lines);
            }
        }
        (Value::String(digits), Value::Number(number))
            if lenient && is_identifier(place) && number.to_string() == *digits => {}
        _ if same(expected, found) || (lenient && is_empty(expected) && is_empty(found)) => {}
        _ => lines.push(format!("{place}: expected {expected}, found {found}")),
    }
}

/// Whether a place is that of an identifier. One declared as text may be a number to the client.
fn is_identifier(place: &str) -> bool {
    let name = place.rsplit('.').next().unwrap_or_default();
    value::names_identifier(name.split('[').next().unwrap_or_default())
}

fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Number(wanted), Value::Number(number)) => {
            let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
            wanted == number
                || match (wanted.as_f64(), number.as_f64()) {
                    // Both whole: 64 bits say more than a float.
                    _ if wanted.is_i64() && number.is_i64() => false,
                    (Some(wanted), Some(number)) => {
                        close(wanted, number) || close(wanted.trunc(), number)
                    }
                    _ => false,
                }
        }
        _ => expected == found,
    }
}

/// Whether there is nothing in a value.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}
