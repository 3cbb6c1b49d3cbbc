//! What the examples of a description show about the real types of its schemas.
//!
//! In goes the whole document; each example in it (of a schema, a parameter, a header, a media type) is walked beside
//! its schema, through `$ref`, `properties`, `items` and the members of `allOf`, `oneOf` and `anyOf`. Out comes, for
//! each schema, which kinds of value were seen, where that says more than the schema's own `type`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::OBSERVED;
use super::kind::Kind;
use super::shape::{self, Child, Shape};

/// Deeper than this no example is followed; real ones end before the tenth level.
const MAX_DEPTH: usize = 64;
/// More pairs of schema and example than this are not looked at; the largest known description has some 20,000.
const MAX_PAIRS: usize = 2_000_000;

/// The identity of a node of the document. It is compared, never followed.
type Node = *const Value;

/// What was seen, by the schema on which it was seen.
pub(super) struct Evidence<'t> {
    root: &'t Value,
    seen: BTreeMap<Node, BTreeSet<Kind>>,
    /// The pairs already walked: cycles end here, and a shared schema costs no more than once for each example.
    walked: HashSet<(Node, Node)>,
}

impl<'t> Evidence<'t> {
    /// Walks the whole document for examples.
    pub(super) fn collect(root: &'t Value) -> Self {
        let mut evidence = Self {
            root,
            seen: BTreeMap::new(),
            walked: HashSet::new(),
        };
        evidence.visit(root, &shape::DOCUMENT);
        evidence
    }

    /// What `x-observed` says on this schema: the kinds seen there, or nothing where its `type` tells as much.
    pub(super) fn on(&self, schema: &Value) -> Option<Value> {
        let seen = self.seen.get(&std::ptr::from_ref(schema))?;
        let object = schema.as_object()?;
        telling(object, seen).then(|| seen.iter().map(|kind| kind.name()).collect())
    }

    /// Looks for examples in an object of this shape and below it.
    fn visit(&mut self, value: &'t Value, shape: &'static Shape) {
        let object = match value {
            Value::Array(list) => return list.iter().for_each(|item| self.visit(item, shape)),
            Value::Object(object) => object,
            _ => return,
        };
        if std::ptr::eq(shape, &raw const shape::SCHEMA) {
            self.examples_of_schema(value, object);
        } else if let Some(schema) = object.get("schema") {
            self.examples_beside(schema, object);
        }
        for (key, child) in shape.keys {
            match (child, object.get(*key)) {
                (Child::Object(shape), Some(value)) => self.visit(value, shape),
                (Child::Named(shape, _), Some(Value::Object(map))) => {
                    map.values().for_each(|value| self.visit(value, shape))
                }
                (Child::Callbacks(shape), Some(Value::Object(callbacks))) => {
                    let items = callbacks
                        .values()
                        .filter_map(Value::as_object)
                        .flat_map(Map::values);
                    items.for_each(|value| self.visit(value, shape));
                }
                _ => {}
            }
        }
    }

    fn examples_of_schema(&mut self, schema: &'t Value, object: &'t Map<String, Value>) {
        if let Some(Value::Array(known)) = object.get(OBSERVED) {
            let kinds = known
                .iter()
                .filter_map(Value::as_str)
                .filter_map(Kind::from_name);
            self.seen.entry(schema).or_default().extend(kinds);
        }
        if let Some(example) = object.get("example") {
            self.walk(schema, example, 0);
        }
        match object.get("examples") {
            Some(Value::Array(examples)) => examples
                .iter()
                .for_each(|example| self.walk(schema, example, 0)),
            Some(Value::Object(examples)) => self.named_examples(schema, examples),
            _ => {}
        }
    }

    /// The examples of a parameter, header or media type.
    fn examples_beside(&mut self, schema: &'t Value, object: &'t Map<String, Value>) {
        if let Some(example) = object.get("example") {
            self.walk(schema, example, 0);
        }
        if let Some(Value::Object(examples)) = object.get("examples") {
            self.named_examples(schema, examples);
        }
    }

    fn named_examples(&mut self, schema: &'t Value, examples: &'t Map<String, Value>) {
        for example in examples.values() {
            let example = self.resolve(example).unwrap_or(example);
            if let Some(value) = example.get("value").or_else(|| example.get("dataValue")) {
                self.walk(schema, value, 0);
            }
        }
    }

    /// Notes what `example` shows about `schema` and about the schemas below it.
    fn walk(&mut self, schema: &'t Value, example: &'t Value, depth: usize) {
        let Value::Object(object) = schema else {
            return;
        };
        if depth > MAX_DEPTH
            || self.walked.len() >= MAX_PAIRS
            || !self.walked.insert((schema, example))
        {
            return;
        }
        match self.resolve(schema) {
            Some(target) => self.walk(target, example, depth + 1),
            None => self.note(schema, object, example),
        }
        match example {
            Value::Object(members) => {
                let properties = object.get("properties").and_then(Value::as_object);
                for (name, member) in members {
                    let property = properties.and_then(|properties| properties.get(name));
                    if let Some(schema) = property.or_else(|| object.get("additionalProperties")) {
                        self.walk(schema, member, depth + 1);
                    }
                }
            }
            Value::Array(members) => {
                if let Some(items) = object.get("items") {
                    members
                        .iter()
                        .for_each(|member| self.walk(items, member, depth + 1));
                }
            }
            _ => {}
        }
        if let Some(Value::Array(parts)) = object.get("allOf") {
            parts
                .iter()
                .for_each(|part| self.walk(part, example, depth + 1));
        }
        for choices in ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(|key| object.get(key)?.as_array())
        {
            for choice in self.admitting(choices, example) {
                self.walk(choice, example, depth + 1);
            }
        }
    }

    /// Notes the kind of `example`, unless a member of this composition takes it and so says what it is.
    fn note(&mut self, schema: &'t Value, object: &'t Map<String, Value>, example: &'t Value) {
        let composed = |key: &str| object.get(key).and_then(Value::as_array);
        let choices = composed("oneOf")
            .into_iter()
            .chain(composed("anyOf"))
            .flatten();
        let admitted = choices
            .into_iter()
            .any(|choice| self.admits(choice, example, 0));
        if !object.contains_key("type") && (admitted || composed("allOf").is_some()) {
            return;
        }
        self.seen
            .entry(schema)
            .or_default()
            .insert(Kind::of(example));
    }

    /// The choices that this example can be an example of: those it satisfies as far as its first level shows, or
    /// else those of its type.
    fn admitting(&self, choices: &'t [Value], example: &Value) -> Vec<&'t Value> {
        let admitting: Vec<_> = choices
            .iter()
            .filter(|choice| self.admits(choice, example, 0))
            .collect();
        if admitting.is_empty() {
            return choices
                .iter()
                .filter(|choice| self.is_of_type(choice, example))
                .collect();
        }
        admitting
    }

    fn is_of_type(&self, schema: &Value, example: &Value) -> bool {
        let schema = self.resolve_fully(schema);
        let Some(object) = schema.as_object() else {
            return schema != &Value::Bool(false);
        };
        let declared = declared(object);
        declared.is_empty()
            || Kind::of(example)
                .types()
                .iter()
                .any(|name| declared.contains(name))
    }

    /// Whether `example` satisfies type, values and required properties of `schema`, and the values of its properties.
    fn admits(&self, schema: &Value, example: &Value, depth: usize) -> bool {
        let object = match self.resolve_fully(schema) {
            Value::Object(object) => object,
            other => return other != &Value::Bool(false),
        };
        let values = object.get("enum").and_then(Value::as_array);
        let required = object
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let properties = object
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        self.is_of_type(schema, example)
            && values.is_none_or(|values| values.contains(example))
            && object.get("const").is_none_or(|value| value == example)
            && (!example.is_object()
                || required.into_iter().all(|name| example.get(name).is_some()))
            && (depth > 0
                || properties
                    .filter_map(|(name, property)| Some((property, example.get(name)?)))
                    .all(|(property, member)| self.admits_value(property, member)))
    }

    /// Whether `property` either lists no values or lists this one: what tells the members of a union apart.
    fn admits_value(&self, property: &Value, member: &Value) -> bool {
        let property = self.resolve_fully(property);
        let listed = property.get("enum").is_some() || property.get("const").is_some();
        !listed || self.admits(property, member, 1)
    }

    /// What the `$ref` of this object points to, if it has one and it points into this document.
    fn resolve(&self, value: &Value) -> Option<&'t Value> {
        let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
        let decoded = pointer.replace("%7B", "{").replace("%7D", "}");
        self.root
            .pointer(pointer)
            .or_else(|| self.root.pointer(&decoded))
    }

    fn resolve_fully<'v>(&self, mut value: &'v Value) -> &'v Value
    where
        't: 'v,
    {
        for _ in 0..MAX_DEPTH {
            match self.resolve(value) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }
}

/// The types that a schema declares, or that its other keywords imply. Empty: any.
fn declared(schema: &Map<String, Value>) -> Vec<&str> {
    let mut types: Vec<_> = match schema.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ if schema.contains_key("properties") => vec!["object"],
        _ if schema.contains_key("items") => vec!["array"],
        _ => Vec::new(),
    };
    if !types.is_empty()
        && ["nullable", "x-nullable"]
            .iter()
            .any(|key| schema.get(*key) == Some(&Value::Bool(true)))
    {
        types.push("null");
    }
    types
}

/// Whether what was seen says more than the schema does.
fn telling(schema: &Map<String, Value>, seen: &BTreeSet<Kind>) -> bool {
    let types = declared(schema);
    // A declared `number` may be a whole number in truth: only the examples tell.
    types.contains(&"number")
        || seen.iter().any(|kind| {
            !kind.types().iter().any(|name| types.contains(name)) || is_no_such_text(schema, *kind)
        })
}

/// Whether a string of this kind is none that the schema's other keywords allow.
fn is_no_such_text(schema: &Map<String, Value>, kind: Kind) -> bool {
    let format = schema.get("format").and_then(Value::as_str);
    match kind {
        Kind::EmptyString => {
            format.is_some() || schema.contains_key("enum") || schema.contains_key("const")
        }
        Kind::NumericString => matches!(format, Some("date" | "date-time" | "time")),
        _ => false,
    }
}
