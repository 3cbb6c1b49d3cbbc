//! The short example in a method's documentation: a call as a reader would begin to write it, which compiles.
//!
//! An operation goes in, lines of documentation come out. Values are made from names and types, the same each time.

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{BodyContent, Content, Encoding, Operation, Presence};
use sdk_ir::types::{Field, ModelKind, Type};

use crate::model::Homes;

/// How many optional parts an example shows.
const SHOWN: usize = 1;

/// The widest line of an example.
const WIDTH: usize = 88;

/// What examples need to know of the crate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Examples<'a> {
    pub(crate) api: &'a Api,
    pub(crate) homes: &'a Homes,
    /// The package's name.
    pub(crate) package: &'a str,
}

impl Examples<'_> {
    /// The example of an operation, between its fences; none where a value it needs would have to contain itself.
    pub(crate) fn lines(&self, group: &Group, operation: &Operation) -> Vec<String> {
        let package = self.package.replace('-', "_");
        let mut writer = Writer {
            examples: *self,
            used: BTreeSet::new(),
            open: Vec::new(),
        };
        let Some(chain) = writer.chain(group, operation) else {
            return Vec::new();
        };
        let mut lines = vec!["```no_run".to_owned()];
        lines.extend(self.imports(&writer.used, &package));
        let parses = chain.iter().any(|part| part.contains("parse::<"));
        let result = if parses {
            "Result<(), Box<dyn std::error::Error>>".to_owned()
        } else {
            format!("{package}::Result<()>")
        };
        lines.push(format!(
            "# async fn example(client: {package}::Client) -> {result} {{"
        ));
        lines.extend(statement(binding(&operation.output.content), &chain));
        lines.extend(["# Ok(()) }".to_owned(), "```".to_owned()]);
        lines
    }

    fn imports(&self, used: &BTreeSet<String>, package: &str) -> Vec<String> {
        let mut modules: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut lines = Vec::new();
        for name in used {
            let module = if let Some(home) = self.homes.of(name) {
                home.replacen("crate", package, 1)
            } else if self.api.identifiers.contains_key(name) {
                format!("{package}::ids")
            } else if name == "BTreeMap" {
                lines.push("use std::collections::BTreeMap;".to_owned());
                continue;
            } else {
                package.to_owned()
            };
            modules.entry(module).or_default().push(name);
        }
        for (module, names) in modules {
            lines.push(match names.as_slice() {
                [one] => format!("use {module}::{one};"),
                several => format!("use {module}::{{{}}};", several.join(", ")),
            });
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }
}

/// `let answer = `, where a call gives anything.
fn binding(content: &Content) -> &'static str {
    match content {
        Content::Empty | Content::Enveloped { data: None, .. } => "",
        Content::Binary(_) => "let file = ",
        Content::Text(_) => "let text = ",
        Content::Json(_) | Content::Enveloped { .. } => "let answer = ",
    }
}

/// The call on one line where it fits, and on a line for each part otherwise.
fn statement(binding: &str, chain: &[String]) -> Vec<String> {
    let line = format!("{binding}client{};", chain.concat());
    if line.chars().count() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![format!("{binding}client")];
    let parts = chain.iter().flat_map(|part| part.lines());
    lines.extend(parts.map(|line| format!("    {line}")));
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

/// How a value is taken: converted on the way, or as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// `impl Into<…>`, or an iterator of such.
    Converted,
    /// Converted, and null is a value too.
    Nullable,
    /// The type itself.
    Owned,
}

struct Writer<'a> {
    examples: Examples<'a>,
    /// The names the example mentions.
    used: BTreeSet<String>,
    /// The models whose values are being written, one within the other.
    open: Vec<String>,
}

impl Writer<'_> {
    fn chain(&mut self, group: &Group, operation: &Operation) -> Option<Vec<String>> {
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for parameter in operation.required_parameters() {
            arguments.push(self.value(&parameter.ty, &parameter.ident, Taken::Converted)?);
        }
        for parameter in operation
            .optional_parameters()
            .filter(|parameter| !parameter.deprecated)
        {
            if setters.len() < SHOWN {
                let value = self.value(&parameter.ty, &parameter.ident, Taken::Converted)?;
                setters.push(format!(".{}({value})", parameter.ident));
            }
        }
        if let Some(body) = &operation.body {
            match &body.content {
                BodyContent::Fields { fields, encoding } => {
                    for field in fields {
                        let required = field.presence == Presence::Required;
                        let nullable = field.nullable && (required || *encoding == Encoding::Json);
                        let taken = if nullable {
                            Taken::Nullable
                        } else {
                            Taken::Converted
                        };
                        if required {
                            arguments.push(self.value(&field.ty, &field.ident, taken)?);
                        } else if setters.len() < SHOWN && !field.deprecated {
                            let value = self.value(&field.ty, &field.ident, taken)?;
                            setters.push(format!(".{}({value})", field.ident));
                        }
                    }
                }
                BodyContent::Json(ty) if body.required => {
                    arguments.push(self.value(ty, "body", Taken::Converted)?);
                }
                BodyContent::Bytes | BodyContent::Text if body.required => {
                    arguments.push("\"text\"".to_owned());
                }
                _ => {}
            }
        }
        let mut method = format!(".{}({})", operation.name, arguments.join(", "));
        if method.chars().count() > WIDTH {
            let lines: String = arguments
                .iter()
                .map(|argument| format!("    {argument},\n"))
                .collect();
            method = format!(".{}(\n{lines})", operation.name);
        }
        let mut chain = vec![format!(".{}()", group.module), method];
        chain.extend(setters);
        chain.push(".await?".to_owned());
        Some(chain)
    }

    /// An expression of a type, for something of this name; none of a model that is open already.
    fn value(&mut self, ty: &Type, name: &str, taken: Taken) -> Option<String> {
        let owned = taken == Taken::Owned;
        Some(match ty {
            Type::Bool => "true".to_owned(),
            Type::Integer => integer(name).to_string(),
            Type::Number => "12.5".to_owned(),
            Type::String if owned => format!("{:?}.to_owned()", text(name)),
            Type::String => format!("{:?}", text(name)),
            Type::Date => self.parsed("2026-04-01", "Date"),
            Type::DateTime => self.parsed("2026-04-01T12:30:00+03:00", "DateTime"),
            Type::Time => self.parsed("14:30", "Time"),
            Type::Binary => {
                self.used.insert("Part".to_owned());
                "Part::file(\"photo.png\")".to_owned()
            }
            Type::Any => {
                self.used.insert("Value".to_owned());
                format!("Value::from({:?})", text(name))
            }
            Type::List(inner) => {
                let item = match taken {
                    Taken::Converted => self.item(inner, name),
                    _ => self.value(inner, name, Taken::Owned),
                };
                match item {
                    Some(item) if taken == Taken::Converted => format!("[{item}]"),
                    Some(item) => format!("vec![{item}]"),
                    None => "Vec::new()".to_owned(),
                }
            }
            Type::Map(inner) => {
                self.used.insert("BTreeMap".to_owned());
                match self.value(inner, name, Taken::Owned) {
                    Some(value) => format!("BTreeMap::from([(\"key\".to_owned(), {value})])"),
                    None => "BTreeMap::new()".to_owned(),
                }
            }
            Type::Nullable(inner) => match self.value(inner, name, Taken::Owned) {
                Some(value) => format!("Some({value})"),
                None => "None".to_owned(),
            },
            Type::Identifier(identifier) => self.identifier(identifier, taken),
            Type::Model(model) => self.model(model, name)?,
        })
    }

    /// An item of a list that is taken from any iterator.
    fn item(&mut self, ty: &Type, name: &str) -> Option<String> {
        let taken = match ty {
            Type::String | Type::Identifier(_) => Taken::Converted,
            _ => Taken::Owned,
        };
        self.value(ty, name, taken)
    }

    fn parsed(&mut self, text: &str, ty: &str) -> String {
        self.used.insert(ty.to_owned());
        format!("{text:?}.parse::<{ty}>()?")
    }

    fn identifier(&mut self, identifier: &str, taken: Taken) -> String {
        let known = self.examples.api.identifiers.get(identifier);
        let is_text = known.is_some_and(|known| known.text);
        let value = if is_text {
            "\"a1b2c3\"".to_owned()
        } else {
            integer(identifier).to_string()
        };
        if taken == Taken::Owned || (is_text && taken == Taken::Nullable) {
            self.used.insert(identifier.to_owned());
            format!("{identifier}::from({value})")
        } else {
            value
        }
    }

    fn model(&mut self, model: &str, name: &str) -> Option<String> {
        if self.open.iter().any(|open| open == model) {
            return None;
        }
        let Some(declared) = self.examples.api.models.get(model) else {
            return Some(model.to_owned());
        };
        let used = self.used.clone();
        self.used.insert(model.to_owned());
        self.open.push(model.to_owned());
        let made = match &declared.kind {
            ModelKind::TextEnum(variants) => Some(match variants.first() {
                Some(variant) => format!("{model}::{}", variant.ident),
                None => format!("{model}::from(\"value\")"),
            }),
            ModelKind::IntegerEnum(variants) => Some(match variants.first() {
                Some(variant) => format!("{model}::{}", variant.ident),
                None => format!("{model}::from(1)"),
            }),
            ModelKind::Union(variants) => variants.iter().find_map(|variant| {
                let value = self.value(&variant.ty, name, Taken::Owned)?;
                Some(format!("{model}::{}({value})", variant.ident))
            }),
            ModelKind::Struct(fields) => self.structure(model, fields),
        };
        self.open.pop();
        if made.is_none() {
            self.used = used;
        }
        made
    }

    /// One with what it must have, and with a single member where that is nothing.
    fn structure(&mut self, model: &str, fields: &[Field]) -> Option<String> {
        let new = if fields.iter().any(|field| field.ident == "new") {
            "create"
        } else {
            "new"
        };
        let given = |field: &&Field| field.required && !field.nullable;
        let arguments: Vec<String> = fields
            .iter()
            .filter(given)
            .map(|field| self.value(&field.ty, &field.ident, Taken::Converted))
            .collect::<Option<_>>()?;
        let made = format!("{model}::{new}({})", arguments.join(", "));
        let single = |field: &&Field| {
            !field.nullable
                && matches!(field.ty, Type::String | Type::Integer | Type::Identifier(_))
        };
        match fields.iter().find(single) {
            Some(field) if arguments.is_empty() => {
                let value = self.value(&field.ty, &field.ident, Taken::Converted)?;
                Some(format!("{made}.{}({value})", field.ident))
            }
            _ => Some(made),
        }
    }
}

/// What the function is called that makes a model: `new`, unless a member has that name.
pub(crate) fn constructor(fields: &[Field]) -> &'static str {
    let is_member = |name: &str| fields.iter().any(|field| field.ident == name);
    let free = ["new", "create", "with_required"]
        .into_iter()
        .find(|name| !is_member(name));
    free.unwrap_or("with_all_required")
}

/// A whole number for something of this name.
fn integer(name: &str) -> u64 {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&["page"]) || name.starts_with("is_") {
        1
    } else if ends(&["count", "limit", "size"]) {
        25
    } else if ends(&["duration", "length"]) {
        3600
    } else {
        // FNV-1a: the same on every machine.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        100 + (hash >> 20) % 900
    }
}

/// A text for something of this name.
fn text(name: &str) -> &'static str {
    const TEXTS: &[(&str, &str)] = &[
        ("mail", "anna@example.com"),
        ("phone", "+37120000000"),
        ("url", "https://example.com/1"),
        ("date", "2026-04-01"),
        ("time", "14:30"),
        ("password", "correct horse battery staple"),
        ("login", "anna"),
        ("name", "Anna"),
        ("color", "#3366cc"),
        ("code", "100200"),
        ("comment", "A note"),
        ("title", "Haircut"),
    ];
    let known = TEXTS.iter().find(|(word, _)| name.contains(word));
    known.map_or("text", |(_, text)| text)
}
