//! Builds the tree while serde reads, for YAML and JSON alike.
//!
//! A key that stands twice: the last one counts, as in JSON parsers; two path items of one path are joined, so that no
//! operation is lost. A key that is not a string becomes its text. YAML merge keys (`<<`) are applied. Dates stay
//! strings, numbers that JSON cannot hold become strings. Aliases may not grow the tree out of proportion, and no text
//! may be endless ([`long`](super::long)).

use super::long;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::fmt;

/// A tree may cost this many times the bytes of its text, plus [`FREE`]: only aliases can make it cost more.
const GROWTH: usize = 8;
const FREE: usize = 16 << 20;

/// At most this many findings of the reader are kept; a broken generator repeats its mistake on each line.
const MOST_FINDINGS: usize = 200;

/// What is remembered while one text is read.
pub(super) struct Builder {
    budget: usize,
    yaml: bool,
    /// The entries of the mappings that are being read: only at its end is it known how large one has to be.
    pub(super) entries: Vec<(String, Value)>,
    findings: Diagnostics,
    /// Why reading stopped, where it was not the text's syntax.
    refusal: Option<Diagnostic>,
}

impl Builder {
    pub(super) fn new(bytes: usize, yaml: bool) -> Self {
        Self {
            budget: bytes.saturating_mul(GROWTH).saturating_add(FREE),
            yaml,
            entries: Vec::new(),
            findings: Diagnostics::new(),
            refusal: None,
        }
    }

    /// Whether reading stopped because aliases grew the tree too far.
    pub(super) const fn exhausted(&self) -> bool {
        self.budget == 0
    }

    /// Why reading stopped, where it was not the text's syntax.
    pub(super) const fn refusal(&self) -> Option<&Diagnostic> {
        self.refusal.as_ref()
    }

    pub(super) fn finding(&mut self, diagnostic: Diagnostic) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(diagnostic);
        }
    }

    pub(super) fn into_findings(self) -> Diagnostics {
        self.findings
    }

    /// A text as it is kept: one that is too long is cut where it is for people, and refused elsewhere.
    pub(super) fn text<'t, E: de::Error>(
        &mut self,
        text: &'t str,
        at: &Pointer<'_>,
    ) -> Result<&'t str, E> {
        let (kept, finding) = long::bounded(text, at);
        self.spend(8 + kept.len())?;
        match finding {
            Some(finding) if finding.severity == Severity::Error => Err(self.refuse(finding)),
            Some(finding) => {
                self.finding(finding);
                Ok(kept)
            }
            None => Ok(kept),
        }
    }

    /// Takes note of a mapping's key, unless it is too long.
    pub(super) fn key<E: de::Error>(&mut self, key: &str, parent: &Pointer<'_>) -> Result<(), E> {
        self.spend(key.len())?;
        match long::refused_key(key, parent) {
            Some(finding) => Err(self.refuse(finding)),
            None => Ok(()),
        }
    }

    fn refuse<E: de::Error>(&mut self, finding: Diagnostic) -> E {
        let error = E::custom(&finding.message);
        self.refusal = Some(finding);
        error
    }

    pub(super) fn spend<E: de::Error>(&mut self, cost: usize) -> Result<(), E> {
        self.budget = self.budget.saturating_sub(cost);
        if self.budget == 0 {
            Err(E::custom("the tree grows out of proportion"))
        } else {
            Ok(())
        }
    }
}

/// One value to be read, at a place.
pub(super) struct Node<'b, 'p> {
    builder: &'b mut Builder,
    at: Pointer<'p>,
}

impl<'b, 'p> Node<'b, 'p> {
    pub(super) fn at(builder: &'b mut Builder, at: &Pointer<'p>) -> Self {
        Self { builder, at: *at }
    }

    pub(super) fn root(builder: &'b mut Builder) -> Self {
        Self {
            builder,
            at: Pointer::root(),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.builder.spend(8)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.builder.spend(8)?;
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.builder.spend(8)?;
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        Ok(self.builder.number(value as f64, &self.at))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        Ok(self.builder.number(value as f64, &self.at))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.builder.spend(8)?;
        Ok(self.builder.number(value, &self.at))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        let kept = self.builder.text(value, &self.at)?;
        Ok(Value::String(kept.to_owned()))
    }

    fn visit_string<E: de::Error>(self, mut value: String) -> Result<Value, E> {
        let kept = self.builder.text(&value, &self.at)?.len();
        value.truncate(kept);
        value.shrink_to_fit();
        Ok(Value::String(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.builder.spend(8)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    /// A YAML tag such as `!date` says nothing that a description can use: the value under it counts.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, value) = data.variant_seed(Key)?;
        value.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.builder.spend(8)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Node {
            builder: self.builder,
            at: self.at.index(list.len()),
        })? {
            list.push(item);
        }
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.builder.spend(8)?;
        let start = self.builder.entries.len();
        while let Some(key) = entries.next_key_seed(Key)? {
            self.builder.key(&key, &self.at)?;
            let at = self.at.key(&key);
            let value = if self.builder.yaml && is_version(&self.at, &key) {
                let version = entries.next_value_seed(Key)?;
                Value::String(self.builder.text(&version, &at)?.to_owned())
            } else {
                entries.next_value_seed(Node {
                    builder: self.builder,
                    at,
                })?
            };
            self.builder.entries.push((key, value));
        }
        let mut map = self.builder.mapping(start, &self.at);
        if map.contains_key("<<") {
            merge(&mut map);
        }
        Ok(Value::Object(map))
    }
}

/// Whether the value here is read as the text it is: `version: 1.10` is not the number 1.1.
pub(super) fn is_version(parent: &Pointer<'_>, key: &str) -> bool {
    match key {
        "openapi" | "swagger" | "overlay" => parent.depth() == 0,
        "version" => parent.depth() == 1 && parent.last() == "info",
        _ => false,
    }
}

impl Builder {
    /// The mapping here, of the entries from `start` on.
    pub(super) fn mapping(&mut self, start: usize, at: &Pointer<'_>) -> Map<String, Value> {
        let mut map = Map::with_capacity(self.entries.len() - start);
        let mut entries = std::mem::take(&mut self.entries);
        for (key, value) in entries.drain(start..) {
            match map.entry(key) {
                Entry::Occupied(mut first) => {
                    let key = first.key().clone();
                    self.duplicate(first.get_mut(), value, at, &at.key(&key));
                }
                Entry::Vacant(place) => drop(place.insert(value)),
            }
        }
        self.entries = entries;
        map
    }

    fn duplicate(
        &mut self,
        first: &mut Value,
        second: Value,
        parent: &Pointer<'_>,
        at: &Pointer<'_>,
    ) {
        let key = at.last();
        match (first, second) {
            (Value::Object(first), Value::Object(second))
                if parent.depth() == 1 && parent.last() == "paths" =>
            {
                first.extend(second);
                self.finding(
                    Diagnostic::warning(
                        "repair-duplicate-key",
                        format!("the path `{key}` stands twice; its operations are joined"),
                    )
                    .at(at)
                    .help("write one path item that holds all operations"),
                );
            }
            (first, second) => {
                *first = second;
                self.finding(
                    Diagnostic::warning(
                        "repair-duplicate-key",
                        format!("the key `{key}` stands twice in one mapping; the last one counts"),
                    )
                    .at(at)
                    .help("remove the one that is not meant"),
                );
            }
        }
    }

    /// A number as JSON can hold it; infinities and NaN are kept as text.
    fn number(&mut self, value: f64, at: &Pointer<'_>) -> Value {
        Number::from_f64(value).map_or_else(
            || {
                self.finding(
                    Diagnostic::warning(
                        "not-a-number",
                        format!("`{value}` is not a number in JSON; read as text"),
                    )
                    .at(at),
                );
                Value::String(value.to_string())
            },
            Value::Number,
        )
    }
}

/// Applies YAML's merge key: what the merged mappings have and this one has not.
fn merge(map: &mut Map<String, Value>) {
    // A key `<<` that holds no mapping is an ordinary key.
    let mergeable = match map.get("<<") {
        Some(Value::Object(_)) => true,
        Some(Value::Array(items)) => items.iter().all(Value::is_object),
        _ => false,
    };
    if !mergeable {
        return;
    }
    let sources = match map.shift_remove("<<") {
        Some(Value::Array(items)) => items,
        Some(other) => vec![other],
        None => return,
    };
    for source in sources {
        if let Value::Object(source) = source {
            for (key, value) in source {
                map.entry(key).or_insert(value);
            }
        }
    }
}

/// A mapping's key as text, whatever scalar it is.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single text, number or word (not a mapping or list)")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
