//! The side bar of every page: the guide, the groups, and the operations or events of the page that is open.
//! Where the reader is goes in; HTML comes out.

use minijinja::{Error, Value};
use serde::Serialize;

use super::{Here, Site};
use crate::webhooks;

#[derive(Serialize)]
struct NavView<'a> {
    root: &'static str,
    home: bool,
    guide: Vec<NavLink<'a>>,
    groups: Vec<NavGroup<'a>>,
    types: bool,
    type_count: usize,
}

#[derive(Serialize)]
struct NavLink<'a> {
    href: String,
    title: &'a str,
    current: bool,
    /// Anchor and variant of each event, on the page about them.
    events: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
struct NavGroup<'a> {
    href: String,
    title: &'a str,
    current: bool,
    count: usize,
    operations: Vec<NavOperation<'a>>,
}

#[derive(Serialize)]
struct NavOperation<'a> {
    anchor: &'a str,
    name: &'a str,
    method: &'static str,
    deprecated: bool,
}

impl Site<'_> {
    /// The side bar; the one that all types share is rendered once.
    pub(super) fn nav_html(&self, here: Here, root: &'static str) -> Result<Value, Error> {
        if let (Here::Types, Some(done)) = (here, self.types_nav.get()) {
            return Ok(done.clone());
        }
        let nav = self.engine.part("nav.html", self.nav(here, root))?;
        if here == Here::Types {
            let _ = self.types_nav.set(nav.clone());
        }
        Ok(nav)
    }

    fn event_links(&self) -> Vec<(&str, &str)> {
        let events = self
            .api
            .webhooks
            .iter()
            .flat_map(|webhooks| &webhooks.events);
        let links = events.enumerate();
        links
            .map(|(at, event)| (self.links.event_anchor(at), event.ident.as_str()))
            .collect()
    }

    fn nav(&self, here: Here, root: &'static str) -> NavView<'_> {
        let guide = self.guide_pages();
        let guide = guide.into_iter().map(|(name, title)| NavLink {
            href: format!("guide/{name}.html"),
            title,
            current: here == Here::Guide(name),
            events: if here == Here::Guide(name) && name == webhooks::PAGE {
                self.event_links()
            } else {
                Vec::new()
            },
        });
        let groups = self.api.groups.iter().enumerate().map(|(at, group)| {
            let current = here == Here::Group(at);
            let operations = group.operations.iter().enumerate().filter(|_| current);
            NavGroup {
                href: self.links.group(at),
                title: &group.title,
                current,
                count: group.operations.len(),
                operations: operations
                    .map(|(index, operation)| NavOperation {
                        anchor: self.links.anchor(at, index),
                        name: &operation.name,
                        method: operation.method.as_str(),
                        deprecated: operation.deprecated.is_some(),
                    })
                    .collect(),
            }
        });
        NavView {
            root,
            home: here == Here::Home,
            guide: guide.collect(),
            groups: groups.collect(),
            types: here == Here::Types,
            type_count: self.api.models.len() + self.api.identifiers.len(),
        }
    }
}
