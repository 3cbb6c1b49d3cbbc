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
    // A list and an example interrupt a paragraph, so no blank line comes before them.
    let parameters = operation.required_parameters();
    let parameters = parameters.map(|one| (&one.ident, &one.description));
    let fields = required_fields(operation).into_iter();
    let fields = fields.map(|one| (&one.ident, &one.description));
    lines.extend(parameters.chain(fields).filter_map(|(ident, description)| {
        let (ident, text) = (ident.trim_start_matches("r#"), description.as_deref()?);
        let text = docs::prose(text).join(" ");
        says_more(&text, ident).then(|| format!("* `{ident}`: {text}"))
    }));
    lines
}

/// Whether a text tells more than a name does: `The client.` does not say more than `client_id`.
fn says_more(text: &str, ident: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.any(|word| {
        let word = word.to_lowercase();
        !matches!(word.as_str(), "the" | "a" | "an" | "of" | "identifier")
            && !ident.split('_').any(|part| part == word)
    })
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
