//! A type's page: what it is, its members or values, and who uses it.
//! A model or an identifier goes in; a view with nothing left to decide comes out.

use minijinja::{Error, Value};
use sdk_ir::types::{Identifier, Model, ModelKind, Type};
use serde::Serialize;

use crate::curl;
use crate::engine::coloured;
use crate::example::Examples;
use crate::highlight::Language;
use crate::operation::title;
use crate::site::Site;
use crate::webhooks;

/// A list of users longer than this is folded.
const LONG: usize = 12;

/// The most rows of a type's tree.
const LARGEST_TREE: usize = 250;

/// A page.
#[derive(Serialize)]
pub(crate) struct TypeView {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) direction: Option<&'static str>,
    pub(crate) description: Option<Value>,
    pub(crate) rustdoc: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) aliases: Vec<String>,
    pub(crate) tree: Value,
    pub(crate) tree_title: &'static str,
    pub(crate) example: Option<Value>,
    pub(crate) uses: Vec<Use>,
    pub(crate) fold_uses: bool,
    pub(crate) events: Vec<Use>,
    pub(crate) holders: Vec<Holder>,
    pub(crate) fold_holders: bool,
}

/// An operation or an event that uses the type.
#[derive(Serialize)]
pub(crate) struct Use {
    href: String,
    title: String,
    call: String,
    parts: String,
}

/// A type that holds the type.
#[derive(Serialize)]
pub(crate) struct Holder {
    href: String,
    name: String,
    members: Vec<String>,
}

impl Site<'_> {
    /// The page of a model.
    pub(crate) fn model(&self, model: &Model) -> Result<TypeView, Error> {
        let ty = Type::Model(model.name.clone());
        let (tree, tree_title) = match &model.kind {
            ModelKind::Struct(fields) => {
                let fits =
                    |depth: &usize| self.members_size(&model.name, fields, *depth) <= LARGEST_TREE;
                let depth = (0..=2).rev().find(fits).unwrap_or(0);
                let rows = self.field_rows(&model.name, fields, depth, true)?;
                (self.rows(&rows, None)?, "Fields")
            }
            ModelKind::Union(_) => (self.below(&ty, LARGEST_TREE)?.html.clone(), "One of"),
            _ => (self.below(&ty, usize::MAX)?.html.clone(), "Values"),
        };
        let mut view = self.type_view(&model.name, kind(&model.kind));
        view.direction = match (model.in_request, model.in_response) {
            (true, true) => Some("sent and received"),
            (true, false) => Some("sent"),
            (false, true) => Some("received"),
            (false, false) => None,
        };
        view.description = self.blocks(model.description.as_deref());
        view.rustdoc = self.rustdoc(&rustdoc_path(model));
        view.tree = tree;
        view.tree_title = tree_title;
        view.example = matches!(model.kind, ModelKind::Struct(_))
            .then(|| self.type_example(&ty))
            .flatten();
        Ok(view)
    }

    /// The page of an identifier.
    pub(crate) fn identifier(&self, identifier: &Identifier) -> TypeView {
        let mut view = self.type_view(&identifier.name, "identifier");
        let inner = if identifier.text {
            "text"
        } else {
            "a whole number"
        };
        view.note = Some(format!(
            "Identifies a {}: {inner} with a type of its own, so that it cannot be mistaken for another identifier.",
            identifier.noun
        ));
        view.aliases = identifier.aliases.iter().cloned().collect();
        view.rustdoc = self.rustdoc(&format!("ids/struct.{}.html", identifier.name));
        view
    }

    fn type_view(&self, name: &str, kind: &'static str) -> TypeView {
        let uses = self.uses(name);
        let holders = self.holders(name);
        TypeView {
            name: name.to_owned(),
            kind,
            direction: None,
            description: None,
            rustdoc: None,
            note: None,
            aliases: Vec::new(),
            tree: Value::from_safe_string(String::new()),
            tree_title: "",
            example: None,
            fold_uses: uses.len() > LONG,
            uses,
            events: self.events(name),
            fold_holders: holders.len() > LONG,
            holders,
        }
    }

    fn uses(&self, name: &str) -> Vec<Use> {
        let uses = self.usage.of(name).operations.iter();
        uses.filter_map(|(&(group, index), parts)| {
            let of_group = self.api.groups.get(group)?;
            let operation = of_group.operations.get(index)?;
            let parts: Vec<_> = parts.iter().map(|part| part.as_str()).collect();
            Some(Use {
                href: self.links.operation(group, index),
                title: title(operation),
                call: format!("{}.{}", of_group.module, operation.name),
                parts: parts.join(", "),
            })
        })
        .collect()
    }

    /// The events that have the type as their payload.
    fn events(&self, name: &str) -> Vec<Use> {
        let Some(webhooks) = &self.api.webhooks else {
            return Vec::new();
        };
        let uses = self.usage.of(name).events.iter();
        uses.filter_map(|&at| {
            let event = webhooks.events.get(at)?;
            Some(Use {
                href: self.links.event(at),
                title: webhooks::title(&event.ident),
                call: webhooks::variant(event),
                parts: "payload".to_owned(),
            })
        })
        .collect()
    }

    fn holders(&self, name: &str) -> Vec<Holder> {
        let holders = self.usage.of(name).models.iter();
        holders
            .filter_map(|(holder, members)| {
                Some(Holder {
                    href: self.links.type_page(holder)?,
                    name: (*holder).to_owned(),
                    members: members.iter().map(|member| (*member).to_owned()).collect(),
                })
            })
            .collect()
    }

    fn type_example(&self, ty: &Type) -> Option<Value> {
        let examples = Examples::new(self.api);
        (1..=3).rev().find_map(|depth| {
            let text = curl::json(&examples.value(ty, "", depth)?);
            (text.lines().count() <= 60).then(|| coloured(&text, Language::Json))
        })
    }
}

/// A model's kind in a word.
pub(crate) fn kind(kind: &ModelKind) -> &'static str {
    match kind {
        ModelKind::Struct(_) => "struct",
        ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_) => "enum",
        ModelKind::Union(_) => "union",
    }
}

/// Where rustdoc has a model: with the only group that uses it, or with the shared ones.
fn rustdoc_path(model: &Model) -> String {
    let item = match model.kind {
        ModelKind::Struct(_) => "struct",
        _ => "enum",
    };
    let mut groups = model.groups.iter();
    match (groups.next(), groups.next()) {
        (Some(only), None) => format!("{only}/models/{item}.{}.html", model.name),
        _ => format!("models/{item}.{}.html", model.name),
    }
}
