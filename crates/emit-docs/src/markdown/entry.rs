//! What a group's file says about an operation, and the rows that types share: names, types, marks, values.
//! An operation or a field goes in; a view whose texts are escaped comes out.

use minijinja::Value;
use sdk_ir::operation::{BodyContent, BodyField, Content, Operation, Parameter, Place, Presence};
use sdk_ir::types::{Field, ModelKind, Type, Variant};
use serde::Serialize;

use super::{Book, Here, anchor, fenced};
use crate::call::{body_fields, call};
use crate::operation::{asked_by, reason, title};
use crate::prose::{self, Headings};
use crate::{curl, escape};

#[derive(Serialize)]
pub(super) struct OperationView<'a> {
    anchor: Value,
    name: &'a str,
    title: String,
    route: Value,
    is_deprecated: bool,
    deprecated: Value,
    description: Option<Value>,
    needs: String,
    pages: Vec<String>,
    rust: Value,
    curl: Value,
    inputs: Vec<Section<'a>>,
    gives: Value,
    statuses: Vec<Value>,
}

#[derive(Serialize)]
struct Section<'a> {
    title: &'static str,
    media_type: Option<&'a str>,
    rows: Vec<Row>,
}

/// A bullet, with the values of an enum below it.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) line: Value,
    pub(super) values: Vec<Value>,
}

impl<'a> Book<'_, 'a> {
    /// An operation's part of its group's file.
    pub(super) fn operation(
        &self,
        group: usize,
        module: &str,
        operation: &'a Operation,
    ) -> OperationView<'a> {
        let here = Here::Group(group);
        let call = call(self.site.api, module, operation);
        let needs = self.site.needs(&operation.security);
        let route = format!("{} {}", operation.method.as_str(), operation.path);
        OperationView {
            anchor: Value::from_safe_string(anchor(&operation.name)),
            name: &operation.name,
            title: title(operation),
            route: Value::from_safe_string(escape::code_span(&route)),
            is_deprecated: operation.deprecated.is_some(),
            deprecated: self.deprecation(operation),
            description: self.prose(operation.description.as_deref()),
            needs: if needs.is_empty() {
                "no credentials".to_owned()
            } else {
                needs.join(", or ")
            },
            pages: operation.paging.as_ref().map(asked_by).unwrap_or_default(),
            rust: fenced(&call.code, "rust"),
            curl: fenced(&curl::curl(self.site.api, operation, &call), "sh"),
            inputs: self.inputs(here, operation),
            gives: Value::from_safe_string(self.gives(here, &operation.output.content)),
            statuses: self.statuses(here, operation),
        }
    }

    fn deprecation(&self, operation: &Operation) -> Value {
        let mut text = String::new();
        if let Some(deprecation) = &operation.deprecated {
            if let Some(successor) = &deprecation.successor {
                let found = self.site.links.called(successor);
                let call = found
                    .and_then(|at| self.site.mention(at))
                    .map(|found| found.call);
                let call = call.as_ref().unwrap_or(successor);
                text = format!("Use {} instead. ", escape::code_span(call));
            }
            if let Some(elsewhere) = &deprecation.elsewhere {
                let call = escape::code_span(&elsewhere.call());
                text = match self.site.elsewhere(elsewhere) {
                    Some(href) => format!("Use [{call}](../{href}) instead. "),
                    None => format!("Use {call} instead. "),
                };
            }
            if let Some(note) = &deprecation.note {
                text.push_str(&prose::markdown(note, Headings::Flat, &self.site.links));
            }
        }
        Value::from_safe_string(text)
    }

    fn inputs(&self, here: Here, operation: &'a Operation) -> Vec<Section<'a>> {
        const PLACES: [(Place, &str); 4] = [
            (Place::Path, "Path"),
            (Place::Query, "Query"),
            (Place::Header, "Headers"),
            (Place::Cookie, "Cookies"),
        ];
        let mut sections: Vec<_> = PLACES
            .into_iter()
            .map(|(place, title)| {
                let of_place = operation
                    .parameters
                    .iter()
                    .filter(|parameter| parameter.place == place);
                let rows = of_place
                    .map(|parameter| self.parameter(here, parameter))
                    .collect();
                Section {
                    title,
                    media_type: None,
                    rows,
                }
            })
            .filter(|section: &Section| !section.rows.is_empty())
            .collect();
        if let Some(body) = &operation.body {
            let mut rows: Vec<_> = body_fields(operation)
                .iter()
                .map(|field| self.body_field(here, field))
                .collect();
            if let BodyContent::Json(ty) = &body.content {
                let line = Value::from_safe_string(self.ty(here, ty));
                rows.push(Row {
                    line,
                    values: self.values(ty),
                });
            }
            sections.push(Section {
                title: "Body",
                media_type: Some(&body.media_type),
                rows,
            });
        }
        sections
    }

    fn parameter(&self, here: Here, parameter: &Parameter) -> Row {
        let mut marks = Vec::new();
        marks.extend(parameter.required.then(|| "required".to_owned()));
        marks.extend(parameter.deprecated.then(|| "deprecated".to_owned()));
        if let Some(default) = &parameter.default {
            marks.push(format!(
                "default {}",
                escape::code_span(&default.to_string())
            ));
        }
        self.row(
            here,
            (&parameter.name, &parameter.ident),
            &parameter.ty,
            &marks,
            parameter.description.as_deref(),
        )
    }

    fn body_field(&self, here: Here, field: &BodyField) -> Row {
        let mut marks = Vec::new();
        match &field.presence {
            Presence::Required => marks.push("required".to_owned()),
            Presence::Default(value) => {
                marks.push(format!(
                    "{} is sent when not set",
                    escape::code_span(&value.to_string())
                ));
            }
            Presence::Optional => {}
        }
        marks.extend(field.nullable.then(|| "or null".to_owned()));
        marks.extend(field.deprecated.then(|| "deprecated".to_owned()));
        self.row(
            here,
            (&field.name, &field.ident),
            &field.ty,
            &marks,
            field.description.as_deref(),
        )
    }

    pub(super) fn field(&self, here: Here, field: &Field) -> Row {
        let mut marks = Vec::new();
        marks.extend(field.nullable.then(|| "or null".to_owned()));
        marks.extend(field.deprecated.then(|| "deprecated".to_owned()));
        self.row(
            here,
            (&field.name, &field.ident),
            &field.ty,
            &marks,
            field.description.as_deref(),
        )
    }

    pub(super) fn row(
        &self,
        here: Here,
        names: (&str, &str),
        ty: &Type,
        marks: &[String],
        description: Option<&str>,
    ) -> Row {
        let (name, ident) = names;
        let mut line = format!("{} {}", escape::code_span(name), self.ty(here, ty));
        if ident != name {
            line.push_str(&format!(", in Rust {}", escape::code_span(ident)));
        }
        for mark in marks {
            line.push_str(", ");
            line.push_str(mark);
        }
        let words = prose::words(description.unwrap_or_default(), 400);
        if !words.is_empty() {
            line.push_str(": ");
            // Writing to a String does not fail.
            let _ = escape::write_markdown(&mut line, &words);
        }
        Row {
            line: Value::from_safe_string(line),
            values: self.values(ty),
        }
    }

    /// The values of an enum, for below a row.
    pub(super) fn values(&self, ty: &Type) -> Vec<Value> {
        let Type::Model(name) = ty.leaf() else {
            return Vec::new();
        };
        match self.site.api.models.get(name).map(|model| &model.kind) {
            Some(ModelKind::TextEnum(variants)) => variants
                .iter()
                .map(|one| value(one, one.value.clone()))
                .collect(),
            Some(ModelKind::IntegerEnum(variants)) => variants
                .iter()
                .map(|one| value(one, one.value.to_string()))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn gives(&self, here: Here, content: &Content) -> String {
        match content {
            Content::Empty
            | Content::Enveloped {
                data: None,
                meta: None,
            } => "nothing but success".to_owned(),
            Content::Binary(media_type) => format!("a file ({})", escape::code_span(media_type)),
            Content::Text(media_type) => format!("text ({})", escape::code_span(media_type)),
            Content::Json(ty) => self.ty(here, ty),
            Content::Enveloped { data, meta } => {
                let mut text = data
                    .as_ref()
                    .map_or_else(|| "nothing".to_owned(), |ty| self.ty(here, ty));
                if let Some(meta) = meta {
                    text.push_str(&format!(
                        "; with `.with_meta()` also {}",
                        self.ty(here, meta)
                    ));
                }
                text
            }
        }
    }

    fn statuses(&self, here: Here, operation: &Operation) -> Vec<Value> {
        let lines = operation.responses.iter().map(|response| {
            let mut line = escape::code_span(&response.status);
            let words = prose::words(response.description.as_deref().unwrap_or_default(), 200);
            line.push(' ');
            let _ = match words.as_str() {
                "" => escape::write_markdown(&mut line, reason(&response.status)),
                words => escape::write_markdown(&mut line, words),
            };
            if let Some(ty) = crate::usage::content_types(&response.content).next() {
                line.push_str(&format!(" {}", self.ty(here, ty)));
            }
            Value::from_safe_string(line)
        });
        lines.collect()
    }
}

fn value<T>(variant: &Variant<T>, value: String) -> Value {
    let mut line = format!(
        "{} {}",
        escape::code_span(&value),
        escape::code_span(&variant.ident)
    );
    let words = prose::words(variant.description.as_deref().unwrap_or_default(), 200);
    if !words.is_empty() {
        line.push_str(": ");
        let _ = escape::write_markdown(&mut line, &words);
    }
    Value::from_safe_string(line)
}
