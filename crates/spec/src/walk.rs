//! Where things stand in a description: which key of which object holds a schema, a parameter, a response.
//!
//! All stages that change or check a tree walk it with [`walk_mut`] or [`walk`], so that none mistakes an example, a
//! default or a vendor extension for a schema. The walk goes from the outside in: what a step makes is walked too.

use crate::pointer::Pointer;
use serde_json::Value;

/// The keys of a path item that hold operations.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Deeper nodes are left alone. The reader allows 128 levels; overlays and lowering can add some.
pub const MAX_DEPTH: usize = 320;

/// What kind of object stands at a place. The kinds ending in `Map` and `List` hold others by name or in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names are those of the specification's objects"
)]
pub enum Kind {
    Document,
    Paths,
    PathItem,
    PathItemMap,
    Operation,
    Parameter,
    ParameterList,
    ParameterMap,
    RequestBody,
    RequestBodyMap,
    Content,
    MediaType,
    EncodingMap,
    Encoding,
    Responses,
    Response,
    ResponseMap,
    HeaderMap,
    Header,
    ExampleMap,
    Example,
    LinkMap,
    Link,
    CallbackMap,
    Callback,
    SecuritySchemeMap,
    SecurityScheme,
    Components,
    SchemaMap,
    SchemaList,
    Schema,
}

impl Kind {
    /// Whether a `$ref` in an object of this kind is a reference.
    #[must_use]
    pub const fn refers(self) -> bool {
        matches!(
            self,
            Self::Schema
                | Self::Parameter
                | Self::Response
                | Self::RequestBody
                | Self::Header
                | Self::Example
                | Self::Link
                | Self::Callback
                | Self::SecurityScheme
                | Self::PathItem
        )
    }

    /// The section of `components` where objects of this kind are kept.
    #[must_use]
    pub const fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Parameter => "parameters",
            Self::Response => "responses",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::Example => "examples",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::SecurityScheme => "securitySchemes",
            Self::PathItem => "pathItems",
            _ => return None,
        })
    }

    /// What stands under `key` of an object of this kind; none where nothing is to be walked.
    #[must_use]
    pub fn child(self, key: &str) -> Option<Self> {
        Some(match self {
            Self::Document => match key {
                "paths" => Self::Paths,
                "components" => Self::Components,
                "webhooks" | "x-webhooks" => Self::PathItemMap,
                _ => return None,
            },
            // An extension among paths, responses or callbacks starts with `x-`; a path or a status never does.
            Self::Paths | Self::Callback | Self::Responses if key.starts_with("x-") => return None,
            Self::Paths | Self::PathItemMap | Self::Callback => Self::PathItem,
            Self::Responses | Self::ResponseMap => Self::Response,
            Self::PathItem => match key {
                "parameters" => Self::ParameterList,
                _ if METHODS.contains(&key) => Self::Operation,
                _ => return None,
            },
            Self::Operation => match key {
                "parameters" => Self::ParameterList,
                "requestBody" => Self::RequestBody,
                "responses" => Self::Responses,
                "callbacks" => Self::CallbackMap,
                _ => return None,
            },
            Self::ParameterMap => Self::Parameter,
            Self::HeaderMap => Self::Header,
            Self::Parameter | Self::Header => match key {
                "schema" => Self::Schema,
                "content" => Self::Content,
                "examples" => Self::ExampleMap,
                _ => return None,
            },
            Self::RequestBodyMap => Self::RequestBody,
            Self::RequestBody => match key {
                "content" => Self::Content,
                _ => return None,
            },
            Self::Content => Self::MediaType,
            Self::MediaType => match key {
                "schema" => Self::Schema,
                "examples" => Self::ExampleMap,
                "encoding" => Self::EncodingMap,
                _ => return None,
            },
            Self::EncodingMap => Self::Encoding,
            Self::Encoding => match key {
                "headers" => Self::HeaderMap,
                _ => return None,
            },
            Self::Response => match key {
                "headers" => Self::HeaderMap,
                "content" => Self::Content,
                "links" => Self::LinkMap,
                _ => return None,
            },
            Self::ExampleMap => Self::Example,
            Self::LinkMap => Self::Link,
            Self::CallbackMap => Self::Callback,
            Self::SecuritySchemeMap => Self::SecurityScheme,
            Self::Components => section_kind(key)?,
            Self::SchemaMap => Self::Schema,
            Self::Schema => schema_child(key)?,
            Self::Example
            | Self::Link
            | Self::SecurityScheme
            | Self::ParameterList
            | Self::SchemaList => return None,
        })
    }

    /// What stands in a list of this kind.
    #[must_use]
    pub const fn item(self) -> Option<Self> {
        match self {
            Self::ParameterList => Some(Self::Parameter),
            // `items` may be a list (draft 4's tuples), which is walked like `prefixItems`.
            Self::SchemaList | Self::Schema => Some(Self::Schema),
            _ => None,
        }
    }
}

fn section_kind(key: &str) -> Option<Kind> {
    Some(match key {
        "schemas" => Kind::SchemaMap,
        "responses" => Kind::ResponseMap,
        "parameters" => Kind::ParameterMap,
        "examples" => Kind::ExampleMap,
        "requestBodies" => Kind::RequestBodyMap,
        "headers" => Kind::HeaderMap,
        "securitySchemes" => Kind::SecuritySchemeMap,
        "links" => Kind::LinkMap,
        "callbacks" => Kind::CallbackMap,
        "pathItems" | "x-pathItems" => Kind::PathItemMap,
        _ => return None,
    })
}

fn schema_child(key: &str) -> Option<Kind> {
    Some(match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Kind::SchemaMap
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Kind::SchemaList,
        "items"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "additionalItems"
        | "contentSchema" => Kind::Schema,
        _ => return None,
    })
}

/// Walks the tree from the outside in; `visit` may change each node before what is below it is walked.
pub fn walk_mut(
    node: &mut Value,
    kind: Kind,
    at: &Pointer<'_>,
    visit: &mut dyn FnMut(Kind, &mut Value, &Pointer<'_>),
) {
    if at.depth() > MAX_DEPTH {
        return;
    }
    visit(kind, node, at);
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                if (value.is_object() || value.is_array() || value.is_boolean())
                    && let Some(child) = kind.child(key)
                {
                    walk_mut(value, child, &at.key(key), visit);
                }
            }
        }
        Value::Array(items) => {
            if let Some(item) = kind.item() {
                for (index, value) in items.iter_mut().enumerate() {
                    walk_mut(value, item, &at.index(index), visit);
                }
            }
        }
        _ => {}
    }
}

/// Like [`walk_mut`], for who only looks.
pub fn walk<'v>(
    node: &'v Value,
    kind: Kind,
    at: &Pointer<'_>,
    visit: &mut dyn FnMut(Kind, &'v Value, &Pointer<'_>),
) {
    if at.depth() > MAX_DEPTH {
        return;
    }
    visit(kind, node, at);
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                if (value.is_object() || value.is_array())
                    && let Some(child) = kind.child(key)
                {
                    walk(value, child, &at.key(key), visit);
                }
            }
        }
        Value::Array(items) => {
            if let Some(item) = kind.item() {
                for (index, value) in items.iter().enumerate() {
                    walk(value, item, &at.index(index), visit);
                }
            }
        }
        _ => {}
    }
}
