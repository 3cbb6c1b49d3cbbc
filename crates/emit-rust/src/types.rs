//! How a type is written: as a field or a result, as an argument, and as the value handed to the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use sdk_ir::types::Type;

/// An identifier of the IR as a token; raw where the IR says so.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type as it is owned.
pub(crate) fn owned(ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::String => quote!(String),
        Type::Date => quote!(Date),
        Type::DateTime => quote!(DateTime),
        Type::Time => quote!(Time),
        Type::Binary => quote!(Part),
        Type::Any => quote!(Value),
        Type::List(inner) => {
            let inner = owned(inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = owned(inner);
            quote!(BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = owned(inner);
            quote!(Option<#inner>)
        }
        Type::Identifier(name) | Type::Model(name) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// An argument: its type, and the expression that turns it into the owned type.
pub(crate) struct Argument {
    pub(crate) ty: TokenStream,
    pub(crate) value: TokenStream,
}

/// The argument of a method that takes a value of this type.
pub(crate) fn argument(ty: &Type, name: &Ident) -> Argument {
    match ty {
        Type::Bool
        | Type::Integer
        | Type::Number
        | Type::Date
        | Type::DateTime
        | Type::Time
        | Type::Any => Argument {
            ty: owned(ty),
            value: quote!(#name),
        },
        Type::Model(_) | Type::Map(_) | Type::Nullable(_) => Argument {
            ty: owned(ty),
            value: quote!(#name),
        },
        Type::String | Type::Identifier(_) | Type::Binary => {
            let owned = owned(ty);
            Argument {
                ty: quote!(impl Into<#owned>),
                value: quote!(#name.into()),
            }
        }
        Type::List(inner) => match inner.as_ref() {
            Type::String | Type::Identifier(_) => {
                let inner = owned(inner);
                Argument {
                    ty: quote!(impl IntoIterator<Item = impl Into<#inner>>),
                    value: quote!(sdk_runtime::list::<#inner>(#name)),
                }
            }
            inner => {
                let inner = owned(inner);
                Argument {
                    ty: quote!(impl IntoIterator<Item = #inner>),
                    value: quote!(sdk_runtime::list::<#inner>(#name)),
                }
            }
        },
    }
}

/// The argument of a method where null is a value too.
pub(crate) fn nullable_argument(ty: &Type, name: &Ident) -> Argument {
    let owned = owned(ty);
    Argument {
        ty: quote!(impl Into<Nullable<#owned>>),
        value: quote!(#name.into()),
    }
}
