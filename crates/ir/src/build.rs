//! From `openapiv3` to the IR: the passes, in order.
//!
//! In: a resolved-enough description and the configuration. Out: an [`Api`] with the diagnostics of the
//! way. The modules below are the steps; this file only strings them together.

mod binary;
mod body;
mod circles;
mod content;
mod envelope;
mod equal;
mod graph;
mod identifier;
mod json_api;
mod merge_all_of;
mod model;
mod number;
mod operation;
mod paging;
mod parameter;
mod resolve;
mod scalar;
mod security;
mod shape;
mod successor;
mod tags;
mod union;
mod webhooks;
mod words;

use std::collections::{HashMap, HashSet};
use std::fmt::Arguments;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use sdk_spec::Diagnostic;
use serde_json::Value;

use crate::api::{Group, Server, Untyped};
use crate::operation::{BodyContent, Content};
use crate::types::{ModelKind, Type};
use crate::{Api, Config, features};
use graph::Graph;
use identifier::Identifiers;
use model::{Named, RESERVED};
use operation::{Entry, RawOperation, Reader};
use resolve::Resolver;
use shape::Shaper;
use words::Scope;

/// Names a group's module cannot have: other modules' and crates', the client's own methods, Cargo's features, and what
/// some systems give no file.
const MODULES: &[&str] = &[
    "alloc",
    "aux",
    "builder",
    "client",
    "con",
    "core",
    "default",
    "from",
    "ids",
    "lib",
    "main",
    "mod",
    "models",
    "nul",
    "prn",
    "sdk_runtime",
    "serde",
    "std",
    "test",
    "tests",
    "webhook_events",
];

/// The IR, and what was noticed on the way.
#[derive(Debug, Default)]
pub struct Built {
    /// The API.
    pub api: Api,
    /// Warnings and notes, which stop nothing, and errors in what the overlays say to the generator (`x-sdk-…`).
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes the IR of a description.
///
/// No operation is ever left out: what cannot be expressed degrades to untyped JSON, text or bytes, and
/// is told in the diagnostics or in [`Api::untyped`].
#[must_use]
pub fn build(openapi: &OpenAPI, config: &Config) -> Built {
    let mut diagnostics = Vec::new();
    let hooks = webhooks::declared(openapi, &mut diagnostics);
    let resolver = Resolver::new(openapi);
    let envelope = envelope::find(openapi, resolver, &config.envelope, &mut diagnostics);
    let mut shaper = Shaper::new(resolver, config, envelope.as_ref());
    let drafts = read_groups(openapi, &mut shaper, &mut diagnostics);
    let hooks = webhooks::read(&hooks, &mut shaper, &mut diagnostics);
    json_api::reach(&mut shaper, &mut diagnostics);

    let mut taken: Vec<String> = drafts.iter().map(|draft| draft.handle.clone()).collect();
    taken.extend(
        drafts
            .iter()
            .flat_map(|draft| &draft.operations)
            .map(|operation| operation.request.clone()),
    );
    taken.extend(
        config
            .identifiers
            .keys()
            .map(|name| words::type_ident(name, "Id")),
    );
    let mut graph = std::mem::take(&mut shaper.graph);
    let named = Named::new(&mut graph, &taken, &mut diagnostics);
    let taken: HashSet<&str> = taken
        .iter()
        .map(String::as_str)
        .chain(named.all())
        .collect();
    let mut identifiers =
        Identifiers::new(config, path_names(openapi), |name| taken.contains(name));

    let schemes = security::schemes(openapi, config, &mut diagnostics);
    let successors = successor::methods(&drafts);
    let pages = page_extensions(&drafts);
    let mut groups: Vec<Group> = drafts
        .into_iter()
        .map(|draft| Group {
            operations: draft
                .operations
                .into_iter()
                .map(|operation| {
                    let needs = requirements(openapi, operation.declared, &schemes);
                    let deprecated = successor::deprecation(
                        operation.declared,
                        &operation.pointer,
                        &successors,
                        &mut diagnostics,
                    );
                    operation.finish(&named, &mut identifiers, needs, deprecated)
                })
                .collect(),
            module: draft.module,
            handle: draft.handle,
            title: draft.title,
            description: draft.description,
        })
        .collect();
    let models = named.models(&graph, &mut identifiers);
    let webhooks = webhooks::finish(hooks, &named, &mut identifiers, &models, &mut diagnostics);
    let json_api = envelope.as_ref().and_then(|envelope| {
        envelope.included.as_ref()?;
        Some(json_api::finish(&graph, &named, &models))
    });
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        if let Some(extension) = pages.get(&operation.pointer) {
            paging::set(operation, extension, &models, &mut diagnostics);
        }
    }
    let mut api = Api {
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: openapi.info.description.clone(),
        servers: servers(openapi, config),
        headers: config.headers.clone(),
        limits: config.limits.clone(),
        security_schemes: schemes,
        envelope,
        groups,
        identifiers: identifiers.into_used(),
        models,
        webhooks,
        json_api,
        untyped: Vec::new(),
    };
    api.security_schemes.retain(|name, _| {
        api.groups
            .iter()
            .flat_map(|group| &group.operations)
            .any(|operation| operation.security.iter().flatten().any(|used| used == name))
    });
    binary::only_in_parts(&mut api);
    api.untyped = untyped(&api, &graph);
    Built { api, diagnostics }
}

/// A group whose operations are still drafts.
struct Draft<'a> {
    module: String,
    handle: String,
    title: String,
    description: Option<String>,
    operations: Vec<RawOperation<'a>>,
}

/// Reads all operations, group by group in the order of the tags.
fn read_groups<'a>(
    openapi: &'a OpenAPI,
    shaper: &mut Shaper<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft<'a>> {
    let mut tagged: IndexMap<String, Vec<Entry<'a>>> = openapi
        .tags
        .iter()
        .map(|tag| (tag.name.clone(), Vec::new()))
        .collect();
    for entry in operation::entries(openapi) {
        let tag = entry.declared.tags.first().map_or("", String::as_str);
        tagged.entry(tag.to_owned()).or_default().push(entry);
    }
    let mut modules = Scope::with(MODULES);
    for name in features::endings() {
        let _ = modules.take(&name);
    }
    let mut requests = Scope::with(RESERVED);
    // Models may go by the names of the client and its builder: those stand at the crate's root, models do not.
    for name in ["Client", "ClientBuilder"] {
        let _ = requests.take(name);
    }
    let mut drafts = Vec::new();
    for (title, entries) in tagged {
        let tag = openapi.tags.iter().find(|tag| tag.name == title);
        let named = tag
            .and_then(|tag| tag.extensions.get("x-sdk-name"))
            .and_then(Value::as_str)
            .unwrap_or(&title);
        if entries.is_empty() {
            continue;
        }
        let module = modules.take(&words::module_ident(named, MODULES));
        let handle = words::type_ident(&module, "Operations");
        let handle = requests.take_or(handle, "Api");
        drafts.push((
            module,
            handle,
            if title.is_empty() {
                "Operations".to_owned()
            } else {
                title
            },
            tag.and_then(|tag| tag.description.clone()),
            entries,
        ));
    }
    let mut reader = Reader {
        shaper,
        diagnostics,
    };
    drafts
        .into_iter()
        .map(|(module, handle, title, description, entries)| {
            let mut methods = Scope::with(&["clone", "new"]);
            let operations: Vec<_> = entries
                .into_iter()
                .map(|entry| reader.read(entry, &mut methods, &mut requests))
                .collect();
            for operation in &operations {
                operation.mark(reader.shaper, &module);
            }
            Draft {
                module,
                handle,
                title,
                description,
                operations,
            }
        })
        .collect()
}

/// The names of all path parameters.
fn path_names(openapi: &OpenAPI) -> impl Iterator<Item = &str> {
    openapi.paths.paths.keys().flat_map(|path| {
        path.split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name)
    })
}

/// What the overlay says about pages, by the operation's place.
fn page_extensions(drafts: &[Draft<'_>]) -> HashMap<String, Value> {
    let operations = drafts.iter().flat_map(|draft| &draft.operations);
    operations
        .filter_map(|operation| {
            Some((
                operation.pointer.clone(),
                operation.declared.extensions.get("x-sdk-page")?.clone(),
            ))
        })
        .collect()
}

/// The alternatives of credentials an operation takes; none where one alternative needs nothing.
fn requirements(
    openapi: &OpenAPI,
    declared: &openapiv3::Operation,
    schemes: &std::collections::BTreeMap<String, crate::api::SecurityScheme>,
) -> Vec<Vec<String>> {
    let all = declared.security.as_ref().or(openapi.security.as_ref());
    all.into_iter()
        .flatten()
        .map(|requirement| {
            requirement
                .keys()
                .filter(|name| schemes.contains_key(*name))
                .cloned()
                .collect()
        })
        .collect()
}

fn servers(openapi: &OpenAPI, config: &Config) -> Vec<Server> {
    let mut scope = Scope::default();
    let declared =
        operation::servers(openapi)
            .into_iter()
            .enumerate()
            .map(|(index, (url, description))| {
                let name = if index == 0 {
                    "production".to_owned()
                } else {
                    "other".to_owned()
                };
                (name, url, description)
            });
    let configured = config.servers.iter().map(|(name, url)| {
        (
            words::value_ident(name, "server"),
            url.trim_end_matches('/').to_owned(),
            None,
        )
    });
    let chosen = operation::server_choices(openapi)
        .into_iter()
        .map(|(name, url, description)| (words::value_ident(&name, "server"), url, description));
    declared
        .chain(configured)
        .chain(chosen)
        .map(|(name, url, description)| Server {
            name: scope.take(&name),
            url,
            description,
        })
        .collect()
}

/// Every place where the finished API has no type, with the reason the shapes gave.
fn untyped(api: &Api, graph: &Graph) -> Vec<Untyped> {
    let mut found = Vec::new();
    let mut note = |place: Arguments<'_>, ty: &Type, pointer: &str| {
        if *ty.leaf() == Type::Any {
            let reason = graph
                .untyped
                .range(pointer.to_owned()..)
                .take_while(|(known, _)| known.starts_with(pointer))
                .min_by_key(|(known, _)| known.len())
                .map_or_else(
                    || "a component schema says so".to_owned(),
                    |(_, reason)| reason.clone(),
                );
            found.push(Untyped {
                place: place.to_string(),
                reason,
                pointer: pointer.to_owned(),
            });
        }
    };
    for (group, operation) in api.operations() {
        let place = format!("{}::{}", group.handle, operation.name);
        for parameter in &operation.parameters {
            note(
                format_args!("{place}, parameter {}", parameter.name),
                &parameter.ty,
                &parameter.pointer,
            );
        }
        if let Some(body) = &operation.body {
            match &body.content {
                BodyContent::Fields { fields, .. } => {
                    for field in fields {
                        note(
                            format_args!("{place}, body field {}", field.name),
                            &field.ty,
                            &field.pointer,
                        );
                    }
                }
                BodyContent::Json(ty) => note(format_args!("{place}, body"), ty, &body.pointer),
                BodyContent::Bytes | BodyContent::Text => {}
            }
        }
        let at = &operation.pointer;
        match &operation.output.content {
            Content::Json(ty) | Content::Enveloped { data: Some(ty), .. } => {
                note(format_args!("{place}, answer"), ty, at)
            }
            _ => {}
        }
    }
    for model in api.models.values() {
        match &model.kind {
            ModelKind::Struct(fields) => {
                for field in fields {
                    note(
                        format_args!("{}.{}", model.name, field.name),
                        &field.ty,
                        &field.pointer,
                    );
                }
            }
            ModelKind::Union(variants) => {
                for variant in variants {
                    let pointer = model.pointers.first().map_or("", String::as_str);
                    note(
                        format_args!("{}::{}", model.name, variant.ident),
                        &variant.ty,
                        pointer,
                    );
                }
            }
            ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_) => {}
        }
    }
    found
}
