//! How a type is written: as a field or a result, and as an argument.

use proc_macro2::{Ident, Span, TokenStream};
use sdk_ir::types::Type;

/// An identifier of the IR as a token; raw where the IR says so.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type as it is owned.
pub(crate) fn owned(ty: &Type) -> String {
    let mut text = String::new();
    write(ty, &mut text);
    text
}

/// The same as tokens.
pub(crate) fn tokens(ty: &Type) -> TokenStream {
    owned(ty).parse().unwrap_or_default()
}

fn write(ty: &Type, out: &mut String) {
    let generic = |name: &str, inner: &Type, out: &mut String| {
        out.push_str(name);
        write(inner, out);
        out.push('>');
    };
    match ty {
        Type::Bool => out.push_str("bool"),
        Type::Integer => out.push_str("i64"),
        Type::Number => out.push_str("f64"),
        Type::String => out.push_str("String"),
        Type::Date => out.push_str("Date"),
        Type::DateTime => out.push_str("DateTime"),
        Type::Time => out.push_str("Time"),
        Type::Binary => out.push_str("Part"),
        Type::Any => out.push_str("Value"),
        Type::List(inner) => generic("Vec<", inner, out),
        Type::Map(inner) => generic("BTreeMap<String, ", inner, out),
        Type::Nullable(inner) => generic("Option<", inner, out),
        Type::Identifier(name) | Type::Model(name) => out.push_str(name),
    }
}

/// How an argument takes a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    form: Form,
    /// The type that is converted to, of each value where there are several.
    ty: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `T`
    Plain,
    /// `impl Into<T>`
    Into,
    /// `impl Into<Nullable<T>>`
    Nullable,
    /// `impl IntoIterator<Item = T>`
    List,
    /// `impl IntoIterator<Item = impl Into<T>>`
    ListInto,
}

impl Argument {
    /// The argument of a method that takes a value of this type.
    pub(crate) fn new(ty: &Type) -> Self {
        let (form, ty) = match ty {
            Type::String | Type::Identifier(_) | Type::Binary => (Form::Into, ty),
            Type::List(inner) => match inner.as_ref() {
                inner @ (Type::String | Type::Identifier(_)) => (Form::ListInto, inner),
                inner => (Form::List, inner),
            },
            ty => (Form::Plain, ty),
        };
        Argument {
            form,
            ty: owned(ty),
        }
    }

    /// The argument of a method where null is a value too.
    pub(crate) fn nullable(ty: &Type) -> Self {
        Argument {
            form: Form::Nullable,
            ty: owned(ty),
        }
    }

    /// The argument that takes whatever converts to a type of this name.
    pub(crate) fn into(ty: &str) -> Self {
        Argument {
            form: Form::Into,
            ty: ty.to_owned(),
        }
    }

    /// Its type in a signature.
    pub(crate) fn signature(&self) -> String {
        let ty = &self.ty;
        match self.form {
            Form::Plain => ty.clone(),
            Form::Into => format!("impl Into<{ty}>"),
            Form::Nullable => format!("impl Into<Nullable<{ty}>>"),
            Form::List => format!("impl IntoIterator<Item = {ty}>"),
            Form::ListInto => format!("impl IntoIterator<Item = impl Into<{ty}>>"),
        }
    }

    /// The same in the runtime's macros.
    pub(crate) fn in_macro(&self) -> String {
        let word = match self.form {
            Form::Plain => "",
            Form::Into => "into ",
            Form::Nullable => "nullable ",
            Form::List => "list ",
            Form::ListInto => "list into ",
        };
        format!("{word}{}", self.ty)
    }

    /// The expression that turns the argument of this name into what is owned, where the place does not say its type.
    pub(crate) fn value(&self, name: &str) -> String {
        match self.form {
            Form::Plain => name.to_owned(),
            Form::Into | Form::Nullable => format!("{name}.into()"),
            Form::List | Form::ListInto => format!("sdk_runtime::list::<{}>({name})", self.ty),
        }
    }

    /// A reference to what is owned, where the place takes one to any type.
    pub(crate) fn borrowed(&self, name: &str) -> String {
        match self.form {
            Form::Into => format!("&Into::<{}>::into({name})", self.ty),
            _ => format!("&{}", self.value(name)),
        }
    }

    /// The expression that gives each value of a list in turn.
    pub(crate) fn each(&self, name: &str) -> String {
        match self.form {
            Form::ListInto => format!("{name}.into_iter().map(Into::<{}>::into)", self.ty),
            _ => name.to_owned(),
        }
    }
}
