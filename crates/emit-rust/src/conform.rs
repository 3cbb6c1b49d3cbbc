//! The table that `cargo xtask conform` decodes stored answers by: `tests/conform.rs`, a line for each operation.
//!
//! What is done with an answer is the runtime's work; here stands only which operation has which request and whether
//! its answers come in the envelope. The target is built only when it is asked for by name (`test = false`).

use sdk_ir::Api;
use sdk_ir::operation::{Content, Method, Operation};

use crate::Options;
use crate::chain::literal;
use crate::client;
use crate::file::{Item, Source};

/// The file of the table.
pub(crate) fn file(api: &Api, options: &Options) -> Source {
    let package = options.package.replace('-', "_");
    let envelope = client::envelope(api);
    let mut rows = String::new();
    for (group, operation) in api.operations() {
        let request = format!("{package}::{}::{}", group.module, operation.request);
        rows.push_str(&line(operation, &request));
    }
    let open = if rows.is_empty() { "" } else { "\n" };
    let table = format!("sdk_runtime::conform! {{{open}{rows}}}\n");
    let mut items = Vec::new();
    if let Some(chain) = &envelope {
        items.push(Item::Text(
            chain.statement("static ENVELOPE: Envelope =", 0),
        ));
    }
    items.push(Item::Text(table));
    Source {
        docs: vec![
            "Which request decodes the answers of which operation: the table that".to_owned(),
            "`cargo xtask conform` goes by.".to_owned(),
        ],
        items,
        mentions: envelope.iter().map(|_| "Envelope".to_owned()).collect(),
        module: "tests::conform".to_owned(),
        ..Source::default()
    }
}

fn line(operation: &Operation, request: &str) -> String {
    let (method, id, path) = (
        method(operation.method),
        literal(&operation.id),
        literal(&operation.path),
    );
    let request = match &operation.output.content {
        Content::Enveloped { .. } => format!(" => {request}, in &ENVELOPE"),
        Content::Json(_) | Content::Empty => format!(" => {request}"),
        Content::Text(media_type) => format!(" => {request}, as {}", literal(media_type)),
        Content::Binary(_) => String::new(),
    };
    format!("    {method} {id} {path}{request};\n")
}

/// The method as the runtime names it.
fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "Get",
        Method::Put => "Put",
        Method::Post => "Post",
        Method::Delete => "Delete",
        Method::Options => "Options",
        Method::Head => "Head",
        Method::Patch => "Patch",
        Method::Trace => "Trace",
    }
}
