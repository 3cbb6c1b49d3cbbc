//! Values from schemas: in comes a schema and the name it goes by, out comes a value that fits it, plain and in PHP's
//! dress (numbers as strings, flags as 0 and 1, `[]` for an empty object, an object for a list).
//!
//! Where a schema leaves a choice open nothing is dressed: whatever comes there is what was meant.

use serde_json::{Map, Value};

use crate::schema::Schema;
use crate::{Description, value};

/// How much of what a schema allows a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every member, with a value.
    All,
    /// Every member, null where that is allowed.
    Nulls,
    /// Only members that must be there, null where that is allowed.
    Required,
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the server: members that are read only are left out.
    Request,
    /// From the server: members that are write only are left out.
    Answer,
}

/// A value as the description has it, and as a PHP server may send it.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// As described.
    pub plain: Value,
    /// The same in PHP's dress.
    pub php: Value,
}

impl Made {
    fn same(value: Value) -> Self {
        Self {
            php: value.clone(),
            plain: value,
        }
    }

    fn undressed(self) -> Self {
        Self::same(self.plain)
    }
}

/// Makes values from the schemas of one description.
#[derive(Debug)]
pub struct Synthesis<'a> {
    description: &'a Description,
    extent: Extent,
    direction: Direction,
    /// The references that are open, to know a schema that contains itself.
    open: Vec<String>,
}

impl<'a> Synthesis<'a> {
    /// Values of this extent, for this way.
    #[must_use]
    pub fn new(description: &'a Description, extent: Extent, direction: Direction) -> Self {
        Self {
            description,
            extent,
            direction,
            open: Vec::new(),
        }
    }

    /// The value of a schema; none where the schema contains itself and goes on for ever.
    pub fn make(&mut self, declared: &Value, name: &str) -> Option<Made> {
        self.opened(declared, |synthesis, schema| synthesis.of(schema, name))
    }

    /// The same, but never null itself: nothing is not sent whole.
    pub(crate) fn filled(&mut self, declared: &Value, name: &str) -> Option<Made> {
        self.opened(declared, |synthesis, schema| synthesis.some(schema, name))
    }

    fn opened(
        &mut self,
        declared: &Value,
        make: impl FnOnce(&mut Self, &Schema) -> Option<Made>,
    ) -> Option<Made> {
        let schema = Schema::new(self.description, declared);
        if schema
            .through
            .iter()
            .any(|reference| self.open.contains(reference))
        {
            return None;
        }
        let depth = self.open.len();
        self.open.extend(schema.through.iter().cloned());
        let made = make(self, &schema);
        self.open.truncate(depth);
        made
    }

    fn of(&mut self, schema: &Schema, name: &str) -> Option<Made> {
        if self.extent != Extent::All && schema.nullable(self.description) {
            let is_moment = schema.text("format").starts_with("date");
            let php = if is_moment && self.direction == Direction::Answer {
                Value::from("")
            } else {
                Value::Null
            };
            return Some(Made {
                plain: Value::Null,
                php,
            });
        }
        self.some(schema, name)
    }

    /// A value that is not null where it may be.
    fn some(&mut self, schema: &Schema, name: &str) -> Option<Made> {
        if let Some(constant) = schema.get("const") {
            return Some(Made::same(constant.clone()));
        }
        if let Some(chosen) = enumerated(schema, name) {
            let php = dressed(&chosen, false);
            return Some(Made { plain: chosen, php });
        }
        let types = schema.types();
        let choices = schema.choices();
        let is_told = |key: &str| schema.get(key).is_some();
        if self.direction == Direction::Answer
            && schema.nullable(self.description)
            && choices.is_empty()
            && (types.is_empty() || types == ["object"])
            && !is_told("properties")
            && !is_told("additionalProperties")
        {
            // What may be null and is else told nothing of is null.
            return Some(Made::same(Value::Null));
        }
        if !choices.is_empty() && !is_told("properties") {
            let several = choices.len() > 1;
            let made = choices
                .into_iter()
                .find_map(|choice| self.make(choice, name))?;
            return Some(if several { made.undressed() } else { made });
        }
        let kind = if types.contains(&"object") {
            "object"
        } else {
            types.first().copied().unwrap_or_default()
        };
        let made = match kind {
            "object" => self.object(schema)?,
            "array" => self.list(schema, name),
            "string" => {
                let plain = Value::from(value::string(name, schema));
                let php = dressed(&plain, schema.text("format").is_empty());
                Made { plain, php }
            }
            "boolean" => Made {
                plain: Value::Bool(true),
                php: Value::from(1),
            },
            "integer" | "number" => {
                let plain = value::number(
                    name,
                    schema,
                    kind == "number" && self.has_fraction(schema, name),
                );
                let php = dressed(&plain, false);
                Made { plain, php }
            }
            _ => Made::same(Value::from(value::text(name))),
        };
        Some(if types.len() > 1 {
            made.undressed()
        } else {
            made
        })
    }

    /// Whether a number may have a fraction: any may that is sent, unless it is an identifier or a count; of answers only
    /// those that were seen with one.
    fn has_fraction(&self, schema: &Schema, name: &str) -> bool {
        let whole =
            value::names_identifier(name) || name.ends_with("count") || name.ends_with("page");
        let seen = schema.list("x-observed").any(|kind| kind == "number");
        !whole && (self.direction == Direction::Request || seen)
    }

    /// None where a member that must be there goes on for ever.
    fn object(&mut self, schema: &Schema) -> Option<Made> {
        let (mut plain, mut php) = (Map::new(), Map::new());
        let hidden = if self.direction == Direction::Request {
            "readOnly"
        } else {
            "writeOnly"
        };
        for (name, declared) in schema.properties() {
            let required = schema.requires(name);
            let member = Schema::new(self.description, declared);
            if (self.extent == Extent::Required && !required)
                || member.get(hidden) == Some(&Value::Bool(true))
            {
                continue;
            }
            let made = match self.make(declared, name) {
                Some(made) => made,
                None if !required => continue,
                None if member.types().first() == Some(&"array") => {
                    Made::same(Value::Array(Vec::new()))
                }
                None => return None,
            };
            plain.insert(name.clone(), made.plain);
            php.insert(name.clone(), made.php);
        }
        if schema.properties().next().is_none() && self.extent != Extent::Required {
            let declared = schema
                .get("additionalProperties")
                .filter(|declared| declared.is_object());
            let made = match declared {
                Some(declared) => self.make(declared, "key"),
                None => Some(Made::same(Value::from(value::text("key")))),
            };
            if let Some(made) = made {
                plain.insert("key 1".to_owned(), made.plain);
                php.insert("key 1".to_owned(), made.php);
            }
        }
        // PHP writes an array without keys as a list.
        let php = if php.is_empty() {
            Value::Array(Vec::new())
        } else {
            Value::Object(php)
        };
        Some(Made {
            plain: Value::Object(plain),
            php,
        })
    }

    /// Two items where they are single values, one where they are more; PHP's list with gaps is an object.
    fn list(&mut self, schema: &Schema, name: &str) -> Made {
        let Some(items) = schema.get("items") else {
            return Made::same(Value::Array(Vec::new()));
        };
        let first = self.make(items, name);
        let mut made: Vec<Made> = first.into_iter().collect();
        let single = made
            .first()
            .is_some_and(|item| !item.plain.is_object() && !item.plain.is_array());
        let limit = schema
            .get("maxItems")
            .and_then(Value::as_u64)
            .unwrap_or(u64::MAX);
        let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        if single && limit > 1 && !unique {
            let other = self.make(items, &format!("{}_2", name.trim_end_matches("[]")));
            made.extend(other);
        }
        made.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let least = schema
            .get("minItems")
            .and_then(Value::as_u64)
            .and_then(|least| usize::try_from(least).ok());
        while made.len() < least.unwrap_or(0) {
            let Some(last) = made.last().cloned() else {
                break;
            };
            made.push(last);
        }
        let (plain, php): (Vec<Value>, Vec<Value>) =
            made.into_iter().map(|made| (made.plain, made.php)).unzip();
        let gaps = !php.is_empty() && php.iter().all(Value::is_object);
        let php = if gaps {
            let keyed = php
                .into_iter()
                .enumerate()
                .map(|(index, item)| ((2 * index + 1).to_string(), item));
            Value::Object(keyed.collect())
        } else {
            Value::Array(php)
        };
        Made {
            plain: Value::Array(plain),
            php,
        }
    }
}

fn enumerated(schema: &Schema, name: &str) -> Option<Value> {
    let values: Vec<&Value> = schema
        .list("enum")
        .filter(|value| !value.is_null())
        .collect();
    let count = u64::try_from(values.len())
        .ok()
        .filter(|count| *count > 0)?;
    let index = usize::try_from(value::seed(name) % count).ok()?;
    let chosen = *values.get(index)?;
    let types = schema.types();
    match types[..] {
        // A time of day without quotes in YAML 1.1 is a number, whatever the type says.
        ["string"] if !chosen.is_string() => Some(Value::from(chosen.to_string())),
        ["boolean" | "integer" | "number"] if chosen.is_string() => {
            serde_json::from_str(chosen.as_str()?).ok()
        }
        // What the items may be, said in the wrong place.
        ["array"] if !chosen.is_array() => None,
        _ => Some(chosen.clone()),
    }
}

/// A single value in PHP's dress; a text loses its quotes only where `bare` and where that can be undone.
fn dressed(plain: &Value, bare: bool) -> Value {
    match plain {
        Value::Number(number) => Value::from(number.to_string()),
        Value::Bool(flag) => Value::from(u8::from(*flag)),
        Value::String(text) if bare => match text.parse::<i64>() {
            Ok(number) if number.to_string() == *text => Value::from(number),
            _ => plain.clone(),
        },
        _ => plain.clone(),
    }
}
