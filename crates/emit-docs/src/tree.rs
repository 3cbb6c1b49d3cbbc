//! Field trees: the members of a type, those of their types below them, as deep as there is room.
//! Types go in; rows of HTML come out. Each model is rendered once for each depth, however often it is used.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use minijinja::{Error, Value};
use sdk_ir::types::{Field, Model, ModelKind, Type, UnionVariant, Variant};
use serde::Serialize;

use crate::links::slug;
use crate::site::Site;
use crate::{prose, type_name};

/// How deep a tree ever goes.
const DEEPEST: usize = 3;

/// A list of values longer than this is folded.
const SHORT: usize = 8;

/// An object with at most so many members is shown at once where it is the top of a tree.
const FEW: usize = 10;

/// A member of an object, a parameter, or a member of a body: one row.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    /// The Rust name, where it is another one.
    pub(crate) ident: Option<String>,
    pub(crate) ty: Value,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) deprecated: bool,
    /// What the server assumes when it is not sent.
    pub(crate) default: Option<String>,
    /// What the client sends when a caller does not set it.
    pub(crate) unless_set: Option<String>,
    pub(crate) description: Option<Value>,
    /// What there is to say about the type: values of an enum, members of an object.
    pub(crate) below: Value,
}

/// What stands below a row of some type.
#[derive(Clone)]
pub(crate) struct Below {
    pub(crate) html: Value,
    /// How many members an object has; 0 for what is no object.
    members: usize,
}

impl Below {
    /// The same for the top of a tree: an object of few members is shown at once.
    pub(crate) fn unfolded(&self) -> Value {
        if !(1..=FEW).contains(&self.members) {
            return self.html.clone();
        }
        Value::from_safe_string(
            self.html
                .to_string()
                .replacen("<details>", "<details open>", 1),
        )
    }

    fn nothing() -> Self {
        Below {
            html: Value::from_safe_string(String::new()),
            members: 0,
        }
    }
}

/// What has been rendered, by model and depth.
#[derive(Default)]
pub(crate) struct Rendered {
    below: RefCell<HashMap<(String, usize), Rc<Below>>>,
    sizes: RefCell<HashMap<(String, usize), usize>>,
}

#[derive(Serialize)]
struct RowsView<'a> {
    rows: &'a [Row],
    /// The text of the fold around the rows, where there is one.
    fold: Option<String>,
}

#[derive(Serialize)]
struct ValueView {
    value: String,
    ident: String,
    description: Option<Value>,
}

#[derive(Serialize)]
struct ValuesView {
    values: Vec<ValueView>,
    fold: bool,
}

#[derive(Serialize)]
struct UnionView {
    variants: Vec<UnionRow>,
}

#[derive(Serialize)]
struct UnionRow {
    ident: String,
    ty: Value,
    description: Option<Value>,
    tags: Vec<String>,
    below: Value,
}

impl Site<'_> {
    /// What stands below a row of type `ty` when there is room for `budget` rows.
    pub(crate) fn below(&self, ty: &Type, budget: usize) -> Result<Rc<Below>, Error> {
        let Type::Model(name) = ty.leaf() else {
            return Ok(Rc::new(Below::nothing()));
        };
        let fits = |depth: &usize| self.size(name, *depth) <= budget;
        let depth = (1..=DEEPEST).rev().find(fits).unwrap_or(0);
        self.below_model(name, depth)
    }

    /// How many rows stand below a row of a model, those further below included.
    fn size(&self, name: &str, depth: usize) -> usize {
        let key = (name.to_owned(), depth);
        if let Some(&known) = self.rendered.sizes.borrow().get(&key) {
            return known;
        }
        let size = match self.api.models.get(name).map(|model| &model.kind) {
            Some(ModelKind::Struct(fields)) if depth > 0 => {
                self.members_size(name, fields, depth - 1)
            }
            Some(ModelKind::Union(variants)) if depth > 0 => {
                let below = variants
                    .iter()
                    .map(|variant| self.type_size(&variant.ty, depth - 1));
                variants.len() + below.sum::<usize>()
            }
            // Short lists stay whatever the room is: allowed values are the first thing a caller looks for.
            Some(ModelKind::TextEnum(variants)) if variants.len() > SHORT => variants.len(),
            Some(ModelKind::IntegerEnum(variants)) if variants.len() > SHORT => variants.len(),
            _ => 0,
        };
        self.rendered.sizes.borrow_mut().insert(key, size);
        size
    }

    /// How many rows an object's members take, those below them included.
    pub(crate) fn members_size(&self, model: &str, fields: &[Field], depth: usize) -> usize {
        let others = fields.iter().filter(|field| !is_model(&field.ty, model));
        fields.len()
            + others
                .map(|field| self.type_size(&field.ty, depth))
                .sum::<usize>()
    }

    fn type_size(&self, ty: &Type, depth: usize) -> usize {
        match ty.leaf() {
            Type::Model(name) => self.size(name, depth),
            _ => 0,
        }
    }

    fn below_model(&self, name: &str, depth: usize) -> Result<Rc<Below>, Error> {
        let key = (name.to_owned(), depth);
        if let Some(done) = self.rendered.below.borrow().get(&key) {
            return Ok(Rc::clone(done));
        }
        let below = match self.api.models.get(name) {
            None => Below::nothing(),
            Some(model) => self.render_model(model, depth)?,
        };
        let below = Rc::new(below);
        self.rendered
            .below
            .borrow_mut()
            .insert(key, Rc::clone(&below));
        Ok(below)
    }

    fn render_model(&self, model: &Model, depth: usize) -> Result<Below, Error> {
        match &model.kind {
            ModelKind::Struct(_) | ModelKind::Union(_) if depth == 0 => Ok(Below::nothing()),
            ModelKind::Struct(fields) => {
                let rows = self.field_rows(&model.name, fields, depth - 1, false)?;
                let plural = if fields.len() == 1 { "field" } else { "fields" };
                let fold = format!("{} {plural}", fields.len());
                Ok(Below {
                    html: self.rows(&rows, Some(fold))?,
                    members: fields.len(),
                })
            }
            ModelKind::Union(variants) => self.union(variants, depth - 1),
            ModelKind::TextEnum(variants) => self.values(variants, |value| value.clone()),
            ModelKind::IntegerEnum(variants) => self.values(variants, i64::to_string),
        }
    }

    /// Rows as HTML, inside a fold where it has a text.
    pub(crate) fn rows(&self, rows: &[Row], fold: Option<String>) -> Result<Value, Error> {
        self.engine.part("rows.html", RowsView { rows, fold })
    }

    /// The rows of an object's members.
    pub(crate) fn field_rows(
        &self,
        model: &str,
        fields: &[Field],
        depth: usize,
        ids: bool,
    ) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::with_capacity(fields.len());
        let mut taken = crate::links::Slugs::default();
        for field in fields {
            let below = match field.ty.leaf() {
                // What contains itself is not told a second time.
                Type::Model(name) if name != model => self.below_model(name, depth)?,
                _ => Rc::new(Below::nothing()),
            };
            rows.push(Row {
                id: ids.then(|| format!("field-{}", taken.add(&field.name))),
                name: field.name.clone(),
                ident: (field.ident != field.name).then(|| field.ident.clone()),
                ty: self.type_html(&field.ty),
                required: false,
                nullable: field.nullable,
                deprecated: field.deprecated,
                default: None,
                unless_set: None,
                description: self.inline(field.description.as_deref()),
                below: below.html.clone(),
            });
        }
        Ok(rows)
    }

    fn values<T>(
        &self,
        variants: &[Variant<T>],
        show: impl Fn(&T) -> String,
    ) -> Result<Below, Error> {
        let values: Vec<_> = variants
            .iter()
            .map(|variant| ValueView {
                value: show(&variant.value),
                ident: variant.ident.clone(),
                description: self.inline(variant.description.as_deref()),
            })
            .collect();
        let fold = values.len() > SHORT;
        let html = self
            .engine
            .part("values.html", ValuesView { values, fold })?;
        Ok(Below { html, members: 0 })
    }

    fn union(&self, variants: &[UnionVariant], depth: usize) -> Result<Below, Error> {
        let mut rows = Vec::with_capacity(variants.len());
        for variant in variants {
            let below = match variant.ty.leaf() {
                Type::Model(name) => self.below_model(name, depth)?,
                _ => Rc::new(Below::nothing()),
            };
            rows.push(UnionRow {
                ident: variant.ident.clone(),
                ty: self.type_html(&variant.ty),
                description: self.inline(variant.description.as_deref()),
                tags: variant.tags.clone(),
                below: below.html.clone(),
            });
        }
        let html = self
            .engine
            .part("union.html", UnionView { variants: rows })?;
        Ok(Below { html, members: 0 })
    }

    /// A type with links, for a page one folder below the root.
    pub(crate) fn type_html(&self, ty: &Type) -> Value {
        Value::from_safe_string(type_name::html(ty, &self.links, "../"))
    }

    /// Prose for a row, for a page one folder below the root.
    pub(crate) fn inline(&self, text: Option<&str>) -> Option<Value> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(Value::from_safe_string(prose::inline(
            text,
            &self.links,
            "../",
        )))
    }
}

fn is_model(ty: &Type, name: &str) -> bool {
    matches!(ty.leaf(), Type::Model(model) if model == name)
}

/// The id of a part of an entry: `search_clients.page`.
pub(crate) fn part_id(anchor: &str, name: &str) -> String {
    format!("{anchor}.{}", slug(name))
}
