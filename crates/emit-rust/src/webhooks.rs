//! The events that an API sends by webhooks: one enum, read from the bytes of a payload.

use std::collections::BTreeSet;

use sdk_ir::Api;
use sdk_ir::webhook::{Event, Webhooks};

use crate::chain::literal;
use crate::docs;
use crate::file::{Item, Source};
use crate::{mentions, types};

/// The enum's name.
pub(crate) const NAME: &str = "Event";

/// The file of the events.
pub(crate) fn file(api: &Api, webhooks: &Webhooks, has_models: bool) -> Source {
    let mut head = Vec::new();
    if has_models {
        head.push("pub mod models;".to_owned());
    }
    let mut mentioned = BTreeSet::new();
    for event in &webhooks.events {
        mentions::collect(&types::owned(&event.ty), &mut mentioned);
    }
    Source {
        docs: vec![
            "What the API tells by webhooks: the bytes it sends go in, an [`Event`] comes out.".to_owned(),
            String::new(),
            "Payloads are read as tolerantly as answers are; an event that is not known here is kept as it came.".to_owned(),
        ],
        head,
        items: vec![Item::Text(events(api, webhooks))],
        mentions: mentioned.into_iter().collect(),
        module: format!("crate::{}", webhooks.module),
        defines: vec![NAME.to_owned()],
    }
}

/// The call of the macro that makes the enum.
fn events(api: &Api, webhooks: &Webhooks) -> String {
    let title = if api.title.is_empty() {
        "the API".to_owned()
    } else {
        docs::line(&api.title)
    };
    let lines = docs::prose(&format!("Something that {title} tells of."));
    let mut text = format!(
        "sdk_runtime::events! {{\n{}",
        docs::comments(&lines, "    ")
    );
    let by = webhooks
        .member
        .as_ref()
        .map_or_else(String::new, |member| format!(" by {}", literal(member)));
    text.push_str(&format!("    pub enum {NAME}{by} {{\n"));
    for event in &webhooks.events {
        text.push_str(&variant(event));
    }
    text.push_str("    }\n}\n");
    text
}

fn variant(event: &Event) -> String {
    let lines = docs::or_name(event.description.as_deref(), || {
        docs::from_name(&event.ident)
    });
    let mut text = docs::comments(&lines, "        ");
    text.push_str(&format!(
        "        {}({}) is {}",
        event.ident,
        // No type is written with a space that it needs.
        types::owned(&event.ty),
        literal(&event.name)
    ));
    let values: Vec<String> = event.values.iter().map(|value| literal(value)).collect();
    match values.as_slice() {
        [] => {}
        [only] => text.push_str(&format!(" = {only}")),
        several => text.push_str(&format!(
            "\n            = {}",
            several.join("\n            | ")
        )),
    }
    text.push_str(",\n");
    text
}
