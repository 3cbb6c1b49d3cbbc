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
    /// How many rows it has, those further below included.
    pub(crate) rows: usize,
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
            rows: 0,
            members: 0,
        }
    }
}

/// What has been rendered, by model and depth.
#[derive(Default)]
pub(crate) struct Rendered(RefCell<HashMap<(String, usize), Rc<Below>>>);

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
        for depth in (1..=DEEPEST).rev() {
            let below = self.below_model(name, depth)?;
            if below.rows <= budget {
                return Ok(below);
            }
        }
        self.below_model(name, 0)
    }

    fn below_model(&self, name: &str, depth: usize) -> Result<Rc<Below>, Error> {
        let key = (name.to_owned(), depth);
        if let Some(done) = self.rendered.0.borrow().get(&key) {
            return Ok(Rc::clone(done));
        }
        let below = match self.api.models.get(name) {
            None => Below::nothing(),
            Some(model) => self.render_model(model, depth)?,
        };
        let below = Rc::new(below);
        self.rendered.0.borrow_mut().insert(key, Rc::clone(&below));
        Ok(below)
    }

    fn render_model(&self, model: &Model, depth: usize) -> Result<Below, Error> {
        match &model.kind {
            ModelKind::Struct(_) | ModelKind::Union(_) if depth == 0 => Ok(Below::nothing()),
            ModelKind::Struct(fields) => {
                let (rows, count) = self.field_rows(&model.name, fields, depth - 1, false)?;
                let plural = if fields.len() == 1 { "field" } else { "fields" };
                let fold = format!("{} {plural}", fields.len());
                Ok(Below {
                    html: self.rows(&rows, Some(fold))?,
                    rows: count,
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

    /// The rows of an object's members, and how many there are with those below.
    pub(crate) fn field_rows(
        &self,
        model: &str,
        fields: &[Field],
        depth: usize,
        ids: bool,
    ) -> Result<(Vec<Row>, usize), Error> {
        let mut count = fields.len();
        let mut rows = Vec::with_capacity(fields.len());
        let mut taken = crate::links::Slugs::default();
        for field in fields {
            let below = match field.ty.leaf() {
                // What contains itself is not told a second time.
                Type::Model(name) if name != model => self.below_model(name, depth)?,
                _ => Rc::new(Below::nothing()),
            };
            count += below.rows;
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
        Ok((rows, count))
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
        let fold = values.len() > 8;
        // Short lists stay whatever the room is: allowed values are the first thing a caller looks for.
        let rows = if fold { values.len() } else { 0 };
        let html = self
            .engine
            .part("values.html", ValuesView { values, fold })?;
        Ok(Below {
            html,
            rows,
            members: 0,
        })
    }

    fn union(&self, variants: &[UnionVariant], depth: usize) -> Result<Below, Error> {
        let mut count = variants.len();
        let mut rows = Vec::with_capacity(variants.len());
        for variant in variants {
            let below = match variant.ty.leaf() {
                Type::Model(name) => self.below_model(name, depth)?,
                _ => Rc::new(Below::nothing()),
            };
            count += below.rows;
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
        Ok(Below {
            html,
            rows: count,
            members: 0,
        })
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

/// The id of a part of an entry: `search_clients.page`.
pub(crate) fn part_id(anchor: &str, name: &str) -> String {
    format!("{anchor}.{}", slug(name))
}
