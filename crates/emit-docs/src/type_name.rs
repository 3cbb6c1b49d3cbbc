//! How a type is written on a page: `Vec<Client>`, its names linked to their pages.
//! A [`Type`] goes in; text or HTML comes out.

use sdk_ir::types::Type;

use crate::escape;
use crate::links::Links;

/// A piece of a written type.
enum Piece<'a> {
    /// Text of Rust.
    Text(&'a str),
    /// The name of a type that has a page.
    Name(&'a str),
}

/// The type with its names linked.
pub(crate) fn html(ty: &Type, links: &Links, root: &str) -> String {
    let mut out = String::new();
    write(ty, &mut |piece| match piece {
        Piece::Text(text) => out.push_str(&escape::html(text)),
        Piece::Name(name) => match links.type_page(name) {
            Some(page) => {
                let name = escape::html(name);
                out.push_str(&format!("<a href=\"{root}{page}\">{name}</a>"));
            }
            None => out.push_str(&escape::html(name)),
        },
    });
    out
}

/// The type as Markdown; `link` gives the address of a name.
pub(crate) fn markdown(ty: &Type, link: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    write(ty, &mut |piece| match piece {
        // Writing to a String does not fail.
        Piece::Text(text) => drop(escape::write_markdown(&mut out, text)),
        Piece::Name(name) => match link(name) {
            Some(address) => out.push_str(&format!("[{}]({address})", escape::code_span(name))),
            None => out.push_str(&escape::code_span(name)),
        },
    });
    out
}

fn write<'a>(ty: &'a Type, piece: &mut dyn FnMut(Piece<'a>)) {
    let text = match ty {
        Type::Bool => "bool",
        Type::Integer => "i64",
        Type::Number => "f64",
        Type::String => "String",
        Type::Date => "Date",
        Type::DateTime => "DateTime",
        Type::Time => "Time",
        Type::Binary => "Part",
        Type::Any => "Value",
        Type::Identifier(name) | Type::Model(name) => return piece(Piece::Name(name)),
        Type::List(inner) => return wrapped("Vec<", inner, piece),
        Type::Map(inner) => return wrapped("BTreeMap<String, ", inner, piece),
        Type::Nullable(inner) => return wrapped("Option<", inner, piece),
    };
    piece(Piece::Text(text));
}

fn wrapped<'a>(open: &'a str, inner: &'a Type, piece: &mut dyn FnMut(Piece<'a>)) {
    piece(Piece::Text(open));
    write(inner, piece);
    piece(Piece::Text(">"));
}
