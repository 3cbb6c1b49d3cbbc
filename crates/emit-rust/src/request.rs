//! An operation: the method that starts it, the request type that is awaited, and the request's setters.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{
    Body, BodyContent, Content, Encoding, Operation, Paging, PagingKind, Parameter, Presence,
};
use sdk_ir::types::Type;

use crate::chain::{Chain, literal};
use crate::file::Item;
use crate::group::deprecated;
use crate::request_docs::{field_docs, method_docs, parameter_docs};
use crate::set::{
    body_argument, default_fields, encoding, required_fields, set_field, set_parameter, whole_body,
};
use crate::types::{self, ident};
use crate::{client, docs, model};

/// The method on the group's handle; its documentation ends with the example.
pub(crate) fn method(api: &Api, operation: &Operation, example: &[String]) -> TokenStream {
    let name = ident(&operation.name);
    let request = ident(&operation.request);
    let required: Vec<&Parameter> = operation.required_parameters().collect();
    let fields = required_fields(operation);
    let mut arguments: Vec<TokenStream> = Vec::new();
    for parameter in &required {
        let name = ident(&parameter.ident);
        let ty = types::argument(&parameter.ty, &name).ty;
        arguments.push(quote!(#name: #ty));
    }
    for field in &fields {
        let name = ident(&field.ident);
        let ty = if field.nullable {
            types::nullable_argument(&field.ty, &name).ty
        } else {
            types::argument(&field.ty, &name).ty
        };
        arguments.push(quote!(#name: #ty));
    }
    let local = quote!(call);
    let whole = whole_body(operation, local.clone());
    if let Some((name, ty, _)) = &whole {
        arguments.push(quote!(#name: #ty));
    }
    let facts = ident(&constant(operation));
    let starts = required
        .iter()
        .map(|parameter| set_parameter(api, local.clone(), parameter));
    let defaults = default_fields(operation, &local);
    let sets = fields.iter().map(|field| {
        let encoding = encoding(operation);
        set_field(api, &local, field, encoding)
    });
    let body = whole.map(|(_, _, set)| set);
    let mut docs = method_docs(operation);
    docs.push(String::new());
    docs.extend(example.iter().cloned());
    let docs = docs::attributes(&docs);
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let deprecated = deprecated(operation);
    let call = if required.is_empty() && fields.is_empty() && body.is_none() && defaults.is_empty()
    {
        quote! { #request(Call::new(&self.0, &OPERATION)) }
    } else {
        quote! {
            let mut #local = Call::new(&self.0, &OPERATION);
            #(#starts)*
            #(#defaults)*
            #(#sets)*
            #body
            #request(#local)
        }
    };
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #(#arguments),*) -> #request {
            const OPERATION: Operation = #facts;
            #call
        }
    }
}

/// What stands for an operation's static facts until the file is laid out.
pub(crate) fn constant(operation: &Operation) -> String {
    format!("facts_of_{}", operation.request)
}

/// The static facts of an operation, as a chain of calls.
pub(crate) fn facts(api: &Api, operation: &Operation) -> Chain {
    let start = format!(
        "Operation::{}",
        operation.method.as_str().to_ascii_lowercase()
    );
    let mut facts = Chain::new(
        start,
        vec![literal(&operation.id), literal(&operation.path)],
    );
    if !operation.security.is_empty() {
        let requirement = client::requirement(api, &operation.security);
        facts.call("security", vec![format!("client::{requirement}")]);
    }
    match &operation.output.content {
        Content::Enveloped { .. } => facts.call("envelope", vec!["&client::ENVELOPE".to_owned()]),
        Content::Binary(media_type) | Content::Text(media_type) => {
            facts.call("accept", vec![literal(media_type)])
        }
        Content::Empty | Content::Json(_) => {}
    }
    if let Some(server) = &operation.server {
        facts.call("server", vec![literal(server)]);
    }
    facts
}

/// The request type with its setters, after the facts about its pages where it has any.
pub(crate) fn items(api: &Api, group: &Group, operation: &Operation) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    items.extend(
        operation
            .paging
            .as_ref()
            .map(|paging| Item::Text(pages(operation, paging))),
    );
    items.push(Item::Tokens(item(api, group, operation)));
    items
}

/// The static that says how the operation's answers continue.
fn pages(operation: &Operation, paging: &Paging) -> String {
    let mut chain = match &paging.kind {
        PagingKind::Number { page, first, size } => {
            let mut chain = Chain::new("Paging::number", vec![literal(page)]);
            if *first != 1 {
                chain.call("first", vec![first.to_string()]);
            }
            if let Some(size) = size {
                chain.call(
                    "size",
                    vec![
                        literal(&size.name),
                        size.default.to_string(),
                        size.max.to_string(),
                    ],
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
    chain.statement(&format!("static {}: Paging =", pages_name(operation)), 0)
}

fn pages_name(operation: &Operation) -> String {
    format!(
        "PAGES_OF_{}",
        heck::ToShoutySnakeCase::to_shouty_snake_case(operation.request.as_str())
    )
}

fn item(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let request = ident(&operation.request);
    let (output, meta) = output(operation);
    let (handle, method) = (&group.handle, operation.name.trim_start_matches("r#"));
    let mut lines = vec![format!(
        "The request that [`{handle}::{method}`] makes; it is sent when awaited."
    )];
    if matches!(
        operation.output.content,
        Content::Enveloped { meta: Some(_), .. }
    ) {
        lines.push(String::new());
        lines.push(
            "The answer's metadata comes with [`with_meta`](sdk_runtime::Request::with_meta)."
                .to_owned(),
        );
    }
    if operation.paging.is_some() {
        lines.push(String::new());
        lines.push(format!(
            "All pages come with [`stream`]({0}::stream) or [`pages`]({0}::pages).",
            operation.request
        ));
    }
    let docs = docs::attributes(&lines);
    let setters: Vec<TokenStream> = setters(api, operation);
    let setters = (!setters.is_empty()).then(|| quote! { impl #request { #(#setters)* } });
    let call = match &meta {
        Some(meta) => quote!(Call<#output, #meta>),
        None => quote!(Call<#output>),
    };
    let arguments = match &operation.paging {
        None => meta.map(|meta| quote!(, #meta)),
        Some(paging) => {
            let (item, name) = (types::owned(&paging.item), ident(&pages_name(operation)));
            let meta = meta.unwrap_or_else(|| quote!(()));
            let take = paging.items.as_ref().map(|field| {
                let (name, optional) = (ident(field), model::is_optional(api, operation, field));
                let rest = optional.then(|| quote!(.unwrap_or_default()));
                quote!(, |data| data.#name #rest)
            });
            Some(quote!(, #meta; pages of #item, by &#name #take))
        }
    };
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct #request(#call);
        sdk_runtime::request!(#request => #output #arguments);
        #setters
    }
}

/// What an awaited request gives, and its metadata.
fn output(operation: &Operation) -> (TokenStream, Option<TokenStream>) {
    let (output, meta) = match &operation.output.content {
        Content::Empty
        | Content::Enveloped {
            data: None,
            meta: None,
        } => (quote!(()), None),
        Content::Json(ty) => (types::owned(ty), None),
        Content::Enveloped { data, meta } => (
            data.as_ref().map_or_else(|| quote!(()), types::owned),
            meta.as_ref().map(types::owned),
        ),
        Content::Binary(_) => (quote!(File), None),
        Content::Text(_) => (quote!(String), None),
    };
    let already = matches!(
        &operation.output.content,
        Content::Json(Type::Nullable(_))
            | Content::Enveloped {
                data: Some(Type::Nullable(_)),
                ..
            }
    );
    let optional = operation.output.optional
        && !already
        && !matches!(
            operation.output.content,
            Content::Enveloped { data: None, .. }
        );
    (
        if optional {
            quote!(Option<#output>)
        } else {
            output
        },
        meta,
    )
}

fn setters(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    for parameter in operation.optional_parameters() {
        let docs = docs::attributes(&parameter_docs(parameter));
        let name = ident(&parameter.ident);
        let ty = types::argument(&parameter.ty, &name).ty;
        let set = set_parameter(api, quote!(self.0), parameter);
        setters.push(quote! { #docs pub fn #name(mut self, #name: #ty) -> Self { #set self } });
    }
    if let Some(Body {
        content: BodyContent::Fields { encoding, fields },
        ..
    }) = &operation.body
    {
        for field in fields
            .iter()
            .filter(|field| field.presence != Presence::Required)
        {
            let docs = docs::attributes(&field_docs(field));
            let name = ident(&field.ident);
            let nullable = field.nullable && *encoding == Encoding::Json;
            let ty = if nullable {
                types::nullable_argument(&field.ty, &name)
            } else {
                types::argument(&field.ty, &name)
            }
            .ty;
            let set = set_field(api, &quote!(self.0), field, *encoding);
            setters.push(quote! { #docs pub fn #name(mut self, #name: #ty) -> Self { #set self } });
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required)
        && let Some((name, ty, set)) = body_argument(body, quote!(self.0))
    {
        let docs = docs::attributes(&docs::or_name(body.description.as_deref(), || {
            "The body.".to_owned()
        }));
        setters.push(quote! { #docs pub fn #name(mut self, #name: #ty) -> Self { #set self } });
    }
    setters
}
