//! `Deserialize` and `Serialize` for the models of generated crates: a struct goes in, serde's trait for it comes out,
//! as lists of its members that the runtime walks (`sdk_runtime`'s `model.rs`).
//!
//! serde's own derives write several hundred lines for each struct, and an API has hundreds of structs: nine tenths of
//! what compiling a client took was theirs. Models need a small part of what serde's derives can do: structs with named
//! members, and enums that are written as what they hold. Without syn and quote the crate itself compiles in no time.
//!
//! Read `item.rs` for what is understood, this file for what comes out of it.

mod item;

use item::{Item, Member, Shape};
use proc_macro::TokenStream;
use std::fmt::Write as _;

/// Implements `serde::Deserialize` for a struct with named members.
///
/// An absent property is `None`, and of a list, a `Vec` or a `BTreeMap`, an empty one; for all else it is an error.
///
/// How members look on the wire is said by `#[wire(…)]`: `name = "…"` where the property is not called like the member;
/// `required` for a list that may not be absent; `as = "…"` for a wrapper that is read and written in place of the
/// member's type, such as `TextId` for an identifier that travels as text.
#[proc_macro_derive(Deserialize, attributes(wire))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    expand(input, read)
}

/// Implements `serde::Serialize` for a struct with named members, or for an enum of which each variant holds one value.
///
/// Besides what [`Deserialize`](macro@Deserialize) knows, `#[wire(optional)]` on the struct leaves members out that are
/// `None`, but for those with `#[wire(null)]`. An enum is written as what it holds.
#[proc_macro_derive(Serialize, attributes(wire))]
pub fn serialize(input: TokenStream) -> TokenStream {
    expand(input, write)
}

/// Parses the item, and turns what is wrong with it into an error of the compiler.
fn expand(input: TokenStream, implement: fn(&Item) -> Result<String, String>) -> TokenStream {
    let code = Item::parse(input)
        .and_then(|item| implement(&item))
        .unwrap_or_else(|problem| format!("::std::compile_error! {{ {problem:?} }}"));
    code.parse().unwrap_or_default()
}

const PRIVATE: &str = "::sdk_runtime::__private::model";

/// The names on the wire, as a list of literals.
fn names(members: &[Member]) -> String {
    let names: Vec<&str> = members.iter().map(|member| member.wire.as_str()).collect();
    format!("&[{}]", names.join(","))
}

fn read(item: &Item) -> Result<String, String> {
    let Shape::Struct(members) = &item.shape else {
        return Err(format!(
            "`{}` is an enum: use `choice!` or `tagged!`",
            item.name
        ));
    };
    let body = match members.iter().map(blank).collect() {
        Some(blanks) => in_place(members, blanks),
        None => by_slots(members),
    };
    let (name, names) = (&item.name, names(members));
    Ok(format!(
        "impl<'de> {PRIVATE}::Model<'de> for {name} {{
            const NAME: &'static ::std::primitive::str = {name:?};
            const MEMBERS: &'static [&'static ::std::primitive::str] = {names};
            fn read<__A: ::sdk_runtime::serde::de::MapAccess<'de>>(object: __A)
                -> ::std::result::Result<Self, __A::Error>
            {{
                {body}
            }}
        }}
        impl<'de> ::sdk_runtime::serde::Deserialize<'de> for {name} {{
            fn deserialize<__D: ::sdk_runtime::serde::Deserializer<'de>>(deserializer: __D)
                -> ::std::result::Result<Self, __D::Error>
            {{
                {PRIVATE}::deserialize(deserializer)
            }}
        }}"
    ))
}

/// What a member is before its property is read, if there is such a value for every type.
fn blank(member: &Member) -> Option<&'static str> {
    match member.head() {
        _ if member.wrapper.is_some() => None,
        "Option" => Some("::std::option::Option::None"),
        "Vec" | "BTreeMap" if !member.required => Some("::std::default::Default::default()"),
        _ => None,
    }
}

/// Reading into an empty struct: half the work for the compiler, but nothing may be required.
fn in_place(members: &[Member], blanks: Vec<&'static str>) -> String {
    let (mut fields, mut list) = (String::new(), String::new());
    for (member, blank) in members.iter().zip(blanks) {
        let _ = write!(fields, "{}: {blank},", member.ident);
        let _ = write!(list, "&mut model.{},", member.ident);
    }
    format!(
        "let mut model = Self {{ {fields} }};
        {PRIVATE}::read(object, Self::MEMBERS, &mut [{list}])?;
        ::std::result::Result::Ok(model)"
    )
}

/// Reading into a slot for each member.
fn by_slots(members: &[Member]) -> String {
    let (mut slots, mut list, mut fields) = (String::new(), String::new(), String::new());
    for (index, member) in members.iter().enumerate() {
        let ty = match &member.wrapper {
            Some(wrapper) => format!("{wrapper}<{}>", member.ty),
            None => member.ty.clone(),
        };
        let value = match (blank(member), &member.wrapper) {
            (Some(blank), _) => {
                let _ = write!(slots, "let mut m{index}: {ty} = {blank};");
                format!("m{index}")
            }
            (None, wrapper) => {
                let _ = write!(slots, "let mut m{index}={PRIVATE}::Slot::<{ty}>::empty();");
                let inner = if wrapper.is_some() {
                    ".into_inner()"
                } else {
                    ""
                };
                format!("m{index}.take({})?{inner}", member.wire)
            }
        };
        let _ = write!(list, "&mut m{index},");
        let _ = write!(fields, "{}: {value},", member.ident);
    }
    format!(
        "{slots}
        {PRIVATE}::read(object, Self::MEMBERS, &mut [{list}])?;
        ::std::result::Result::Ok(Self {{ {fields} }})"
    )
}

fn write(item: &Item) -> Result<String, String> {
    let name = &item.name;
    let body = match &item.shape {
        Shape::Struct(members) => {
            let names = names(members);
            let mut list = String::new();
            for member in members {
                let mut value = format!("&self.{}", member.ident);
                if let Some(wrapper) = &member.wrapper {
                    value = format!("&{wrapper}({value})");
                }
                if item.optional && member.head() == "Option" && !member.null {
                    value = format!("&{PRIVATE}::Optional({value})");
                }
                let _ = write!(list, "{value},");
            }
            format!("{PRIVATE}::write(serializer, {name:?}, {names}, &[{list}])")
        }
        Shape::Enum(variants) => {
            let mut arms = String::new();
            for variant in variants {
                let _ = write!(
                    arms,
                    "Self::{variant}(value) => ::sdk_runtime::serde::Serialize::serialize(value, serializer),"
                );
            }
            format!("match self {{ {arms} }}")
        }
    };
    Ok(format!(
        "impl ::sdk_runtime::serde::Serialize for {name} {{
            fn serialize<__S: ::sdk_runtime::serde::Serializer>(&self, serializer: __S)
                -> ::std::result::Result<__S::Ok, __S::Error>
            {{
                {body}
            }}
        }}"
    ))
}
