//! Identifiers that several descriptions have in common: one type each, whichever of them uses it.
//!
//! In go the descriptions' IRs, out comes the union of their identifiers, or those that cannot be one type. Where each
//! stands, and what to do about it, is for the caller to say.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::Api;
use crate::operation::{BodyContent, Content, Operation};
use crate::types::{Field, Identifier, ModelKind, Type};

/// An identifier that is a number in one description and text in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The identifier's name.
    pub name: String,
    /// The description that has it as a number, by its place among those given.
    pub number: usize,
    /// The one that has it as text.
    pub text: usize,
}

/// The identifiers of all these APIs, by name, with all the names they go by on the wire.
///
/// # Errors
/// When an identifier is a number here and text there.
pub fn union(apis: &[&Api]) -> Result<BTreeMap<String, Identifier>, Vec<Conflict>> {
    let mut all: BTreeMap<String, (usize, Identifier)> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (index, api) in apis.iter().enumerate() {
        for (name, identifier) in &api.identifiers {
            match all.entry(name.clone()) {
                Entry::Vacant(free) => {
                    free.insert((index, identifier.clone()));
                }
                Entry::Occupied(mut known) => {
                    let (first, known) = known.get_mut();
                    if known.text == identifier.text {
                        known.aliases.extend(identifier.aliases.iter().cloned());
                        continue;
                    }
                    let (number, text) = if known.text {
                        (index, *first)
                    } else {
                        (*first, index)
                    };
                    conflicts.push(Conflict {
                        name: name.clone(),
                        number,
                        text,
                    });
                }
            }
        }
    }
    if conflicts.is_empty() {
        Ok(all
            .into_iter()
            .map(|(name, (_, identifier))| (name, identifier))
            .collect())
    } else {
        Err(conflicts)
    }
}

/// The first place in the description that holds this identifier (RFC 6901): in an operation, or else in a model.
#[must_use]
pub fn first_use<'a>(api: &'a Api, identifier: &str) -> Option<&'a str> {
    let is_it = |ty: &Type| matches!(ty.leaf(), Type::Identifier(name) if name == identifier);
    let in_operation = |operation: &'a Operation| {
        let parameters = operation.parameters.iter();
        let parameter = parameters
            .filter(|parameter| is_it(&parameter.ty))
            .map(|parameter| parameter.pointer.as_str());
        let body = operation.body.iter().flat_map(|body| {
            let (fields, whole) = match &body.content {
                BodyContent::Fields { fields, .. } => (fields.as_slice(), None),
                BodyContent::Json(ty) => (&[][..], Some(ty)),
                BodyContent::Bytes | BodyContent::Text => (&[][..], None),
            };
            let whole = whole.filter(|ty| is_it(ty)).map(|_| body.pointer.as_str());
            let fields = fields.iter().filter(|field| is_it(&field.ty));
            fields.map(|field| field.pointer.as_str()).chain(whole)
        });
        let answers = matches!(&operation.output.content,
            Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } if is_it(ty));
        let answer = answers.then_some(operation.pointer.as_str());
        parameter.chain(body).chain(answer).next()
    };
    let mut operations = api.operations();
    let found = operations.find_map(|(_, operation)| in_operation(operation));
    let in_fields = |fields: &'a [Field]| {
        let mut found = fields.iter().filter(|field| is_it(&field.ty));
        found.next().map(|field| field.pointer.as_str())
    };
    found.or_else(|| {
        api.models.values().find_map(|model| match &model.kind {
            ModelKind::Struct(fields) => in_fields(fields),
            ModelKind::Union(variants) if variants.iter().any(|one| is_it(&one.ty)) => {
                model.pointers.first().map(String::as_str)
            }
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(identifiers: &[(&str, bool, &str)]) -> Api {
        let identifier = |&(name, text, alias): &(&str, bool, &str)| {
            let identifier = Identifier {
                name: name.to_owned(),
                noun: name.to_lowercase(),
                text,
                aliases: [alias.to_owned()].into(),
            };
            (name.to_owned(), identifier)
        };
        Api {
            identifiers: identifiers.iter().map(identifier).collect(),
            ..Api::default()
        }
    }

    #[test]
    fn what_several_have_is_one_type_under_all_its_names() {
        let (one, other) = (
            api(&[("PetId", false, "pet_id"), ("ShopId", false, "shop_id")]),
            api(&[("PetId", false, "animal_id"), ("KeyId", true, "key_id")]),
        );
        let union = union(&[&one, &other]).unwrap();
        assert_eq!(
            union.keys().collect::<Vec<_>>(),
            ["KeyId", "PetId", "ShopId"]
        );
        let aliases: Vec<_> = union["PetId"].aliases.iter().collect();
        assert_eq!(aliases, ["animal_id", "pet_id"]);
    }

    #[test]
    fn a_number_here_and_text_there_is_no_type() {
        let (number, text) = (
            api(&[("PetId", false, "pet_id")]),
            api(&[("PetId", true, "pet_id")]),
        );
        let conflict = |number, text| Conflict {
            name: "PetId".to_owned(),
            number,
            text,
        };
        assert_eq!(union(&[&number, &text]), Err(vec![conflict(0, 1)]));
        assert_eq!(union(&[&text, &number]), Err(vec![conflict(1, 0)]));
    }
}
