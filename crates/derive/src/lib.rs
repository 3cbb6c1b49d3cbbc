//! `#[model]` for the models of generated crates: a struct goes in; it comes out with what a model can do, as lists of
//! its members that the runtime walks (`sdk_runtime`'s `model.rs`).
//!
//! serde's own derives write several hundred lines for each struct, and an API has hundreds of structs: nine tenths of
//! what compiling a client took was theirs. Models need a small part of what serde's derives can do: structs with named
//! members, and enums that are written as what they hold. One list of a struct's members serves for writing, comparing
//! and showing it. Without syn and quote the crate itself compiles in no time.
//!
//! Read `item.rs` for what is understood, `structure.rs` for what comes out of a struct, this file for the rest.

mod item;
mod structure;

use item::{Item, Settings, Shape};
use proc_macro::TokenStream;
use std::fmt::Write as _;

/// Makes a struct with named members, or an enum of which each variant holds one value, a model: it can be cloned,
/// compared, shown with `{:?}`, and written with `serde::Serialize`; a struct can be read with `serde::Deserialize`, too.
/// It is `#[non_exhaustive]`, since an API may add to it.
///
/// Read is what comes in answers: `#[model(request)]` is a struct that is only sent, `#[model(request, response)]` one
/// that is sent and comes in answers. What is sent leaves members out that are `None`. `default` derives `Default`.
///
/// A property that is absent is read as `None`, and of a list, a `Vec` or a `BTreeMap`, as an empty one; for all else it
/// is an error. An enum is written as what it holds.
///
/// How a member looks on the wire is said by `#[wire(…)]`: `name = "…"` where the property is not called like the member;
/// `required` for a list that may not be absent; `null` for what is sent as null where it is `None`; `as = "…"` for a
/// wrapper that is read and written in place of the member's type, such as `TextId` for an identifier that travels as
/// text.
#[proc_macro_attribute]
pub fn model(settings: TokenStream, item: TokenStream) -> TokenStream {
    let code = Settings::parse(settings)
        .and_then(|settings| Item::parse(item).map(|item| expand(&settings, item)));
    code.unwrap_or_else(|problem| parsed(&format!("::std::compile_error! {{ {problem:?} }}")))
}

/// All of it is written by this crate, and names come from tokens; text that is none cannot come up.
fn parsed(code: &str) -> TokenStream {
    code.parse().unwrap_or_default()
}

/// The item with the derives of the standard library that it keeps, and what is implemented for it.
fn expand(settings: &Settings, item: Item) -> TokenStream {
    let (mut derives, code) = match &item.shape {
        Shape::Struct(members) => (
            String::new(),
            structure::code(settings, &item.name, members),
        ),
        Shape::Enum(variants) => (
            "::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq,".to_owned(),
            write_enum(&item.name, variants),
        ),
    };
    if settings.default {
        derives.push_str("::std::default::Default");
    }
    let mut tokens = parsed(&format!("#[derive({derives})] #[non_exhaustive]"));
    tokens.extend(item.tokens);
    tokens.extend(parsed(&code));
    tokens
}

fn write_enum(name: &str, variants: &[String]) -> String {
    let mut arms = String::new();
    for variant in variants {
        let _ = write!(
            arms,
            "Self::{variant}(value) => ::sdk_runtime::serde::Serialize::serialize(value, serializer),"
        );
    }
    format!(
        "impl ::sdk_runtime::serde::Serialize for {name} {{
            fn serialize<__S: ::sdk_runtime::serde::Serializer>(&self, serializer: __S)
                -> ::std::result::Result<__S::Ok, __S::Error>
            {{
                match self {{ {arms} }}
            }}
        }}"
    )
}
