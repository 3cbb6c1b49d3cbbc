//! What the file about webhooks says: how a payload is read, and each event with what tells it apart.
//! The API's webhooks go in; a view whose texts are escaped comes out.

use minijinja::{Error, Value};
use sdk_ir::webhook::{Event, Webhooks};
use serde::Serialize;

use super::{Book, Here, TypeView, anchor, fenced};
use crate::{escape, webhooks};

#[derive(Serialize)]
struct WebhooksView<'a> {
    preamble: Value,
    receive: Value,
    member: Option<&'a str>,
    events: Vec<EventView<'a>>,
    types: Vec<TypeView<'a>>,
}

#[derive(Serialize)]
struct EventView<'a> {
    anchor: Value,
    title: String,
    variant: String,
    name: &'a str,
    description: Option<Value>,
    values: Value,
    ty: Value,
}

/// The variants of the events, for the index.
pub(super) fn names(webhooks: &Webhooks) -> Value {
    let names = webhooks.events.iter();
    code_spans(names.map(|event| event.ident.as_str()), ", ")
}

/// The anchor of an event's heading.
pub(super) fn anchor_of(event: &Event) -> String {
    anchor(&webhooks::variant(event))
}

fn code_spans<'t>(texts: impl Iterator<Item = &'t str>, between: &str) -> Value {
    let spans: Vec<_> = texts.map(escape::code_span).collect();
    Value::from_safe_string(spans.join(between))
}

impl Book<'_, '_> {
    /// The file about webhooks.
    pub(super) fn webhooks(&self, webhooks: &Webhooks) -> Result<String, Error> {
        let crate_ident = self.site.options.crate_name.replace('-', "_");
        let here = Here::Webhooks;
        let events = webhooks.events.iter().map(|event| EventView {
            anchor: Value::from_safe_string(anchor_of(event)),
            title: webhooks::title(&event.ident),
            variant: webhooks::variant(event),
            name: &event.name,
            description: self.prose(event.description.as_deref()),
            values: code_spans(event.values.iter().map(String::as_str), " or "),
            ty: Value::from_safe_string(self.ty(here, &event.ty)),
        });
        let view = WebhooksView {
            preamble: self.preamble.clone(),
            receive: fenced(&webhooks::receive(&crate_ident, webhooks), "rust"),
            member: webhooks.member.as_deref(),
            events: events.collect(),
            types: self.types(here).collect(),
        };
        self.site.engine.render("webhooks.md", view)
    }
}
