//! Who refers to which type: the reverse of the references in operations and models.
//! The API goes in; for each type its operations (with the part that refers to it), its events and its containers come out.

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::Api;
use sdk_ir::operation::{BodyContent, Content, Operation};
use sdk_ir::types::{ModelKind, Type};

/// The references to each type.
#[derive(Debug, Default)]
pub(crate) struct Usage<'a> {
    by_type: BTreeMap<&'a str, Uses<'a>>,
    none: Uses<'a>,
}

/// The references to one type.
#[derive(Debug, Default)]
pub(crate) struct Uses<'a> {
    /// Operations as (group, operation) with how they use it.
    pub(crate) operations: BTreeMap<(usize, usize), BTreeSet<Part>>,
    /// Models that hold it, with the members that do.
    pub(crate) models: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Events that have it as their payload.
    pub(crate) events: BTreeSet<usize>,
}

/// The part of an operation that refers to a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Parameter,
    Body,
    Answer,
}

impl Part {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Part::Parameter => "parameter",
            Part::Body => "body",
            Part::Answer => "answer",
        }
    }
}

impl<'a> Usage<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let mut usage = Usage::default();
        for (group, of_group) in api.groups.iter().enumerate() {
            for (index, operation) in of_group.operations.iter().enumerate() {
                usage.add_operation((group, index), operation);
            }
        }
        for model in api.models.values() {
            usage.add_model(&model.name, &model.kind);
        }
        let events = api.webhooks.iter().flat_map(|webhooks| &webhooks.events);
        for (index, event) in events.enumerate() {
            if let Some(name) = name(&event.ty) {
                usage.by_type.entry(name).or_default().events.insert(index);
            }
        }
        usage
    }

    pub(crate) fn of(&self, name: &str) -> &Uses<'a> {
        self.by_type.get(name).unwrap_or(&self.none)
    }

    fn add_operation(&mut self, at: (usize, usize), operation: &'a Operation) {
        let mut add = |ty: &'a Type, part: Part| {
            if let Some(name) = name(ty) {
                let uses = self.by_type.entry(name).or_default();
                uses.operations.entry(at).or_default().insert(part);
            }
        };
        for parameter in &operation.parameters {
            add(&parameter.ty, Part::Parameter);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Fields { fields, .. }) => {
                fields.iter().for_each(|field| add(&field.ty, Part::Body));
            }
            Some(BodyContent::Json(ty)) => add(ty, Part::Body),
            _ => {}
        }
        let answers = operation.responses.iter().map(|response| &response.content);
        for content in answers.chain([&operation.output.content]) {
            for ty in content_types(content) {
                add(ty, Part::Answer);
            }
        }
    }

    fn add_model(&mut self, holder: &'a str, kind: &'a ModelKind) {
        let mut add = |ty: &'a Type, member: &'a str| {
            if let Some(name) = name(ty) {
                let uses = self.by_type.entry(name).or_default();
                uses.models.entry(holder).or_default().insert(member);
            }
        };
        match kind {
            ModelKind::Struct(fields) => {
                fields.iter().for_each(|field| add(&field.ty, &field.ident))
            }
            ModelKind::Union(variants) => variants
                .iter()
                .for_each(|variant| add(&variant.ty, &variant.ident)),
            ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_) => {}
        }
    }
}

/// The types that an answer carries.
pub(crate) fn content_types(content: &Content) -> impl Iterator<Item = &Type> {
    let (first, second) = match content {
        Content::Json(ty) => (Some(ty), None),
        Content::Enveloped { data, meta } => (data.as_ref(), meta.as_ref()),
        Content::Empty | Content::Binary(_) | Content::Text(_) => (None, None),
    };
    first.into_iter().chain(second)
}

fn name(ty: &Type) -> Option<&str> {
    match ty.leaf() {
        Type::Identifier(name) | Type::Model(name) => Some(name),
        _ => None,
    }
}
