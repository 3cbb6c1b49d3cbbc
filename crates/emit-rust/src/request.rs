//! An operation: the method that starts it, and the request type that is awaited with its setters.

use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{
    Body, BodyContent, Content, Elsewhere, Operation, Paging, PagingKind, Presence,
};
use sdk_ir::types::Type;

use crate::chain::{Chain, literal};
use crate::client::Common;
use crate::request_docs::{field_docs, method_docs, parameter_docs};
use crate::set::{self, Given};
use crate::{client, docs, file, layout, model, types};

/// The method on the group's handle; its documentation ends with the example.
pub(crate) fn method(
    api: &Api,
    common: &Common,
    operation: &Operation,
    example: &[String],
) -> String {
    let given = set::required(api, operation);
    let mut docs = method_docs(operation);
    docs.extend_from_slice(example);
    let mut text = docs::comments(&docs, "    ");
    if let Some(note) = deprecation(operation) {
        text.push_str(&layout::attribute(
            4,
            "deprecated",
            &[format!("note = {}", literal(&note))],
        ));
    }
    if given.len() > 6 {
        text.push_str("    #[allow(clippy::too_many_arguments)]\n");
    }
    let taken = |given: &Given| format!("{}: {}", given.name, given.argument.signature());
    let arguments: Vec<String> = std::iter::once("&self".to_owned())
        .chain(given.iter().map(taken))
        .collect();
    let request = &operation.request;
    text.push_str(&layout::method(&operation.name, &arguments, request));
    let call = facts(api, common, operation);
    let mut sets = set::defaults(operation, "call", 8);
    sets.extend(given.iter().map(|given| given.statements("call", 8)));
    let whole = format!("        {request}({})\n", call.line());
    if sets.is_empty() && layout::fits(&whole) {
        text.push_str(&whole);
    } else {
        let head = if sets.is_empty() {
            "let call ="
        } else {
            "let mut call ="
        };
        text.push_str(&call.statement(head, 8));
        text.push_str(&sets);
        text.push_str(&format!("        {request}(call)\n"));
    }
    text.push_str("    }\n");
    text
}

/// What a deprecated operation's users are told.
fn deprecation(operation: &Operation) -> Option<String> {
    let deprecation = operation.deprecated.as_ref()?;
    let elsewhere = deprecation.elsewhere.as_ref().map(Elsewhere::call);
    Some(
        match (&deprecation.successor, elsewhere, &deprecation.note) {
            (Some(successor), ..) => format!("use `{}` instead", successor.replace('.', "::")),
            (None, Some(call), _) => {
                format!("use `{}` instead", docs::line(&call).replace('`', "'"))
            }
            (None, None, Some(note)) => docs::line(note),
            (None, None, None) => "the API's publisher plans to remove it".to_owned(),
        },
    )
}

/// The start of a request for an operation: its static facts, as a chain of calls.
fn facts(api: &Api, common: &Common, operation: &Operation) -> Chain {
    let shared = common.is_of(api, operation);
    let start = format!(
        "{}::{}",
        if shared { "client" } else { "Operation" },
        operation.method.as_str().to_ascii_lowercase()
    );
    let mut facts = Chain::new(
        start,
        vec![literal(&operation.id), literal(&operation.path)],
    );
    if !shared {
        if !operation.security.is_empty() {
            let requirement = client::requirement(api, &operation.security);
            facts.call("security", vec![format!("client::{requirement}")]);
        }
        if client::is_enveloped(operation) {
            facts.call("envelope", vec!["&client::ENVELOPE".to_owned()]);
        }
    }
    if let Content::Binary(media_type) | Content::Text(media_type) = &operation.output.content {
        facts.call("accept", vec![literal(media_type)]);
    }
    if let Some(server) = &operation.server {
        facts.call("server", vec![literal(server)]);
    }
    facts.call("call", vec!["&self.0".to_owned()]);
    facts
}

/// The request type: a call of the macro that makes it, and the setters which that macro cannot write.
pub(crate) fn item(api: &Api, group: &Group, operation: &Operation) -> String {
    let head = head(api, group, operation);
    let (mut lines, mut others) = (String::new(), Vec::new());
    for (given, docs) in setters(api, operation) {
        match given.line() {
            Some(line) => {
                lines.push_str(&docs::comments(&docs, "    "));
                lines.push_str(&format!("    {line}\n"));
            }
            None => others.push((given, docs)),
        }
    }
    let joined = head.join(", ");
    let mut text = if lines.is_empty() && joined.len() + "request!();".len() <= file::WIDTH {
        format!("request!({joined});\n")
    } else {
        let end = if lines.is_empty() { "" } else { ";" };
        format!("request! {{\n{}{end}\n{lines}}}\n", layout::fill(4, &head))
    };
    if !others.is_empty() {
        let setters: Vec<String> = others
            .iter()
            .map(|(given, docs)| setter(given, docs))
            .collect();
        text.push_str(&format!(
            "\nimpl {} {{\n{}}}\n",
            operation.request,
            setters.join("\n")
        ));
    }
    text
}

/// What the macro is told of the request: its name and answer, the metadata, the pages.
fn head(api: &Api, group: &Group, operation: &Operation) -> Vec<String> {
    let (output, meta) = output(operation);
    let mut head = vec![format!(
        "{} from {}::{} => {output}",
        operation.request, group.handle, operation.name
    )];
    head.extend(meta.map(|meta| format!("meta {meta}")));
    if let Some(paging) = &operation.paging {
        head.push(format!("pages of {}", types::owned(&paging.item)));
        head.push(format!("by {}", pages(paging)));
        head.extend(paging.items.as_ref().map(|field| {
            let optional = model::is_optional(api, operation, field);
            let rest = if optional { ".unwrap_or_default()" } else { "" };
            format!("in |data| data.{field}{rest}")
        }));
    }
    head
}

/// How the operation's answers continue.
fn pages(paging: &Paging) -> String {
    let mut chain = match &paging.kind {
        PagingKind::Number { page, first, size } => {
            let mut chain = Chain::new("Paging::number", vec![literal(page)]);
            if *first != 1 {
                chain.call("first", vec![first.to_string()]);
            }
            if let Some(size) = size {
                let bounds = [size.default.to_string(), size.max.to_string()];
                chain.call(
                    "size",
                    [vec![literal(&size.name)], bounds.to_vec()].concat(),
                );
            }
            chain
        }
        PagingKind::Cursor(values) => {
            let pairs: Vec<String> = values
                .iter()
                .map(|(from, to)| format!("({}, {})", literal(from), literal(to)))
                .collect();
            Chain::new("Paging::cursor", vec![format!("&[{}]", pairs.join(", "))])
        }
    };
    if paging.in_body {
        chain.call("in_body", Vec::new());
    }
    if let Some(total) = &paging.total {
        chain.call("total", vec![literal(total)]);
    }
    chain.line()
}

/// What an awaited request gives, and its metadata.
fn output(operation: &Operation) -> (String, Option<String>) {
    let (output, meta) = match &operation.output.content {
        Content::Empty => ("()".to_owned(), None),
        Content::Json(ty) => (types::owned(ty), None),
        Content::Enveloped { data, meta } => (
            data.as_ref().map_or_else(|| "()".to_owned(), types::owned),
            meta.as_ref().map(types::owned),
        ),
        Content::Binary(_) => ("File".to_owned(), None),
        Content::Text(_) => ("String".to_owned(), None),
    };
    let already = matches!(
        &operation.output.content,
        Content::Json(Type::Nullable(_))
            | Content::Enveloped {
                data: None | Some(Type::Nullable(_)),
                ..
            }
    );
    let output = if operation.output.optional && !already {
        format!("Option<{output}>")
    } else {
        output
    };
    (output, meta)
}

/// What a caller may give, with its documentation.
fn setters(api: &Api, operation: &Operation) -> Vec<(Given, Vec<String>)> {
    let parameters = operation.optional_parameters();
    let mut setters: Vec<(Given, Vec<String>)> = parameters
        .map(|parameter| (set::parameter(api, parameter), parameter_docs(parameter)))
        .collect();
    if let Some(Body {
        content: BodyContent::Fields { encoding, fields },
        ..
    }) = &operation.body
    {
        let optional = fields
            .iter()
            .filter(|field| field.presence != Presence::Required);
        setters
            .extend(optional.map(|field| (set::field(api, field, *encoding), field_docs(field))));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let docs = || docs::or_name(body.description.as_deref(), || "The body.".to_owned());
        setters.extend(set::whole_body(body).map(|given| (given, docs())));
    }
    setters
}

/// A setter in full.
fn setter(given: &Given, docs: &[String]) -> String {
    let docs = docs::comments(docs, "    ");
    let argument = given.argument.signature();
    let body = given.statements("self.0", 8);
    layout::setter(&docs, &given.name, &argument, &body)
}
