//! Addresses: every group, operation and type gets its page and anchor, unique and safe in any file system.
//! Names of a description go in; slugs of ASCII letters, digits, `_` and `-` come out.

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::Api;

use crate::webhooks;

/// The addresses of everything on the site, relative to its root.
#[derive(Debug)]
pub(crate) struct Links {
    /// In the order of [`Api::groups`].
    groups: Vec<GroupLink>,
    types: BTreeMap<String, String>,
    /// In the order of the API's events.
    events: Vec<String>,
    by_id: BTreeMap<String, (usize, usize)>,
    by_call: BTreeMap<String, (usize, usize)>,
}

#[derive(Debug)]
struct GroupLink {
    slug: String,
    anchors: Vec<String>,
}

impl Links {
    pub(crate) fn new(api: &Api) -> Self {
        let mut by_id = BTreeMap::new();
        let mut by_call = BTreeMap::new();
        let mut files = Slugs::default();
        let mut groups = Vec::with_capacity(api.groups.len());
        for (at, group) in api.groups.iter().enumerate() {
            let mut anchors = Slugs::default();
            for (index, operation) in group.operations.iter().enumerate() {
                by_id.entry(operation.id.clone()).or_insert((at, index));
                for group in [&group.module, &group.handle] {
                    by_call
                        .entry(format!("{group}.{}", operation.name))
                        .or_insert((at, index));
                }
                anchors.add(&operation.name);
            }
            groups.push(GroupLink {
                slug: files.add(&group.module),
                anchors: anchors.in_order,
            });
        }
        // The list of all types has this name.
        let mut files = Slugs::default();
        files.add("index");
        let names = api.models.keys().chain(api.identifiers.keys());
        let types = names.map(|name| (name.clone(), files.add(name))).collect();
        let mut anchors = Slugs::default();
        for event in api.webhooks.iter().flat_map(|webhooks| &webhooks.events) {
            anchors.add(&event.ident);
        }
        Links {
            groups,
            types,
            events: anchors.in_order,
            by_id,
            by_call,
        }
    }

    /// The file name of a group, without folder and extension.
    pub(crate) fn group_slug(&self, group: usize) -> &str {
        self.groups.get(group).map_or("", |link| &link.slug)
    }

    /// A group's page.
    pub(crate) fn group(&self, group: usize) -> String {
        format!("operations/{}.html", self.group_slug(group))
    }

    /// An operation's id on its group's page.
    pub(crate) fn anchor(&self, group: usize, operation: usize) -> &str {
        self.groups
            .get(group)
            .and_then(|link| link.anchors.get(operation))
            .map_or("", String::as_str)
    }

    /// An operation's entry.
    pub(crate) fn operation(&self, group: usize, operation: usize) -> String {
        format!("{}#{}", self.group(group), self.anchor(group, operation))
    }

    /// An event's id on the page about webhooks.
    pub(crate) fn event_anchor(&self, event: usize) -> &str {
        self.events.get(event).map_or("", String::as_str)
    }

    /// An event's entry.
    pub(crate) fn event(&self, event: usize) -> String {
        format!("guide/{}.html#{}", webhooks::PAGE, self.event_anchor(event))
    }

    /// A type's page, where there is such a type.
    pub(crate) fn type_page(&self, name: &str) -> Option<String> {
        self.types
            .get(name)
            .map(|slug| format!("types/{slug}.html"))
    }

    /// The operation of this id.
    pub(crate) fn with_id(&self, id: &str) -> Option<(usize, usize)> {
        self.by_id.get(id).copied()
    }

    /// The operation called `module.method` or `Handle.method`.
    pub(crate) fn called(&self, call: &str) -> Option<(usize, usize)> {
        self.by_call.get(call).copied()
    }

    /// What prose means by an anchor or a word: an operation by id or call, or a type.
    pub(crate) fn named(&self, name: &str) -> Option<String> {
        self.by_id
            .get(name)
            .or_else(|| self.by_call.get(name))
            .map(|&(group, operation)| self.operation(group, operation))
            .or_else(|| self.type_page(name))
    }
}

/// Slugs that differ also where case is not told apart.
#[derive(Debug, Default)]
pub(crate) struct Slugs {
    taken: BTreeSet<String>,
    in_order: Vec<String>,
}

impl Slugs {
    pub(crate) fn add(&mut self, name: &str) -> String {
        let base = slug(name);
        let mut candidate = base.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.to_ascii_lowercase()) {
            candidate = format!("{base}-{number}");
            number += 1;
        }
        self.in_order.push(candidate.clone());
        candidate
    }
}

/// A name with only ASCII letters, digits and `_`, at most 80 characters long.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars().take(80) {
        if character.is_ascii_alphanumeric() {
            out.push(character);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    // A trailing mark says nothing: `ids[]`.
    while out.len() > 1 && out.ends_with('_') && !name.ends_with('_') {
        out.pop();
    }
    if out.is_empty() { "_".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_hold_only_harmless_characters_and_differ_without_case() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.add("ids[]"), "ids");
        assert_eq!(slugs.add("../../etc"), "_etc");
        assert_eq!(slugs.add("Client"), "Client");
        assert_eq!(slugs.add("CLIENT"), "CLIENT-2");
        assert_eq!(slugs.add(""), "_");
        assert_eq!(slug("filter[is_approved]"), "filter_is_approved");
    }
}
