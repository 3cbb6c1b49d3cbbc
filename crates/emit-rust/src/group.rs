//! A group: the handle on the client, its methods, and the request types they make.

use sdk_ir::Api;
use sdk_ir::api::Group;

use crate::client::Common;
use crate::docs;
use crate::example::Examples;
use crate::file::{Item, Source};
use crate::model::Homes;
use crate::request;

/// The file of a group.
pub(crate) fn file(
    api: &Api,
    group: &Group,
    homes: &Homes,
    package: &str,
    common: &Common,
) -> Source {
    let title = docs::prose(&group.title).join(" ");
    let about = docs::or_name(group.description.as_deref(), || {
        format!("The group {title}.")
    });
    let mut docs = vec![format!(
        "{title}: [`{}`] and the requests its methods make.",
        group.handle
    )];
    if group.description.is_some() {
        docs.push(String::new());
        docs.extend(about.clone());
    }
    let head = if homes.any_in(&group.module) {
        vec!["pub mod models;".to_owned()]
    } else {
        Vec::new()
    };
    let examples = Examples {
        api,
        homes,
        package,
    };
    let requests = group
        .operations
        .iter()
        .map(|operation| request::item(api, group, operation));
    let mut items = vec![handle(group, about, examples, common)];
    items.extend(requests);
    let mut defines: Vec<String> = group
        .operations
        .iter()
        .map(|operation| operation.request.clone())
        .collect();
    defines.push(group.handle.clone());
    Source {
        docs,
        head,
        items: items.into_iter().map(Item::Code).collect(),
        module: format!("crate::{}", group.module),
        defines,
        ..Source::default()
    }
}

fn handle(group: &Group, about: Vec<String>, examples: Examples<'_>, common: &Common) -> String {
    let name = &group.handle;
    let mut lines = about;
    lines.push(String::new());
    lines.push(format!(
        "Made by [`Client::{0}`](crate::Client::{0}); cheap to clone.",
        group.module
    ));
    let mut text = docs::comments(&lines, "");
    text.push_str(&format!(
        "#[derive(Clone, Debug)]\npub struct {name}(pub(crate) Core);\n\n"
    ));
    let method = |operation| {
        let example = examples.lines(group, operation);
        request::method(examples.api, common, operation, &example)
    };
    let methods: Vec<String> = group.operations.iter().map(method).collect();
    text.push_str(&format!("impl {name} {{\n{}}}\n", methods.join("\n")));
    text
}
