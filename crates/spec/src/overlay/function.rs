//! JSONPath's `match` and `search` (RFC 9535 §2.4.6 and 2.4.7), given to the engine here.
//!
//! It has its own only together with `regex`, which takes longer to compile than all of this crate. What `regex-lite`
//! cannot read, such as `\p{L}`, matches nothing, as the standard wants of any other mistake in a pattern.

use regex_lite::Regex;
use serde_json::Value;
use serde_json_path::functions::{LogicalType, ValueType};

#[serde_json_path::function(name = "match")]
fn whole(value: ValueType, pattern: ValueType) -> LogicalType {
    matches(&value, &pattern, |pattern| format!("(?R)^({pattern})$"))
}

#[serde_json_path::function(name = "search")]
fn part(value: ValueType, pattern: ValueType) -> LogicalType {
    matches(&value, &pattern, |pattern| format!("(?R)({pattern})"))
}

fn matches(
    value: &ValueType<'_>,
    pattern: &ValueType<'_>,
    whole: impl Fn(&str) -> String,
) -> LogicalType {
    let (Some(Value::String(text)), Some(Value::String(pattern))) =
        (value.as_value(), pattern.as_value())
    else {
        return LogicalType::False;
    };
    Regex::new(&whole(pattern))
        .is_ok_and(|regex| regex.is_match(text))
        .into()
}
