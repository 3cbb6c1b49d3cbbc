//! Reading one value out of a JSON text by a JSON pointer, without building the rest.
//! Used for the few things a page says beside its items; what cannot be found is none, never an error.

use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// The value at a pointer such as `/meta/total`.
pub(crate) fn value(json: &[u8], pointer: &str) -> Option<Value> {
    raw(json, pointer).and_then(|raw| serde_json::from_str(raw.get()).ok())
}

/// The text of the value at a pointer.
pub(crate) fn raw(json: &[u8], pointer: &str) -> Option<Box<RawValue>> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    Seek(pointer.strip_prefix('/'))
        .deserialize(&mut reader)
        .ok()
        .flatten()
}

/// What is left of the pointer.
struct Seek<'a>(Option<&'a str>);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Option<Box<RawValue>>;

    fn deserialize<D: de::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        match self.0 {
            None => de::Deserialize::deserialize(deserializer).map(Some),
            Some(_) => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Option<Box<RawValue>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (name, rest) = split(self.0.unwrap_or_default());
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == name {
                found = map.next_value_seed(Seek(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (name, rest) = split(self.0.unwrap_or_default());
        let wanted = name.parse::<usize>().ok();
        let mut found = None;
        let mut index = 0;
        loop {
            if Some(index) == wanted {
                let Some(value) = list.next_element_seed(Seek(rest))? else {
                    break;
                };
                found = value;
            } else if list.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
            index += 1;
        }
        Ok(found)
    }
}

fn split(pointer: &str) -> (&str, Option<&str>) {
    match pointer.split_once('/') {
        Some((name, rest)) => (name, Some(rest)),
        None => (pointer, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_finds_its_value_and_nothing_else() {
        let json = br#"{"a":[{"b":1},{"b":{"c":"x"}}],"n":null}"#;
        assert_eq!(value(json, "/a/1/b/c"), Some(Value::from("x")));
        assert_eq!(value(json, "/n"), Some(Value::Null));
        assert_eq!(
            raw(json, "/a/1/b")
                .map(|raw| raw.get().to_owned())
                .as_deref(),
            Some(r#"{"c":"x"}"#)
        );
        for absent in ["/x", "/a/7", "/a/0/b/c", "/n/x"] {
            assert_eq!(value(json, absent), None, "{absent}");
        }
        assert_eq!(value(b"<html>", "/a"), None);
    }
}
