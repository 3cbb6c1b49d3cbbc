//! The search index: operations, paths, events, types and fields, small enough to be loaded at the first key.
//! The site goes in; a script that defines one constant comes out (a script, because `fetch` cannot read
//! from disk). What its arrays hold is read again in `templates/docs/site.js`.

use std::collections::BTreeMap;

use sdk_ir::types::ModelKind;
use serde_json::{Value, json};

use crate::call::body_fields;
use crate::links::slug;
use crate::operation::title;
use crate::site::Site;
use crate::webhooks;

/// The index, as a script.
pub(crate) fn index(site: &Site) -> String {
    let mut fields: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let mut operations = Vec::new();
    let mut pages = Vec::new();
    for (at, group) in site.api.groups.iter().enumerate() {
        pages.push(json!([site.links.group(at), group.title, group.module]));
        for (index, operation) in group.operations.iter().enumerate() {
            let names = operation
                .parameters
                .iter()
                .map(|parameter| parameter.name.as_str());
            for name in names.chain(
                body_fields(operation)
                    .iter()
                    .map(|field| field.name.as_str()),
            ) {
                let owners = &mut fields.entry(name).or_default().0;
                if owners.last() != Some(&operations.len()) {
                    owners.push(operations.len());
                }
            }
            operations.push(json!([
                at,
                site.links.anchor(at, index),
                operation.name,
                operation.method.as_str(),
                operation.path,
                title(operation),
                u8::from(operation.deprecated.is_some()),
            ]));
        }
    }
    let mut types = Vec::new();
    for (name, kind) in site.kinds() {
        if let Some(ModelKind::Struct(members)) = site.api.models.get(name).map(|model| &model.kind)
        {
            for member in members {
                fields.entry(&member.name).or_default().1.push(types.len());
            }
        }
        types.push(json!([site.links.type_page(name), name, kind]));
    }
    let fields: Vec<Value> = fields
        .into_iter()
        .map(|(name, (operations, types))| json!([name, slug(name), operations, types]))
        .collect();
    let guide: Vec<Value> = site
        .guide_pages()
        .into_iter()
        .map(|(name, title)| json!([format!("guide/{name}.html"), title]))
        .collect();
    let events = site
        .api
        .webhooks
        .iter()
        .flat_map(|webhooks| &webhooks.events);
    let events: Vec<Value> = events
        .enumerate()
        .map(|(at, event)| {
            json!([
                site.links.event(at),
                webhooks::title(&event.ident),
                webhooks::variant(event),
                webhooks::summary(event),
            ])
        })
        .collect();
    let index = json!({
        "groups": pages,
        "operations": operations,
        "types": types,
        "fields": fields,
        "guide": guide,
        "events": events,
    });
    // Both separators end a line in scripts of before 2019.
    let text = index
        .to_string()
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("window.docsIndex = {text};\n")
}
