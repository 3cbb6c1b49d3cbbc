//! Schemas: all keywords are collected, then the kind that holds them is chosen, as `openapiv3`'s own reader does.

use super::{Parser, any, rest};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType,
    NumberType, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type,
};
use serde_json::{Number, Value};

/// Which groups of keywords a schema has.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Groups(u16);

impl Groups {
    const TYPE: Self = Self(1);
    const TEXT: Self = Self(2);
    const NUMBER: Self = Self(4);
    const OBJECT: Self = Self(8);
    const ARRAY: Self = Self(16);
    const ENUM: Self = Self(32);
    const FORMAT: Self = Self(64);
    const ONE_OF: Self = Self(128);
    const ALL_OF: Self = Self(256);
    const ANY_OF: Self = Self(512);
    const NOT: Self = Self(1024);

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether no other group than these is there.
    fn within(self, allowed: &[Self]) -> bool {
        let allowed = allowed.iter().fold(0, |all, group| all | group.0);
        self.0 & !allowed == 0
    }
}

/// All keywords that decide about the kind, and which groups of them are there.
#[derive(Default)]
struct Keywords {
    groups: Groups,
    any: AnySchema,
    multiple_of: Option<Number>,
    minimum: Option<Number>,
    maximum: Option<Number>,
}

impl Parser<'_> {
    pub(super) fn schema(&mut self, value: Value, at: &Pointer<'_>) -> Option<Schema> {
        let mut data = SchemaData::default();
        let mut words = Keywords::default();
        // Lowering has no boolean schemas left over; elsewhere `true` is what is meant by anything of a wrong type.
        for (key, value) in self.object(value, at)? {
            if value.is_null() && !key.starts_with("x-") {
                continue;
            }
            let at = at.key(&key);
            match key.as_str() {
                "nullable" => data.nullable = self.boolean(value, &at).unwrap_or_default(),
                "readOnly" => data.read_only = self.boolean(value, &at).unwrap_or_default(),
                "writeOnly" => data.write_only = self.boolean(value, &at).unwrap_or_default(),
                "deprecated" => data.deprecated = self.boolean(value, &at).unwrap_or_default(),
                "externalDocs" => data.external_docs = self.external_docs(value, &at),
                "example" => {}
                "title" => data.title = self.string(value, &at),
                "description" => data.description = self.string(value, &at),
                "discriminator" => data.discriminator = self.discriminator(value, &at),
                "default" => data.default = any(value),
                _ if key.starts_with("x-") => rest(key, value, &mut data.extensions),
                _ => self.keyword(&key, value, &at, &mut words),
            }
        }
        Some(Schema {
            schema_data: data,
            schema_kind: self.choose(words, at),
        })
    }

    fn keyword(&mut self, key: &str, value: Value, at: &Pointer<'_>, out: &mut Keywords) {
        let any = &mut out.any;
        let group = match key {
            "type" => {
                any.typ = self.type_name(value, at);
                if any.typ.is_none() {
                    return;
                }
                Groups::TYPE
            }
            "format" => {
                any.format = self.string(value, at);
                Groups::FORMAT
            }
            "enum" => {
                any.enumeration = self.array(value, at).unwrap_or_default();
                Groups::ENUM
            }
            "pattern" => {
                any.pattern = self.string(value, at);
                Groups::TEXT
            }
            "minLength" => {
                any.min_length = self.count(value, at);
                Groups::TEXT
            }
            "maxLength" => {
                any.max_length = self.count(value, at);
                Groups::TEXT
            }
            "multipleOf" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.number_keyword(key, value, at, out);
                Groups::NUMBER
            }
            "properties"
            | "required"
            | "additionalProperties"
            | "minProperties"
            | "maxProperties" => {
                self.object_keyword(key, value, at, any);
                Groups::OBJECT
            }
            "items" | "minItems" | "maxItems" | "uniqueItems" => {
                self.array_keyword(key, value, at, any);
                Groups::ARRAY
            }
            "oneOf" => {
                any.one_of = self.list_or_ref(value, at, Self::schema);
                Groups::ONE_OF
            }
            "allOf" => {
                any.all_of = self.list_or_ref(value, at, Self::schema);
                Groups::ALL_OF
            }
            "anyOf" => {
                any.any_of = self.list_or_ref(value, at, Self::schema);
                Groups::ANY_OF
            }
            "not" => {
                any.not = self.or_ref(value, at, Self::schema).map(Box::new);
                Groups::NOT
            }
            _ => return,
        };
        out.groups.add(group);
    }

    /// One of the six names; an unknown one says nothing that could be kept.
    fn type_name(&mut self, value: Value, at: &Pointer<'_>) -> Option<String> {
        match value {
            Value::String(name)
                if matches!(
                    name.as_str(),
                    "string" | "number" | "integer" | "boolean" | "object" | "array"
                ) =>
            {
                Some(name)
            }
            Value::String(name) => {
                let message = format!("`{name}` is no type of a schema; any value is taken");
                let help = "use `string`, `number`, `integer`, `boolean`, `object` or `array`";
                self.diagnostics.push(
                    Diagnostic::warning("unknown-type", message)
                        .at(at)
                        .help(help),
                );
                None
            }
            other => {
                self.expected("a type's name", &other, at);
                None
            }
        }
    }

    fn number_keyword(&mut self, key: &str, value: Value, at: &Pointer<'_>, out: &mut Keywords) {
        match key {
            "multipleOf" => out.multiple_of = self.number(value, at),
            "minimum" => out.minimum = self.number(value, at),
            "maximum" => out.maximum = self.number(value, at),
            "exclusiveMinimum" => out.any.exclusive_minimum = self.boolean(value, at),
            _ => out.any.exclusive_maximum = self.boolean(value, at),
        }
    }

    fn object_keyword(&mut self, key: &str, value: Value, at: &Pointer<'_>, out: &mut AnySchema) {
        match key {
            "properties" => out.properties = self.boxed_schemas(value, at),
            "required" => out.required = self.strings(value, at).unwrap_or_default(),
            "additionalProperties" => {
                out.additional_properties = match value {
                    Value::Bool(bool) => Some(AdditionalProperties::Any(bool)),
                    other => self
                        .or_ref(other, at, Self::schema)
                        .map(|schema| AdditionalProperties::Schema(Box::new(schema))),
                }
            }
            "minProperties" => out.min_properties = self.count(value, at),
            _ => out.max_properties = self.count(value, at),
        }
    }

    fn array_keyword(&mut self, key: &str, value: Value, at: &Pointer<'_>, out: &mut AnySchema) {
        match key {
            "items" => out.items = self.boxed_schema(value, at),
            "minItems" => out.min_items = self.count(value, at),
            "maxItems" => out.max_items = self.count(value, at),
            _ => out.unique_items = self.boolean(value, at),
        }
    }

    fn boxed_schema(&mut self, value: Value, at: &Pointer<'_>) -> Option<ReferenceOr<Box<Schema>>> {
        Some(match self.or_ref(value, at, Self::schema)? {
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
            ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        })
    }

    fn boxed_schemas(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
    ) -> IndexMap<String, ReferenceOr<Box<Schema>>> {
        let Some(entries) = self.object(value, at) else {
            return IndexMap::new();
        };
        let mut out = IndexMap::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some(schema) = self.boxed_schema(value, &at.key(&key)) {
                out.insert(key, schema);
            }
        }
        out
    }

    fn discriminator(&mut self, value: Value, at: &Pointer<'_>) -> Option<Discriminator> {
        let mut out = Discriminator::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "propertyName" => out.property_name = self.string(value, &at).unwrap_or_default(),
                "mapping" => {
                    for (name, target) in self.object(value, &at).unwrap_or_default() {
                        if let Some(target) = self.string(target, &at.key(&name)) {
                            out.mapping.insert(name, target);
                        }
                    }
                }
                _ => rest(key, value, &mut out.extensions),
            }
        }
        if out.property_name.is_empty() {
            self.missing("`propertyName`", "the discriminator is left out", at);
            return None;
        }
        Some(out)
    }

    /// The kind of schema that holds exactly these keywords.
    fn choose(&mut self, words: Keywords, at: &Pointer<'_>) -> SchemaKind {
        use Groups as G;
        let groups = words.groups;
        match words.any.typ.as_deref() {
            Some("string") if groups.within(&[G::TYPE, G::TEXT, G::ENUM, G::FORMAT]) => {
                string(words)
            }
            Some("number") if groups.within(&[G::TYPE, G::NUMBER, G::ENUM, G::FORMAT]) => {
                number(words)
            }
            Some("integer") if groups.within(&[G::TYPE, G::NUMBER, G::ENUM, G::FORMAT]) => {
                self.integer(words, at)
            }
            Some("boolean") if groups.within(&[G::TYPE, G::ENUM]) => boolean(words),
            Some("object") if groups.within(&[G::TYPE, G::OBJECT]) => object(words),
            Some("array") if groups.within(&[G::TYPE, G::ARRAY]) => array(words),
            None if groups == G::ONE_OF => SchemaKind::OneOf {
                one_of: words.any.one_of,
            },
            None if groups == G::ALL_OF => SchemaKind::AllOf {
                all_of: words.any.all_of,
            },
            None if groups == G::ANY_OF => SchemaKind::AnyOf {
                any_of: words.any.any_of,
            },
            None if groups == G::NOT => match words.any.not {
                Some(not) => SchemaKind::Not { not },
                None => SchemaKind::Any(AnySchema::default()),
            },
            _ => mixed(words),
        }
    }

    /// An integer; bounds beyond 64 bits bound nothing that a client can send, so they are dropped.
    fn integer(&mut self, words: Keywords, at: &Pointer<'_>) -> SchemaKind {
        let Some(enumeration) = values(&words.any.enumeration, Value::as_i64) else {
            return mixed(words);
        };
        let fractional = [&words.multiple_of, &words.minimum, &words.maximum]
            .into_iter()
            .flatten()
            .any(|bound| bound.as_f64().is_none_or(|bound| bound.fract() != 0.0));
        if fractional {
            return mixed(words);
        }
        let mut bound = |bound: Option<Number>, key: &str| {
            let bound = bound?;
            let whole = bound
                .as_i64()
                .or_else(|| bound.as_f64().filter(|f| f.abs() < 9e18).map(|f| f as i64));
            if whole.is_none() {
                let message =
                    format!("`{key}: {bound}` does not fit 64 bits; the bound is dropped");
                self.diagnostics
                    .push(Diagnostic::note("wide-bound", message).at(at.key(key)));
            }
            whole
        };
        let (multiple_of, minimum, maximum) = (
            bound(words.multiple_of, "multipleOf"),
            bound(words.minimum, "minimum"),
            bound(words.maximum, "maximum"),
        );
        SchemaKind::Type(Type::Integer(IntegerType {
            format: words.any.format.into(),
            multiple_of,
            exclusive_minimum: words.any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: words.any.exclusive_maximum.unwrap_or_default(),
            minimum,
            maximum,
            enumeration,
        }))
    }
}

/// The values of an enum, all of one type or null; none if one is of another type.
fn values<T>(values: &[Value], read: impl Fn(&Value) -> Option<T>) -> Option<Vec<Option<T>>> {
    values
        .iter()
        .map(|value| {
            if value.is_null() {
                Some(None)
            } else {
                read(value).map(Some)
            }
        })
        .collect()
}

fn string(words: Keywords) -> SchemaKind {
    let Some(enumeration) = values(&words.any.enumeration, |value| {
        value.as_str().map(str::to_owned)
    }) else {
        return mixed(words);
    };
    SchemaKind::Type(Type::String(StringType {
        format: words.any.format.into(),
        pattern: words.any.pattern,
        enumeration,
        min_length: words.any.min_length,
        max_length: words.any.max_length,
    }))
}

fn number(words: Keywords) -> SchemaKind {
    let Some(enumeration) = values(&words.any.enumeration, Value::as_f64) else {
        return mixed(words);
    };
    SchemaKind::Type(Type::Number(NumberType {
        format: words.any.format.into(),
        multiple_of: words.multiple_of.and_then(|number| number.as_f64()),
        exclusive_minimum: words.any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: words.any.exclusive_maximum.unwrap_or_default(),
        minimum: words.minimum.and_then(|number| number.as_f64()),
        maximum: words.maximum.and_then(|number| number.as_f64()),
        enumeration,
    }))
}

fn boolean(words: Keywords) -> SchemaKind {
    match values(&words.any.enumeration, Value::as_bool) {
        Some(enumeration) => SchemaKind::Type(Type::Boolean(BooleanType { enumeration })),
        None => mixed(words),
    }
}

fn object(words: Keywords) -> SchemaKind {
    SchemaKind::Type(Type::Object(ObjectType {
        properties: words.any.properties,
        required: words.any.required,
        additional_properties: words.any.additional_properties,
        min_properties: words.any.min_properties,
        max_properties: words.any.max_properties,
    }))
}

fn array(words: Keywords) -> SchemaKind {
    SchemaKind::Type(Type::Array(ArrayType {
        items: words.any.items,
        min_items: words.any.min_items,
        max_items: words.any.max_items,
        unique_items: words.any.unique_items.unwrap_or_default(),
    }))
}

/// Keywords of several types, or none: everything is kept as it stands.
fn mixed(words: Keywords) -> SchemaKind {
    let mut any = words.any;
    any.multiple_of = words.multiple_of.and_then(|number| number.as_f64());
    any.minimum = words.minimum.and_then(|number| number.as_f64());
    any.maximum = words.maximum.and_then(|number| number.as_f64());
    SchemaKind::Any(any)
}
