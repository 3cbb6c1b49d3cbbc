//! Media types: which of a body's or an answer's the client uses, and what it carries.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Response, Schema};
use sdk_spec::Pointer;

use super::graph::{Raw, Site};
use super::merge_all_of;
use super::shape::Shaper;
use crate::api::Envelope;

/// What an answer carries, its models still nodes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RawContent {
    Empty,
    Json(Raw),
    Enveloped {
        data: Option<Raw>,
        meta: Option<Raw>,
    },
    Binary(String),
    Text(String),
}

impl RawContent {
    /// The types it holds.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Raw> {
        let (first, second) = match self {
            RawContent::Json(ty) => (Some(ty), None),
            RawContent::Enveloped { data, meta } => (data.as_ref(), meta.as_ref()),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }
}

/// Whether a media type is JSON: `application/json`, `…+json`, or anything at all.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "*/*"
        || essence == "application/*"
        || essence.ends_with("/json")
        || essence.ends_with("+json")
}

/// Whether a media type is text that is not JSON.
pub(crate) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The media type the client asks for: JSON where there is any, else the first.
pub(crate) fn preferred(content: &IndexMap<String, MediaType>) -> Option<(&String, &MediaType)> {
    content
        .iter()
        .find(|(name, _)| is_json(name))
        .or_else(|| content.first())
}

/// What a response carries.
pub(crate) fn response<'a>(
    shaper: &mut Shaper<'a>,
    response: &'a Response,
    envelope: Option<&Envelope>,
    subject: &str,
    at: Pointer<'_>,
) -> RawContent {
    let Some((name, media)) = preferred(&response.content) else {
        return RawContent::Empty;
    };
    let list = at.key("content");
    let here = list.key(name);
    if !is_json(name) {
        return if is_text(name) {
            RawContent::Text(essence(name))
        } else {
            RawContent::Binary(essence(name))
        };
    }
    let Some(schema) = &media.schema else {
        return RawContent::Empty;
    };
    if essence(name).starts_with('*') && is_binary(shaper, schema) {
        return RawContent::Binary(essence(name));
    }
    let here = here.key("schema");
    if let Some(envelope) = envelope
        && let Some(content) = enveloped(shaper, schema, envelope, subject, here)
    {
        return content;
    }
    let site = Site {
        name: subject,
        noun: subject,
        component: None,
        parent: None,
        owner: subject,
    };
    RawContent::Json(shaper.shape(schema, site, here))
}

/// Whether a schema is that of a file's bytes.
fn is_binary<'a>(shaper: &Shaper<'a>, schema: &'a ReferenceOr<Schema>) -> bool {
    let format = openapiv3::VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::Binary);
    shaper.resolver.schema(schema).is_some_and(|schema| {
        matches!(&schema.schema_kind,
            openapiv3::SchemaKind::Type(openapiv3::Type::String(text)) if text.format == format)
    })
}

/// The content of the envelope, where a schema is one.
fn enveloped<'a>(
    shaper: &mut Shaper<'a>,
    schema: &'a ReferenceOr<Schema>,
    envelope: &Envelope,
    subject: &str,
    at: Pointer<'_>,
) -> Option<RawContent> {
    let base = match schema {
        ReferenceOr::Reference { reference } => reference.trim_start_matches('#').to_owned(),
        ReferenceOr::Item(_) => at.to_string(),
    };
    let (members, _) =
        merge_all_of::members(shaper.resolver, shaper.resolver.schema(schema)?, &base)?;
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
            let site = Site {
                name: subject,
                noun: subject,
                component: None,
                parent: None,
                owner: subject,
            };
            data = Some(shaper.boxed(schema, site, at)).filter(|_| !always_null(shaper, schema));
        } else if is(name, &envelope.meta) {
            let site = Site {
                name: "meta",
                noun: "meta",
                component: None,
                parent: None,
                owner: subject,
            };
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
