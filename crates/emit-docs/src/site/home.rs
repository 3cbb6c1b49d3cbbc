//! The site's first page: what the API is, a first program, the way into every group.
//! The API goes in; the page comes out.

use minijinja::{Error, Value};
use sdk_ir::operation::Operation;
use sdk_ir::types::Type;
use serde::Serialize;

use super::{Here, Site};
use crate::call;
use crate::prose::{self, Headings};

#[derive(Serialize)]
struct HomeView<'a> {
    description: Option<Value>,
    crate_ident: String,
    secrets: Vec<&'a str>,
    first: Option<FirstCall>,
    operations: usize,
    types: usize,
    rustdoc: Option<String>,
    groups: Vec<HomeGroup<'a>>,
    changes: bool,
    /// How many events the API sends.
    events: usize,
}

#[derive(Serialize)]
struct FirstCall {
    code: String,
    variables: Vec<(String, u64)>,
    prints: Option<String>,
}

#[derive(Serialize)]
struct HomeGroup<'a> {
    href: String,
    title: &'a str,
    text: String,
    count: usize,
}

impl Site<'_> {
    /// The page.
    pub(super) fn home(&self) -> Result<String, Error> {
        let description = self.api.description.as_deref();
        let groups = self
            .api
            .groups
            .iter()
            .enumerate()
            .map(|(at, group)| HomeGroup {
                href: self.links.group(at),
                title: &group.title,
                text: prose::words(group.description.as_deref().unwrap_or_default(), 120),
                count: group.operations.len(),
            });
        let view = HomeView {
            description: description.map(|text| {
                Value::from_safe_string(prose::blocks(text, Headings::Flat, &self.links, ""))
            }),
            crate_ident: self.options.crate_name.replace('-', "_"),
            secrets: self.secrets(),
            first: self.first_call(),
            operations: self.api.operations().count(),
            types: self.api.models.len() + self.api.identifiers.len(),
            rustdoc: self.rustdoc_from("", "index.html"),
            groups: groups.collect(),
            changes: self.options.changes.is_some(),
            events: self
                .api
                .webhooks
                .iter()
                .map(|webhooks| webhooks.events.len())
                .sum(),
        };
        let title = self.title();
        self.page(
            Here::Home,
            title,
            description.unwrap_or(title),
            "home.html",
            view,
        )
    }

    /// A call for the first program: one that reads a list and needs little.
    fn first_call(&self) -> Option<FirstCall> {
        let needs = |operation: &Operation| operation.required_parameters().count();
        let simple = self.api.operations().filter(|(_, operation)| {
            let identifiers = operation
                .required_parameters()
                .all(|parameter| matches!(parameter.ty, Type::Identifier(_)));
            operation.method.as_str() == "GET"
                && operation.deprecated.is_none()
                && identifiers
                && needs(operation) <= 2
        });
        let list = |operation: &Operation| call::gives_list(operation);
        let (group, operation) =
            simple.min_by_key(|(_, operation)| (!list(operation), needs(operation)))?;
        let call = call::request(&group.module, operation) + ".await?";
        let examples = crate::example::Examples::new(self.api);
        let variables = operation.required_parameters().filter_map(|parameter| {
            let value = examples.value(&parameter.ty, &parameter.name, 1)?;
            Some((parameter.ident.clone(), value.as_u64()?))
        });
        Some(FirstCall {
            variables: variables.collect(),
            prints: list(operation).then(|| "len".to_owned()),
            code: call,
        })
    }
}
