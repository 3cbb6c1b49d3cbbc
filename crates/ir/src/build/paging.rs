//! Pages (`x-sdk-page`): how an operation's answers continue, checked against its parameters and its answer.
//!
//! The extension is an object: `page` (the parameter or body field that numbers the page), `first` (1 when absent),
//! `size` (the one that sets a page's size), `default` and `max` (sizes), or instead of these `cursor` (from the
//! parameter or body field to the place in the answer it continues at, `meta.next.from`); and `items` (the member of the
//! data that is the list), `total` (the place in the answer that counts all items).

use std::collections::{BTreeMap, HashMap};

use sdk_spec::Diagnostic;
use serde::Deserialize;
use serde_json::Value;

use crate::operation::{BodyContent, Content, Operation, PageSize, Paging, PagingKind};
use crate::types::{Model, ModelKind, Type};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Extension {
    page: Option<String>,
    first: Option<i64>,
    size: Option<String>,
    default: Option<u64>,
    max: Option<u64>,
    cursor: Option<BTreeMap<String, String>>,
    items: Option<String>,
    total: Option<String>,
}

/// Sets the operation's pages from its extension, or says what is wrong with it.
pub(crate) fn set(
    operation: &mut Operation,
    extension: &Value,
    models: &BTreeMap<String, Model>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match paging(operation, extension, models) {
        Ok(paging) => operation.paging = Some(paging),
        Err(reason) => diagnostics.push(
            Diagnostic::warning(
                "paging-unusable",
                format!("`x-sdk-page` of `{}` is left out: {reason}", operation.id),
            )
            .at(&operation.pointer),
        ),
    }
}

fn paging(
    operation: &Operation,
    extension: &Value,
    models: &BTreeMap<String, Model>,
) -> Result<Paging, String> {
    let said = Extension::deserialize(extension).map_err(|error| error.to_string())?;
    let places = places(operation);
    let place = |name: &str| {
        places
            .get(name)
            .copied()
            .ok_or_else(|| format!("there is no parameter or body field `{name}`"))
    };
    let (kind, in_body) = match (&said.page, &said.cursor) {
        (Some(page), None) => {
            let size = said.size.clone().map(|name| PageSize {
                name,
                default: said.default.unwrap_or(0),
                max: said.max.unwrap_or(0),
            });
            if let Some(size) = &size {
                place(&size.name)?;
            }
            let in_body = place(page)?;
            (
                PagingKind::Number {
                    page: page.clone(),
                    first: said.first.unwrap_or(1),
                    size,
                },
                in_body,
            )
        }
        (None, Some(cursor)) => {
            let mut in_body = false;
            let mut values = Vec::new();
            for (parameter, from) in cursor {
                in_body = place(parameter)?;
                values.push((pointer(from), parameter.clone()));
            }
            (PagingKind::Cursor(values), in_body)
        }
        _ => return Err("it needs either `page` or `cursor`".to_owned()),
    };
    let data = match &operation.output.content {
        Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => ty,
        _ => return Err("the answer has no data".to_owned()),
    };
    let (items, item) = items(data, said.items.as_deref(), models)?;
    Ok(Paging {
        kind,
        in_body,
        items,
        item,
        total: said.total.as_deref().map(pointer),
    })
}

/// Whether each query parameter and body field is in the body.
fn places(operation: &Operation) -> HashMap<&str, bool> {
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), false));
    let mut places: HashMap<&str, bool> = parameters.collect();
    if let Some(body) = &operation.body
        && let BodyContent::Fields { fields, .. } = &body.content
    {
        places.extend(fields.iter().map(|field| (field.name.as_str(), true)));
    }
    places
}

/// The field that holds the list, and the type of what is in it.
fn items(
    data: &Type,
    member: Option<&str>,
    models: &BTreeMap<String, Model>,
) -> Result<(Option<String>, Type), String> {
    match (data, member) {
        (Type::List(item), None) => Ok((None, item.as_ref().clone())),
        (Type::Model(name), Some(member)) => {
            let Some(ModelKind::Struct(fields)) = models.get(name).map(|model| &model.kind) else {
                return Err(format!("`{name}` has no members"));
            };
            let field = fields.iter().find(|field| field.name == member);
            match field.map(|field| (&field.ident, &field.ty)) {
                Some((ident, Type::List(item))) => Ok((Some(ident.clone()), item.as_ref().clone())),
                _ => Err(format!("`{name}` has no list `{member}`")),
            }
        }
        _ => Err("the items are no list".to_owned()),
    }
}

/// `meta.next.from` as `/meta/next/from`.
fn pointer(place: &str) -> String {
    place
        .split('.')
        .map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1")))
        .collect()
}
