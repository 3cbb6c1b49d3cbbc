//! Envelopes: the object most answers of an API are wrapped in, as the configuration tells it or as the answers
//! themselves show it.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaKind, Type};
use sdk_spec::{Diagnostic, Pointer};

use super::content::{self, RawContent};
use super::graph::{Raw, Site};
use super::merge_all_of;
use super::operation;
use super::resolve::Resolver;
use super::shape::Shaper;
use crate::api::Envelope;
use crate::config::EnvelopeConfig;

/// What the member that tells success from failure is called, in lower case and without what joins words. Any other
/// boolean beside the data, such as whether there are more pages, means something else.
const FLAGS: &[&str] = &[
    "issuccess",
    "issuccessful",
    "ok",
    "succeeded",
    "success",
    "successful",
];

/// Fewer answers alike are no pattern.
const FEWEST: usize = 3;

/// An envelope has a flag, the data and at most one member more.
const MOST_MEMBERS: usize = 3;

/// The object the answers are wrapped in: the configured one, or one that the description itself shows.
pub(crate) fn find(
    openapi: &OpenAPI,
    resolver: Resolver<'_>,
    config: &EnvelopeConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Envelope> {
    match config {
        EnvelopeConfig::Declared(envelope) => Some(envelope.clone()),
        EnvelopeConfig::None => None,
        EnvelopeConfig::AsShown => shown(openapi, resolver, diagnostics),
    }
}

/// The members of an answer that may be an envelope.
struct Candidate<'a> {
    flag: &'a str,
    others: Vec<(&'a str, &'a ReferenceOr<Box<Schema>>)>,
}

/// The envelope that at least half of the answers in JSON have, and in which they hold different things.
fn shown(
    openapi: &OpenAPI,
    resolver: Resolver<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Envelope> {
    let (mut answers, mut candidates) = (0, Vec::new());
    for entry in operation::entries(openapi) {
        if let Some(schema) = answer(resolver, entry.declared) {
            answers += 1;
            candidates.extend(candidate(resolver, schema));
        }
    }
    if candidates.len() * 2 < answers {
        return None;
    }
    let flag = most(candidates.iter().map(|candidate| candidate.flag))?;
    candidates.retain(|candidate| candidate.flag == flag);
    let (data, meta) = roles(&candidates)?;
    let known = |name: &str| name == data || Some(name) == meta;
    let wrapped = candidates
        .iter()
        .filter(|candidate| candidate.others.iter().all(|(name, _)| known(name)))
        .count();
    if wrapped < FEWEST || wrapped * 2 < answers {
        return None;
    }
    let beside = meta.map_or(String::new(), |meta| format!(" and `{meta}`"));
    diagnostics.push(
        Diagnostic::note(
            "envelope-shown",
            format!(
                "{wrapped} of {answers} answers are an object of `{data}` beside `{flag}`{beside}: the methods give \
                 what is in `{data}`"
            ),
        )
        .at("/paths")
        .help("`[envelope]` in the configuration names its members; `envelope = false` leaves answers as they are"),
    );
    Some(Envelope {
        data: data.to_owned(),
        meta: meta.map(str::to_owned),
        success: Some(flag.to_owned()),
        included: None,
    })
}

/// The schema of the first success answer in JSON.
fn answer<'a>(
    resolver: Resolver<'a>,
    declared: &'a openapiv3::Operation,
) -> Option<&'a ReferenceOr<Schema>> {
    let (_, response) = operation::statuses(declared)
        .into_iter()
        .find(|(status, _)| status.starts_with('2'))?;
    let (name, media) = content::preferred(&resolver.response(response)?.content)?;
    media.schema.as_ref().filter(|_| content::is_json(name))
}

fn candidate<'a>(resolver: Resolver<'a>, schema: &'a ReferenceOr<Schema>) -> Option<Candidate<'a>> {
    if !is_small(resolver, resolver.schema(schema)?, true) {
        return None;
    }
    let (members, _) = merge_all_of::members(resolver, schema, Pointer::root())?;
    if !(2..=MOST_MEMBERS).contains(&members.len()) {
        return None;
    }
    let (flags, others): (Vec<_>, Vec<_>) = members
        .into_iter()
        .map(|(name, (schema, _))| (name, schema))
        .partition(|(name, schema)| is_flag(resolver, name, schema));
    match flags[..] {
        [(flag, _)] => Some(Candidate { flag, others }),
        _ => None,
    }
}

/// Whether an object has few members at the first glance: most answers of large descriptions have not, and what they
/// inherit need not be gone through.
fn is_small(resolver: Resolver<'_>, schema: &Schema, whole: bool) -> bool {
    let parts = match &schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => return object.properties.len() <= MOST_MEMBERS,
        SchemaKind::Any(any) if any.properties.len() <= MOST_MEMBERS => &any.all_of,
        SchemaKind::AllOf { all_of } => all_of,
        _ => return false,
    };
    parts.is_empty()
        || whole
            && parts.iter().all(|part| {
                resolver
                    .schema(part)
                    .is_some_and(|part| is_small(resolver, part, false))
            })
}

fn is_flag<'a>(resolver: Resolver<'a>, name: &str, schema: &'a ReferenceOr<Box<Schema>>) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    FLAGS.contains(&name.as_str())
        && resolver
            .boxed(schema)
            .is_some_and(|schema| matches!(schema.schema_kind, SchemaKind::Type(Type::Boolean(_))))
}

/// Which member is the data, and which stands beside it: the data differs most from answer to answer.
fn roles<'a>(candidates: &[Candidate<'a>]) -> Option<(&'a str, Option<&'a str>)> {
    let mut kinds: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, schema) in candidates.iter().flat_map(|candidate| &candidate.others) {
        let kind = serde_json::to_string(schema).unwrap_or_default();
        kinds.entry(name).or_default().insert(kind);
    }
    let (data, shapes) = kinds.iter().max_by_key(|(_, kinds)| kinds.len())?;
    if shapes.len() < 2 {
        return None;
    }
    let others = candidates.iter().flat_map(|candidate| &candidate.others);
    let meta = most(others.map(|(name, _)| *name).filter(|name| name != data));
    Some((data, meta))
}

/// The name that occurs most often.
fn most<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(name, _)| name)
}

/// The content of the envelope, where a schema is one.
pub(crate) fn open<'a>(
    shaper: &mut Shaper<'a>,
    schema: &'a ReferenceOr<Schema>,
    subject: &str,
    at: Pointer<'_>,
) -> Option<RawContent> {
    let envelope = shaper.envelope?;
    let (members, _) = merge_all_of::members(shaper.resolver, schema, at)?;
    let is = |name: &str, member: &Option<String>| member.as_deref() == Some(name);
    let known = |name: &str| {
        let beside = [&envelope.meta, &envelope.success, &envelope.included];
        name == envelope.data || beside.into_iter().any(|member| is(name, member))
    };
    // In JSON:API even `data` alone is a document.
    let marked = envelope.included.is_some()
        || members
            .iter()
            .any(|(name, _)| is(name, &envelope.meta) || is(name, &envelope.success));
    if !marked || !members.iter().all(|(name, _)| known(name)) {
        return None;
    }
    let (mut data, mut meta) = (None, None);
    for (name, (schema, pointer)) in members {
        let at = Pointer::base(&pointer);
        if name == envelope.data {
            let site = Site::named(subject, subject);
            data = Some(shaper.boxed(schema, site, at)).filter(|_| !always_null(shaper, schema));
        } else if is(name, &envelope.meta) {
            let site = Site::named("meta", subject);
            meta = Some(shaper.boxed(schema, site, at)).filter(is_known);
        }
    }
    Some(RawContent::Enveloped { data, meta })
}

/// Whether metadata has a shape worth handing out.
fn is_known(meta: &Raw) -> bool {
    match meta {
        Raw::Any => false,
        Raw::List(inner) | Raw::Map(inner) | Raw::Nullable(inner) => is_known(inner),
        _ => true,
    }
}

/// Whether a schema admits nothing but null: an object or list of which nothing is told, and nullable.
fn always_null<'a>(shaper: &Shaper<'a>, schema: &'a ReferenceOr<Box<Schema>>) -> bool {
    let Some(schema) = shaper.resolver.boxed(schema) else {
        return false;
    };
    schema.schema_data.nullable
        && match &schema.schema_kind {
            openapiv3::SchemaKind::Any(any) => {
                *any == openapiv3::AnySchema::default()
                    || any.enumeration == [serde_json::Value::Null]
            }
            openapiv3::SchemaKind::Type(openapiv3::Type::Object(object)) => {
                object.properties.is_empty() && object.additional_properties.is_none()
            }
            _ => false,
        }
}
