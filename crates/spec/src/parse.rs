//! Builds `openapiv3::OpenAPI` from a lowered tree, by hand.
//!
//! Serde's derive would stop at the first wrong keyword with an error that names no place; here a keyword of a wrong
//! type is a warning with a pointer, and the rest of the document is still read. Values are moved out of the tree, not
//! copied. Extensions (`x-...`) are kept on every object that can hold them; unknown keywords are dropped in silence,
//! as the specification has it.
//!
//! The values of examples are left out: they can be most of a document, and what is generated makes its own. Whoever
//! wants them reads the tree.

mod body;
mod components;
mod document;
mod operation;
mod parameter;
mod schema;
mod security;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod tests_support;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::kind;
use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::{Map, Value};

/// Builds the typed document. What cannot be held is reported and left out.
#[must_use]
pub fn parse(tree: Value, diagnostics: &mut Diagnostics) -> OpenAPI {
    let mut parser = Parser { diagnostics };
    parser.document(tree, &Pointer::root())
}

/// Builds one path item of a lowered tree, such as those that lowering keeps under `x-webhooks`.
#[must_use]
pub fn path_item(
    value: Value,
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<openapiv3::PathItem> {
    Parser { diagnostics }.path_item(value, at)
}

type Extensions = IndexMap<String, Value>;

/// The readers of single values; those of objects are in the sibling files.
struct Parser<'d> {
    diagnostics: &'d mut Diagnostics,
}

/// A function that reads one object.
type Read<'d, T> = fn(&mut Parser<'d>, Value, &Pointer<'_>) -> Option<T>;

impl<'d> Parser<'d> {
    fn expected(&mut self, what: &str, found: &Value, at: &Pointer<'_>) {
        let message = format!(
            "`{}` must be {what}, found {}; ignored",
            at.last(),
            kind(found)
        );
        self.diagnostics
            .push(Diagnostic::warning("wrong-type", message).at(at));
    }

    fn missing(&mut self, what: &str, fallback: &str, at: &Pointer<'_>) {
        let message = format!("{what} is required here; {fallback}");
        self.diagnostics
            .push(Diagnostic::warning("missing", message).at(at));
    }

    /// The entries of a mapping. Null counts as absent everywhere.
    fn object(&mut self, value: Value, at: &Pointer<'_>) -> Option<Map<String, Value>> {
        match value {
            Value::Object(map) => Some(map),
            Value::Null => None,
            other => {
                self.expected("a mapping", &other, at);
                None
            }
        }
    }

    fn array(&mut self, value: Value, at: &Pointer<'_>) -> Option<Vec<Value>> {
        match value {
            Value::Array(items) => Some(items),
            Value::Null => None,
            other => {
                self.expected("a list", &other, at);
                None
            }
        }
    }

    /// A text; a number or boolean counts as its text, since YAML writers leave the quotes out.
    fn string(&mut self, value: Value, at: &Pointer<'_>) -> Option<String> {
        match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(bool) => Some(bool.to_string()),
            Value::Null => None,
            other => {
                self.expected("a text", &other, at);
                None
            }
        }
    }

    fn boolean(&mut self, value: Value, at: &Pointer<'_>) -> Option<bool> {
        match value {
            Value::Bool(bool) => Some(bool),
            Value::Null => None,
            other => {
                self.expected("`true` or `false`", &other, at);
                None
            }
        }
    }

    /// A count, such as `maxLength`; `10.0` is 10.
    fn count(&mut self, value: Value, at: &Pointer<'_>) -> Option<usize> {
        if value.is_null() {
            return None;
        }
        let count = value.as_u64().or_else(|| {
            value
                .as_f64()
                .filter(|number| *number >= 0.0 && number.fract() == 0.0 && *number < 1e15)
                .map(|number| number as u64)
        });
        match count.and_then(|count| usize::try_from(count).ok()) {
            Some(count) => Some(count),
            None => {
                self.expected("a whole number from 0", &value, at);
                None
            }
        }
    }

    fn number(&mut self, value: Value, at: &Pointer<'_>) -> Option<serde_json::Number> {
        match value {
            Value::Number(number) => Some(number),
            Value::Null => None,
            other => {
                self.expected("a number", &other, at);
                None
            }
        }
    }

    fn strings(&mut self, value: Value, at: &Pointer<'_>) -> Option<Vec<String>> {
        let items = self.array(value, at)?;
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            out.extend(self.string(item, &at.index(index)));
        }
        Some(out)
    }

    /// A list of objects; what cannot be read is left out.
    fn list<T>(&mut self, value: Value, at: &Pointer<'_>, read: Read<'d, T>) -> Vec<T> {
        let Some(items) = self.array(value, at) else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            out.extend(read(self, item, &at.index(index)));
        }
        out
    }

    /// A mapping from names to objects; what cannot be read is left out.
    fn map<T>(&mut self, value: Value, at: &Pointer<'_>, read: Read<'d, T>) -> IndexMap<String, T> {
        let Some(entries) = self.object(value, at) else {
            return IndexMap::new();
        };
        let mut out = IndexMap::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some(item) = read(self, value, &at.key(&key)) {
                out.insert(key, item);
            }
        }
        out
    }

    /// A reference, or the object itself.
    fn or_ref<T>(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
        read: Read<'d, T>,
    ) -> Option<ReferenceOr<T>> {
        match reference(value) {
            Ok(reference) => Some(ReferenceOr::Reference { reference }),
            Err(value) => read(self, value, at).map(ReferenceOr::Item),
        }
    }

    fn map_or_ref<T>(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
        read: Read<'d, T>,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let Some(entries) = self.object(value, at) else {
            return IndexMap::new();
        };
        let mut out = IndexMap::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some(item) = self.or_ref(value, &at.key(&key), read) {
                out.insert(key, item);
            }
        }
        out
    }

    fn list_or_ref<T>(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
        read: Read<'d, T>,
    ) -> Vec<ReferenceOr<T>> {
        let Some(items) = self.array(value, at) else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            out.extend(self.or_ref(item, &at.index(index), read));
        }
        out
    }
}

/// Keeps an extension; anything else that no reader knows is dropped.
fn rest(key: String, value: Value, extensions: &mut Extensions) {
    if key.starts_with("x-") {
        extensions.insert(key, value);
    }
}

/// The target, if this is a reference; the value back, if not.
fn reference(value: Value) -> Result<String, Value> {
    match value {
        Value::Object(mut map) => match map.get_mut("$ref") {
            Some(Value::String(reference)) => Ok(std::mem::take(reference)),
            _ => Err(Value::Object(map)),
        },
        other => Err(other),
    }
}

/// An optional value of any type; null counts as absent, as it does for serde.
fn any(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}
