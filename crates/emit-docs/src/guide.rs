//! The pages that explain the client as a whole: credentials, errors, pages, limits, decoding, changes. (What is on
//! the one about webhooks is made in `webhooks`.)
//! The API goes in; for each page a view with what of it this API decides comes out.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use sdk_ir::api::CredentialPlace;
use serde::Serialize;

use crate::call;
use crate::curl;
use crate::operation::asked_by;
use crate::prose::{self, Headings};
use crate::site::{Mention, Site};
use crate::webhooks;

/// A list of operations longer than this is only counted.
const FEW: usize = 6;

#[derive(Serialize)]
struct Guide<'a> {
    crate_name: &'a str,
    crate_ident: String,
    secrets: Vec<SecretView<'a>>,
    schemes: Vec<SchemeView<'a>>,
    needs: Vec<NeedView>,
    statuses: Vec<(String, usize)>,
    paged: Vec<PagedView>,
    limits: Vec<LimitView>,
    servers: Vec<(&'a str, &'a str)>,
    envelope: Option<&'a sdk_ir::api::Envelope>,
    untyped: Vec<(&'a str, &'a str)>,
    changes: Option<Value>,
    rustdoc: Option<String>,
}

#[derive(Serialize)]
struct SecretView<'a> {
    name: &'a str,
    words: String,
    variable: String,
}

#[derive(Serialize)]
struct SchemeView<'a> {
    name: &'a str,
    place: String,
    template: &'a str,
    description: Option<Value>,
    /// How the client fetches the token itself, where it can.
    grant: Option<&'a sdk_ir::api::Grant>,
}

#[derive(Serialize)]
struct NeedView {
    text: String,
    count: usize,
    operations: Vec<Mention>,
}

#[derive(Serialize)]
struct PagedView {
    operation: Mention,
    request: String,
    asked_by: Vec<String>,
}

#[derive(Serialize)]
struct LimitView {
    requests: u32,
    span: String,
}

impl<'a> Site<'a> {
    /// The guide's pages: file name and title, in order.
    pub(crate) fn guide_pages(&self) -> Vec<(&'static str, &'static str)> {
        let mut pages = vec![
            ("credentials", "Credentials"),
            ("errors", "Errors and retries"),
            ("pages", "Pages"),
            ("limits", "Limits"),
            ("decoding", "Tolerant decoding"),
        ];
        if self.api.webhooks.is_some() {
            pages.push((webhooks::PAGE, "Receiving webhooks"));
        }
        if self.options.changes.is_some() {
            pages.push(("changes", "Change log"));
        }
        pages
    }

    /// What a guide page is filled with.
    pub(crate) fn guide(&self, page: &str) -> Value {
        let api = self.api;
        let changes = self
            .options
            .changes
            .as_deref()
            .filter(|_| page == "changes")
            .map(without_title);
        Value::from(Serde(Guide {
            crate_name: &self.options.crate_name,
            crate_ident: self.options.crate_name.replace('-', "_"),
            secrets: self.secret_views(),
            schemes: self.schemes(),
            needs: self.all_needs(),
            statuses: self.all_statuses(),
            paged: self.paged(),
            limits: api.limits.iter().map(limit).collect(),
            servers: api
                .servers
                .iter()
                .map(|server| (server.name.as_str(), server.url.as_str()))
                .collect(),
            envelope: api.envelope.as_ref(),
            untyped: api
                .untyped
                .iter()
                .map(|untyped| (untyped.place.as_str(), untyped.reason.as_str()))
                .collect(),
            changes: changes.map(|text| {
                Value::from_safe_string(prose::blocks(text, Headings::From(2), &self.links, "../"))
            }),
            rustdoc: self.rustdoc("index.html"),
        }))
    }

    fn secret_views(&self) -> Vec<SecretView<'a>> {
        let views = self.secrets().into_iter().map(|name| SecretView {
            name,
            words: name.replace('_', " "),
            variable: curl::variable(name),
        });
        views.collect()
    }

    fn schemes(&self) -> Vec<SchemeView<'a>> {
        let views = self
            .api
            .security_schemes
            .iter()
            .map(|(name, scheme)| SchemeView {
                name,
                place: match &scheme.place {
                    CredentialPlace::Header(name) => format!("header {name}"),
                    CredentialPlace::Query(name) => format!("query parameter {name}"),
                    CredentialPlace::Cookie(name) => format!("cookie {name}"),
                    CredentialPlace::Basic => "HTTP Basic".to_owned(),
                },
                template: &scheme.template,
                description: self.inline(scheme.description.as_deref()),
                grant: scheme.grant.as_ref(),
            });
        views.collect()
    }

    /// What operations need, the commonest need first.
    fn all_needs(&self) -> Vec<NeedView> {
        let mut by_text: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (group, of_group) in self.api.groups.iter().enumerate() {
            for (index, operation) in of_group.operations.iter().enumerate() {
                let needs = self.needs(&operation.security);
                let text = if needs.is_empty() {
                    "nothing".to_owned()
                } else {
                    needs.join(", or ")
                };
                by_text.entry(text).or_default().push((group, index));
            }
        }
        let mut needs: Vec<_> = by_text
            .into_iter()
            .map(|(text, operations)| NeedView {
                text,
                count: operations.len(),
                operations: if operations.len() <= FEW {
                    operations
                        .iter()
                        .filter_map(|at| self.mention(*at))
                        .collect()
                } else {
                    Vec::new()
                },
            })
            .collect();
        needs.sort_by_key(|need| std::cmp::Reverse(need.count));
        needs
    }

    /// What operations need, a line each.
    pub(crate) fn need_lines(&self) -> Vec<String> {
        let line = |need: &NeedView| format!("{}: {} operations", need.text, need.count);
        self.all_needs().iter().map(line).collect()
    }

    /// The limits, a line each.
    pub(crate) fn limit_lines(&self) -> Vec<String> {
        let limits = self.api.limits.iter().map(limit);
        limits
            .map(|limit| format!("{} requests a {}", limit.requests, limit.span))
            .collect()
    }

    /// The operations that come in pages, as `module.method`.
    pub(crate) fn paged_calls(&self) -> Vec<String> {
        self.paged()
            .into_iter()
            .map(|paged| paged.operation.call)
            .collect()
    }

    /// The documented statuses, and by how many operations.
    fn all_statuses(&self) -> Vec<(String, usize)> {
        let mut statuses = BTreeMap::new();
        for (_, operation) in self.api.operations() {
            for response in &operation.responses {
                *statuses.entry(response.status.clone()).or_default() += 1;
            }
        }
        statuses.into_iter().collect()
    }

    fn paged(&self) -> Vec<PagedView> {
        let groups = self.api.groups.iter().enumerate();
        let all = groups.flat_map(|(group, of_group)| {
            let operations = of_group.operations.iter().enumerate();
            operations.map(move |(index, operation)| ((group, index), operation))
        });
        all.filter_map(|(at, operation)| {
            let paging = operation.paging.as_ref()?;
            Some(PagedView {
                operation: self.mention(at)?,
                request: call::request(&self.api.groups.get(at.0)?.module, operation),
                asked_by: asked_by(paging),
            })
        })
        .collect()
    }
}

fn limit(limit: &sdk_ir::api::Limit) -> LimitView {
    LimitView {
        requests: limit.requests,
        span: match limit.seconds {
            1 => "second".to_owned(),
            60 => "minute".to_owned(),
            3600 => "hour".to_owned(),
            86_400 => "day".to_owned(),
            seconds => format!("{seconds} seconds"),
        },
    }
}

/// A document without its own title: the page has one.
fn without_title(text: &str) -> &str {
    match text.trim_start().split_once('\n') {
        Some((title, rest)) if title.starts_with("# ") => rest,
        _ => text,
    }
}
