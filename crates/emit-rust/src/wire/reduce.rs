//! A description reduced to what tells what is on the wire: no words, no failures, no schemas that nothing leads to.
//!
//! It is written as text straight from the description's tree, of which a large description has no second one to spare.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The sections of the components that are kept.
const SECTIONS: &[&str] = &["parameters", "requestBodies", "responses", "schemas"];

/// A description reduced to what the test on the wire needs to know of it.
#[derive(Clone, Debug, Default)]
pub struct Reduced {
    /// The reduced description in JSON: a line for each path and component, so that a change is a small one.
    pub(crate) text: Vec<u8>,
    /// The pointers of the operations that have an `operationId`.
    identified: HashSet<String>,
}

impl Reduced {
    /// Reduces a description, as it was read and corrected and before anything else is done with it.
    #[must_use]
    pub fn new(description: &Value) -> Self {
        let mut main = Piece::default();
        main.put("{\n");
        for key in ["openapi", "servers", "security"] {
            if let Some(value) = description.get(key) {
                main.member(key, Kind::Whole, value);
                main.put(",\n");
            }
        }
        let mut identified = HashSet::new();
        if let Some(paths) = description.get("paths") {
            main.put("\"paths\":{\n");
            for (index, (path, item)) in paths.as_object().into_iter().flatten().enumerate() {
                main.put(if index == 0 { "" } else { ",\n" });
                main.member(path, Kind::PathItem, item);
                let declared = METHODS.iter().filter(|method| {
                    let operation = item.get(method);
                    operation.is_some_and(|operation| operation.get("operationId").is_some())
                });
                let path = escape(path);
                identified.extend(declared.map(|method| format!("/paths/{path}/{method}")));
            }
            main.put("\n},\n");
        }
        main.put("\"components\":{\n");
        let pieces = components(description, &main);
        Self {
            text: assemble(description, &main, &pieces),
            identified,
        }
    }

    /// Whether the description names the operation that stands here.
    pub(crate) fn identifies(&self, pointer: &str) -> bool {
        self.identified.contains(pointer)
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What stands at a place, and with it what is kept of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    PathItem,
    Operation,
    Parameters,
    Parameter,
    /// A request body or a response.
    Body,
    Responses,
    Content,
    MediaType,
    Schemas,
    SchemaList,
    Schema,
    /// Anything of which all is kept.
    Whole,
}

impl Kind {
    /// The component that a reference leads to.
    fn of_component(reference: &str) -> Self {
        match reference.split('/').nth(2) {
            Some("parameters") => Self::Parameter,
            Some("requestBodies" | "responses") => Self::Body,
            _ => Self::Schema,
        }
    }

    /// The members of an object that are kept, in the order in which they are written; a path item's operations follow.
    const fn members(self) -> &'static [(&'static str, Self)] {
        match self {
            Self::PathItem => &[("$ref", Self::Whole), ("parameters", Self::Parameters)],
            Self::Operation => &[
                ("operationId", Self::Whole),
                ("security", Self::Whole),
                ("parameters", Self::Parameters),
                ("requestBody", Self::Body),
                ("responses", Self::Responses),
            ],
            Self::Parameter => &[
                ("$ref", Self::Whole),
                ("name", Self::Whole),
                ("in", Self::Whole),
                ("required", Self::Whole),
                ("style", Self::Whole),
                ("explode", Self::Whole),
                ("allowReserved", Self::Whole),
                ("schema", Self::Schema),
                ("content", Self::Content),
            ],
            Self::Body => &[
                ("$ref", Self::Whole),
                ("required", Self::Whole),
                ("content", Self::Content),
            ],
            Self::MediaType => &[("schema", Self::Schema)],
            _ => &[],
        }
    }

    /// What a keyword of a schema holds, if it says what a value looks like.
    fn of_keyword(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "properties" => Self::Schemas,
            "allOf" | "anyOf" | "oneOf" => Self::SchemaList,
            "items" | "additionalProperties" => Self::Schema,
            "$ref" | "const" | "default" | "enum" | "exclusiveMaximum" | "exclusiveMinimum"
            | "format" | "maxItems" | "maxLength" | "maximum" | "minItems" | "minLength"
            | "minimum" | "multipleOf" | "nullable" | "pattern" | "readOnly" | "required"
            | "type" | "uniqueItems" | "writeOnly" | "x-observed" => Self::Whole,
            _ => return None,
        })
    }
}

/// A piece of the text, in which the references are still left out.
#[derive(Default)]
struct Piece<'a> {
    text: Vec<u8>,
    /// Where each reference goes.
    references: Vec<(usize, &'a str)>,
}

impl<'a> Piece<'a> {
    fn put(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn write(&mut self, kind: Kind, value: &'a Value) {
        match kind {
            Kind::PathItem | Kind::Operation | Kind::Parameter | Kind::Body | Kind::MediaType => {
                let methods: &[&str] = if kind == Kind::PathItem { METHODS } else { &[] };
                let operations = methods.iter().map(|method| (*method, Kind::Operation));
                let members = kind.members().iter().copied().chain(operations);
                self.object(members.filter_map(|(key, kind)| Some((key, kind, value.get(key)?))));
            }
            Kind::Parameters => self.list(Kind::Parameter, value),
            Kind::SchemaList => self.list(Kind::Schema, value),
            Kind::Content => self.map(Kind::MediaType, value),
            Kind::Schemas => self.map(Kind::Schema, value),
            Kind::Responses => {
                let members = || value.as_object().into_iter().flatten();
                let is_success = |status: &str| status.starts_with('2');
                let by_default = !members().any(|(status, _)| is_success(status));
                let successes = members().filter(|(status, _)| {
                    is_success(status) || by_default && status.as_str() == "default"
                });
                self.object(successes.map(|(status, value)| (status.as_str(), Kind::Body, value)));
            }
            Kind::Schema => match value {
                Value::Object(members) => self.object(members.iter().filter_map(|(key, value)| {
                    Some((key.as_str(), Kind::of_keyword(key)?, value))
                })),
                _ => self.whole(value),
            },
            Kind::Whole => self.whole(value),
        }
    }

    fn whole(&mut self, value: &'a Value) {
        match value {
            Value::Object(_) => self.map(Kind::Whole, value),
            Value::Array(_) => self.list(Kind::Whole, value),
            _ => json(value, &mut self.text),
        }
    }

    fn map(&mut self, kind: Kind, value: &'a Value) {
        let members = value.as_object().into_iter().flatten();
        self.object(members.map(|(key, value)| (key.as_str(), kind, value)));
    }

    fn object(&mut self, members: impl Iterator<Item = (&'a str, Kind, &'a Value)>) {
        self.put("{");
        for (index, (key, kind, value)) in members.enumerate() {
            self.put(if index == 0 { "" } else { "," });
            self.member(key, kind, value);
        }
        self.put("}");
    }

    fn member(&mut self, key: &str, kind: Kind, value: &'a Value) {
        json(key, &mut self.text);
        self.put(":");
        match value {
            Value::String(reference)
                if key == "$ref" && matches!(kind, Kind::Whole | Kind::Schema) =>
            {
                self.references.push((self.text.len(), reference));
            }
            _ => self.write(kind, value),
        }
    }

    fn list(&mut self, kind: Kind, value: &'a Value) {
        self.put("[");
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            self.put(if index == 0 { "" } else { "," });
            self.write(kind, item);
        }
        self.put("]");
    }

    /// Appends the piece with its references, those to schemas by number: on the wire no schema's name shows.
    fn append_to(&self, text: &mut Vec<u8>, numbers: &HashMap<&str, usize>) {
        let mut done = 0;
        for (at, reference) in &self.references {
            text.extend_from_slice(&self.text[done..*at]);
            match numbers.get(reference) {
                Some(number) => json(&format!("#/components/schemas/s{number}"), text),
                None => json(reference, text),
            }
            done = *at;
        }
        text.extend_from_slice(&self.text[done..]);
    }
}

/// Appends a value in JSON.
fn json(value: &(impl serde::Serialize + ?Sized), text: &mut Vec<u8>) {
    // Neither a tree's value nor a vector of bytes ever refuses.
    let _ = serde_json::to_writer(text, value);
}

/// The components that the paths lead to, and those lead to, by the references to them.
fn components<'a>(description: &'a Value, main: &Piece<'a>) -> HashMap<&'a str, Piece<'a>> {
    let mut pieces: HashMap<&str, Piece<'_>> = HashMap::new();
    let mut open: Vec<&str> = main.references.iter().map(|(_, to)| *to).collect();
    while let Some(reference) = open.pop() {
        if pieces.contains_key(reference) {
            continue;
        }
        if let Some(target) = description.pointer(reference.trim_start_matches('#')) {
            let mut piece = Piece::default();
            piece.write(Kind::of_component(reference), target);
            open.extend(piece.references.iter().map(|(_, to)| *to));
            pieces.insert(reference, piece);
        }
    }
    pieces
}

/// The whole text, its components in the description's order.
fn assemble<'a>(
    description: &'a Value,
    main: &Piece<'a>,
    pieces: &HashMap<&'a str, Piece<'a>>,
) -> Vec<u8> {
    let kept = |section: &str| -> Vec<(&'a str, &'a str, &Piece<'a>)> {
        let members = description
            .get("components")
            .and_then(|components| components.get(section)?.as_object());
        let members = members.into_iter().flatten();
        members
            .filter_map(|(name, _)| {
                let reference = format!("#/components/{section}/{}", escape(name));
                let (reference, piece) = pieces.get_key_value(reference.as_str())?;
                Some((name.as_str(), *reference, piece))
            })
            .collect()
    };
    let schemas = kept("schemas");
    let numbers: HashMap<&str, usize> = schemas
        .iter()
        .enumerate()
        .map(|(number, (_, reference, _))| (*reference, number))
        .collect();
    let length = main.text.len() + pieces.values().map(|piece| piece.text.len()).sum::<usize>();
    let mut text = Vec::with_capacity(length + length / 4);
    main.append_to(&mut text, &numbers);
    let mut is_first = true;
    for section in SECTIONS {
        let kept = kept(section);
        if kept.is_empty() {
            continue;
        }
        text.extend_from_slice(if is_first { b"" } else { b",\n" });
        is_first = false;
        json(section, &mut text);
        text.extend_from_slice(b":{\n");
        for (index, (name, reference, piece)) in kept.iter().enumerate() {
            text.extend_from_slice(if index == 0 { b"" } else { b",\n" });
            match numbers.get(reference) {
                Some(number) => json(&format!("s{number}"), &mut text),
                None => json(name, &mut text),
            }
            text.push(b':');
            piece.append_to(&mut text, &numbers);
        }
        text.extend_from_slice(b"\n}");
    }
    text.extend_from_slice(b"\n}\n}\n");
    text
}
