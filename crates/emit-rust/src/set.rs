//! Handing a caller's values to the runtime: one statement for each parameter and each part of a body.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::operation::{
    Body, BodyContent, BodyField, Encoding, Operation, Parameter, Place, Presence, Style,
};
use sdk_ir::types::{ModelKind, Type};

use crate::types::{self, ident};

/// Hands a parameter's value to the call.
pub(crate) fn set_parameter(api: &Api, call: TokenStream, parameter: &Parameter) -> TokenStream {
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
    if let Some(style) = style(api, parameter) {
        let method = ident(match parameter.place {
            Place::Path => "styled_path",
            Place::Query => "styled_query",
            Place::Header => "styled_header",
            Place::Cookie => "styled_cookie",
        });
        let value = if is_into(&parameter.ty) {
            let owned = types::owned(&parameter.ty);
            quote!(Into::<#owned>::into(#name))
        } else {
            types::argument(&parameter.ty, &name).value
        };
        return quote! { #call.#method(#wire, #style, &#value); };
    }
    match (parameter.place, &parameter.ty) {
        (Place::Query, Type::List(inner)) if is_scalar(api, inner) => match parameter.style {
            Style::Comma => list(quote!(Comma), inner),
            Style::Space => list(quote!(Space), inner),
            Style::Pipe => list(quote!(Pipe), inner),
            Style::Json => {
                quote! { #call.query_json(#wire, &Vec::from_iter(#name)); }
            }
            _ => list(quote!(Repeat), inner),
        },
        (Place::Query, ty) if parameter.style == Style::Json || !is_scalar(api, ty) => {
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
            let value = if is_into(ty) {
                let owned = types::owned(ty);
                quote!(Into::<#owned>::into(#name))
            } else {
                types::argument(ty, &name).value
            };
            quote! { #call.#method(#wire, #value); }
        }
    }
}

/// The style of a value that is not written in one of the usual ways, which have methods of their own.
fn style(api: &Api, parameter: &Parameter) -> Option<TokenStream> {
    let is_alone = is_scalar(api, &parameter.ty);
    let in_query = parameter.place == Place::Query;
    let is_usual = match parameter.style {
        _ if parameter.reserved => false,
        Style::Space | Style::Pipe if in_query => {
            is_alone || matches!(&parameter.ty, Type::List(inner) if is_scalar(api, inner))
        }
        style => in_query || (is_alone && style.of_one() == Style::Comma),
    };
    let style = match parameter.style {
        Style::Repeat => quote!(FORM.exploded()),
        Style::Comma if matches!(parameter.place, Place::Path | Place::Header) => quote!(SIMPLE),
        Style::Comma => quote!(FORM),
        Style::CommaPairs => quote!(SIMPLE.exploded()),
        Style::Label => quote!(LABEL),
        Style::LabelExploded => quote!(LABEL.exploded()),
        Style::Matrix => quote!(MATRIX),
        Style::MatrixExploded => quote!(MATRIX.exploded()),
        Style::Space => quote!(SPACE),
        Style::Pipe => quote!(PIPE),
        Style::DeepObject => quote!(DEEP),
        Style::Json => quote!(JSON),
    };
    let reserved = parameter.reserved.then(|| quote!(.reserved()));
    (!is_usual).then(|| quote!(sdk_runtime::Style::#style #reserved))
}

/// Whether an argument of this type is taken as `impl Into<…>`.
pub(crate) fn is_into(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Identifier(_))
}

/// Whether a value is one text in a parameter. A model that is an object is written member by member.
fn is_scalar(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Any | Type::Binary | Type::Nullable(_) => false,
        Type::Model(name) => api.models.get(name).is_some_and(|model| {
            matches!(
                model.kind,
                ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_)
            )
        }),
        _ => true,
    }
}

/// Hands a body field's value to the call.
pub(crate) fn set_field(
    api: &Api,
    call: &TokenStream,
    field: &BodyField,
    encoding: Encoding,
) -> TokenStream {
    let wire = &field.name;
    let name = ident(&field.ident);
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
            Type::List(inner) if is_scalar(api, inner) => {
                let value = if is_into(inner) {
                    let owned = types::owned(inner);
                    quote!(Into::<#owned>::into(value))
                } else {
                    quote!(value)
                };
                quote! { for value in #name { #call.form_field(#wire, #value); } }
            }
            ty if is_into(ty) => {
                let owned = types::owned(ty);
                quote! { #call.form_field(#wire, Into::<#owned>::into(#name)); }
            }
            ty if is_scalar(api, ty) => quote! { #call.form_field(#wire, #name); },
            ty => {
                let value = types::argument(ty, &name).value;
                quote! {
                    let json = sdk_runtime::serde_json::to_value(&#value).unwrap_or_default();
                    #call.form_field(#wire, json.to_string());
                }
            }
        },
        Encoding::Multipart => match &field.ty {
            Type::Binary => quote! { #call.part(#wire, #name); },
            Type::List(inner) if **inner == Type::Binary => {
                quote! { for part in #name { #call.part(#wire, part); } }
            }
            Type::List(inner) if is_scalar(api, inner) => {
                let value = part_text(inner, quote!(value));
                quote! { for value in #name { #call.part(#wire, #value); } }
            }
            ty if is_scalar(api, ty) => {
                let value = part_text(ty, quote!(#name));
                quote! { #call.part(#wire, #value); }
            }
            ty => {
                let value = types::argument(ty, &name).value;
                quote! {
                    let json = sdk_runtime::serde_json::to_value(&#value).unwrap_or_default();
                    #call.part(#wire, Part::text(json.to_string()).content_type("application/json"));
                }
            }
        },
    }
}

/// The part that holds a scalar.
fn part_text(ty: &Type, value: TokenStream) -> TokenStream {
    match ty {
        Type::String => quote!(Part::text(#value)),
        Type::Identifier(_) => {
            let owned = types::owned(ty);
            quote!(Part::text(Into::<#owned>::into(#value).to_string()))
        }
        _ => quote!(Part::text(#value.to_string())),
    }
}

/// The media type of a JSON body that is not called `application/json`.
fn json_kind(body: &Body, call: &TokenStream) -> Option<TokenStream> {
    let is_json = match &body.content {
        BodyContent::Fields { encoding, .. } => *encoding == Encoding::Json,
        BodyContent::Json(_) => true,
        BodyContent::Bytes | BodyContent::Text => false,
    };
    let media_type = &body.media_type;
    (is_json && media_type != "application/json")
        .then(|| quote! { #call.header("Content-Type", #media_type); })
}

pub(crate) fn encoding(operation: &Operation) -> Encoding {
    match &operation.body {
        Some(Body {
            content: BodyContent::Fields { encoding, .. },
            ..
        }) => *encoding,
        _ => Encoding::Json,
    }
}

/// The body fields a caller must give.
pub(crate) fn required_fields(operation: &Operation) -> Vec<&BodyField> {
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
pub(crate) fn default_fields(operation: &Operation, call: &TokenStream) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let Body {
        content:
            BodyContent::Fields {
                fields,
                encoding: Encoding::Json,
            },
        required,
        ..
    } = body
    else {
        return Vec::new();
    };
    let kind = json_kind(body, call);
    if *required
        && fields
            .iter()
            .all(|field| field.presence == Presence::Optional)
    {
        // A body that must be there is an empty object until a setter is called, and then that setter's.
        return vec![quote! { #kind #call.bytes("application/json", "{}"); }];
    }
    let defaults = fields.iter().filter_map(|field| match &field.presence {
        Presence::Default(value) => {
            let wire = &field.name;
            let json = value.to_string();
            Some(quote! { #call.field_json(#wire, #json); })
        }
        _ => None,
    });
    kind.into_iter().chain(defaults).collect()
}

/// A body that is given whole and must be: the argument's name, its type, and the statement that sets it.
pub(crate) fn whole_body(
    operation: &Operation,
    call: TokenStream,
) -> Option<(proc_macro2::Ident, TokenStream, TokenStream)> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    body_argument(body, call)
}

pub(crate) fn body_argument(
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
            let kind = json_kind(body, &call);
            Some((name, argument.ty, quote! { #kind #call.json(&#value); }))
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
