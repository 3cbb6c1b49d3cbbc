//! The Markdown form: a file for each group, one for shared types, a guide, and an `llms.txt` index.
//! The API and the options go in; path and text of every file come out.

use std::collections::BTreeMap;

use minijinja::{Error, Value};
use sdk_ir::Api;
use sdk_ir::operation::{BodyContent, BodyField, Content, Operation, Parameter, Place, Presence};
use sdk_ir::types::{Field, ModelKind, Type, Variant};
use serde::Serialize;

use crate::call::{body_fields, call};
use crate::operation::{asked_by, reason, title};
use crate::prose::{self, Headings};
use crate::site::Site;
use crate::{Options, curl, escape, type_name};

#[derive(Serialize)]
struct IndexView<'a> {
    preamble: String,
    api: &'a str,
    crate_name: &'a str,
    description: Value,
    operation_count: usize,
    groups: Vec<IndexGroup<'a>>,
    changes: bool,
}

#[derive(Serialize)]
struct IndexGroup<'a> {
    title: &'a str,
    file: Value,
    text: String,
    names: Value,
}

#[derive(Serialize)]
struct GroupView<'a> {
    preamble: String,
    title: &'a str,
    module: &'a str,
    description: Value,
    operations: Vec<OperationView<'a>>,
    types: Vec<TypeView<'a>>,
}

#[derive(Serialize)]
struct OperationView<'a> {
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
struct Row {
    line: Value,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct TypeView<'a> {
    name: &'a str,
    kind: &'static str,
    description: Option<Value>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct TypesView<'a> {
    preamble: String,
    types: Vec<TypeView<'a>>,
}

#[derive(Serialize)]
struct GuideView {
    preamble: String,
    program: Value,
    needs: Vec<String>,
    limits: Vec<String>,
    paged: Vec<Value>,
    changes: Option<Value>,
}

/// Renders every file.
pub(crate) fn emit(api: &Api, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let site = Site::new(api, options)?;
    let book = Book {
        site: &site,
        preamble: escape::comment(&options.preamble),
    };
    let mut files = BTreeMap::new();
    files.insert("llms.txt".to_owned(), book.index()?);
    files.insert("guide.md".to_owned(), book.guide()?);
    for at in 0..api.groups.len() {
        files.insert(book.group_file(at), book.group(at)?);
    }
    let types = Here::Types;
    let shared = api
        .models
        .values()
        .filter(|model| book.home(&model.name).is_none());
    let models = shared.map(|model| book.model(types, &model.name));
    let identifiers = api.identifiers.values().map(|identifier| TypeView {
        name: &identifier.name,
        kind: if identifier.text {
            "identifier, text"
        } else {
            "identifier, a whole number"
        },
        description: None,
        rows: Vec::new(),
    });
    let view = TypesView {
        preamble: book.preamble.clone(),
        types: identifiers.chain(models.flatten()).collect(),
    };
    files.insert("types.md".to_owned(), site.engine.render("types.md", view)?);
    Ok(files
        .into_iter()
        .map(|(path, text)| (path, tidy(&text)))
        .collect())
}

/// The file that links are written into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Here {
    Group(usize),
    Types,
}

struct Book<'s, 'a> {
    site: &'s Site<'a>,
    preamble: String,
}

impl<'a> Book<'_, 'a> {
    fn group_file(&self, at: usize) -> String {
        format!("groups/{}.md", self.site.links.group_slug(at))
    }

    /// The only group that uses a type.
    fn home(&self, name: &str) -> Option<usize> {
        let groups = &self.site.api.models.get(name)?.groups;
        let only = groups.first().filter(|_| groups.len() == 1)?;
        self.site
            .api
            .groups
            .iter()
            .position(|group| &group.module == only)
    }

    /// The address of a type.
    fn address(&self, here: Here, name: &str) -> Option<String> {
        let api = self.site.api;
        if !api.models.contains_key(name) && !api.identifiers.contains_key(name) {
            return None;
        }
        let anchor = anchor(name);
        let Some(home) = self.home(name) else {
            return Some(match here {
                Here::Group(_) => format!("../types.md#{anchor}"),
                Here::Types => format!("#{anchor}"),
            });
        };
        // The second heading of a name gets a number: an operation's comes first.
        let taken = api.groups[home]
            .operations
            .iter()
            .any(|operation| operation.name == anchor);
        let anchor = if taken { format!("{anchor}-1") } else { anchor };
        Some(match here {
            Here::Group(at) if at == home => format!("#{anchor}"),
            Here::Group(_) => format!("{}.md#{anchor}", self.site.links.group_slug(home)),
            Here::Types => format!("{}#{anchor}", self.group_file(home)),
        })
    }

    fn ty(&self, here: Here, ty: &Type) -> String {
        type_name::markdown(ty, &|name| self.address(here, name))
    }

    fn prose(&self, text: Option<&str>) -> Option<Value> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(Value::from_safe_string(prose::markdown(
            text,
            Headings::Flat,
            &self.site.links,
        )))
    }

    fn index(&self) -> Result<String, Error> {
        let api = self.site.api;
        let groups = api.groups.iter().enumerate().map(|(at, group)| {
            let names: Vec<_> = group
                .operations
                .iter()
                .map(|operation| escape::code_span(&operation.name))
                .collect();
            IndexGroup {
                title: &group.title,
                file: Value::from_safe_string(self.group_file(at)),
                text: prose::words(group.description.as_deref().unwrap_or_default(), 200),
                names: Value::from_safe_string(names.join(", ")),
            }
        });
        let view = IndexView {
            preamble: self.preamble.clone(),
            api: self.site.title(),
            crate_name: &self.site.options.crate_name,
            description: self.prose(api.description.as_deref()).unwrap_or_default(),
            operation_count: api.operations().count(),
            groups: groups.collect(),
            changes: self.site.options.changes.is_some(),
        };
        self.site.engine.render("llms.txt", view)
    }

    fn group(&self, at: usize) -> Result<String, Error> {
        let api = self.site.api;
        let group = &api.groups[at];
        let operations = group.operations.iter();
        let own = api.models.keys().filter(|name| self.home(name) == Some(at));
        let view = GroupView {
            preamble: self.preamble.clone(),
            title: &group.title,
            module: &group.module,
            description: self.prose(group.description.as_deref()).unwrap_or_default(),
            operations: operations
                .map(|operation| self.operation(at, &group.module, operation))
                .collect(),
            types: own
                .filter_map(|name| self.model(Here::Group(at), name))
                .collect(),
        };
        self.site.engine.render("group.md", view)
    }

    fn operation(&self, group: usize, module: &str, operation: &'a Operation) -> OperationView<'a> {
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
                text = format!("Use {} instead. ", escape::code_span(successor));
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

    fn field(&self, here: Here, field: &Field) -> Row {
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

    fn row(
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
    fn values(&self, ty: &Type) -> Vec<Value> {
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

    fn model(&self, here: Here, name: &str) -> Option<TypeView<'a>> {
        let model = self.site.api.models.get(name)?;
        let rows = match &model.kind {
            ModelKind::Struct(fields) => {
                fields.iter().map(|field| self.field(here, field)).collect()
            }
            ModelKind::Union(variants) => variants
                .iter()
                .map(|variant| {
                    self.row(
                        here,
                        (&variant.ident, &variant.ident),
                        &variant.ty,
                        &[],
                        variant.description.as_deref(),
                    )
                })
                .collect(),
            _ => self
                .values(&Type::Model(name.to_owned()))
                .into_iter()
                .map(|line| Row {
                    line,
                    values: Vec::new(),
                })
                .collect(),
        };
        Some(TypeView {
            name: &model.name,
            kind: crate::model::kind(&model.kind),
            description: self.prose(model.description.as_deref()),
            rows,
        })
    }

    fn guide(&self) -> Result<String, Error> {
        let site = self.site;
        let mut program = format!(
            "let client = {}::Client::builder()\n",
            site.options.crate_name.replace('-', "_")
        );
        for secret in site.secrets() {
            program.push_str(&format!(
                "    .{secret}(std::env::var(\"{}\")?)\n",
                curl::variable(secret)
            ));
        }
        program.push_str("    .build()?;");
        let changes = site.options.changes.as_deref();
        let view = GuideView {
            preamble: self.preamble.clone(),
            program: fenced(&program, "rust"),
            needs: site.need_lines(),
            limits: site.limit_lines(),
            paged: site
                .paged_calls()
                .iter()
                .map(|call| Value::from_safe_string(escape::code_span(call)))
                .collect(),
            changes: changes.map(|text| {
                Value::from_safe_string(prose::markdown(text, Headings::From(3), &site.links))
            }),
        };
        site.engine.render("guide.md", view)
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

/// The anchor that readers of Markdown give a heading of this text.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | ' '));
    kept.flat_map(char::to_lowercase)
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

/// A code block that holds exactly this code.
fn fenced(code: &str, language: &str) -> Value {
    let longest = code
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    Value::from_safe_string(format!(
        "{fence}{language}\n{}\n{fence}",
        escape::visible(code.trim())
    ))
}

/// At most one empty line in a row, outside of code, and one line break at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut empty = 0;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        }
        empty = if line.trim().is_empty() && !inside {
            empty + 1
        } else {
            0
        };
        if empty <= 1 {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
