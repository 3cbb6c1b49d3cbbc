//! An operation's entry on its group's page: what it does, how it is called, what goes in, what comes back.
//! An operation goes in; a view with nothing left to decide comes out.

use std::collections::BTreeSet;

use minijinja::{Error, Value};
use sdk_ir::operation::{
    Body, BodyContent, BodyField, Content, Operation, Paging, PagingKind, Parameter, Place,
    Presence,
};
use sdk_ir::types::Type;
use serde::Serialize;

use crate::call::{body_fields, call};
use crate::engine::coloured;
use crate::escape;
use crate::example::Examples;
use crate::highlight::Language;
use crate::site::Site;
use crate::tree::{Row, part_id};
use crate::{curl, prose};

/// The longest example answer, in lines.
const EXAMPLE_LINES: usize = 60;

/// An entry.
#[derive(Serialize)]
pub(crate) struct OperationView {
    anchor: String,
    title: String,
    name: String,
    method: &'static str,
    method_class: String,
    path: Value,
    deprecated: Option<Value>,
    is_deprecated: bool,
    description: Option<Value>,
    needs: Vec<String>,
    paging: Option<PagingView>,
    rustdoc: Option<String>,
    inputs: Vec<Section>,
    answer: AnswerView,
    statuses: Vec<StatusView>,
    rust: Value,
    curl: Value,
    example: Option<Value>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    /// What stands small beside the title.
    kind: Option<Value>,
    note: Option<Value>,
    rows: Value,
}

#[derive(Serialize)]
struct PagingView {
    asked_by: Vec<String>,
    item: Value,
}

#[derive(Serialize)]
struct AnswerView {
    text: &'static str,
    ty: Option<Value>,
    optional: bool,
    tree: Value,
    meta_ty: Option<Value>,
    meta_tree: Value,
}

#[derive(Serialize)]
struct StatusView {
    status: String,
    class: &'static str,
    text: Value,
    ty: Option<Value>,
}

impl Site<'_> {
    /// The entry of one operation; no tree in it has more than `budget` rows.
    pub(crate) fn operation(
        &self,
        at: (usize, usize),
        operation: &Operation,
        budget: usize,
    ) -> Result<OperationView, Error> {
        let group = &self.api.groups[at.0];
        let anchor = self.links.anchor(at.0, at.1).to_owned();
        let call = call(self.api, &group.module, operation);
        let curl = curl::curl(self.api, operation, &call);
        Ok(OperationView {
            title: title(operation),
            name: operation.name.clone(),
            method: operation.method.as_str(),
            method_class: operation.method.as_str().to_ascii_lowercase(),
            path: path(&operation.path),
            deprecated: self.deprecation(operation),
            is_deprecated: operation.deprecated.is_some(),
            description: self.blocks(operation.description.as_deref()),
            needs: self.needs(&operation.security),
            paging: self.paging(operation),
            rustdoc: self.rustdoc(&format!(
                "{}/struct.{}.html#method.{}",
                group.module, group.handle, operation.name
            )),
            inputs: self.inputs(&anchor, operation, budget)?,
            answer: self.answer(&operation.output.content, operation.output.optional, budget)?,
            statuses: self.statuses(operation),
            rust: coloured(&call.code, Language::Rust),
            curl: coloured(&curl, Language::Shell),
            example: (budget > 0)
                .then(|| self.example(&operation.output.content))
                .flatten(),
            anchor,
        })
    }

    fn deprecation(&self, operation: &Operation) -> Option<Value> {
        let deprecation = operation.deprecated.as_ref()?;
        let mut html = String::new();
        if let Some(successor) = &deprecation.successor {
            let found = self.links.called(successor).and_then(|at| self.mention(at));
            html.push_str(&match found {
                Some(found) => format!(
                    "Use <a href=\"../{}\"><code>{}</code></a> instead. ",
                    found.href,
                    escape::html(&found.call)
                ),
                None => format!("Use <code>{}</code> instead. ", escape::html(successor)),
            });
        }
        if let Some(elsewhere) = &deprecation.elsewhere {
            let call = format!("<code>{}</code>", escape::html(&elsewhere.call()));
            html.push_str(&match self.elsewhere(elsewhere) {
                Some(href) => format!("Use <a href=\"../{href}\">{call}</a> instead. "),
                None => format!("Use {call} instead. "),
            });
        }
        if let Some(note) = &deprecation.note {
            html.push_str(&prose::inline(note, &self.links, "../"));
        }
        (!html.is_empty()).then(|| Value::from_safe_string(html))
    }

    /// The secrets of each alternative, in words; none at all when nothing is needed.
    pub(crate) fn needs(&self, security: &[Vec<String>]) -> Vec<String> {
        security
            .iter()
            .map(|combination| {
                let schemes = combination
                    .iter()
                    .filter_map(|name| self.api.security_schemes.get(name));
                let mut seen = BTreeSet::new();
                let secrets: Vec<_> = schemes
                    .flat_map(|scheme| &scheme.secrets)
                    .filter(|secret| seen.insert(*secret))
                    .map(|secret| secret.replace('_', " "))
                    .collect();
                if secrets.is_empty() {
                    "nothing".to_owned()
                } else {
                    secrets.join(" and ")
                }
            })
            .collect()
    }

    fn paging(&self, operation: &Operation) -> Option<PagingView> {
        let paging = operation.paging.as_ref()?;
        Some(PagingView {
            asked_by: asked_by(paging),
            item: self.type_html(&paging.item),
        })
    }

    fn inputs(
        &self,
        anchor: &str,
        operation: &Operation,
        budget: usize,
    ) -> Result<Vec<Section>, Error> {
        const PLACES: [(Place, &str); 4] = [
            (Place::Path, "Path"),
            (Place::Query, "Query"),
            (Place::Header, "Headers"),
            (Place::Cookie, "Cookies"),
        ];
        let mut ids = BTreeSet::new();
        let mut sections = Vec::new();
        for (place, title) in PLACES {
            let of_place = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.place == place);
            let rows = of_place
                .map(|parameter| self.parameter_row(anchor, parameter, &mut ids, budget))
                .collect::<Result<Vec<_>, _>>()?;
            if !rows.is_empty() {
                let rows = self.rows(&rows, None)?;
                sections.push(Section {
                    title,
                    kind: None,
                    note: None,
                    rows,
                });
            }
        }
        if let Some(body) = &operation.body {
            sections.push(self.body(anchor, operation, body, &mut ids, budget)?);
        }
        Ok(sections)
    }

    fn parameter_row(
        &self,
        anchor: &str,
        parameter: &Parameter,
        ids: &mut BTreeSet<String>,
        budget: usize,
    ) -> Result<Row, Error> {
        let id = part_id(anchor, &parameter.name);
        Ok(Row {
            id: ids.insert(id.clone()).then_some(id),
            name: parameter.name.clone(),
            ident: (parameter.ident != parameter.name).then(|| parameter.ident.clone()),
            ty: self.type_html(&parameter.ty),
            required: parameter.required,
            nullable: false,
            deprecated: parameter.deprecated,
            default: parameter.default.as_ref().map(ToString::to_string),
            unless_set: None,
            description: self.inline(parameter.description.as_deref()),
            below: self.below(&parameter.ty, budget)?.html.clone(),
        })
    }

    fn body(
        &self,
        anchor: &str,
        operation: &Operation,
        body: &Body,
        ids: &mut BTreeSet<String>,
        budget: usize,
    ) -> Result<Section, Error> {
        let mut kind = escape::html(&body.media_type);
        let rows = match &body.content {
            BodyContent::Fields { .. } => {
                let rows = body_fields(operation)
                    .iter()
                    .map(|field| self.body_row(anchor, field, ids, budget))
                    .collect::<Result<Vec<_>, _>>()?;
                self.rows(&rows, None)?
            }
            BodyContent::Json(ty) => {
                kind.push_str(&format!(
                    " of <span class=\"t\">{}</span>",
                    self.type_html(ty)
                ));
                self.below(ty, budget)?.unfolded()
            }
            BodyContent::Bytes | BodyContent::Text => Value::from_safe_string(String::new()),
        };
        if !body.required {
            kind.push_str(", optional");
        }
        Ok(Section {
            title: "Body",
            kind: Some(Value::from_safe_string(kind)),
            note: self.blocks(body.description.as_deref()),
            rows,
        })
    }

    fn body_row(
        &self,
        anchor: &str,
        field: &BodyField,
        ids: &mut BTreeSet<String>,
        budget: usize,
    ) -> Result<Row, Error> {
        let id = part_id(anchor, &field.name);
        Ok(Row {
            id: ids.insert(id.clone()).then_some(id),
            name: field.name.clone(),
            ident: (field.ident != field.name).then(|| field.ident.clone()),
            ty: self.type_html(&field.ty),
            required: field.presence == Presence::Required,
            nullable: field.nullable,
            deprecated: field.deprecated,
            default: None,
            unless_set: match &field.presence {
                Presence::Default(value) => Some(value.to_string()),
                _ => None,
            },
            description: self.inline(field.description.as_deref()),
            below: self.below(&field.ty, budget)?.html.clone(),
        })
    }

    fn answer(
        &self,
        content: &Content,
        optional: bool,
        budget: usize,
    ) -> Result<AnswerView, Error> {
        let nothing = || Value::from_safe_string(String::new());
        let mut view = AnswerView {
            text: "",
            ty: None,
            optional,
            tree: nothing(),
            meta_ty: None,
            meta_tree: nothing(),
        };
        match content {
            Content::Empty
            | Content::Enveloped {
                data: None,
                meta: None,
            } => {
                view.text = "Nothing but success.";
            }
            Content::Binary(_) => view.text = "A file, streamed.",
            Content::Text(_) => view.text = "Text.",
            Content::Json(_) | Content::Enveloped { .. } => {}
        }
        if let Some(ty) = data(content) {
            view.ty = Some(self.type_html(ty));
            view.optional = optional && !matches!(ty, Type::Nullable(_));
            view.tree = self.below(ty, budget)?.unfolded();
        }
        if let Content::Enveloped {
            meta: Some(meta), ..
        } = content
        {
            view.meta_ty = Some(self.type_html(meta));
            view.meta_tree = self.below(meta, budget)?.html.clone();
        }
        Ok(view)
    }

    fn statuses(&self, operation: &Operation) -> Vec<StatusView> {
        let views = operation.responses.iter().map(|response| StatusView {
            status: response.status.clone(),
            class: if response.status.starts_with('2') {
                "ok"
            } else {
                "bad"
            },
            text: self
                .inline(response.description.as_deref())
                .unwrap_or_else(|| Value::from(reason(&response.status))),
            ty: match &response.content {
                Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => {
                    Some(self.type_html(ty))
                }
                Content::Binary(media_type) | Content::Text(media_type) => {
                    Some(Value::from(media_type.as_str()))
                }
                Content::Empty | Content::Enveloped { data: None, .. } => None,
            },
        });
        views.collect()
    }

    /// An example of what arrives, envelope included, where it is short enough to help.
    fn example(&self, content: &Content) -> Option<Value> {
        let examples = Examples::new(self.api);
        (1..=3).rev().find_map(|depth| {
            let value = match (content, &self.api.envelope) {
                (Content::Json(ty), _) => examples.value(ty, "", depth)?,
                (Content::Enveloped { data, meta }, Some(envelope)) => {
                    let mut object = serde_json::Map::new();
                    if let Some(success) = &envelope.success {
                        object.insert(success.clone(), true.into());
                    }
                    let of = |ty: &Option<Type>| match ty {
                        Some(ty) => examples.value(ty, "", depth),
                        None => Some(serde_json::Value::Null),
                    };
                    object.insert(envelope.data.clone(), of(data)?);
                    if let (Some(name), Some(_)) = (&envelope.meta, meta) {
                        object.insert(name.clone(), of(meta)?);
                    }
                    serde_json::Value::Object(object)
                }
                _ => return None,
            };
            let text = curl::json(&value);
            (text.lines().count() <= EXAMPLE_LINES).then(|| coloured(&text, Language::Json))
        })
    }
}

/// What the entry is called: its summary, or its name where it has none.
pub(crate) fn title(operation: &Operation) -> String {
    match operation.summary.as_deref().map(str::trim) {
        Some(summary) if !summary.is_empty() => {
            prose::words(summary, 160).trim_end_matches('.').to_owned()
        }
        _ => {
            let words = operation.name.replace('_', " ");
            let mut characters = words.chars();
            let first = characters
                .next()
                .map(|first| first.to_uppercase().to_string());
            format!("{}{}", first.unwrap_or_default(), characters.as_str())
        }
    }
}

/// The parameters or fields that choose a page.
pub(crate) fn asked_by(paging: &Paging) -> Vec<String> {
    match &paging.kind {
        PagingKind::Number { page, size, .. } => {
            let size = size.iter().map(|size| size.name.clone());
            std::iter::once(page.clone()).chain(size).collect()
        }
        PagingKind::Cursor(places) => places.iter().map(|(_, name)| name.clone()).collect(),
    }
}

/// What an answer's data is.
fn data(content: &Content) -> Option<&Type> {
    match content {
        Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => Some(ty),
        _ => None,
    }
}

/// A path with its parameters set off, and with places to break a long one.
fn path(template: &str) -> Value {
    let mut html = String::new();
    for (at, segment) in template.split('/').enumerate() {
        if at > 0 {
            html.push_str("<wbr>/");
        }
        let text = escape::html(segment);
        if segment.starts_with('{') && segment.ends_with('}') {
            html.push_str(&format!("<i>{text}</i>"));
        } else {
            html.push_str(&text);
        }
    }
    Value::from_safe_string(html)
}

/// What a status says (RFC 9110 §15), where a description does not.
pub(crate) fn reason(status: &str) -> &'static str {
    match status {
        "200" => "Done.",
        "201" => "Created.",
        "202" => "Accepted; not done yet.",
        "204" => "Done; nothing to tell.",
        "400" => "The request is malformed.",
        "401" => "The credentials are missing or wrong.",
        "403" => "The credentials do not allow this.",
        "404" => "There is no such thing.",
        "405" => "The method is not allowed here.",
        "409" => "The request conflicts with the present state.",
        "422" => "A field's value is refused.",
        "429" => "Too many requests; wait.",
        "500" | "5XX" => "The server failed.",
        "4XX" => "The request is refused.",
        "default" => "Any other answer.",
        _ => "",
    }
}
