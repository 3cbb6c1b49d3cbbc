//! Which names hold which identifier newtype.
//!
//! The families come from the configuration; without any, each path parameter `thing_id` that holds a
//! whole number founds one. Plural forms are derived.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::words;
use crate::Config;
use crate::config::IdentifierKind;
use crate::types::{Identifier, Type};

/// The identifier families of an API.
#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    by_name: HashMap<String, String>,
    by_noun: HashMap<String, String>,
    known: BTreeMap<String, Identifier>,
    used: BTreeSet<String>,
}

impl Identifiers {
    /// The configured families, or those that the path parameters of these names found, under names that nothing else
    /// has taken.
    pub(crate) fn new<'n>(
        config: &Config,
        path_names: impl Iterator<Item = &'n str>,
        is_taken: impl Fn(&str) -> bool,
    ) -> Self {
        let mut identifiers = Identifiers::default();
        for (name, family) in &config.identifiers {
            let name = words::type_ident(name, "Id");
            identifiers.found(&name, family.kind == IdentifierKind::String);
            for alias in &family.names {
                identifiers.alias(&name, alias);
            }
            for noun in &family.nouns {
                identifiers
                    .by_noun
                    .entry(noun.clone())
                    .or_insert_with(|| name.clone());
            }
        }
        if config.identifiers.is_empty() {
            for alias in path_names {
                let Some(noun) = words::snake(alias)
                    .and_then(|name| name.strip_suffix("_id").map(str::to_owned))
                else {
                    continue;
                };
                let name = free(words::type_ident(&format!("{noun}_id"), "Id"), &is_taken);
                identifiers.found(&name, false);
                identifiers.alias(&name, alias);
                identifiers.by_noun.entry(noun).or_insert(name);
            }
        }
        identifiers
    }

    fn found(&mut self, name: &str, text: bool) {
        self.known
            .entry(name.to_owned())
            .or_insert_with(|| Identifier {
                name: name.to_owned(),
                noun: noun_of(name),
                text,
                aliases: BTreeSet::new(),
            });
    }

    fn alias(&mut self, name: &str, alias: &str) {
        let key = words::snake(alias).unwrap_or_else(|| alias.to_owned());
        if let Some(identifier) = self.known.get_mut(name) {
            identifier.aliases.insert(alias.to_owned());
        }
        self.by_name.entry(key).or_insert_with(|| name.to_owned());
    }

    /// The type of a value that a name stands for: an identifier where the name is one's.
    pub(crate) fn apply(&mut self, name: &str, ty: Type) -> Type {
        let key = words::snake(name).unwrap_or_default();
        self.apply_key(&key, ty)
    }

    fn apply_key(&mut self, key: &str, ty: Type) -> Type {
        match ty {
            Type::List(inner) => {
                let one = words::singular(key);
                Type::List(Box::new(self.apply_key(&one, *inner)))
            }
            Type::Nullable(inner) => Type::Nullable(Box::new(self.apply_key(key, *inner))),
            ty => match self.by_name.get(key).cloned() {
                Some(name) => self.typed(&name, ty),
                None => ty,
            },
        }
    }

    /// The type of the `id` member of something that goes by one of these nouns.
    pub(crate) fn apply_noun<'n>(
        &mut self,
        nouns: impl Iterator<Item = &'n str>,
        ty: Type,
    ) -> Type {
        for noun in nouns {
            if let Some(name) = self.by_noun.get(noun).cloned() {
                return self.typed(&name, ty);
            }
        }
        ty
    }

    fn typed(&mut self, name: &str, ty: Type) -> Type {
        let text = self
            .known
            .get(name)
            .is_some_and(|identifier| identifier.text);
        match ty {
            Type::Integer if !text => self.named(name),
            Type::String if text => self.named(name),
            other => other,
        }
    }

    /// An identifier by its own name, as the overlay gives it.
    pub(crate) fn named(&mut self, name: &str) -> Type {
        self.found(name, false);
        self.used.insert(name.to_owned());
        Type::Identifier(name.to_owned())
    }

    /// The identifiers that something uses.
    pub(crate) fn into_used(mut self) -> BTreeMap<String, Identifier> {
        self.known.retain(|name, _| self.used.contains(name));
        self.known
    }
}

/// The name, or the first free one with a number.
fn free(wanted: String, is_taken: impl Fn(&str) -> bool) -> String {
    let (mut name, mut number) = (wanted.clone(), 2_usize);
    while is_taken(&name) {
        name = format!("{wanted}{number}");
        number += 1;
    }
    name
}

/// `LocationId` as `location`.
fn noun_of(name: &str) -> String {
    let words = words::snake(name).unwrap_or_default();
    words
        .strip_suffix("_id")
        .unwrap_or(&words)
        .replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::IdentifierConfig;

    #[test]
    fn aliases_and_plurals_map_to_one_type() {
        let family = IdentifierConfig {
            names: vec!["location_id".into(), "salon_id".into()],
            nouns: vec!["location".into()],
            kind: IdentifierKind::Integer,
        };
        let config = Config {
            identifiers: [("LocationId".to_owned(), family)].into(),
            ..Config::default()
        };
        let mut identifiers = Identifiers::new(&config, std::iter::empty(), |_| false);
        let location = Type::Identifier("LocationId".into());
        assert_eq!(identifiers.apply("salon_id", Type::Integer), location);
        assert_eq!(identifiers.apply("salonId", Type::Integer), location);
        let many = identifiers.apply("salon_ids", Type::List(Box::new(Type::Integer)));
        assert_eq!(many, Type::List(Box::new(location.clone())));
        assert_eq!(identifiers.apply("salon_id", Type::String), Type::String);
        assert_eq!(
            identifiers.apply_noun(["location"].into_iter(), Type::Integer),
            location
        );
    }

    #[test]
    fn path_parameters_found_families_where_none_are_configured() {
        let mut identifiers =
            Identifiers::new(&Config::default(), ["pet_id"].into_iter(), |_| false);
        assert_eq!(
            identifiers.apply("petId", Type::Integer),
            Type::Identifier("PetId".into())
        );
        assert_eq!(identifiers.into_used().len(), 1);
    }

    #[test]
    fn a_family_leaves_a_type_its_name() {
        let taken = |name: &str| name == "PetId";
        let mut identifiers = Identifiers::new(&Config::default(), ["pet_id"].into_iter(), taken);
        assert_eq!(
            identifiers.apply("pet_id", Type::Integer),
            Type::Identifier("PetId2".into())
        );
    }
}
