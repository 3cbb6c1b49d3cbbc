//! JSON:API: which models are resources, which refer to them, and what each relationship leads to.
//!
//! A relationship's schema says nothing of the resource behind it; the overlay does, by `x-sdk-resource` with the name
//! of the resource's component schema. Everything else is read off the shapes (JSON:API 1.1 §5.2).

use std::collections::BTreeMap;

use sdk_spec::Diagnostic;

use super::graph::{Graph, Kind, Raw};
use super::model::Named;
use super::shape::Shaper;
use crate::json_api::{JsonApi, Related, Resource};
use crate::types::{Field, Model, ModelKind, Type};

/// Shapes the resources that relationships lead to, and tells them which groups get there.
pub(crate) fn reach(shaper: &mut Shaper<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, Raw> = BTreeMap::new();
    // What is shaped here may lead further.
    while let Some((pointer, component)) = unknown(&shaper.graph, &known) {
        let raw = shaper.component(&component);
        if raw.is_none() {
            let message =
                format!("`x-sdk-resource` names the schema `{component}`, which is not there");
            diagnostics.push(Diagnostic::warning("unknown-resource", message).at(&pointer));
        }
        known.insert(component, raw.unwrap_or(Raw::Any));
    }
    if !known.is_empty() {
        while spread(&mut shaper.graph, &known) {}
    }
}

/// A member that leads to a component which has not been shaped for it.
fn unknown(graph: &Graph, known: &BTreeMap<String, Raw>) -> Option<(String, String)> {
    let mut targets = graph.targets.iter();
    targets
        .find(|(_, component)| !known.contains_key(*component))
        .map(|(pointer, component)| (pointer.clone(), component.clone()))
}

/// Marks each resource with the groups of what leads to it, and says whether any mark was new.
fn spread(graph: &mut Graph, known: &BTreeMap<String, Raw>) -> bool {
    let mut marks: Vec<(Raw, String)> = Vec::new();
    for node in &graph.nodes {
        let Kind::Struct(fields) = &node.kind else {
            continue;
        };
        for field in fields {
            let component = graph.targets.get(&field.pointer);
            let Some(target) = component.and_then(|component| known.get(component)) else {
                continue;
            };
            let Some(reached) = target.node().map(|id| &graph.get(id).groups) else {
                continue;
            };
            let fresh = node.groups.difference(reached);
            marks.extend(fresh.map(|group| (target.clone(), group.clone())));
        }
    }
    for (target, group) in &marks {
        graph.mark(target, group, false);
    }
    !marks.is_empty()
}

/// What the finished models are to JSON:API.
pub(crate) fn finish(graph: &Graph, named: &Named, models: &BTreeMap<String, Model>) -> JsonApi {
    let mut found = JsonApi::default();
    for (name, fields) in structs(models) {
        let is_text = |field: &&Field| {
            field.required && !field.nullable && !matches!(field.ty.leaf(), Type::Any)
        };
        let has = |member: &str| fields.iter().find(|field| field.name == member);
        let told = has("type").filter(is_text).is_some() && has("id").filter(is_text).is_some();
        let only = fields
            .iter()
            .all(|field| matches!(field.name.as_str(), "type" | "id" | "meta" | "lid"));
        if told && only {
            found.identifiers.insert(name.clone());
        }
    }
    for (name, fields) in structs(models) {
        let data = fields.iter().find(|field| field.name == "data");
        let linkage = data.and_then(|data| model(&data.ty));
        if linkage.is_some_and(|linkage| found.identifiers.contains(linkage)) {
            found.relationships.insert(name.clone());
        }
    }
    for (name, fields) in structs(models) {
        let Some(kind) = kind(fields, models) else {
            continue;
        };
        let related = related(fields, models, graph, named, &found);
        let resource = Resource { kind, related };
        found.resources.insert(name.clone(), resource);
    }
    // Only what is a resource itself can be read out of what came along.
    let resources: Vec<String> = found.resources.keys().cloned().collect();
    for resource in found.resources.values_mut() {
        resource
            .related
            .retain(|related| resources.contains(&related.target));
    }
    found
}

fn structs(models: &BTreeMap<String, Model>) -> impl Iterator<Item = (&String, &Vec<Field>)> {
    models.iter().filter_map(|(name, model)| match &model.kind {
        ModelKind::Struct(fields) => Some((name, fields)),
        _ => None,
    })
}

fn model(ty: &Type) -> Option<&String> {
    match ty.leaf() {
        Type::Model(name) => Some(name),
        _ => None,
    }
}

/// The one value of `type`, where the object is a resource with attributes.
fn kind(fields: &[Field], models: &BTreeMap<String, Model>) -> Option<String> {
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    field("id")?;
    field("attributes").or_else(|| field("relationships"))?;
    match &models.get(model(&field("type")?.ty)?)?.kind {
        ModelKind::TextEnum(variants) => match variants.as_slice() {
            [only] => Some(only.value.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The relationships whose target is known.
fn related(
    fields: &[Field],
    models: &BTreeMap<String, Model>,
    graph: &Graph,
    named: &Named,
    found: &JsonApi,
) -> Vec<Related> {
    let Some(holder) = fields.iter().find(|field| field.name == "relationships") else {
        return Vec::new();
    };
    let inner = model(&holder.ty).and_then(|name| models.get(name));
    let Some(ModelKind::Struct(relationships)) = inner.map(|model| &model.kind) else {
        return Vec::new();
    };
    let lead = |field: &Field| {
        let linkage = model(&field.ty).filter(|name| found.relationships.contains(*name))?;
        let Some(ModelKind::Struct(members)) = models.get(linkage).map(|model| &model.kind) else {
            return None;
        };
        let data = members.iter().find(|member| member.name == "data")?;
        let component = graph.targets.get(&field.pointer)?;
        let target = named.model(graph.components.get(component)?)?;
        Some(Related {
            ident: field.ident.clone(),
            target,
            many: matches!(data.ty, Type::List(_)),
            description: field.description.clone(),
        })
    };
    relationships.iter().filter_map(lead).collect()
}
