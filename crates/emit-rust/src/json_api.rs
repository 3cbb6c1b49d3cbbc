//! What makes models resources of JSON:API: the runtime's traits, and a method for each relationship whose resource is
//! known, which finds it among what came along with an answer.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::json_api::Related;
use sdk_ir::types::{Field, Model};

use crate::docs;
use crate::model::{Holding, holding};
use crate::types::ident;

/// The items that follow the struct of a model, in an API that speaks JSON:API.
pub(crate) fn items(api: &Api, model: &Model, fields: &[Field]) -> Vec<TokenStream> {
    let Some(json_api) = &api.json_api else {
        return Vec::new();
    };
    let name = ident(&model.name);
    let mut items = Vec::new();
    if json_api.identifiers.contains(&model.name) {
        items.push(links(
            &name,
            &quote! {
                Vec::from([sdk_runtime::json_api::Link::new(&self.r#type, &self.id)])
            },
        ));
    }
    if json_api.relationships.contains(&model.name) {
        items.push(links(
            &name,
            &quote! { sdk_runtime::json_api::Links::links(&self.data) },
        ));
    }
    let Some(resource) = json_api.resources.get(&model.name) else {
        return items;
    };
    let kind = &resource.kind;
    items.push(quote! {
        impl sdk_runtime::json_api::Resource for #name {
            const TYPE: &'static str = #kind;
        }
    });
    if let Some(held) = fields.iter().find(|field| field.name == "relationships")
        && !resource.related.is_empty()
    {
        let holding = holding(model, held);
        let methods = resource
            .related
            .iter()
            .map(|related| method(related, held, holding));
        items.push(quote! { impl #name { #(#methods)* } });
    }
    items
}

fn links(name: &proc_macro2::Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl sdk_runtime::json_api::Links for #name {
            fn links(&self) -> Vec<sdk_runtime::json_api::Link> { #body }
        }
    }
}

/// The method that finds what one relationship leads to.
fn method(related: &Related, held: &Field, holding: Holding) -> TokenStream {
    let (name, target, held) = (
        ident(&related.ident),
        ident(&related.target),
        ident(&held.ident),
    );
    let mut lines = docs::or_name(related.description.as_deref(), || {
        docs::from_name(&related.ident)
    });
    let found = if related.many {
        "Those that came along with the answer; `include` asks for them."
    } else {
        "There where it came along with the answer; `include` asks for it."
    };
    lines.extend([String::new(), found.to_owned()]);
    lines.extend(["", "# Errors", "", "When what came along cannot be read."].map(str::to_owned));
    let docs = docs::attributes(&lines);
    let to = match holding {
        Holding::Plain => quote! { &self.#held.#name },
        Holding::Three => {
            quote! { self.#held.as_ref().and_then(|to| to.as_ref()).map(|to| &to.#name) }
        }
        _ => quote! { self.#held.as_ref().map(|to| &to.#name) },
    };
    let (finder, given) = if related.many {
        (quote!(many), quote!(Vec<#target>))
    } else {
        (quote!(one), quote!(Option<#target>))
    };
    quote! {
        #docs
        pub fn #name(
            &self,
            included: &sdk_runtime::json_api::Included,
        ) -> sdk_runtime::Result<#given> {
            included.#finder(#to)
        }
    }
}
