//! What a deprecated operation says is to be used instead (`x-sdk-successor`): an operation of the same description by
//! its id, one of another description by both names, or a sentence.

use std::collections::HashMap;

use sdk_spec::Diagnostic;
use serde_json::{Map, Value};

use super::Draft;
use crate::operation::{Deprecation, Elsewhere};

const KEY: &str = "x-sdk-successor";

/// Each operation's method by its id, for what deprecated ones point to.
pub(super) fn methods(drafts: &[Draft<'_>]) -> HashMap<String, String> {
    let methods = drafts.iter().flat_map(|draft| {
        draft.operations.iter().map(|operation| {
            let method = format!("{}.{}", draft.handle, operation.name);
            (operation.id.clone(), method)
        })
    });
    methods.collect()
}

/// What a caller of the operation at `pointer` is told, if it is deprecated.
pub(super) fn deprecation(
    declared: &openapiv3::Operation,
    pointer: &str,
    methods: &HashMap<String, String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Deprecation> {
    let said = declared.extensions.get(KEY);
    let mut found = Deprecation::default();
    let error = match said {
        None => None,
        Some(_) if !declared.deprecated => {
            Some("names a successor of an operation that is not deprecated".to_owned())
        }
        Some(Value::String(text)) => {
            found.successor = methods.get(text).cloned();
            // A sentence has spaces; a word is meant as a name.
            if found.successor.is_some() {
                None
            } else if text.contains(char::is_whitespace) {
                found.note = Some(text.clone());
                None
            } else {
                Some(format!("names the operation `{text}`, which is not there"))
            }
        }
        Some(Value::Object(members)) => {
            found.elsewhere = elsewhere(members);
            let wrong = found.elsewhere.is_none();
            wrong.then(|| "has other members than `description` and `operation`".to_owned())
        }
        Some(_) => Some("is neither a name nor a sentence nor both names".to_owned()),
    };
    if let Some(message) = error {
        let help = "write an `operationId`, `{description: NAME, operation: ID}` for one of another description, or a sentence";
        diagnostics.push(
            Diagnostic::error("successor", format!("`{KEY}` {message}"))
                .at(format!("{pointer}/{KEY}"))
                .help(help),
        );
    }
    declared.deprecated.then_some(found)
}

fn elsewhere(members: &Map<String, Value>) -> Option<Elsewhere> {
    let text = |key: &str| members.get(key)?.as_str().map(str::to_owned);
    let found = Elsewhere {
        description: text("description")?,
        operation: text("operation")?,
        method: None,
    };
    (members.len() == 2).then_some(found)
}
