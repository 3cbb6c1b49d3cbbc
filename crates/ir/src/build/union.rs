//! `oneOf` and `anyOf`: a value of one of several types.
//!
//! Most choices in real descriptions are none: a null, an empty list that means "nothing", two names
//! of one shape, a whole number beside a number. Only what is left after these becomes a union.

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaData, SchemaKind, Type};
use sdk_spec::Pointer;

use super::graph::{Graph, Kind, NodeId, Raw, RawVariant, Site};
use super::shape::{Shaper, explicit_name};
use super::words;

/// One of the types a value may have.
struct Choice {
    ty: Raw,
    ident: Option<String>,
    description: Option<String>,
    tags: Vec<String>,
}

/// The shape of a `oneOf` or `anyOf`.
pub(crate) fn shape<'a>(
    shaper: &mut Shaper<'a>,
    members: &'a [ReferenceOr<Schema>],
    keyword: &str,
    data: &'a SchemaData,
    site: Site<'_>,
    at: Pointer<'_>,
) -> Raw {
    let list = at.key(keyword);
    let mut choices: Vec<Choice> = Vec::with_capacity(members.len());
    let (mut nullable, mut empty_list) = (false, false);
    // The members stand where the union stands; a member that is a component keeps its own name.
    let inner = Site {
        component: None,
        ..site
    };
    for (index, member) in members.iter().enumerate() {
        if members.len() > 1 && is_empty_list(member) {
            empty_list = true;
            continue;
        }
        let (ty, null) = shaper.shape(member, inner, list.index(index)).split_null();
        nullable |= null;
        if choices
            .iter()
            .any(|known| same(&shaper.graph, &known.ty, &ty, &mut Vec::new()))
        {
            continue;
        }
        choices.push(choice(member, ty, data.discriminator.as_ref()));
    }
    if empty_list {
        // `[]` stands for "nothing" beside an object, and is a list like any other beside a list.
        nullable |= !choices
            .iter()
            .any(|choice| matches!(choice.ty, Raw::List(_)));
    }
    widen_numbers(&mut choices);
    let ty = match choices.len() {
        0 => shaper.untyped(at, "the description gives no type to choose"),
        1 => choices.swap_remove(0).ty,
        _ if choices.iter().any(|choice| choice.ty == Raw::Any) => {
            shaper.untyped(at, "one of the choices has no type")
        }
        _ => node(shaper, choices, data, site, at),
    };
    if nullable { ty.nullable() } else { ty }
}

fn node(
    shaper: &mut Shaper<'_>,
    choices: Vec<Choice>,
    data: &SchemaData,
    site: Site<'_>,
    at: Pointer<'_>,
) -> Raw {
    let id = shaper.graph.add(
        &site,
        data.description.clone(),
        explicit_name(data),
        at.to_string(),
    );
    if let Some(component) = site.component {
        shaper
            .graph
            .components
            .insert(component.to_owned(), Raw::Node(id));
    }
    let tagged_by = data
        .discriminator
        .as_ref()
        .map(|discriminator| discriminator.property_name.clone());
    let variants = choices
        .into_iter()
        .map(|choice| {
            if let Some(child) = choice.ty.node() {
                let node = shaper.graph.get_mut(child);
                if node.component.is_none() && node.parent == site.parent {
                    node.parent = Some(id);
                }
            }
            RawVariant {
                ident: choice.ident,
                ty: choice.ty,
                description: choice.description,
                tags: choice.tags,
                tagged_by: tagged_by.clone(),
            }
        })
        .collect();
    shaper.graph.get_mut(id).kind = Kind::Union(variants);
    Raw::Node(id)
}

fn choice(member: &ReferenceOr<Schema>, ty: Raw, discriminator: Option<&Discriminator>) -> Choice {
    let (mut ident, mut description, mut tags) = (None, None, Vec::new());
    if let ReferenceOr::Item(schema) = member {
        let data = &schema.schema_data;
        description.clone_from(&data.description);
        ident = data
            .title
            .as_deref()
            .map(|title| words::type_ident(title, "Variant"));
    }
    if let (ReferenceOr::Reference { reference }, Some(discriminator)) = (member, discriminator) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        tags = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| *target == reference || target.as_str() == name)
            .map(|(tag, _)| tag.clone())
            .collect();
        if tags.is_empty() {
            tags.push(name.to_owned());
        }
    }
    Choice {
        ty,
        ident,
        description,
        tags,
    }
}

/// A whole number is a number: beside one it says nothing of its own.
fn widen_numbers(choices: &mut Vec<Choice>) {
    if choices.iter().any(|choice| choice.ty == Raw::Number) {
        choices.retain(|choice| choice.ty != Raw::Integer);
    }
}

/// A list that can only be empty, or of which nothing is told.
fn is_empty_list(member: &ReferenceOr<Schema>) -> bool {
    let schema = match member {
        ReferenceOr::Item(schema) => schema,
        ReferenceOr::Reference { .. } => return false,
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Array(array)) => {
            array.max_items == Some(0)
                || match &array.items {
                    None => true,
                    Some(ReferenceOr::Item(items)) => {
                        matches!(&items.schema_kind, SchemaKind::Any(any) if *any == openapiv3::AnySchema::default())
                    }
                    Some(ReferenceOr::Reference { .. }) => false,
                }
        }
        _ => false,
    }
}

/// Whether two types are the same all the way down.
fn same(graph: &Graph, left: &Raw, right: &Raw, open: &mut Vec<(NodeId, NodeId)>) -> bool {
    match (left, right) {
        (Raw::List(left), Raw::List(right))
        | (Raw::Map(left), Raw::Map(right))
        | (Raw::Nullable(left), Raw::Nullable(right)) => same(graph, left, right, open),
        (Raw::Node(left), Raw::Node(right)) => {
            if left == right || open.contains(&(*left, *right)) {
                return true;
            }
            open.push((*left, *right));
            same_node(graph, *left, *right, open)
        }
        _ => left == right,
    }
}

fn same_node(graph: &Graph, left: NodeId, right: NodeId, open: &mut Vec<(NodeId, NodeId)>) -> bool {
    match (&graph.get(left).kind, &graph.get(right).kind) {
        (Kind::Struct(left), Kind::Struct(right)) => {
            left.len() == right.len()
                && left.iter().all(|field| {
                    right.iter().any(|other| {
                        other.name == field.name
                            && other.required == field.required
                            && other.nullable == field.nullable
                            && same(graph, &field.ty, &other.ty, open)
                    })
                })
        }
        (Kind::Text(left), Kind::Text(right)) => left
            .iter()
            .map(|variant| &variant.value)
            .eq(right.iter().map(|variant| &variant.value)),
        (Kind::Integer(left), Kind::Integer(right)) => left
            .iter()
            .map(|variant| variant.value)
            .eq(right.iter().map(|variant| variant.value)),
        _ => false,
    }
}
