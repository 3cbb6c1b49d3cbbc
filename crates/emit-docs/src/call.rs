//! The Rust call of an operation, as a reader would begin to write it.
//! An operation goes in; code comes out, with the optional parts it shows, so that curl shows the same.

use sdk_ir::Api;
use sdk_ir::operation::{BodyContent, BodyField, Content, Operation, Parameter, Presence};
use sdk_ir::types::{ModelKind, Type};

use crate::example;

/// How many optional parts an example shows, in all.
const SHOWN: usize = 2;

/// The widest line; the column of code on a page has room for little more.
const WIDTH: usize = 46;

/// How far the parts of a chain are indented.
const INDENT: usize = 4;

/// The variable that holds the client.
const HANDLE: &str = "client";

/// A call, and what of the operation it shows.
pub(crate) struct Call<'a> {
    /// The statement.
    pub(crate) code: String,
    /// The parameters it gives, in order.
    pub(crate) parameters: Vec<&'a Parameter>,
    /// The members of the body it gives.
    pub(crate) fields: Vec<&'a BodyField>,
}

/// Writes the call of `operation` on the handle `module`.
pub(crate) fn call<'a>(api: &Api, module: &str, operation: &'a Operation) -> Call<'a> {
    let writer = Writer { api };
    let mut parameters: Vec<_> = operation.required_parameters().collect();
    let mut fields: Vec<&BodyField> = body_fields(operation)
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .collect();
    let mut arguments: Vec<String> = parameters
        .iter()
        .map(|parameter| writer.value(&parameter.ty, &parameter.ident))
        .collect();
    arguments.extend(
        fields
            .iter()
            .map(|field| writer.value(&field.ty, &field.ident)),
    );
    arguments.extend(whole_body(operation));

    let mut setters = Vec::new();
    let optional = operation
        .optional_parameters()
        .filter(|parameter| !parameter.deprecated);
    for parameter in optional.take(SHOWN) {
        setters.push(writer.setter(&parameter.ty, &parameter.ident));
        parameters.push(parameter);
    }
    let optional = body_fields(operation)
        .iter()
        .filter(|field| field.presence != Presence::Required && !field.deprecated);
    for field in optional.take(SHOWN.saturating_sub(setters.len())) {
        setters.push(writer.setter(&field.ty, &field.ident));
        fields.push(field);
    }

    let mut method = format!(".{}({})", operation.name, arguments.join(", "));
    if method.chars().count() + INDENT > WIDTH {
        let lines: String = arguments
            .iter()
            .map(|argument| format!("\n        {argument},"))
            .collect();
        method = format!(".{}({lines}\n    )", operation.name);
    }
    let mut chain = vec![format!(".{module}()"), method];
    chain.extend(setters);
    chain.push(".await?".to_owned());
    Call {
        code: statement(&binding(&operation.output.content), &chain),
        parameters,
        fields,
    }
}

/// The call on one line where it fits, and on a line for each part otherwise.
fn statement(binding: &str, chain: &[String]) -> String {
    let line = format!("{binding}client{};", chain.concat());
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut out = format!("{binding}client");
    for part in chain {
        out.push_str("\n    ");
        out.push_str(part);
    }
    out.push(';');
    out
}

pub(crate) fn body_fields(operation: &Operation) -> &[BodyField] {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields { fields, .. }) => fields,
        _ => &[],
    }
}

/// The argument that is the whole body, where the operation takes one.
fn whole_body(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    match body.content {
        BodyContent::Fields { .. } => None,
        BodyContent::Json(_) | BodyContent::Bytes | BodyContent::Text => Some("body".to_owned()),
    }
}

/// `let clients = `, named after what the call gives.
fn binding(content: &Content) -> String {
    let name = match content {
        Content::Empty | Content::Enveloped { data: None, .. } => return String::new(),
        Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => noun(ty),
        Content::Binary(_) => Some("file".to_owned()),
        Content::Text(_) => Some("text".to_owned()),
    };
    format!("let {} = ", name.unwrap_or_else(|| "answer".to_owned()))
}

/// What a value of a type would be called.
fn noun(ty: &Type) -> Option<String> {
    let name = match ty {
        Type::Model(name) | Type::Identifier(name) => snake(name),
        Type::List(inner) => plural(noun(inner)?),
        Type::Nullable(inner) => noun(inner)?,
        _ => return None,
    };
    (name != HANDLE && !is_keyword(&name)).then_some(name)
}

/// The name of several.
fn plural(one: String) -> String {
    if one.ends_with('s') {
        one
    } else if let Some(stem) = one
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
    {
        format!("{stem}ies")
    } else if one.ends_with(['x', 'z']) || one.ends_with("ch") || one.ends_with("sh") {
        format!("{one}es")
    } else {
        format!("{one}s")
    }
}

/// Whether a name made here cannot be a variable's.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 12] = [
        "box", "enum", "impl", "loop", "match", "mod", "move", "ref", "self", "static", "type",
        "use",
    ];
    KEYWORDS.contains(&name)
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

/// The variable that a reader would give for an argument of this name.
fn variable(ident: &str) -> String {
    if ident == HANDLE {
        format!("new_{ident}")
    } else {
        ident.to_owned()
    }
}

struct Writer<'a> {
    api: &'a Api,
}

impl Writer<'_> {
    fn setter(&self, ty: &Type, ident: &str) -> String {
        format!(".{ident}({})", self.value(ty, ident))
    }

    /// An expression: a literal where there is a short one, and else a variable of the argument's name.
    fn value(&self, ty: &Type, ident: &str) -> String {
        let name = ident.strip_prefix("r#").unwrap_or(ident);
        match ty {
            Type::Bool => "true".to_owned(),
            Type::Integer => example::integer(name).to_string(),
            Type::Number => example::number(name).to_string(),
            Type::String => format!("{:?}", example::text(name)),
            Type::List(inner) => {
                let one = example::singular(ident);
                let one = if is_keyword(one) { ident } else { one };
                format!("[{}]", self.value(inner, one))
            }
            Type::Nullable(inner) => format!("Some({})", self.value(inner, ident)),
            Type::Model(model) => self.variant(model).unwrap_or_else(|| variable(ident)),
            _ => variable(ident),
        }
    }

    /// The first variant of an enum.
    fn variant(&self, model: &str) -> Option<String> {
        let variant = match &self.api.models.get(model)?.kind {
            ModelKind::TextEnum(variants) => {
                let shown = variants.iter().find(|variant| !variant.value.is_empty());
                &shown.or(variants.first())?.ident
            }
            ModelKind::IntegerEnum(variants) => &variants.first()?.ident,
            ModelKind::Struct(_) | ModelKind::Union(_) => return None,
        };
        Some(format!("{model}::{variant}"))
    }
}

/// The request with nothing optional, on one line.
pub(crate) fn request(module: &str, operation: &Operation) -> String {
    let arguments: Vec<_> = operation
        .required_parameters()
        .map(|parameter| parameter.ident.as_str())
        .collect();
    format!(
        "client.{module}().{}({})",
        operation.name,
        arguments.join(", ")
    )
}

/// Whether a call gives a list.
pub(crate) fn gives_list(operation: &Operation) -> bool {
    matches!(
        &operation.output.content,
        Content::Json(Type::List(_))
            | Content::Enveloped {
                data: Some(Type::List(_)),
                ..
            }
    )
}
