//! What a change of identifiers means for the crate that several descriptions have them in.

use std::collections::BTreeMap;

use sdk_ir::types::Identifier;

use crate::Verdict;

/// Compares the identifiers of such a crate: one that is gone or of another kind breaks who uses it, a new one adds.
#[must_use]
pub fn compare_identifiers(
    old: &BTreeMap<String, Identifier>,
    new: &BTreeMap<String, Identifier>,
) -> Verdict {
    let stays = |identifier: &Identifier| {
        let now = new.get(&identifier.name);
        now.is_some_and(|now| now.text == identifier.text)
    };
    if old == new {
        Verdict::None
    } else if !old.values().all(stays) {
        Verdict::Major
    } else if new.len() > old.len() {
        Verdict::Minor
    } else {
        Verdict::Patch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identifiers(known: &[(&str, bool)]) -> BTreeMap<String, Identifier> {
        let identifier = |&(name, text): &(&str, bool)| {
            let identifier = Identifier {
                name: name.to_owned(),
                noun: name.to_owned(),
                text,
                aliases: [name.to_owned()].into(),
            };
            (name.to_owned(), identifier)
        };
        known.iter().map(identifier).collect()
    }

    #[test]
    fn what_is_gone_or_another_kind_breaks_and_what_is_new_adds() {
        let old = identifiers(&[("PetId", false), ("ShopId", false)]);
        let judged = |new: &[(&str, bool)]| compare_identifiers(&old, &identifiers(new));
        assert_eq!(
            judged(&[("PetId", false), ("ShopId", false)]),
            Verdict::None
        );
        assert_eq!(
            judged(&[("PetId", false), ("KeyId", false)]),
            Verdict::Major
        );
        assert_eq!(
            judged(&[("PetId", true), ("ShopId", false)]),
            Verdict::Major
        );
        let more = [("KeyId", false), ("PetId", false), ("ShopId", false)];
        assert_eq!(judged(&more), Verdict::Minor);
        let mut renamed = old.clone();
        renamed.values_mut().for_each(|one| one.aliases.clear());
        assert_eq!(compare_identifiers(&old, &renamed), Verdict::Patch);
    }
}
