//! A group: the handle on the client, its methods, and the request types they make.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::{Elsewhere, Operation};

use crate::docs;
use crate::example::Examples;
use crate::file::{Item, Source};
use crate::model::Homes;
use crate::request;
use crate::types::ident;

/// The file of a group.
pub(crate) fn file(api: &Api, group: &Group, homes: &Homes, package: &str) -> Source {
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
    let mut items = vec![Item::Tokens(handle(group, &about, examples))];
    items.extend(
        group
            .operations
            .iter()
            .flat_map(|operation| request::items(api, group, operation)),
    );
    let paged = group
        .operations
        .iter()
        .any(|operation| operation.paging.is_some());
    let mentions = if paged {
        vec!["Paging".to_owned()]
    } else {
        Vec::new()
    };
    let mut defines: Vec<String> = group
        .operations
        .iter()
        .map(|operation| operation.request.clone())
        .collect();
    defines.push(group.handle.clone());
    let chains = group
        .operations
        .iter()
        .map(|operation| (request::constant(operation), request::facts(api, operation)));
    Source {
        docs,
        head,
        items,
        module: format!("crate::{}", group.module),
        defines,
        chains: chains.collect(),
        mentions,
    }
}

fn handle(group: &Group, about: &[String], examples: Examples<'_>) -> TokenStream {
    let name = ident(&group.handle);
    let mut lines = about.to_vec();
    lines.push(String::new());
    lines.push(format!(
        "Made by [`Client::{}`](crate::Client::{}); cheap to clone.",
        group.module, group.module
    ));
    let docs = docs::attributes(&lines);
    let methods = group.operations.iter().map(|operation| {
        let example = examples.lines(group, operation);
        request::method(examples.api, operation, &example)
    });
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name(Core);
        impl #name {
            pub(crate) fn new(core: &Core) -> Self { Self(core.clone()) }
            #(#methods)*
        }
    }
}

/// The attribute of a deprecated operation, with what to use instead.
pub(crate) fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let deprecation = operation.deprecated.as_ref()?;
    let elsewhere = deprecation.elsewhere.as_ref().map(Elsewhere::call);
    let note = match (&deprecation.successor, elsewhere, &deprecation.note) {
        (Some(successor), ..) => format!("use `{}` instead", successor.replace('.', "::")),
        (None, Some(call), _) => {
            format!("use `{}` instead", docs::line(&call).replace('`', "'"))
        }
        (None, None, Some(note)) => docs::line(note),
        (None, None, None) => "the API's publisher plans to remove it".to_owned(),
    };
    Some(quote!(#[deprecated(note = #note)]))
}
