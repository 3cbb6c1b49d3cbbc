//! What tells a union's variants apart: the values that each variant's own schema gives to one member.
//! Models go in; unions whose variants name different values of a member get it as discriminator, and one that a
//! description names gets the values its variants name beside the names of their schemas.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Field, Model, ModelKind, Type, UnionVariant};

type Models = BTreeMap<String, Model>;

/// Completes the tags of all unions.
pub(crate) fn complete(models: &mut Models) {
    let unions: Vec<(String, String, Vec<Vec<String>>)> = models
        .values()
        .filter_map(|model| {
            let ModelKind::Union(variants) = &model.kind else {
                return None;
            };
            let (member, tags) = match &model.discriminator {
                Some(member) => (member.clone(), added(models, member, variants)),
                None => inferred(models, variants)?,
            };
            Some((model.name.clone(), member, tags))
        })
        .collect();
    for (name, member, tags) in unions {
        let Some(model) = models.get_mut(&name) else {
            continue;
        };
        model.discriminator = Some(member);
        if let ModelKind::Union(variants) = &mut model.kind {
            for (variant, tags) in variants.iter_mut().zip(tags) {
                variant.tags.extend(tags);
            }
        }
    }
}

/// The values of the discriminator that variants name themselves and the description gives to no other.
fn added(models: &Models, member: &str, variants: &[UnionVariant]) -> Vec<Vec<String>> {
    let mut known: BTreeSet<String> = variants
        .iter()
        .flat_map(|variant| variant.tags.iter().cloned())
        .collect();
    let mut own = |variant: &UnionVariant| {
        let field = fields(models, variant)?
            .iter()
            .find(|field| field.name == member)?;
        let values = values(models, field)?;
        Some(
            values
                .into_iter()
                .filter(|value| known.insert(value.clone()))
                .collect(),
        )
    };
    variants
        .iter()
        .map(|variant| own(variant).unwrap_or_default())
        .collect()
}

/// The member that has other values in each variant, and these; required ones first.
fn inferred(models: &Models, variants: &[UnionVariant]) -> Option<(String, Vec<Vec<String>>)> {
    let all: Vec<&[Field]> = variants
        .iter()
        .map(|variant| fields(models, variant))
        .collect::<Option<_>>()?;
    let (first, others) = all.split_first()?;
    let mut found = None;
    for candidate in *first {
        let mut members = vec![candidate];
        members.extend(
            others
                .iter()
                .filter_map(|fields| fields.iter().find(|field| field.name == candidate.name)),
        );
        let tags: Option<Vec<Vec<String>>> =
            members.iter().map(|field| values(models, field)).collect();
        let Some(tags) = tags.filter(|tags| tags.len() == variants.len() && disjoint(tags)) else {
            continue;
        };
        if members.iter().all(|field| field.required) {
            return Some((candidate.name.clone(), tags));
        }
        found.get_or_insert((candidate.name.clone(), tags));
    }
    found
}

fn disjoint(tags: &[Vec<String>]) -> bool {
    let mut known = BTreeSet::new();
    tags.iter().flatten().all(|tag| known.insert(tag))
}

fn fields<'m>(models: &'m Models, variant: &UnionVariant) -> Option<&'m [Field]> {
    let Type::Model(name) = &variant.ty else {
        return None;
    };
    match &models.get(name)?.kind {
        ModelKind::Struct(fields) => Some(fields),
        _ => None,
    }
}

/// The values of an enum, as text.
fn values(models: &Models, field: &Field) -> Option<Vec<String>> {
    let Type::Model(name) = &field.ty else {
        return None;
    };
    match &models.get(name)?.kind {
        ModelKind::TextEnum(variants) => Some(
            variants
                .iter()
                .map(|variant| variant.value.clone())
                .collect(),
        ),
        ModelKind::IntegerEnum(variants) => Some(
            variants
                .iter()
                .map(|variant| variant.value.to_string())
                .collect(),
        ),
        _ => None,
    }
}
