//! What the documentation of a method and of its setters says.

use sdk_ir::operation::{BodyField, Operation, Parameter, Presence};

use crate::docs;
use crate::set::required_fields;

/// Summary, what else a caller needs, method and path, and what has to be given.
pub(crate) fn method_docs(operation: &Operation) -> Vec<String> {
    let mut lines = docs::or_name(operation.summary.as_deref(), || {
        docs::from_name(&operation.name)
    });
    if let Some(description) = &operation.description {
        lines.push(String::new());
        lines.extend(docs::prose(description));
    }
    lines.push(String::new());
    lines.push(format!(
        "`{} {}`",
        operation.method.as_str(),
        docs::line(&operation.path).replace('`', "'")
    ));
    let mut given: Vec<String> = Vec::new();
    for parameter in operation.required_parameters() {
        if let Some(text) = parameter
            .description
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            given.push(format!(
                "* `{}`: {}",
                parameter.ident.trim_start_matches("r#"),
                docs::prose(text).join(" ")
            ));
        }
    }
    for field in required_fields(operation) {
        if let Some(text) = field
            .description
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            given.push(format!(
                "* `{}`: {}",
                field.ident.trim_start_matches("r#"),
                docs::prose(text).join(" ")
            ));
        }
    }
    if !given.is_empty() {
        lines.push(String::new());
        lines.extend(given);
    }
    lines
}

pub(crate) fn parameter_docs(parameter: &Parameter) -> Vec<String> {
    let bare = parameter.name.trim_end_matches("[]");
    let mut lines = docs::or_name(parameter.description.as_deref(), || docs::from_name(bare));
    if let Some(default) = parameter
        .default
        .as_ref()
        .filter(|value| value.is_number() || value.is_boolean() || value.is_string())
    {
        let text = default
            .as_str()
            .map_or_else(|| default.to_string(), str::to_owned);
        lines.push(String::new());
        lines.push(format!(
            "The server assumes `{}` without it.",
            docs::line(&text).replace('`', "'")
        ));
    }
    lines
}

pub(crate) fn field_docs(field: &BodyField) -> Vec<String> {
    let mut lines = docs::or_name(field.description.as_deref(), || {
        docs::from_name(&field.name)
    });
    let note = match &field.presence {
        Presence::Default(value) if value.is_null() => Some("Sent as null unless set.".to_owned()),
        Presence::Default(value) => Some(format!(
            "Sent as `{}` unless set.",
            docs::line(&value.to_string()).replace('`', "'")
        )),
        Presence::Optional if field.nullable => {
            Some("Left out unless set; `None` sends null.".to_owned())
        }
        _ => None,
    };
    if let Some(note) = note {
        lines.push(String::new());
        lines.push(note);
    }
    lines
}
