//! `allOf`: what several schemas say together about one value (JSON Schema 2020-12 §10.2.1.1).
//!
//! Objects are merged member by member; where two disagree about a member the later one is taken. What
//! only the members of a `oneOf` or `anyOf` beside properties have becomes optional.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AnySchema, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, Type};
use sdk_spec::Pointer;

use super::graph::{Kind, Raw, Site};
use super::resolve::Resolver;
use super::shape::{Owner, Shaper};

/// Chains of `allOf` longer than this are circles.
const DEEPEST: usize = 32;

/// A member's schema, and where it stands.
type Member<'a> = (&'a ReferenceOr<Box<Schema>>, String);

/// The members of an object by name, and the names of those that must be there.
type Members<'a> = (Vec<(&'a str, Member<'a>)>, Vec<&'a str>);

/// What the members of an `allOf` say about one object.
#[derive(Default)]
struct Merged<'a> {
    properties: IndexMap<&'a str, Member<'a>>,
    required: Vec<&'a str>,
    /// Members that are no objects, with their places.
    others: Vec<(&'a Schema, String)>,
    /// What was added already, by its place in memory and whether it was binding: what is inherited by several ways, or
    /// from itself, is added once.
    seen: HashSet<(usize, bool)>,
}

/// Whether a schema says nothing about a value but remarks: what an `allOf` has beside the reference it is about.
pub(crate) fn says_nothing(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Any(any) => *any == AnySchema::default(),
        SchemaKind::Type(Type::Object(object)) => *object == ObjectType::default(),
        _ => false,
    }
}

/// Whether all that a schema says about a value is its `allOf`, and perhaps that it is an object.
pub(crate) fn says_nothing_else(any: &AnySchema) -> bool {
    let alone = AnySchema {
        all_of: any.all_of.clone(),
        typ: any.typ.clone(),
        ..AnySchema::default()
    };
    *any == alone && any.typ.as_deref().is_none_or(|ty| ty == "object")
}

/// The shape of an `allOf` with several members.
pub(crate) fn shape<'a>(
    shaper: &mut Shaper<'a>,
    all_of: &'a [ReferenceOr<Schema>],
    data: &SchemaData,
    site: Site<'_>,
    at: Pointer<'_>,
) -> Raw {
    let mut merged = Merged::default();
    let members = at.key("allOf");
    for (index, member) in all_of.iter().enumerate() {
        merged.add(
            shaper.resolver,
            member,
            &members.index(index).to_string(),
            true,
            0,
        );
    }
    finish(shaper, merged, data, site, at)
}

/// The shape of a schema that has properties or `allOf` beside other keywords.
pub(crate) fn shape_any<'a>(
    shaper: &mut Shaper<'a>,
    any: &'a AnySchema,
    data: &SchemaData,
    site: Site<'_>,
    at: Pointer<'_>,
) -> Raw {
    let mut merged = Merged::default();
    merged.add_any(shaper.resolver, any, &at.to_string(), true, 0);
    finish(shaper, merged, data, site, at)
}

/// The members of an object schema with all it inherits: those of a body, which become setters, or of an envelope.
pub(crate) fn members<'a>(
    resolver: Resolver<'a>,
    schema: &'a ReferenceOr<Schema>,
    at: Pointer<'_>,
) -> Option<Members<'a>> {
    let mut merged = Merged::default();
    merged.add(resolver, schema, &at.to_string(), true, 0);
    if merged.properties.is_empty() || !merged.others.is_empty() {
        return None;
    }
    Some((merged.properties.into_iter().collect(), merged.required))
}

fn finish<'a>(
    shaper: &mut Shaper<'a>,
    merged: Merged<'a>,
    data: &SchemaData,
    site: Site<'_>,
    at: Pointer<'_>,
) -> Raw {
    if merged.properties.is_empty() {
        return match merged.others.first() {
            Some((schema, pointer)) => shaper.item(schema, site, Pointer::base(pointer)),
            None => shaper.untyped(at, "the description gives no members of the object"),
        };
    }
    let id = shaper.begin(data, site, at);
    let mut fields = Vec::with_capacity(merged.properties.len());
    for (name, (schema, pointer)) in &merged.properties {
        let required = merged.required.contains(name);
        fields.push(shaper.field(
            name,
            schema,
            required,
            Owner::Node(id),
            Pointer::base(pointer),
        ));
    }
    shaper.graph.get_mut(id).kind = Kind::Struct(fields);
    Raw::Node(id)
}

impl<'a> Merged<'a> {
    fn add(
        &mut self,
        resolver: Resolver<'a>,
        member: &'a ReferenceOr<Schema>,
        at: &str,
        binding: bool,
        depth: usize,
    ) {
        let Some(schema) = resolver.schema(member) else {
            return;
        };
        match member {
            ReferenceOr::Reference { reference } => {
                self.add_item(
                    resolver,
                    schema,
                    reference.trim_start_matches('#'),
                    binding,
                    depth,
                );
            }
            ReferenceOr::Item(_) => self.add_item(resolver, schema, at, binding, depth),
        }
    }

    /// `binding` is whether what the schema requires is required of every value.
    fn add_item(
        &mut self,
        resolver: Resolver<'a>,
        schema: &'a Schema,
        at: &str,
        binding: bool,
        depth: usize,
    ) {
        let key = (std::ptr::from_ref(schema) as usize, binding);
        if depth >= DEEPEST || !self.seen.insert(key) {
            return;
        }
        match &schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => self.add_object(object, at, binding),
            SchemaKind::AllOf { all_of } => {
                for (index, member) in all_of.iter().enumerate() {
                    self.add(
                        resolver,
                        member,
                        &format!("{at}/allOf/{index}"),
                        binding,
                        depth + 1,
                    );
                }
            }
            SchemaKind::Any(any) => self.add_any(resolver, any, at, binding, depth),
            SchemaKind::OneOf { one_of } if self.all_objects(resolver, one_of) && depth > 0 => {
                self.add_choice(resolver, one_of, "oneOf", at, depth);
            }
            SchemaKind::AnyOf { any_of } if self.all_objects(resolver, any_of) && depth > 0 => {
                self.add_choice(resolver, any_of, "anyOf", at, depth);
            }
            _ => self.others.push((schema, at.to_owned())),
        }
    }

    fn add_any(
        &mut self,
        resolver: Resolver<'a>,
        any: &'a AnySchema,
        at: &str,
        binding: bool,
        depth: usize,
    ) {
        for (name, schema) in &any.properties {
            self.properties.insert(name, (schema, property(at, name)));
        }
        if binding {
            self.required
                .extend(any.required.iter().map(String::as_str));
        }
        for (index, member) in any.all_of.iter().enumerate() {
            self.add(
                resolver,
                member,
                &format!("{at}/allOf/{index}"),
                binding,
                depth + 1,
            );
        }
        self.add_choice(resolver, &any.one_of, "oneOf", at, depth);
        self.add_choice(resolver, &any.any_of, "anyOf", at, depth);
    }

    fn add_object(&mut self, object: &'a ObjectType, at: &str, binding: bool) {
        for (name, schema) in &object.properties {
            self.properties.insert(name, (schema, property(at, name)));
        }
        if binding {
            self.required
                .extend(object.required.iter().map(String::as_str));
        }
    }

    fn add_choice(
        &mut self,
        resolver: Resolver<'a>,
        members: &'a [ReferenceOr<Schema>],
        keyword: &str,
        at: &str,
        depth: usize,
    ) {
        for (index, member) in members.iter().enumerate() {
            let known: Vec<(&str, Member<'a>)> = self
                .properties
                .iter()
                .map(|(name, member)| (*name, member.clone()))
                .collect();
            self.add(
                resolver,
                member,
                &format!("{at}/{keyword}/{index}"),
                false,
                depth + 1,
            );
            // What the object itself says about a member is nearer than what a choice says.
            for (name, member) in known {
                self.properties.insert(name, member);
            }
        }
    }

    fn all_objects(&self, resolver: Resolver<'a>, members: &'a [ReferenceOr<Schema>]) -> bool {
        members.iter().all(|member| {
            resolver
                .schema(member)
                .is_some_and(|schema| match &schema.schema_kind {
                    SchemaKind::Type(Type::Object(_)) | SchemaKind::AllOf { .. } => true,
                    SchemaKind::Any(any) => !any.properties.is_empty(),
                    _ => false,
                })
        })
    }
}

fn property(at: &str, name: &str) -> String {
    let (base, properties) = (Pointer::base(at), "properties");
    let properties = base.key(properties);
    properties.key(name).to_string()
}
