//! Unions: an enum of the types a value may have, read by the tag that tells them apart or by what fits best.
//! What is of no known shape is kept in `Unknown`, a name that the IR gives to no variant.

use std::cmp::Reverse;

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::types::{Model, ModelKind, Type, UnionVariant};

use crate::chain::literal;
use crate::file::Item;
use crate::types::{self, ident};
use crate::{docs, layout};

/// The enum, and how it is read where a tag tells its variants apart.
pub(crate) fn items(
    api: &Api,
    model: &Model,
    variants: &[UnionVariant],
    docs: &TokenStream,
) -> Vec<Item> {
    let mut variants: Vec<&UnionVariant> = variants.iter().collect();
    let tagged = model
        .discriminator
        .as_ref()
        .filter(|_| model.in_response && variants.iter().all(|variant| !variant.tags.is_empty()));
    // Of variants that fit alike the first is taken, so the one that asks for most has to come first.
    if tagged.is_none() {
        variants.sort_by_key(|variant| demands(api, &variant.ty));
    }
    let name = ident(&model.name);
    let members = variants.iter().map(|variant| {
        let fallback = || docs::from_name(&variant.ident);
        let docs = docs::attributes(&docs::or_name(variant.description.as_deref(), fallback));
        let name = ident(&variant.ident);
        let ty = types::tokens(&variant.ty);
        quote! { #docs #name(#ty) }
    });
    let unknown = model.in_response.then(
        || quote! { #[doc = " A value of none of these shapes, as it came."] Unknown(Value) },
    );
    let members = members.chain(unknown);
    let mut items = vec![Item::Tokens(quote! {
        #docs
        #[model]
        pub enum #name { #(#members),* }
    })];
    if model.in_response {
        items.push(Item::Text(match tagged {
            Some(member) => tags(model, member, &variants),
            None => choice(model, &variants),
        }));
    }
    items
}

/// The call of the macro that reads the variant that fits best.
fn choice(model: &Model, variants: &[&UnionVariant]) -> String {
    let names: Vec<&str> = variants
        .iter()
        .map(|variant| variant.ident.as_str())
        .collect();
    let line = format!(
        "sdk_runtime::choice! {{ {} {{ {} }} }}\n",
        model.name,
        names.join(", ")
    );
    if layout::fits(&line) {
        return line;
    }
    let mut text = format!("sdk_runtime::choice! {{\n    {} {{\n", model.name);
    for name in names {
        text.push_str(&format!("        {name},\n"));
    }
    text.push_str("    }\n}\n");
    text
}

/// The call of the macro that reads a variant by its tag.
fn tags(model: &Model, member: &str, variants: &[&UnionVariant]) -> String {
    let mut text = format!(
        "sdk_runtime::tagged! {{\n    {} by {} {{\n",
        model.name,
        literal(member)
    );
    for variant in variants {
        let tags: Vec<String> = variant.tags.iter().map(|tag| literal(tag)).collect();
        text.push_str(&format!(
            "        {} = {},\n",
            variant.ident,
            tags.join(" | ")
        ));
    }
    text.push_str("    }\n}\n");
    text
}

/// Sorts what takes little before what takes much: of objects the one that requires most members, of texts those of
/// a form before those of any.
fn demands(api: &Api, ty: &Type) -> (u8, Reverse<usize>, Reverse<usize>) {
    let plain = |rank| (rank, Reverse(0), Reverse(0));
    match ty {
        Type::Model(name) => match api.models.get(name).map(|model| &model.kind) {
            Some(ModelKind::Struct(fields)) => {
                let required = fields.iter().filter(|field| field.required).count();
                (0, Reverse(required), Reverse(fields.len()))
            }
            Some(ModelKind::IntegerEnum(_)) => plain(5),
            Some(ModelKind::TextEnum(_)) => plain(8),
            Some(ModelKind::Union(_)) | None => plain(11),
        },
        Type::DateTime => plain(1),
        Type::Date => plain(2),
        Type::Time => plain(3),
        Type::Bool => plain(4),
        Type::Integer => plain(6),
        Type::Identifier(name) => match api.identifiers.get(name) {
            Some(identifier) if identifier.text => plain(9),
            _ => plain(6),
        },
        Type::Number => plain(7),
        Type::String | Type::Binary => plain(9),
        Type::List(inner) => {
            let (rank, required, all) = demands(api, inner);
            (rank.saturating_add(12), required, all)
        }
        Type::Map(_) => plain(40),
        Type::Nullable(_) | Type::Any => plain(50),
    }
}
