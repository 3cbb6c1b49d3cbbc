//! From schemas to shapes: the structure each schema of the description asks for.

use std::collections::HashMap;

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaData,
    SchemaKind, Type,
};
use sdk_spec::Pointer;
use serde_json::Value;

use super::graph::{Graph, Kind, NodeId, Raw, RawField, Site};
use super::resolve::Resolver;
use super::scalar::variants;
use super::{merge_all_of, union, words};
use crate::Config;
use crate::api::Envelope;

/// Schemas nested deeper than this stay untyped; no honest description comes near.
const DEEPEST: usize = 96;

/// What a member belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner<'a> {
    /// An object that becomes a model.
    Node(NodeId),
    /// An operation whose body's members are its own; the operation's subject.
    Operation(&'a str),
}

/// Turns schemas into shapes, filling a graph.
#[derive(Debug)]
pub(crate) struct Shaper<'a> {
    pub(crate) resolver: Resolver<'a>,
    pub(crate) config: &'a Config,
    /// What answers are wrapped in.
    pub(crate) envelope: Option<&'a Envelope>,
    pub(crate) graph: Graph,
    depth: usize,
    /// How many components that are nothing but references to the next one are open.
    links: usize,
    /// The components that are being shaped: how many nodes there were before each, and the node that stands for it
    /// where it contains itself.
    open: HashMap<String, (usize, Option<NodeId>)>,
    /// What each object that stands where it is used became, by its place in memory and its noun: an object that is
    /// inherited in many places, or contains itself without being a component, is shaped once.
    inline: HashMap<(usize, String), NodeId>,
    /// The key in `inline` of the schema that is being shaped.
    opening: Option<(usize, String)>,
}

impl<'a> Shaper<'a> {
    pub(crate) fn new(
        resolver: Resolver<'a>,
        config: &'a Config,
        envelope: Option<&'a Envelope>,
    ) -> Self {
        Shaper {
            resolver,
            config,
            envelope,
            graph: Graph::default(),
            depth: 0,
            links: 0,
            open: HashMap::new(),
            inline: HashMap::new(),
            opening: None,
        }
    }

    /// The shape of a schema or of what a reference names.
    pub(crate) fn shape(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        match schema {
            ReferenceOr::Item(schema) => self.item(schema, site, at),
            ReferenceOr::Reference { reference } => self.reference(reference, site, at),
        }
    }

    /// The same for a schema in a box, as properties and items hold them.
    pub(crate) fn boxed(
        &mut self,
        schema: &'a ReferenceOr<Box<Schema>>,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        match schema {
            ReferenceOr::Item(schema) => self.item(schema, site, at),
            ReferenceOr::Reference { reference } => self.reference(reference, site, at),
        }
    }

    /// The shape of a component schema, by its name.
    pub(crate) fn component(&mut self, name: &str) -> Option<Raw> {
        let root = Pointer::root();
        let components = root.key("components");
        let schemas = components.key("schemas");
        let reference = format!("#{}", schemas.key(name));
        self.resolver.component(&reference)?;
        Some(self.reference(&reference, Site::nowhere(), root))
    }

    /// What a component schema became; each is shaped once, however often it is named.
    fn reference(&mut self, reference: &str, site: Site<'_>, at: Pointer<'_>) -> Raw {
        let Some((name, schema)) = self.resolver.component(reference) else {
            return self.untyped(at, "the reference leads nowhere");
        };
        if self.graph.components.get(&name) == Some(&Raw::Any)
            && let Some((start, stand_in)) = self.open.get(&name).copied()
        {
            let id = stand_in.unwrap_or_else(|| self.graph.add(&site, None, None, at.to_string()));
            self.open.insert(name, (start, Some(id)));
            return Raw::Node(id);
        }
        if let Some(known) = self.graph.components.get(&name) {
            return known.clone();
        }
        let scalar = self
            .resolver
            .schema(schema)
            .is_some_and(|schema| is_plain_number(&schema.schema_kind));
        let at = Pointer::root();
        let (components, schemas) = (at.key("components"), "schemas");
        let schemas = components.key(schemas);
        let here = schemas.key(&name);
        if scalar {
            // Whether a bare number is whole depends on the name of who refers to it, so it is not shared.
            return match schema {
                ReferenceOr::Item(schema) => self.item(schema, site, here),
                ReferenceOr::Reference { reference } => self.reference(reference, site, here),
            };
        }
        self.graph.components.insert(name.clone(), Raw::Any);
        let start = self.graph.nodes.len();
        self.open.insert(name.clone(), (start, None));
        let noun = words::snake(&name).unwrap_or_default();
        let site = Site {
            name: &noun,
            noun: &noun,
            component: Some(&name),
            parent: None,
            owner: "",
        };
        let is_link = matches!(schema, ReferenceOr::Reference { .. });
        self.links += usize::from(is_link);
        let raw = if self.links > DEEPEST {
            self.untyped(here, "too many references lead from one to the next")
        } else {
            self.shape(schema, site, here)
        };
        self.links -= usize::from(is_link);
        let raw = match self.open.remove(&name) {
            Some((start, Some(stand_in))) => self.graph.close(start, stand_in, raw),
            _ => raw,
        };
        self.graph.components.insert(name, raw.clone());
        raw
    }

    /// The shape of a schema that stands where it is used.
    pub(crate) fn item(&mut self, schema: &'a Schema, site: Site<'_>, at: Pointer<'_>) -> Raw {
        if self.depth >= DEEPEST {
            return self.untyped(at, "it is nested too deeply");
        }
        let data = &schema.schema_data;
        // No object is shaped for a component that is open already, nor for what is no object.
        let is_scalar = matches!(
            &schema.schema_kind,
            SchemaKind::Type(
                Type::Boolean(_) | Type::String(_) | Type::Integer(_) | Type::Number(_)
            )
        );
        self.opening = (site.component.is_none() && !is_scalar)
            .then(|| (std::ptr::from_ref(schema) as usize, site.noun.to_owned()));
        let known = self.opening.as_ref().and_then(|key| self.inline.get(key));
        if let Some(id) = known {
            let raw = Raw::Node(*id);
            return if data.nullable { raw.nullable() } else { raw };
        }
        self.depth += 1;
        let raw = match &schema.schema_kind {
            SchemaKind::Type(Type::Boolean(_)) => Raw::Bool,
            SchemaKind::Type(Type::String(text)) => self.text(text, data, site, at),
            SchemaKind::Type(Type::Integer(integer)) => self.integer(integer, data, site, at),
            SchemaKind::Type(Type::Number(number)) => self.number(number, data, site, at),
            SchemaKind::Type(Type::Array(array)) => self.array(array, data, site, at),
            SchemaKind::Type(Type::Object(object)) => self.object(object, data, site, at),
            SchemaKind::AllOf { all_of } => self.all_of(all_of, data, site, at),
            SchemaKind::OneOf { one_of } => self.one_of(one_of, "oneOf", data, site, at),
            SchemaKind::AnyOf { any_of } => self.one_of(any_of, "anyOf", data, site, at),
            SchemaKind::Not { .. } => self.untyped(at, "`not` says only what it isn't"),
            SchemaKind::Any(any) => self.any(any, data, site, at),
        };
        self.depth -= 1;
        let raw = match extension_text(data, "x-sdk-id") {
            Some(name) => with_identifier(raw, &words::type_ident(name, "Id")),
            None => raw,
        };
        if data.nullable { raw.nullable() } else { raw }
    }

    /// A node for an object whose members are about to be shaped, and may lead back to it.
    pub(crate) fn begin(&mut self, data: &SchemaData, site: Site<'_>, at: Pointer<'_>) -> NodeId {
        let id = self.graph.add(
            &site,
            data.description.clone(),
            explicit_name(data),
            at.to_string(),
        );
        if let Some(component) = site.component {
            self.graph
                .components
                .insert(component.to_owned(), Raw::Node(id));
        }
        if let Some(key) = self.opening.take() {
            self.inline.insert(key, id);
        }
        id
    }

    /// Any JSON, with the reason why.
    pub(crate) fn untyped(&mut self, at: Pointer<'_>, reason: &str) -> Raw {
        self.graph
            .untyped
            .entry(at.to_string())
            .or_insert_with(|| reason.to_owned());
        Raw::Any
    }

    fn array(
        &mut self,
        array: &'a ArrayType,
        _data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let items = at.key("items");
        let Some(schema) = &array.items else {
            return Raw::List(Box::new(
                self.untyped(items, "the description gives no items"),
            ));
        };
        let noun = words::singular(site.noun);
        let name = words::singular(site.name);
        let site = Site {
            noun: &noun,
            name: &name,
            component: None,
            ..site
        };
        Raw::List(Box::new(self.boxed(schema, site, items)))
    }

    fn object(
        &mut self,
        object: &'a ObjectType,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        if !object.properties.is_empty() {
            return self.structure(object, data, site, at);
        }
        let values = at.key("additionalProperties");
        match &object.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => {
                let noun = words::singular(site.noun);
                let site = Site {
                    noun: &noun,
                    component: None,
                    ..site
                };
                Raw::Map(Box::new(self.shape(schema, site, values)))
            }
            _ => Raw::Map(Box::new(
                self.untyped(at, "the description gives no members of the object"),
            )),
        }
    }

    /// An object with known members.
    fn structure(
        &mut self,
        object: &'a ObjectType,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let id = self.begin(data, site, at);
        let fields = self.fields(object, id, at);
        self.graph.get_mut(id).kind = Kind::Struct(fields);
        Raw::Node(id)
    }

    /// The members of an object, in the description's order.
    pub(crate) fn fields(
        &mut self,
        object: &'a ObjectType,
        owner: NodeId,
        at: Pointer<'_>,
    ) -> Vec<RawField> {
        let properties = at.key("properties");
        let mut fields = Vec::with_capacity(object.properties.len());
        for (name, schema) in &object.properties {
            let here = properties.key(name);
            let required = object.required.contains(name);
            fields.push(self.field(name, schema, required, Owner::Node(owner), here));
        }
        fields
    }

    /// One member of an object.
    pub(crate) fn field(
        &mut self,
        name: &str,
        schema: &'a ReferenceOr<Box<Schema>>,
        required: bool,
        owner: Owner<'_>,
        at: Pointer<'_>,
    ) -> RawField {
        let noun = words::singular(&words::snake(name).unwrap_or_else(|| "value".to_owned()));
        let (parent, subject) = match owner {
            Owner::Node(id) => (Some(id), ""),
            Owner::Operation(subject) => (None, subject),
        };
        let site = Site {
            name,
            noun: &noun,
            component: None,
            parent,
            owner: subject,
        };
        let (ty, nullable) = self.boxed(schema, site, at).split_null();
        let data = match schema {
            ReferenceOr::Item(schema) => Some(&schema.schema_data),
            ReferenceOr::Reference { .. } => None,
        };
        let described = data.and_then(|data| data.description.clone());
        if let Some(target) = data.and_then(|data| extension_text(data, "x-sdk-resource")) {
            let target = target.to_owned();
            self.graph.targets.insert(at.to_string(), target);
        }
        // In JSON:API every resource's own `id` is text; what it identifies, only the overlay knows.
        let text = name == "id"
            && required
            && !nullable
            && matches!(ty, Raw::Identifier(_))
            && data.is_some_and(|data| extension_text(data, "x-sdk-id").is_some())
            && is_text(schema)
            && self
                .envelope
                .is_some_and(|envelope| envelope.included.is_some());
        RawField {
            name: name.to_owned(),
            ident: data.and_then(|data| explicit_ident(data, &ty)),
            ty,
            required,
            nullable,
            description: described.or_else(|| self.config.glossary.get(name).cloned()),
            deprecated: data.is_some_and(|data| data.deprecated),
            default: data.and_then(|data| data.default.clone()),
            read_only: data.is_some_and(|data| data.read_only),
            text,
            pointer: at.to_string(),
        }
    }

    fn all_of(
        &mut self,
        all_of: &'a [ReferenceOr<Schema>],
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let members = at.key("allOf");
        let (mut telling, mut nullable) = (Vec::new(), false);
        for (index, member) in all_of.iter().enumerate() {
            match member {
                ReferenceOr::Item(schema) if merge_all_of::says_nothing(schema) => {
                    nullable |= schema.schema_data.nullable;
                }
                _ => telling.push((index, member)),
            }
        }
        let raw = match (telling.as_slice(), all_of) {
            // A reference with remarks beside it, as documents write it where a `$ref` must stand alone.
            ([(index, only)], _) => self.shape(only, site, members.index(*index)),
            ([], [only, ..]) => self.shape(only, site, members.index(0)),
            _ => return merge_all_of::shape(self, all_of, data, site, at),
        };
        if nullable { raw.nullable() } else { raw }
    }

    fn one_of(
        &mut self,
        members: &'a [ReferenceOr<Schema>],
        keyword: &str,
        data: &'a SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        union::shape(self, members, keyword, data, site, at)
    }

    /// A schema whose keywords belong to no single type.
    fn any(
        &mut self,
        any: &'a AnySchema,
        data: &'a SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        if !any.all_of.is_empty() && merge_all_of::says_nothing_else(any) {
            return self.all_of(&any.all_of, data, site, at);
        }
        if !any.properties.is_empty() || !any.all_of.is_empty() {
            return merge_all_of::shape_any(self, any, data, site, at);
        }
        if !any.one_of.is_empty() {
            return self.one_of(&any.one_of, "oneOf", data, site, at);
        }
        if !any.any_of.is_empty() {
            return self.one_of(&any.any_of, "anyOf", data, site, at);
        }
        if let Some(items) = &any.items {
            let noun = words::singular(site.noun);
            let site = Site {
                noun: &noun,
                component: None,
                ..site
            };
            return Raw::List(Box::new(self.boxed(items, site, at.key("items"))));
        }
        match any.typ.as_deref() {
            Some("string") => Raw::String,
            Some("integer") => Raw::Integer,
            Some("number") => Raw::Number,
            Some("boolean") => Raw::Bool,
            Some("array") => {
                Raw::List(Box::new(self.untyped(at, "the description gives no items")))
            }
            Some("object") => Raw::Map(Box::new(
                self.untyped(at, "the description gives no members of the object"),
            )),
            _ => {
                let texts: Vec<&str> = any.enumeration.iter().filter_map(Value::as_str).collect();
                if !texts.is_empty() && texts.len() == any.enumeration.len() {
                    let kind = Kind::Text(variants(
                        &texts,
                        data,
                        |value| (*value).to_owned(),
                        |value| words::type_ident(value, "Value"),
                    ));
                    return self.leaf(kind, data, site, at);
                }
                self.untyped(at, "the description gives no type")
            }
        }
    }
}

/// Whether a schema is one of text.
fn is_text(schema: &ReferenceOr<Box<Schema>>) -> bool {
    match schema {
        ReferenceOr::Item(schema) => {
            matches!(schema.schema_kind, SchemaKind::Type(Type::String(_)))
        }
        ReferenceOr::Reference { .. } => false,
    }
}

/// A number or text, or a list of such, as the identifier the overlay names.
pub(crate) fn with_identifier(raw: Raw, name: &str) -> Raw {
    match raw {
        Raw::Integer | Raw::Number | Raw::String => Raw::Identifier(name.to_owned()),
        Raw::List(inner) => Raw::List(Box::new(with_identifier(*inner, name))),
        Raw::Nullable(inner) => Raw::Nullable(Box::new(with_identifier(*inner, name))),
        other => other,
    }
}

fn is_plain_number(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Type(Type::Number(number)) if number.enumeration.is_empty())
}

/// A text extension of a schema.
pub(crate) fn extension_text<'d>(data: &'d SchemaData, key: &str) -> Option<&'d str> {
    data.extensions.get(key).and_then(Value::as_str)
}

/// The type name the overlay gives a schema.
pub(crate) fn explicit_name(data: &SchemaData) -> Option<String> {
    extension_text(data, "x-sdk-name").map(|name| words::type_ident(name, "Type"))
}

/// The field name the overlay gives a member; on a member that is a model the name is the model's.
fn explicit_ident(data: &SchemaData, ty: &Raw) -> Option<String> {
    let name = extension_text(data, "x-sdk-name")?;
    let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
    (ty.node().is_none() || !is_type).then(|| words::value_ident(name, "field"))
}
