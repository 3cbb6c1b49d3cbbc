//! The Markdown form: a file for each group, one for webhooks, one for shared types, a guide, an `llms.txt` index.
//! The API and the options go in; path and text of every file come out.

mod entry;
mod events;

use std::collections::BTreeMap;

use minijinja::{Error, Value};
use sdk_ir::Api;
use sdk_ir::types::{ModelKind, Type};
use serde::Serialize;

use crate::prose::{self, Headings};
use crate::site::Site;
use crate::{Options, curl, escape, type_name};
use entry::{OperationView, Row};

#[derive(Serialize)]
struct IndexView<'a> {
    preamble: Value,
    api: &'a str,
    crate_name: &'a str,
    description: Value,
    operation_count: usize,
    groups: Vec<IndexGroup<'a>>,
    changes: bool,
    events: Option<Value>,
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
    preamble: Value,
    title: &'a str,
    module: &'a str,
    description: Value,
    operations: Vec<OperationView<'a>>,
    types: Vec<TypeView<'a>>,
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
    preamble: Value,
    webhooks: bool,
    types: Vec<TypeView<'a>>,
}

#[derive(Serialize)]
struct GuideView {
    preamble: Value,
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
        preamble: Value::from_safe_string(escape::comment(&options.preamble)),
    };
    let mut files = BTreeMap::new();
    files.insert("llms.txt".to_owned(), book.index()?);
    files.insert("guide.md".to_owned(), book.guide()?);
    for at in 0..api.groups.len() {
        files.insert(book.file(Here::Group(at)), book.group(at)?);
    }
    if let Some(webhooks) = &api.webhooks {
        files.insert(book.file(Here::Webhooks), book.webhooks(webhooks)?);
    }
    let models = book.types(Here::Types);
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
        webhooks: api.webhooks.is_some(),
        types: identifiers.chain(models).collect(),
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
    Webhooks,
    Types,
}

struct Book<'s, 'a> {
    site: &'s Site<'a>,
    preamble: Value,
}

impl<'a> Book<'_, 'a> {
    /// The path of a file.
    fn file(&self, here: Here) -> String {
        match here {
            Here::Group(at) => format!("groups/{}.md", self.site.links.group_slug(at)),
            Here::Webhooks => "webhooks.md".to_owned(),
            Here::Types => "types.md".to_owned(),
        }
    }

    /// The file that describes a type: that of its only group, of the webhooks, or of what is shared.
    fn home(&self, name: &str) -> Here {
        let api = self.site.api;
        let groups = api.models.get(name).map(|model| &model.groups);
        let only = groups
            .filter(|groups| groups.len() == 1)
            .and_then(|groups| groups.first());
        let Some(only) = only else {
            return Here::Types;
        };
        let webhooks = api.webhooks.as_ref();
        if webhooks.is_some_and(|webhooks| webhooks.module == *only) {
            return Here::Webhooks;
        }
        let group = api.groups.iter().position(|group| group.module == *only);
        group.map_or(Here::Types, Here::Group)
    }

    /// The address of a type.
    fn address(&self, here: Here, name: &str) -> Option<String> {
        let api = self.site.api;
        if !api.models.contains_key(name) && !api.identifiers.contains_key(name) {
            return None;
        }
        let home = self.home(name);
        let anchor = self.type_anchor(home, name);
        Some(match (here, home) {
            (here, home) if here == home => format!("#{anchor}"),
            (Here::Group(_), Here::Group(at)) => {
                format!("{}.md#{anchor}", self.site.links.group_slug(at))
            }
            (Here::Group(_), home) => format!("../{}#{anchor}", self.file(home)),
            (_, home) => format!("{}#{anchor}", self.file(home)),
        })
    }

    /// The anchor of a type in its file. The second heading of a name gets a number: that of an operation comes first.
    fn type_anchor(&self, home: Here, name: &str) -> String {
        let anchor = anchor(name);
        let taken = match home {
            Here::Group(at) => {
                let group = self.site.api.groups.get(at);
                let mut operations = group.iter().flat_map(|group| &group.operations);
                operations.any(|operation| operation.name == anchor)
            }
            Here::Webhooks => {
                let webhooks = self.site.api.webhooks.iter();
                let mut events = webhooks.flat_map(|webhooks| &webhooks.events);
                events.any(|event| events::anchor_of(event) == anchor)
            }
            Here::Types => false,
        };
        if taken { format!("{anchor}-1") } else { anchor }
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

    /// A value's default is undefined, which is an error in a template.
    fn prose_or_none(&self, text: Option<&str>) -> Value {
        self.prose(text).unwrap_or_else(|| Value::from(""))
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
                file: Value::from_safe_string(self.file(Here::Group(at))),
                text: prose::words(group.description.as_deref().unwrap_or_default(), 200),
                names: Value::from_safe_string(names.join(", ")),
            }
        });
        let view = IndexView {
            preamble: self.preamble.clone(),
            api: self.site.title(),
            crate_name: &self.site.options.crate_name,
            description: self.prose_or_none(api.description.as_deref()),
            operation_count: api.operations().count(),
            groups: groups.collect(),
            changes: self.site.options.changes.is_some(),
            events: api.webhooks.as_ref().map(events::names),
        };
        self.site.engine.render("llms.txt", view)
    }

    fn group(&self, at: usize) -> Result<String, Error> {
        let api = self.site.api;
        let group = &api.groups[at];
        let operations = group.operations.iter();
        let view = GroupView {
            preamble: self.preamble.clone(),
            title: &group.title,
            module: &group.module,
            description: self.prose_or_none(group.description.as_deref()),
            operations: operations
                .map(|operation| self.operation(at, &group.module, operation))
                .collect(),
            types: self.types(Here::Group(at)).collect(),
        };
        self.site.engine.render("group.md", view)
    }

    /// The models that are described in a file.
    fn types(&self, here: Here) -> impl Iterator<Item = TypeView<'a>> {
        let names = self.site.api.models.keys();
        names
            .filter(move |name| self.home(name) == here)
            .filter_map(move |name| self.model(here, name))
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
