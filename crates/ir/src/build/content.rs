//! Media types: which of a body's or an answer's the client uses, and what it carries.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Response, Schema};
use sdk_spec::Pointer;

use super::envelope;
use super::graph::{Graph, Kind, Raw, Site};
use super::shape::Shaper;

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

    /// Whether it is an object of which no member is known.
    pub(crate) fn says_nothing(&self, graph: &Graph) -> bool {
        match self {
            RawContent::Empty | RawContent::Json(Raw::Any) => true,
            RawContent::Json(Raw::Map(value)) => **value == Raw::Any,
            RawContent::Json(Raw::Node(id)) => {
                matches!(&graph.get(*id).kind, Kind::Struct(fields) if fields.is_empty())
            }
            _ => false,
        }
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
    if let Some(content) = envelope::open(shaper, schema, subject, here) {
        return content;
    }
    RawContent::Json(shaper.shape(schema, Site::named(subject, subject), here))
}

/// Whether a schema is that of a file's bytes.
fn is_binary<'a>(shaper: &Shaper<'a>, schema: &'a ReferenceOr<Schema>) -> bool {
    let format = openapiv3::VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::Binary);
    shaper.resolver.schema(schema).is_some_and(|schema| {
        matches!(&schema.schema_kind,
            openapiv3::SchemaKind::Type(openapiv3::Type::String(text)) if text.format == format)
    })
}
