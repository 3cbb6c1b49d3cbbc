//! Handing a caller's values to the runtime: how each parameter and each part of a body gets into a call.

use sdk_ir::Api;
use sdk_ir::operation::{
    Body, BodyContent, BodyField, Encoding, Operation, Parameter, Place, Presence, Style,
};
use sdk_ir::types::{ModelKind, Type};

use crate::chain::literal;
use crate::layout;
use crate::types::Argument;

/// One value a caller gives: what it is called, what is taken, and how it gets into the call.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// The argument's or setter's name.
    pub(crate) name: String,
    /// The name on the wire; that of a whole body is empty.
    wire: String,
    /// What is taken.
    pub(crate) argument: Argument,
    set: Set,
}

#[derive(Clone, Debug)]
enum Set {
    /// By this method of `Call`, which takes the name on the wire and the value as it is owned.
    Method(&'static str),
    /// By these statements.
    Statements(Vec<Statement>),
}

/// A statement of a method that fills a call.
#[derive(Clone, Debug)]
enum Statement {
    /// A method of the call.
    Call(&'static str, Vec<String>),
    /// For each value of the argument of this name, a method of the call.
    Each(String, &'static str, Vec<String>),
}

impl Set {
    /// By one method of the call.
    fn call(method: &'static str, arguments: Vec<String>) -> Self {
        Set::Statements(vec![Statement::Call(method, arguments)])
    }
}

impl Statement {
    /// The statement, filling a call of this name.
    fn text(&self, call: &str, indent: usize) -> String {
        let outer = " ".repeat(indent);
        match self {
            Statement::Call(method, arguments) => {
                layout::call(indent, &format!("{call}.{method}"), arguments, ";")
            }
            Statement::Each(values, method, arguments) => {
                let head = format!("{call}.{method}");
                let call = layout::call(indent + 4, &head, arguments, ";");
                format!("{outer}for value in {values} {{\n{call}{outer}}}\n")
            }
        }
    }
}

impl Given {
    /// The statements that hand the value to a call of this name.
    pub(crate) fn statements(&self, call: &str, indent: usize) -> String {
        match &self.set {
            Set::Method(method) => {
                let arguments = vec![literal(&self.wire), self.argument.value(&self.name)];
                Statement::Call(method, arguments).text(call, indent)
            }
            Set::Statements(statements) => statements
                .iter()
                .map(|statement| statement.text(call, indent))
                .collect(),
        }
    }

    /// The setter as a line of the runtime's macro, where that can write it.
    pub(crate) fn line(&self) -> Option<String> {
        let Set::Method(method) = self.set else {
            return None;
        };
        let wire = if self.wire == self.name {
            String::new()
        } else {
            format!(" = {}", literal(&self.wire))
        };
        Some(format!(
            "{method} {}({}){wire};",
            self.name,
            self.argument.in_macro()
        ))
    }
}

/// A parameter.
pub(crate) fn parameter(api: &Api, parameter: &Parameter) -> Given {
    let (wire, name, ty) = (&parameter.name, &parameter.ident, &parameter.ty);
    let argument = Argument::new(ty);
    let borrowed = argument.borrowed(name);
    let set = if let Some(style) = style(api, parameter) {
        let method = match parameter.place {
            Place::Path => "styled_path",
            Place::Query => "styled_query",
            Place::Header => "styled_header",
            Place::Cookie => "styled_cookie",
        };
        Set::call(method, vec![literal(wire), style, borrowed])
    } else {
        usual(api, parameter, &argument, borrowed)
    };
    Given {
        name: name.clone(),
        wire: wire.clone(),
        argument,
        set,
    }
}

/// How a value gets into the call that is written in one of the usual ways.
fn usual(api: &Api, parameter: &Parameter, argument: &Argument, borrowed: String) -> Set {
    let (wire, name) = (literal(&parameter.name), &parameter.ident);
    match (parameter.place, &parameter.ty) {
        (Place::Query, Type::List(inner)) if is_scalar(api, inner) => {
            let list = |style: &str| {
                let values = argument.each(name);
                Set::call(
                    "query_list",
                    vec![wire.clone(), format!("ListStyle::{style}"), values],
                )
            };
            match parameter.style {
                Style::Comma => list("Comma"),
                Style::Space => list("Space"),
                Style::Pipe => list("Pipe"),
                Style::Json => {
                    Set::call("query_json", vec![wire, format!("&Vec::from_iter({name})")])
                }
                _ => list("Repeat"),
            }
        }
        (Place::Query, ty) if parameter.style == Style::Json || !is_scalar(api, ty) => {
            let object = |style: &str| {
                let style = format!("ObjectStyle::{style}");
                Set::call("query_object", vec![wire.clone(), style, borrowed.clone()])
            };
            match parameter.style {
                Style::Json => Set::call("query_json", vec![wire, borrowed]),
                Style::DeepObject => object("DeepObject"),
                Style::Comma => object("FormJoined"),
                _ => object("Form"),
            }
        }
        (Place::Path, _) => Set::Method("path"),
        (Place::Query, _) => Set::Method("query"),
        (Place::Header, _) => Set::Method("header"),
        (Place::Cookie, _) => Set::Method("cookie"),
    }
}

/// The style of a value that is not written in one of the usual ways, which have methods of their own.
fn style(api: &Api, parameter: &Parameter) -> Option<String> {
    let is_alone = is_scalar(api, &parameter.ty);
    let in_query = parameter.place == Place::Query;
    let is_usual = match parameter.style {
        _ if parameter.reserved => false,
        Style::Space | Style::Pipe if in_query => {
            is_alone || matches!(&parameter.ty, Type::List(inner) if is_scalar(api, inner))
        }
        style => in_query || (is_alone && style.of_one() == Style::Comma),
    };
    let style = match parameter.style {
        Style::Repeat => "FORM.exploded()",
        Style::Comma if matches!(parameter.place, Place::Path | Place::Header) => "SIMPLE",
        Style::Comma => "FORM",
        Style::CommaPairs => "SIMPLE.exploded()",
        Style::Label => "LABEL",
        Style::LabelExploded => "LABEL.exploded()",
        Style::Matrix => "MATRIX",
        Style::MatrixExploded => "MATRIX.exploded()",
        Style::Space => "SPACE",
        Style::Pipe => "PIPE",
        Style::DeepObject => "DEEP",
        Style::Json => "JSON",
    };
    let reserved = if parameter.reserved {
        ".reserved()"
    } else {
        ""
    };
    (!is_usual).then(|| format!("sdk_runtime::Style::{style}{reserved}"))
}

/// Whether a value is one text in a parameter. A model that is an object is written member by member.
fn is_scalar(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Any | Type::Binary | Type::Nullable(_) => false,
        Type::Model(name) => api.models.get(name).is_some_and(|model| {
            matches!(
                model.kind,
                ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_)
            )
        }),
        _ => true,
    }
}

/// A member of a body.
pub(crate) fn field(api: &Api, field: &BodyField, encoding: Encoding) -> Given {
    let argument = if field.nullable && encoding == Encoding::Json {
        Argument::nullable(&field.ty)
    } else {
        Argument::new(&field.ty)
    };
    let (wire, name) = (literal(&field.name), &field.ident);
    let set = match (encoding, &field.ty) {
        (Encoding::Json, _) => Set::Method("field"),
        (Encoding::Form, Type::List(inner)) if is_scalar(api, inner) => {
            let value = Argument::new(inner).value("value");
            Set::Statements(vec![Statement::Each(
                name.clone(),
                "form_field",
                vec![wire, value],
            )])
        }
        (Encoding::Form, ty) if is_scalar(api, ty) => Set::Method("form_field"),
        (Encoding::Form, _) => Set::Method("form_value"),
        (Encoding::Multipart, Type::Binary) => Set::Method("part"),
        (Encoding::Multipart, Type::List(inner)) if **inner == Type::Binary => {
            let value = "value".to_owned();
            Set::Statements(vec![Statement::Each(
                name.clone(),
                "part",
                vec![wire, value],
            )])
        }
        (Encoding::Multipart, Type::List(inner)) if is_scalar(api, inner) => {
            let value = Argument::new(inner).value("value");
            Set::Statements(vec![Statement::Each(
                name.clone(),
                "part_text",
                vec![wire, value],
            )])
        }
        (Encoding::Multipart, ty) if is_scalar(api, ty) => Set::Method("part_text"),
        (Encoding::Multipart, _) => Set::Method("part_value"),
    };
    Given {
        name: name.clone(),
        wire: field.name.clone(),
        argument,
        set,
    }
}

/// The media type of a JSON body that is not called `application/json`.
fn json_kind(body: &Body) -> Option<Statement> {
    let is_json = match &body.content {
        BodyContent::Fields { encoding, .. } => *encoding == Encoding::Json,
        BodyContent::Json(_) => true,
        BodyContent::Bytes | BodyContent::Text => false,
    };
    (is_json && body.media_type != "application/json").then(|| {
        let arguments = vec![literal("Content-Type"), literal(&body.media_type)];
        Statement::Call("header", arguments)
    })
}

/// The body fields a caller must give.
pub(crate) fn required_fields(operation: &Operation) -> Vec<&BodyField> {
    match &operation.body {
        Some(Body {
            content: BodyContent::Fields { fields, .. },
            ..
        }) => fields
            .iter()
            .filter(|field| field.presence == Presence::Required)
            .collect(),
        _ => Vec::new(),
    }
}

/// What a caller must give, in the order of the arguments.
pub(crate) fn required(api: &Api, operation: &Operation) -> Vec<Given> {
    let parameters = operation.required_parameters();
    let mut given: Vec<Given> = parameters.map(|one| parameter(api, one)).collect();
    let encoding = encoding(operation);
    let fields = required_fields(operation);
    given.extend(fields.into_iter().map(|one| field(api, one, encoding)));
    let body = operation.body.as_ref().filter(|body| body.required);
    given.extend(body.and_then(whole_body));
    given
}

pub(crate) fn encoding(operation: &Operation) -> Encoding {
    match &operation.body {
        Some(Body {
            content: BodyContent::Fields { encoding, .. },
            ..
        }) => *encoding,
        _ => Encoding::Json,
    }
}

/// Statements for the fields that are sent even when a caller says nothing.
pub(crate) fn defaults(operation: &Operation, call: &str, indent: usize) -> String {
    let Some(body) = &operation.body else {
        return String::new();
    };
    let Body {
        content:
            BodyContent::Fields {
                fields,
                encoding: Encoding::Json,
            },
        required,
        ..
    } = body
    else {
        return String::new();
    };
    let mut statements: Vec<Statement> = json_kind(body).into_iter().collect();
    let is_optional = |field: &BodyField| field.presence == Presence::Optional;
    if *required && fields.iter().all(is_optional) {
        // A body that must be there is an empty object until a setter is called, and then that setter's.
        let arguments = vec![literal("application/json"), literal("{}")];
        statements.push(Statement::Call("bytes", arguments));
    }
    statements.extend(fields.iter().filter_map(|field| match &field.presence {
        Presence::Default(value) => {
            let arguments = vec![literal(&field.name), literal(&value.to_string())];
            Some(Statement::Call("field_json", arguments))
        }
        _ => None,
    }));
    statements
        .iter()
        .map(|statement| statement.text(call, indent))
        .collect()
}

/// A body that is given whole.
pub(crate) fn whole_body(body: &Body) -> Option<Given> {
    let name = "body";
    let media_type = literal(&body.media_type);
    let (argument, set) = match &body.content {
        BodyContent::Fields { .. } => return None,
        BodyContent::Json(ty) => {
            let argument = Argument::new(ty);
            let set = Statement::Call("json", vec![argument.borrowed(name)]);
            let statements = json_kind(body).into_iter().chain([set]).collect();
            (argument, Set::Statements(statements))
        }
        BodyContent::Bytes => {
            let argument = Argument::into("Bytes");
            (
                argument,
                Set::call("bytes", vec![media_type, name.to_owned()]),
            )
        }
        BodyContent::Text => {
            let value = format!("Into::<String>::into({name})");
            (
                Argument::into("String"),
                Set::call("bytes", vec![media_type, value]),
            )
        }
    };
    Some(Given {
        name: name.to_owned(),
        wire: String::new(),
        argument,
        set,
    })
}
