//! A schema made plain: references followed, `allOf` merged, its types, its choices, whether it may be null.

use serde_json::{Map, Value};

use crate::Description;

/// A schema with everything in one object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    members: Map<String, Value>,
    /// The references that led here.
    pub(crate) through: Vec<String>,
}

impl Schema {
    pub(crate) fn new(description: &Description, declared: &Value) -> Self {
        let mut schema = Self::default();
        schema.add(description, declared, 0);
        schema
    }

    fn add(&mut self, description: &Description, declared: &Value, depth: usize) {
        let Some(members) = declared.as_object().filter(|_| depth < 32) else {
            return;
        };
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            self.through.push(reference.to_owned());
            self.add(
                description,
                description.resolve(&Value::Object(one("$ref", reference))),
                depth + 1,
            );
        }
        for part in members
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.add(description, part, depth + 1);
        }
        for (key, value) in members {
            match (key.as_str(), self.members.get_mut(key), value) {
                ("$ref" | "allOf", ..) => {}
                ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                    known.extend(
                        more.iter()
                            .map(|(name, schema)| (name.clone(), schema.clone())),
                    );
                }
                ("required", Some(Value::Array(known)), Value::Array(more)) => {
                    known.extend(more.iter().cloned())
                }
                _ => {
                    self.members.insert(key.clone(), value.clone());
                }
            }
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.members.get(key)
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(Value::as_f64)
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    }

    pub(crate) fn properties(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    }

    pub(crate) fn requires(&self, name: &str) -> bool {
        self.list("required").any(|known| known == name)
    }

    /// The types it names other than null.
    pub(crate) fn types(&self) -> Vec<&str> {
        let named: Vec<&str> = match self.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let kept: Vec<&str> = named.into_iter().filter(|name| *name != "null").collect();
        if !kept.is_empty() {
            kept
        } else if self.get("properties").is_some() {
            vec!["object"]
        } else if self.get("items").is_some() {
            vec!["array"]
        } else {
            kept
        }
    }

    /// The alternatives that are worth choosing: neither null nor a list of nothing.
    pub(crate) fn choices(&self) -> Vec<&Value> {
        let all = || self.list("oneOf").chain(self.list("anyOf"));
        let kept: Vec<&Value> = all().filter(|choice| !is_null(choice)).collect();
        let filled: Vec<&Value> = kept
            .iter()
            .copied()
            .filter(|choice| !is_empty_list(choice))
            .collect();
        if filled.is_empty() { kept } else { filled }
    }

    pub(crate) fn nullable(&self, description: &Description) -> bool {
        self.get("nullable") == Some(&Value::Bool(true))
            || self.list("type").any(|name| name == "null")
            || self.text("type") == "null"
            || self.list("enum").any(Value::is_null)
            || self.list("oneOf").chain(self.list("anyOf")).any(|choice| {
                is_null(choice) || Schema::new(description, choice).nullable(description)
            })
    }
}

fn one(key: &str, value: &str) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), Value::from(value))])
}

fn is_null(choice: &Value) -> bool {
    choice.get("type").and_then(Value::as_str) == Some("null")
}

fn is_empty_list(choice: &Value) -> bool {
    let items = choice.get("items").and_then(Value::as_object);
    choice.get("type").and_then(Value::as_str) == Some("array")
        && (items.is_none_or(Map::is_empty)
            || choice.get("maxItems").and_then(Value::as_u64) == Some(0))
}
