//! Models: structs, open enums and unions, each in the module of the only group that uses it or in the shared one.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::operation::{Content, Operation};
use sdk_ir::types::{Field, Model, ModelKind, Type, Variant};

use crate::chain::literal;
use crate::docs;
use crate::features;
use crate::file::{Item, Source};
use crate::json_api;
use crate::types::{self, ident};
use crate::union;

/// The module of the types that several groups use.
const SHARED: &str = "crate::models";

/// Which module each model is in.
#[derive(Debug)]
pub(crate) struct Homes {
    homes: BTreeMap<String, String>,
}

impl Homes {
    pub(crate) fn new(api: &Api) -> Self {
        let homes = api.models.values().map(|model| {
            let home = match model.groups.iter().collect::<Vec<_>>().as_slice() {
                [only] => format!("crate::{only}::models"),
                _ => SHARED.to_owned(),
            };
            (model.name.clone(), home)
        });
        Homes {
            homes: homes.collect(),
        }
    }

    /// The modules that hold any model.
    pub(crate) fn modules(&self) -> BTreeSet<String> {
        self.homes.values().cloned().collect()
    }

    /// Whether several groups share models.
    pub(crate) fn any_shared(&self) -> bool {
        self.homes.values().any(|home| home == SHARED)
    }

    /// Whether a group has models of its own.
    pub(crate) fn any_in(&self, group: &str) -> bool {
        let module = format!("crate::{group}::models");
        self.homes.values().any(|home| *home == module)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.homes
            .iter()
            .map(|(name, home)| (name.as_str(), home.as_str()))
    }
}

/// The file of a module: `crate::clients::models` is `src/clients/models.rs`.
pub(crate) fn path(module: &str) -> String {
    format!(
        "src/{}.rs",
        module.trim_start_matches("crate::").replace("::", "/")
    )
}

/// The file of all models of a module.
pub(crate) fn file(api: &Api, homes: &Homes, module: &str) -> Source {
    let docs = if module == SHARED {
        vec!["Types that several groups share.".to_owned()]
    } else {
        let group = module
            .trim_start_matches("crate::")
            .trim_end_matches("::models");
        let title = api
            .groups
            .iter()
            .find(|known| known.module == group)
            .map_or(group, |known| known.title.as_str());
        let webhooks = api.webhooks.as_ref().map(|webhooks| &webhooks.module);
        if webhooks.is_some_and(|module| module == group) {
            vec!["Types that only webhooks carry.".to_owned()]
        } else {
            vec![format!(
                "Types that only the group {} uses.",
                docs::prose(title).join(" ")
            )]
        }
    };
    let models = api.models.values().filter(|model| {
        homes
            .homes
            .get(&model.name)
            .is_some_and(|home| home == module)
    });
    let defines = models.clone().map(|model| model.name.clone()).collect();
    Source {
        docs,
        items: models
            .flat_map(|model| gated(api, model, module == SHARED))
            .collect(),
        module: module.to_owned(),
        defines,
        ..Source::default()
    }
}

/// The items of a model; what several groups share is there when one of them is.
fn gated(api: &Api, model: &Model, shared: bool) -> Vec<Item> {
    let gate = if shared {
        features::shared(api, &model.groups)
    } else {
        None
    };
    items(api, model)
        .into_iter()
        .flat_map(|item| gate.clone().map(Item::Attribute).into_iter().chain([item]))
        .collect()
}

fn items(api: &Api, model: &Model) -> Vec<Item> {
    let lines = docs::or_name(model.description.as_deref(), || {
        docs::from_name(&model.name)
    });
    let docs = docs::attributes(&lines);
    match &model.kind {
        ModelKind::Struct(fields) => {
            let mut items = structure(model, fields, &docs);
            items.extend(
                json_api::items(api, model, fields)
                    .into_iter()
                    .map(Item::Tokens),
            );
            items
        }
        ModelKind::TextEnum(variants) => {
            let value = |value: &String| literal(value);
            vec![open_enum("string_enum", model, &lines, variants, value)]
        }
        ModelKind::IntegerEnum(variants) => {
            vec![open_enum(
                "integer_enum",
                model,
                &lines,
                variants,
                i64::to_string,
            )]
        }
        ModelKind::Union(variants) => union::items(api, model, variants, &docs),
    }
}

/// A call of the macro that makes an enum which keeps values it does not know.
fn open_enum<T>(
    macro_name: &str,
    model: &Model,
    lines: &[String],
    variants: &[Variant<T>],
    value: impl Fn(&T) -> String,
) -> Item {
    let mut text = format!(
        "sdk_runtime::{macro_name}! {{\n{}",
        docs::comments(lines, "    ")
    );
    text.push_str(&format!("    pub enum {} {{\n", model.name));
    for variant in variants {
        let lines = docs::or_name(variant.description.as_deref(), || {
            docs::from_name(&variant.ident)
        });
        text.push_str(&docs::comments(&lines, "        "));
        text.push_str(&format!(
            "        {} = {},\n",
            variant.ident,
            value(&variant.value)
        ));
    }
    text.push_str("    }\n}\n");
    Item::Text(text)
}

fn derives(model: &Model, empty: bool) -> TokenStream {
    let mut derives = vec![quote!(Clone), quote!(Debug), quote!(PartialEq)];
    if empty {
        derives.push(quote!(Default));
    }
    if model.in_response {
        derives.push(quote!(Deserialize));
    }
    derives.push(quote!(Serialize));
    quote! { #[derive(#(#derives),*)] }
}

fn structure(model: &Model, fields: &[Field], docs: &TokenStream) -> Vec<Item> {
    let name = ident(&model.name);
    let empty = model.in_request
        && fields
            .iter()
            .all(|field| holding(model, field) != Holding::Plain);
    let derives = derives(model, empty);
    let members = fields.iter().map(|field| member(model, field));
    let structure = quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name { #(#members),* }
    };
    let constructor = model.in_request.then(|| constructor(model, fields));
    [Some(structure), constructor]
        .into_iter()
        .flatten()
        .map(Item::Tokens)
        .collect()
}

/// How a member is held, by what the description says about its presence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    /// Always there: `T`.
    Plain,
    /// May be absent or null: `Option<T>`.
    Optional,
    /// Sent as null when there is none: `Option<T>`.
    Null,
    /// Absent, null and a value differ: `Option<Option<T>>`.
    Three,
    /// A list or map that is empty when absent.
    Empty,
}

pub(crate) fn holding(model: &Model, field: &Field) -> Holding {
    match (field.required, field.nullable) {
        (true, false) => Holding::Plain,
        (true, true) => Holding::Null,
        (false, false) if !model.in_request && matches!(field.ty, Type::List(_) | Type::Map(_)) => {
            Holding::Empty
        }
        // Also where answers have it: those never need the null that a request may want to send.
        (false, true) if model.in_request => Holding::Three,
        (false, _) => Holding::Optional,
    }
}

/// Whether the field of an operation's data is held as an `Option`.
pub(crate) fn is_optional(api: &Api, operation: &Operation, ident: &str) -> bool {
    let (Content::Json(Type::Model(name))
    | Content::Enveloped {
        data: Some(Type::Model(name)),
        ..
    }) = &operation.output.content
    else {
        return false;
    };
    let Some(model) = api.models.get(name) else {
        return false;
    };
    let ModelKind::Struct(fields) = &model.kind else {
        return false;
    };
    fields
        .iter()
        .find(|field| field.ident == ident)
        .is_some_and(|field| !matches!(holding(model, field), Holding::Plain | Holding::Empty))
}

/// The member's type as it is held.
fn held(model: &Model, field: &Field) -> TokenStream {
    let inner = types::owned(&field.ty);
    let inner = if field.boxed {
        quote!(Box<#inner>)
    } else {
        inner
    };
    match holding(model, field) {
        Holding::Plain | Holding::Empty => inner,
        Holding::Optional | Holding::Null => quote!(Option<#inner>),
        Holding::Three => quote!(Option<Option<#inner>>),
    }
}

fn member(model: &Model, field: &Field) -> TokenStream {
    let docs = docs::attributes(&docs::or_name(field.description.as_deref(), || {
        docs::from_name(&field.name)
    }));
    let name = ident(&field.ident);
    let ty = held(model, field);
    let rename = (field.ident.trim_start_matches("r#") != field.name).then(|| {
        let wire = &field.name;
        quote!(rename = #wire)
    });
    let presence = match holding(model, field) {
        Holding::Optional | Holding::Three if model.in_request => {
            Some(quote!(skip_serializing_if = "Option::is_none"))
        }
        Holding::Empty => Some(quote!(default)),
        _ => None,
    };
    let text = field
        .text
        .then(|| quote!(with = "sdk_runtime::json_api::id"));
    let options: Vec<_> = rename.into_iter().chain(presence).chain(text).collect();
    let serde = (!options.is_empty()).then(|| quote!(#[serde(#(#options),*)]));
    quote! { #docs #serde pub #name: #ty }
}

/// `new` with what must be given, and a setter for each of the others.
fn constructor(model: &Model, fields: &[Field]) -> TokenStream {
    let name = ident(&model.name);
    let boxed = |field: &Field, value: TokenStream| {
        if field.boxed {
            quote!(Box::new(#value))
        } else {
            value
        }
    };
    let required: Vec<_> = fields
        .iter()
        .filter(|field| holding(model, field) == Holding::Plain)
        .collect();
    let arguments = required.iter().map(|field| {
        let name = ident(&field.ident);
        let ty = types::argument(&field.ty, &name).ty;
        quote!(#name: #ty)
    });
    let values = fields.iter().map(|field| {
        let name = ident(&field.ident);
        if holding(model, field) == Holding::Plain {
            let value = boxed(field, types::argument(&field.ty, &name).value);
            if name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            }
        } else {
            quote!(#name: None)
        }
    });
    let setters = fields.iter().filter(|field| holding(model, field) != Holding::Plain).map(|field| {
        let docs = docs::attributes(&docs::or_name(field.description.as_deref(), || docs::from_name(&field.name)));
        let name = ident(&field.ident);
        let (argument, value) = match holding(model, field) {
            Holding::Three | Holding::Null => {
                let argument = types::nullable_argument(&field.ty, &name);
                let value = quote!(#name.into().into_option());
                let value = if field.boxed { quote!(#value.map(Box::new)) } else { value };
                let value = if holding(model, field) == Holding::Three { quote!(Some(#value)) } else { value };
                (argument, value)
            }
            _ => {
                let argument = types::argument(&field.ty, &name);
                let value = boxed(field, argument.value.clone());
                (argument, quote!(Some(#value)))
            }
        };
        // The field's type tells what the list is of.
        let value = match (&field.ty, holding(model, field)) {
            (Type::List(inner), Holding::Optional) if !matches!(**inner, Type::List(_)) => quote!(Some(sdk_runtime::list(#name))),
            _ => value,
        };
        let ty = argument.ty;
        quote! { #docs #[must_use] pub fn #name(mut self, #name: #ty) -> Self { self.#name = #value; self } }
    });
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let about = if required.is_empty() {
        " An empty one, for its setters to fill."
    } else {
        " One with what it must have."
    };
    // `new` may be a member's own name, and a member's setter then takes it.
    let is_member = |name: &str| fields.iter().any(|field| field.ident == name);
    let new = ["new", "create", "with_required"]
        .into_iter()
        .find(|name| !is_member(name));
    let new = ident(new.unwrap_or("with_all_required"));
    let made = if required.is_empty() && is_member("default") {
        quote!(<Self as Default>::default())
    } else if required.is_empty() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    quote! {
        impl #name {
            #[doc = #about]
            #many
            #[must_use]
            pub fn #new(#(#arguments),*) -> Self { #made }
            #(#setters)*
        }
    }
}
