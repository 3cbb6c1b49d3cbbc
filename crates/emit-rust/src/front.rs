//! The crate's root: its front page, its modules, and what it re-exports.

use sdk_ir::Api;

use crate::file::Source;
use crate::imports::list;
use crate::model::Homes;
use crate::{Options, client, docs, features, title};

/// The file of the crate's root.
pub(crate) fn file(api: &Api, options: &Options) -> Source {
    let homes = Homes::new(api);
    let mut head = vec![
        "#![forbid(unsafe_code)]".to_owned(),
        "#![deny(missing_docs)]".to_owned(),
    ];
    head.push(String::new());
    let mut modules: Vec<(String, bool)> = vec![("client".to_owned(), false)];
    if !api.identifiers.is_empty() {
        modules.push(("ids".to_owned(), true));
    }
    if homes.any_shared() {
        modules.push(("models".to_owned(), true));
    }
    modules.extend(api.groups.iter().map(|group| (group.module.clone(), true)));
    modules.sort();
    for (module, public) in &modules {
        if api.groups.iter().any(|group| group.module == *module) {
            head.push(features::line(module));
        } else if module != "ids" {
            // Without some group, something they share may have no use.
            head.push(
                "#[cfg_attr(not(feature = \"default\"), allow(dead_code, unused_imports))]"
                    .to_owned(),
            );
        }
        head.push(if *public {
            format!("pub mod {module};")
        } else {
            format!("mod {module};")
        });
    }
    head.push(String::new());
    head.push("pub use client::{Client, ClientBuilder};".to_owned());
    let names = [
        "self as runtime",
        "Bytes",
        "Date",
        "DateTime",
        "Error",
        "File",
        "Nullable",
        "Part",
        "Request",
        "Result",
        "Secret",
        "Time",
        "Value",
    ];
    head.extend(list("pub use", "sdk_runtime", &names));
    Source {
        docs: page(api, options),
        head,
        module: "crate".to_owned(),
        ..Source::default()
    }
}

/// The front page.
fn page(api: &Api, options: &Options) -> Vec<String> {
    let mut lines = vec![
        format!(
            "A client of {}.",
            docs::prose(&title(api, options)).join(" ")
        ),
        String::new(),
    ];
    if let Some(description) = &api.description {
        lines.extend(docs::prose(description));
        lines.push(String::new());
    }
    lines.extend(program(api, options));
    lines.push(String::new());
    lines.push("Each group of operations is a handle on the [`Client`]; each of its methods makes a request, takes".to_owned());
    lines.push(
        "what is required as arguments and the rest by setters, and sends it when it is awaited:"
            .to_owned(),
    );
    lines.push(String::new());
    for group in &api.groups {
        let title = docs::prose(&group.title).join(" ");
        lines.push(format!(
            "* [`{}`]({}::{}): {title}",
            group.module, group.module, group.handle
        ));
    }
    lines
}

/// A first program: a client and its first operation that needs nothing but credentials.
fn program(api: &Api, options: &Options) -> Vec<String> {
    let package = options.package.replace('-', "_");
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("# async fn run() -> {package}::Result<()> {{"),
    ];
    lines.push(format!("let client = {package}::Client::builder()"));
    for secret in client::secrets(api) {
        lines.push(format!("    .{secret}(\"…\")"));
    }
    lines.push("    .build()?;".to_owned());
    let first = api.operations().find(|(_, operation)| {
        operation.required_parameters().next().is_none()
            && operation.body.is_none()
            && operation.deprecated.is_none()
            && operation.method == sdk_ir::operation::Method::Get
    });
    if let Some((group, operation)) = first {
        lines.push(format!(
            "let answer = client.{}().{}().await?;",
            group.module, operation.name
        ));
        lines.push("println!(\"{answer:?}\");".to_owned());
    }
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines
}
