//! The crate's root: its front page, its modules, and what it re-exports.

use sdk_ir::Api;
use sdk_ir::operation::Content;
use sdk_ir::types::{Model, ModelKind};

use crate::file::Source;
use crate::imports::list;
use crate::model::Homes;
use crate::{Options, client, docs, features, title, webhooks};

/// What a crate gives of the runtime.
pub(crate) const RUNTIME: &[&str] = &[
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

/// The file of the crate's root.
pub(crate) fn file(api: &Api, options: &Options) -> Source {
    let homes = Homes::new(api);
    let mut head = vec![
        "#![forbid(unsafe_code)]".to_owned(),
        "#![deny(missing_docs)]".to_owned(),
    ];
    let is_choice = |model: &Model| matches!(model.kind, ModelKind::Union(_));
    if api.models.values().any(is_choice) {
        // How large each is, the description decides; a box would be in every user's way.
        head.push("#![allow(clippy::large_enum_variant)]".to_owned());
    }
    head.push(String::new());
    let mut modules: Vec<(String, bool)> = vec![("client".to_owned(), false)];
    if !api.identifiers.is_empty() {
        modules.push(("ids".to_owned(), true));
    }
    if homes.any_shared() {
        modules.push(("models".to_owned(), true));
    }
    modules.extend(features::modules(api).map(|module| (module.to_owned(), true)));
    modules.sort();
    for (module, public) in &modules {
        if features::modules(api).any(|known| known == module) {
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
    head.extend(list("pub use", "sdk_runtime", RUNTIME));
    if let Some(webhooks) = &api.webhooks {
        head.push(features::line(&webhooks.module));
        head.push(format!("pub use {}::{};", webhooks.module, webhooks::NAME));
    }
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
            "A client of the {}.",
            docs::prose(&title(api, options)).join(" ")
        ),
        String::new(),
    ];
    if let Some(description) = &api.description {
        lines.extend(docs::prose(description));
        lines.push(String::new());
    }
    lines.push("```no_run".to_owned());
    lines.extend(program(api, options));
    lines.push("```".to_owned());
    lines.push(String::new());
    lines.extend(docs::prose(
        "Each group of operations is a handle on the client; each of its methods makes a request, takes what is required \
         as arguments and the rest by setters, and sends it when it is awaited.",
    ));
    lines.extend(credentials(api));
    lines.extend(REST.iter().map(|line| (*line).to_owned()));
    if api
        .operations()
        .any(|(_, operation)| operation.paging.is_some())
    {
        lines.extend(PAGES.iter().map(|line| (*line).to_owned()));
    }
    lines.extend(["", "# Groups", ""].map(str::to_owned));
    lines.extend(["Each is a Cargo feature, all on by default.", ""].map(str::to_owned));
    for group in &api.groups {
        let title = docs::prose(&group.title).join(" ");
        lines.push(format!(
            "* [`{}`]({}::{}): {title}",
            group.module, group.module, group.handle
        ));
    }
    if api.webhooks.is_some() {
        lines.extend(["", "# Webhooks", ""].map(str::to_owned));
        lines.push(format!(
            "What the API sends is read by [`{}`]: bytes in, an event out.",
            webhooks::NAME
        ));
    }
    if api.json_api.is_some() {
        lines.extend(RESOURCES.iter().map(|line| (*line).to_owned()));
    }
    lines
}

/// What holds for every generated client: errors, retries, decoding.
const REST: &[&str] = &[
    "",
    "# Errors",
    "",
    "Every request gives one [`Error`]. It knows its operation, its kind, how often the request was sent,",
    "and what the server said; [`Error::is_retryable`] tells whether trying again later makes sense. What is",
    "safe to repeat is repeated already, after the time the server asks for, and the API's published limits",
    "are kept before a request goes out.",
    "",
    "# Decoding",
    "",
    "A server may write a value otherwise than its description says: `\"10\"` for `10`, `[]` for an object",
    "without members, `\"\"` for nothing. Such a value is bent into shape and counted;",
    "[`with_meta`](Request::with_meta) gives the bends of an answer, and `on_bend` on the builder's",
    "[`configure`](ClientBuilder::configure) sees all of them. `strict` refuses instead. Enums keep values they",
    "do not know.",
];

/// What holds for clients with operations that page.
const PAGES: &[&str] = &[
    "",
    "# Pages",
    "",
    "A request whose answer continues has `stream`, which gives the items of all pages one by one, and",
    "`pages`. The next page is asked for when it is needed.",
];

/// What holds for clients of an API that speaks JSON:API.
const RESOURCES: &[&str] = &[
    "",
    "# Resources",
    "",
    "Answers are resources with `attributes` and `relationships`. What `include` asks for comes along with the",
    "answer: [`with_meta`](Request::with_meta) and `pages` hand it out as `included`, and a resource's methods",
    "find there what its relationships lead to.",
];

/// The secrets a client holds.
fn credentials(api: &Api) -> Vec<String> {
    let secrets: Vec<String> = client::secrets(api)
        .iter()
        .map(|secret| format!("[`{secret}`](ClientBuilder::{secret})"))
        .collect();
    if secrets.is_empty() {
        return Vec::new();
    }
    let given = format!(
        "The client is given its secrets once: {}. Each operation sends those it needs and no others; one that is \
         missing is an error before anything is sent.",
        secrets.join(", ")
    );
    let mut lines = ["", "# Credentials", ""].map(str::to_owned).to_vec();
    lines.extend(docs::wrap(&given, 96));
    lines
}

/// A first program: a client and its first operation that needs nothing but credentials.
pub(crate) fn program(api: &Api, options: &Options) -> Vec<String> {
    let package = options.package.replace('-', "_");
    let mut lines = vec![format!("use {package}::Client;"), String::new()];
    lines.push(format!("async fn first() -> {package}::Result<()> {{"));
    lines.push("    let client = Client::builder()".to_owned());
    lines.extend(
        client::secrets(api)
            .iter()
            .map(|secret| format!("        .{secret}(\"…\")")),
    );
    lines.push("        .build()?;".to_owned());
    let first = api.operations().find(|(_, operation)| {
        operation.required_parameters().next().is_none()
            && operation.body.is_none()
            && operation.deprecated.is_none()
            && operation.method == sdk_ir::operation::Method::Get
            && matches!(
                operation.output.content,
                Content::Json(_) | Content::Enveloped { data: Some(_), .. }
            )
    });
    match first {
        Some((group, operation)) => {
            lines.push(format!(
                "    let answer = client.{}().{}().await?;",
                group.module, operation.name
            ));
            lines.push("    println!(\"{answer:?}\");".to_owned());
        }
        None => lines.push("    println!(\"{client:?}\");".to_owned()),
    }
    lines.push("    Ok(())".to_owned());
    lines.push("}".to_owned());
    lines
}
