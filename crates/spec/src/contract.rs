//! The contract in a published description: what defines the interface, without the publisher's wording.
//!
//! In goes a document as one JSON-like tree, out comes the same document with its prose and examples left out,
//! in an order that does not depend on how the publisher sorted his file. What the examples showed about the real
//! types stays, as `x-observed` on the schemas (see [`Kind`]). Reading and writing files is left to others.

mod kind;
mod observe;
mod shape;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use kind::Kind;

use observe::Evidence;
use shape::{Child, Names, Shape};

/// The extension that holds what the published examples showed about a schema: a sorted list of [kinds](Kind).
pub const OBSERVED: &str = "x-observed";

/// Whether the publisher's wording and examples stay in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepProse {
    /// Leave out every text and example: what may be vendored without the right to the prose.
    No,
    /// Keep texts, examples and all extensions; only the order is made canonical and `x-observed` is added.
    Yes,
}

/// The contract of the description `tree`, in canonical order.
///
/// Paths, components, statuses and media types are sorted, keywords and methods stand in a fixed order; tags,
/// properties, parameters, enum values and `required` keep the published one. The function is idempotent. What is not
/// an OpenAPI document comes back with the same values in some order: judging that is the caller's part.
#[must_use]
pub fn contract(tree: &Value, keep: KeepProse) -> Value {
    let contract = Contract {
        evidence: Evidence::collect(tree),
        keep,
    };
    contract.clean(tree, &shape::DOCUMENT)
}

struct Contract<'t> {
    evidence: Evidence<'t>,
    keep: KeepProse,
}

impl<'t> Contract<'t> {
    /// `value` as an object of this shape. A list stands for a list of such objects, a scalar for itself (`true` as a schema).
    fn clean(&self, value: &'t Value, shape: &Shape) -> Value {
        match value {
            Value::Object(object) => Value::Object(self.object(value, object, shape)),
            Value::Array(list) => list.iter().map(|item| self.clean(item, shape)).collect(),
            scalar => scalar.clone(),
        }
    }

    fn object(
        &self,
        node: &'t Value,
        object: &'t Map<String, Value>,
        shape: &Shape,
    ) -> Map<String, Value> {
        let mut out = Map::new();
        if let Some(target) = object.get("$ref") {
            out.insert("$ref".to_owned(), target.clone());
        }
        for (key, child) in shape.keys {
            if let Some(value) = self.keyword(node, object, key, child) {
                out.insert((*key).to_owned(), value);
            }
        }
        let mut rest: Vec<_> = object
            .iter()
            .filter(|(key, _)| *key != "$ref" && !shape.knows(key))
            .collect();
        rest.sort_by_key(|(key, _)| *key);
        for (key, value) in rest {
            match self.keep {
                KeepProse::Yes => _ = out.insert(key.clone(), value.clone()),
                KeepProse::No if key.starts_with("x-") => {}
                // A keyword of a later OpenAPI version may define the interface: it stays, its texts go.
                KeepProse::No => _ = out.insert(key.clone(), without_texts(value)),
            }
        }
        out
    }

    /// What the contract has under this keyword of the object `node`.
    fn keyword(
        &self,
        node: &'t Value,
        object: &'t Map<String, Value>,
        key: &str,
        child: &Child,
    ) -> Option<Value> {
        let reference = object.contains_key("$ref");
        match (object.get(key), child) {
            _ if key == OBSERVED => self.evidence.on(node),
            (None, Child::Blank) if !reference => Some(Value::from("")),
            // OpenAPI requires no text beside a reference.
            (_, Child::Blank) if reference && self.keep == KeepProse::No => None,
            (value, child) => self.child(value?, child),
        }
    }

    fn child(&self, value: &'t Value, child: &Child) -> Option<Value> {
        let keep = self.keep == KeepProse::Yes;
        match (child, value) {
            (Child::Plain, _) => Some(value.clone()),
            (Child::Prose, _) => keep.then(|| value.clone()),
            (Child::Blank, _) if keep => Some(value.clone()),
            (Child::Blank, Value::Object(texts)) => Some(
                texts
                    .keys()
                    .map(|name| (name.clone(), Value::from("")))
                    .collect(),
            ),
            (Child::Blank, _) => Some(Value::from("")),
            (Child::Object(shape), _) => Some(self.clean(value, shape)),
            (Child::Named(shape, names), Value::Object(map)) => {
                Some(self.named(map, shape, *names))
            }
            (Child::Callbacks(shape), Value::Object(callbacks)) => {
                let named = |(name, callback): (&String, &'t Value)| {
                    let callback = callback
                        .as_object()
                        .map(|map| self.named(map, shape, Names::NotExtensions));
                    Some((name.clone(), callback?))
                };
                Some(callbacks.iter().filter_map(named).collect())
            }
            (Child::Named(..) | Child::Callbacks(_), _) => Some(value.clone()),
        }
    }

    /// A mapping from names to objects of this shape.
    fn named(&self, map: &'t Map<String, Value>, shape: &Shape, names: Names) -> Value {
        let mut entries: Vec<_> = map.iter().collect();
        if names != Names::Published {
            entries.sort_by_key(|(name, _)| *name);
        }
        if names == Names::NotExtensions && self.keep == KeepProse::No {
            entries.retain(|(name, _)| !name.starts_with("x-"));
        }
        entries
            .into_iter()
            .map(|(name, value)| (name.clone(), self.clean(value, shape)))
            .collect()
    }
}

/// `value` without the texts and examples that any object in it may carry.
fn without_texts(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map
                .iter()
                .filter(|(key, value)| !shape::is_text(key, value) && !key.starts_with("x-"));
            Value::Object(
                kept.map(|(key, value)| (key.clone(), without_texts(value)))
                    .collect(),
            )
        }
        Value::Array(list) => list.iter().map(without_texts).collect(),
        scalar => scalar.clone(),
    }
}
