//! An operation: the method that starts it, the request type that is awaited, and the request's setters.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{
    Body, BodyContent, BodyField, Content, Encoding, Operation, Paging, PagingKind, Parameter,
    Place, Presence, Style,
};
use sdk_ir::types::Type;

use crate::chain::{Chain, literal};
use crate::file::Item;
use crate::group::deprecated;
use crate::types::{self, ident};
use crate::{client, docs, model};

/// The method on the group's handle.
pub(crate) fn method(operation: &Operation) -> TokenStream {
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
    let whole = whole_body(operation);
    if let Some((name, ty, _)) = &whole {
        arguments.push(quote!(#name: #ty));
    }
    let facts = ident(&constant(operation));
    let starts = required
        .iter()
        .map(|parameter| set_parameter(quote!(call), parameter));
    let defaults = default_fields(operation);
    let sets = fields.iter().map(|field| {
        let encoding = encoding(operation);
        set_field(&quote!(call), field, encoding, false)
    });
    let body = whole.map(|(_, _, set)| set);
    let docs = docs::attributes(&method_docs(operation));
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let deprecated = deprecated(operation);
    let call = if required.is_empty() && fields.is_empty() && body.is_none() && defaults.is_empty()
    {
        quote! { #request(Call::new(&self.0, &OPERATION)) }
    } else {
        quote! {
            let mut call = Call::new(&self.0, &OPERATION);
            #(#starts)*
            #(#defaults)*
            #(#sets)*
            #body
            #request(call)
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
    let setters: Vec<TokenStream> = setters(operation);
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

fn setters(operation: &Operation) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    for parameter in operation.optional_parameters() {
        let docs = docs::attributes(&parameter_docs(parameter));
        let name = ident(&parameter.ident);
        let ty = types::argument(&parameter.ty, &name).ty;
        let set = set_parameter(quote!(self.0), parameter);
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
            let set = set_field(&quote!(self.0), field, *encoding, true);
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

/// Hands a parameter's value to the call.
fn set_parameter(call: TokenStream, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.name;
    let name = ident(&parameter.ident);
    let list = |style: TokenStream, inner: &Type| {
        let values = if matches!(inner, Type::String | Type::Identifier(_)) {
            let inner = types::owned(inner);
            quote!(#name.into_iter().map(Into::<#inner>::into))
        } else {
            quote!(#name)
        };
        quote! { #call.query_list(#wire, ListStyle::#style, #values); }
    };
    match (parameter.place, &parameter.ty) {
        (Place::Query, Type::List(inner)) if is_scalar(inner) => match parameter.style {
            Style::Comma => list(quote!(Comma), inner),
            Style::Space => list(quote!(Space), inner),
            Style::Pipe => list(quote!(Pipe), inner),
            Style::Repeat | Style::DeepObject => list(quote!(Repeat), inner),
            Style::Json => {
                quote! { #call.query_json(#wire, &#name.into_iter().collect::<Vec<_>>()); }
            }
        },
        (Place::Query, ty) if parameter.style == Style::Json || !is_scalar(ty) => {
            let value = types::argument(ty, &name).value;
            match parameter.style {
                Style::Json => quote! { #call.query_json(#wire, &#value); },
                Style::DeepObject => {
                    quote! { #call.query_object(#wire, ObjectStyle::DeepObject, &#value); }
                }
                Style::Comma => {
                    quote! { #call.query_object(#wire, ObjectStyle::FormJoined, &#value); }
                }
                _ => quote! { #call.query_object(#wire, ObjectStyle::Form, &#value); },
            }
        }
        (place, ty) => {
            let method = ident(match place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Cookie => "cookie",
            });
            let value = match ty {
                ty if is_scalar(ty) => types::argument(ty, &name).value,
                ty => {
                    let value = types::argument(ty, &name).value;
                    quote!(sdk_runtime::simple(&#value))
                }
            };
            let value = if is_into(ty) {
                let owned = types::owned(ty);
                quote!(Into::<#owned>::into(#name))
            } else {
                value
            };
            quote! { #call.#method(#wire, #value); }
        }
    }
}

/// Whether an argument of this type is taken as `impl Into<…>`.
fn is_into(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Identifier(_))
}

/// Whether a value is one text in a parameter. A model that is an object is written member by member.
fn is_scalar(ty: &Type) -> bool {
    !matches!(ty, Type::List(_) | Type::Map(_) | Type::Any | Type::Binary)
}

/// Hands a body field's value to the call.
fn set_field(
    call: &TokenStream,
    field: &BodyField,
    encoding: Encoding,
    setter: bool,
) -> TokenStream {
    let wire = &field.name;
    let name = ident(&field.ident);
    let _ = setter;
    match encoding {
        Encoding::Json => {
            let value = if field.nullable {
                let owned = types::owned(&field.ty);
                quote!(Into::<Nullable<#owned>>::into(#name))
            } else if is_into(&field.ty) {
                let owned = types::owned(&field.ty);
                quote!(Into::<#owned>::into(#name))
            } else {
                types::argument(&field.ty, &name).value
            };
            quote! { #call.field(#wire, #value); }
        }
        Encoding::Form => match &field.ty {
            Type::List(inner) if is_scalar(inner) => {
                quote! { for value in #name { #call.form_field(#wire, value.into()); } }
            }
            ty if is_into(ty) => {
                let owned = types::owned(ty);
                quote! { #call.form_field(#wire, Into::<#owned>::into(#name)); }
            }
            ty if is_scalar(ty) => quote! { #call.form_field(#wire, #name); },
            ty => {
                let value = types::argument(ty, &name).value;
                quote! { #call.form_field(#wire, sdk_runtime::simple(&#value)); }
            }
        },
        Encoding::Multipart => match &field.ty {
            Type::Binary => quote! { #call.part(#wire, #name); },
            Type::List(inner) if **inner == Type::Binary => {
                quote! { for part in #name { #call.part(#wire, part); } }
            }
            ty if is_into(ty) => {
                let owned = types::owned(ty);
                quote! { #call.part(#wire, Part::text(Into::<#owned>::into(#name).to_string())); }
            }
            ty if is_scalar(ty) => quote! { #call.part(#wire, Part::text(#name.to_string())); },
            ty => {
                let value = types::argument(ty, &name).value;
                quote! { #call.part(#wire, Part::text(sdk_runtime::simple(&#value).as_str())); }
            }
        },
    }
}

fn encoding(operation: &Operation) -> Encoding {
    match &operation.body {
        Some(Body {
            content: BodyContent::Fields { encoding, .. },
            ..
        }) => *encoding,
        _ => Encoding::Json,
    }
}

/// The body fields a caller must give.
fn required_fields(operation: &Operation) -> Vec<&BodyField> {
    match &operation.body {
        Some(Body {
            content: BodyContent::Fields { fields, .. },
            ..
        }) => fields
            .iter()
            .filter(|field| field.presence == Presence::Required)
            .collect(),
        _ => Vec::new(),
    }
}

/// Statements for the fields that are sent even when a caller says nothing.
fn default_fields(operation: &Operation) -> Vec<TokenStream> {
    let Some(Body {
        content:
            BodyContent::Fields {
                fields,
                encoding: Encoding::Json,
            },
        required,
        ..
    }) = &operation.body
    else {
        return Vec::new();
    };
    if *required
        && fields
            .iter()
            .all(|field| field.presence == Presence::Optional)
    {
        // A body that must be there is an empty object until a setter is called, and then that setter's.
        return vec![quote! { call.bytes("application/json", "{}"); }];
    }
    fields
        .iter()
        .filter_map(|field| match &field.presence {
            Presence::Default(value) => {
                let wire = &field.name;
                let json = value.to_string();
                Some(quote! { call.field_json(#wire, #json); })
            }
            _ => None,
        })
        .collect()
}

/// A body that is given whole and must be: the argument's name, its type, and the statement that sets it.
fn whole_body(operation: &Operation) -> Option<(proc_macro2::Ident, TokenStream, TokenStream)> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    body_argument(body, quote!(call))
}

fn body_argument(
    body: &Body,
    call: TokenStream,
) -> Option<(proc_macro2::Ident, TokenStream, TokenStream)> {
    let name = ident("body");
    let media_type = &body.media_type;
    match &body.content {
        BodyContent::Fields { .. } => None,
        BodyContent::Json(ty) => {
            let argument = types::argument(ty, &name);
            let value = if is_into(ty) {
                let owned = types::owned(ty);
                quote!(Into::<#owned>::into(#name))
            } else {
                argument.value
            };
            Some((name, argument.ty, quote! { #call.json(&#value); }))
        }
        BodyContent::Bytes => {
            let set = quote! { #call.bytes(#media_type, #name); };
            Some((name, quote!(impl Into<Bytes>), set))
        }
        BodyContent::Text => {
            let set = quote! { #call.bytes(#media_type, Into::<String>::into(#name)); };
            Some((name, quote!(impl Into<String>), set))
        }
    }
}

/// Summary, what else a caller needs, method and path, and what has to be given.
fn method_docs(operation: &Operation) -> Vec<String> {
    let mut lines = docs::or_name(operation.summary.as_deref(), || {
        docs::from_name(&operation.name)
    });
    if let Some(description) = &operation.description {
        lines.push(String::new());
        lines.extend(docs::prose(description));
    }
    lines.push(String::new());
    lines.push(format!(
        "`{} {}`",
        operation.method.as_str(),
        docs::line(&operation.path).replace('`', "'")
    ));
    let mut given: Vec<String> = Vec::new();
    for parameter in operation.required_parameters() {
        if let Some(text) = parameter
            .description
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            given.push(format!(
                "* `{}`: {}",
                parameter.ident.trim_start_matches("r#"),
                docs::prose(text).join(" ")
            ));
        }
    }
    for field in required_fields(operation) {
        if let Some(text) = field
            .description
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            given.push(format!(
                "* `{}`: {}",
                field.ident.trim_start_matches("r#"),
                docs::prose(text).join(" ")
            ));
        }
    }
    if !given.is_empty() {
        lines.push(String::new());
        lines.extend(given);
    }
    lines
}

fn parameter_docs(parameter: &Parameter) -> Vec<String> {
    let bare = parameter.name.trim_end_matches("[]");
    let mut lines = docs::or_name(parameter.description.as_deref(), || docs::from_name(bare));
    if let Some(default) = parameter
        .default
        .as_ref()
        .filter(|value| value.is_number() || value.is_boolean() || value.is_string())
    {
        let text = default
            .as_str()
            .map_or_else(|| default.to_string(), str::to_owned);
        lines.push(String::new());
        lines.push(format!(
            "The server assumes `{}` without it.",
            docs::line(&text).replace('`', "'")
        ));
    }
    lines
}

fn field_docs(field: &BodyField) -> Vec<String> {
    let mut lines = docs::or_name(field.description.as_deref(), || {
        docs::from_name(&field.name)
    });
    let note = match &field.presence {
        Presence::Default(value) if value.is_null() => Some("Sent as null unless set.".to_owned()),
        Presence::Default(value) => Some(format!(
            "Sent as `{}` unless set.",
            docs::line(&value.to_string()).replace('`', "'")
        )),
        Presence::Optional if field.nullable => {
            Some("Left out unless set; `None` sends null.".to_owned())
        }
        _ => None,
    };
    if let Some(note) = note {
        lines.push(String::new());
        lines.push(note);
    }
    lines
}
