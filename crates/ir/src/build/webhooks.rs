//! Webhooks: the payloads of the requests that an API sends, as events (OpenAPI 3.1.1 §4.8.1).
//!
//! Lowering keeps them under `x-webhooks`. Each JSON payload becomes a type like any answer; what else a webhook says
//! (its parameters, what it expects as an answer) makes nothing, and is told.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, Operation, PathItem};
use sdk_spec::{Diagnostic, Diagnostics, Pointer};
use serde_json::Value;

use super::content;
use super::graph::{Raw, Site};
use super::identifier::Identifiers;
use super::model::Named;
use super::shape::Shaper;
use super::words::{self, Scope};
use crate::types::{Model, ModelKind, Type};
use crate::webhook::{Event, Webhooks};

/// The module of the events.
const MODULE: &str = "webhook_events";

/// A webhook whose payload is still a shape.
#[derive(Debug)]
pub(crate) struct RawEvent {
    name: String,
    ident: String,
    description: Option<String>,
    ty: Raw,
    pointer: String,
}

/// The webhooks of a description, parsed.
pub(crate) fn declared(
    openapi: &OpenAPI,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, PathItem)> {
    let Some(Value::Object(hooks)) = openapi.extensions.get("x-webhooks") else {
        return Vec::new();
    };
    let (root, mut found) = (Pointer::root(), Diagnostics::new());
    let at = root.key("webhooks");
    let parsed = hooks
        .iter()
        .filter_map(|(name, item)| {
            let item = sdk_spec::parse::path_item(item.clone(), &at.key(name), &mut found)?;
            Some((name.clone(), item))
        })
        .collect();
    diagnostics.extend(found);
    parsed
}

/// The events of these webhooks.
pub(crate) fn read<'a>(
    hooks: &'a [(String, PathItem)],
    shaper: &mut Shaper<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<RawEvent> {
    let mut scope = Scope::with(&["Unknown"]);
    let mut events = Vec::new();
    let root = Pointer::root();
    let at = root.key("webhooks");
    for (name, item) in hooks {
        let (item_at, mut any) = (at.key(name), false);
        for (method, operation) in item.iter() {
            any = true;
            let here = item_at.key(method);
            match payload(name, operation, shaper, here) {
                Some(ty) => {
                    shaper.graph.mark(&ty, MODULE, false);
                    let named = operation.extensions.get("x-sdk-name");
                    let named = named.and_then(Value::as_str).unwrap_or(name);
                    events.push(RawEvent {
                        name: name.clone(),
                        ident: scope.take(&variant(named)),
                        description: described(operation),
                        ty,
                        pointer: here.to_string(),
                    });
                }
                None => diagnostics.push(
                    Diagnostic::note(
                        "webhook-without-payload",
                        format!("the webhook `{name}` has no JSON payload; it makes no event"),
                    )
                    .at(here.to_string()),
                ),
            }
        }
        if !any {
            let message = format!("the webhook `{name}` has no operation here; it makes no event");
            let note = Diagnostic::note("webhook-without-payload", message);
            diagnostics.push(note.at(item_at.to_string()));
        }
    }
    events
}

/// The variant's name, which need not repeat that it is an event.
fn variant(name: &str) -> String {
    let name = words::type_ident(name, "Event");
    match name.strip_suffix("Event") {
        Some(short) if !short.is_empty() => short.to_owned(),
        _ => name,
    }
}

fn described(operation: &Operation) -> Option<String> {
    match (&operation.summary, &operation.description) {
        (Some(summary), Some(more)) => Some(format!("{summary}\n\n{more}")),
        (summary, more) => summary.clone().or_else(|| more.clone()),
    }
}

/// The shape of a webhook's JSON payload.
fn payload<'a>(
    name: &str,
    operation: &'a Operation,
    shaper: &mut Shaper<'a>,
    at: Pointer<'_>,
) -> Option<Raw> {
    let body = operation.request_body.as_ref()?;
    let body = shaper.resolver.request_body(body)?;
    let (media_type, media) =
        content::preferred(&body.content).filter(|(name, _)| content::is_json(name))?;
    let schema = media.schema.as_ref()?;
    let noun = words::snake(name).unwrap_or_else(|| "event".to_owned());
    let site = Site::named(&noun, &noun);
    let (body, list) = (at.key("requestBody"), "content");
    let list = body.key(list);
    let media = list.key(media_type);
    Some(shaper.shape(schema, site, media.key("schema")))
}

/// The events with named types, and the member that tells them apart.
pub(crate) fn finish(
    raw: Vec<RawEvent>,
    named: &Named,
    identifiers: &mut Identifiers,
    models: &BTreeMap<String, Model>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Webhooks> {
    let mut events: Vec<Event> = raw
        .into_iter()
        .map(|event| Event {
            name: event.name,
            ident: event.ident,
            description: event.description,
            ty: named.ty(&event.ty, identifiers),
            values: Vec::new(),
            pointer: event.pointer,
        })
        .collect();
    let first = events.first()?;
    let member = candidates(&first.ty, models)
        .find_map(|member| Some((member.clone(), values(&events, models, &member)?)));
    if member.is_none() && events.len() > 1 {
        let message = "no member of the payloads tells all webhooks apart; events are read by the webhook's name";
        diagnostics.push(Diagnostic::note("webhooks-not-told-apart", message).at("/webhooks"));
    }
    let (member, values) = member.unzip();
    for (event, values) in events.iter_mut().zip(values.unwrap_or_default()) {
        event.values = values;
    }
    Some(Webhooks {
        module: MODULE.to_owned(),
        member,
        events,
    })
}

/// The members of a payload that have known values.
fn candidates<'m>(
    ty: &Type,
    models: &'m BTreeMap<String, Model>,
) -> impl Iterator<Item = String> + use<'m> {
    let fields = match ty {
        Type::Model(name) => models.get(name).map(|model| &model.kind),
        _ => None,
    };
    let fields = match fields {
        Some(ModelKind::Struct(fields)) => fields.as_slice(),
        _ => &[],
    };
    fields
        .iter()
        .filter(|field| known(&field.ty, models).is_some())
        .map(|field| field.name.clone())
}

/// The values of an enum of texts.
fn known(ty: &Type, models: &BTreeMap<String, Model>) -> Option<Vec<String>> {
    let Type::Model(name) = ty else { return None };
    match &models.get(name)?.kind {
        ModelKind::TextEnum(variants) => {
            let values = variants.iter().map(|variant| variant.value.clone());
            Some(values.collect())
        }
        _ => None,
    }
}

/// What the member says in each event, where it says something else in each.
fn values(
    events: &[Event],
    models: &BTreeMap<String, Model>,
    member: &str,
) -> Option<Vec<Vec<String>>> {
    let mut taken = BTreeSet::new();
    let mut all = Vec::with_capacity(events.len());
    for event in events {
        let Type::Model(name) = &event.ty else {
            return None;
        };
        let ModelKind::Struct(fields) = &models.get(name)?.kind else {
            return None;
        };
        let field = fields.iter().find(|field| field.name == member)?;
        let values = known(&field.ty, models)?;
        if !values.iter().all(|value| taken.insert(value.clone())) {
            return None;
        }
        all.push(values);
    }
    Some(all)
}
