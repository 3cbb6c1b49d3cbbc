//! What an OpenAPI document is made of, as tables: for each kind of object its keywords in canonical order, and what
//! stands under each. The walk in `mod.rs` and the search for examples in `observe.rs` know from here where they are,
//! so that a *property* named `description` is not taken for the keyword. Adding a keyword is adding a line.

use serde_json::Value;

use self::Child::{Blank, Callbacks, Named, Object, Plain, Prose};
use self::Names::{NotExtensions, Published, Sorted};

/// A kind of object: its keywords, in the order in which they are written.
pub(super) struct Shape {
    pub(super) keys: &'static [(&'static str, Child)],
}

/// What stands under a keyword.
pub(super) enum Child {
    /// A value that is kept as it stands.
    Plain,
    /// A text or an example: kept only with the prose.
    Prose,
    /// A text that OpenAPI requires, or a mapping from names to such texts: without the prose each is the empty string,
    /// so that the contract stays a valid document.
    Blank,
    /// An object of this shape, or a list of such objects.
    Object(&'static Shape),
    /// A mapping from names to objects of this shape.
    Named(&'static Shape, Names),
    /// A mapping from names to callbacks, each a mapping from expressions to objects of this shape.
    Callbacks(&'static Shape),
}

/// How the names of a mapping are ordered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// As published: the order says something to a reader.
    Published,
    /// By name.
    Sorted,
    /// By name, and a name that starts with `x-` is an extension.
    NotExtensions,
}

impl Shape {
    pub(super) fn knows(&self, keyword: &str) -> bool {
        self.keys.iter().any(|(key, _)| *key == keyword)
    }
}

/// Whether this member of an object that no table describes is wording.
pub(super) fn is_text(key: &str, value: &Value) -> bool {
    match key {
        "summary" | "description" | "title" => value.is_string(),
        "example" | "examples" | "externalDocs" => true,
        _ => false,
    }
}

pub(super) static DOCUMENT: Shape = Shape {
    keys: &[
        ("openapi", Plain),
        ("$self", Plain),
        ("info", Object(&INFO)),
        ("jsonSchemaDialect", Plain),
        ("servers", Object(&SERVER)),
        ("security", Object(&REQUIREMENT)),
        ("tags", Object(&TAG)),
        ("paths", Named(&PATH_ITEM, NotExtensions)),
        ("webhooks", Named(&PATH_ITEM, Sorted)),
        ("components", Object(&COMPONENTS)),
        ("externalDocs", Prose),
    ],
};

static INFO: Shape = Shape {
    keys: &[
        ("title", Blank),
        ("version", Plain),
        ("summary", Prose),
        ("description", Prose),
        ("termsOfService", Prose),
        ("contact", Prose),
        ("license", Prose),
    ],
};

static SERVER: Shape = Shape {
    keys: &[
        ("url", Plain),
        ("name", Plain),
        ("description", Prose),
        ("variables", Named(&SERVER_VARIABLE, Sorted)),
    ],
};

static SERVER_VARIABLE: Shape = Shape {
    keys: &[("default", Plain), ("enum", Plain), ("description", Prose)],
};

/// A security requirement: its keywords are the names of schemes, so that none is known.
static REQUIREMENT: Shape = Shape { keys: &[] };

static TAG: Shape = Shape {
    keys: &[
        ("name", Plain),
        ("parent", Plain),
        ("kind", Plain),
        ("summary", Prose),
        ("description", Prose),
        ("externalDocs", Prose),
    ],
};

static COMPONENTS: Shape = Shape {
    keys: &[
        ("securitySchemes", Named(&SECURITY_SCHEME, Sorted)),
        ("parameters", Named(&PARAMETER, Sorted)),
        ("headers", Named(&HEADER, Sorted)),
        ("requestBodies", Named(&REQUEST_BODY, Sorted)),
        ("responses", Named(&RESPONSE, Sorted)),
        ("schemas", Named(&SCHEMA, Sorted)),
        ("mediaTypes", Named(&MEDIA_TYPE, Sorted)),
        ("links", Named(&LINK, Sorted)),
        ("callbacks", Callbacks(&PATH_ITEM)),
        ("pathItems", Named(&PATH_ITEM, Sorted)),
        ("examples", Prose),
    ],
};

static SECURITY_SCHEME: Shape = Shape {
    keys: &[
        ("type", Plain),
        ("description", Prose),
        ("name", Plain),
        ("in", Plain),
        ("scheme", Plain),
        ("bearerFormat", Plain),
        ("flows", Object(&FLOWS)),
        ("openIdConnectUrl", Plain),
        ("oauth2MetadataUrl", Plain),
        ("deprecated", Plain),
    ],
};

static FLOWS: Shape = Shape {
    keys: &[
        ("implicit", Object(&FLOW)),
        ("password", Object(&FLOW)),
        ("clientCredentials", Object(&FLOW)),
        ("authorizationCode", Object(&FLOW)),
        ("deviceAuthorization", Object(&FLOW)),
    ],
};

static FLOW: Shape = Shape {
    keys: &[
        ("authorizationUrl", Plain),
        ("deviceAuthorizationUrl", Plain),
        ("tokenUrl", Plain),
        ("refreshUrl", Plain),
        ("scopes", Blank),
    ],
};

static PATH_ITEM: Shape = Shape {
    keys: &[
        ("summary", Prose),
        ("description", Prose),
        ("servers", Object(&SERVER)),
        ("parameters", Object(&PARAMETER)),
        ("get", Object(&OPERATION)),
        ("head", Object(&OPERATION)),
        ("query", Object(&OPERATION)),
        ("post", Object(&OPERATION)),
        ("put", Object(&OPERATION)),
        ("patch", Object(&OPERATION)),
        ("delete", Object(&OPERATION)),
        ("options", Object(&OPERATION)),
        ("trace", Object(&OPERATION)),
        ("additionalOperations", Named(&OPERATION, Sorted)),
    ],
};

static OPERATION: Shape = Shape {
    keys: &[
        ("operationId", Plain),
        ("x-sdk-name", Plain),
        ("tags", Plain),
        ("summary", Prose),
        ("description", Prose),
        ("deprecated", Plain),
        ("x-sunset", Plain),
        ("security", Object(&REQUIREMENT)),
        ("servers", Object(&SERVER)),
        ("parameters", Object(&PARAMETER)),
        ("requestBody", Object(&REQUEST_BODY)),
        ("responses", Named(&RESPONSE, NotExtensions)),
        ("callbacks", Callbacks(&PATH_ITEM)),
        ("externalDocs", Prose),
    ],
};

pub(super) static PARAMETER: Shape = Shape {
    keys: &[
        ("name", Plain),
        ("in", Plain),
        ("description", Prose),
        ("required", Plain),
        ("deprecated", Plain),
        ("allowEmptyValue", Plain),
        ("style", Plain),
        ("explode", Plain),
        ("allowReserved", Plain),
        ("schema", Object(&SCHEMA)),
        ("content", Named(&MEDIA_TYPE, Sorted)),
        ("example", Prose),
        ("examples", Prose),
    ],
};

pub(super) static HEADER: Shape = Shape {
    keys: &[
        ("description", Prose),
        ("required", Plain),
        ("deprecated", Plain),
        ("style", Plain),
        ("explode", Plain),
        ("schema", Object(&SCHEMA)),
        ("content", Named(&MEDIA_TYPE, Sorted)),
        ("example", Prose),
        ("examples", Prose),
    ],
};

static REQUEST_BODY: Shape = Shape {
    keys: &[
        ("description", Prose),
        ("required", Plain),
        ("content", Named(&MEDIA_TYPE, Sorted)),
    ],
};

static RESPONSE: Shape = Shape {
    keys: &[
        ("description", Blank),
        ("summary", Prose),
        ("headers", Named(&HEADER, Sorted)),
        ("content", Named(&MEDIA_TYPE, Sorted)),
        ("links", Named(&LINK, Sorted)),
    ],
};

pub(super) static MEDIA_TYPE: Shape = Shape {
    keys: &[
        ("schema", Object(&SCHEMA)),
        ("itemSchema", Object(&SCHEMA)),
        ("encoding", Named(&ENCODING, Published)),
        ("prefixEncoding", Object(&ENCODING)),
        ("itemEncoding", Object(&ENCODING)),
        ("example", Prose),
        ("examples", Prose),
    ],
};

static ENCODING: Shape = Shape {
    keys: &[
        ("contentType", Plain),
        ("headers", Named(&HEADER, Sorted)),
        ("style", Plain),
        ("explode", Plain),
        ("allowReserved", Plain),
    ],
};

static LINK: Shape = Shape {
    keys: &[
        ("operationRef", Plain),
        ("operationId", Plain),
        ("description", Prose),
        ("parameters", Plain),
        ("requestBody", Plain),
        ("server", Object(&SERVER)),
    ],
};

pub(super) static SCHEMA: Shape = Shape {
    keys: &[
        ("$schema", Plain),
        ("$id", Plain),
        ("$anchor", Plain),
        ("$dynamicAnchor", Plain),
        ("$dynamicRef", Plain),
        ("$vocabulary", Plain),
        ("$comment", Prose),
        ("x-sdk-name", Plain),
        ("title", Prose),
        ("description", Prose),
        ("type", Plain),
        ("nullable", Plain),
        ("x-nullable", Plain),
        ("format", Plain),
        ("contentMediaType", Plain),
        ("contentEncoding", Plain),
        ("contentSchema", Object(&SCHEMA)),
        (super::OBSERVED, Plain),
        ("const", Plain),
        ("enum", Plain),
        ("x-enum-varnames", Plain),
        ("default", Plain),
        ("minimum", Plain),
        ("exclusiveMinimum", Plain),
        ("maximum", Plain),
        ("exclusiveMaximum", Plain),
        ("multipleOf", Plain),
        ("minLength", Plain),
        ("maxLength", Plain),
        ("pattern", Plain),
        ("minItems", Plain),
        ("maxItems", Plain),
        ("uniqueItems", Plain),
        ("minContains", Plain),
        ("maxContains", Plain),
        ("minProperties", Plain),
        ("maxProperties", Plain),
        ("readOnly", Plain),
        ("writeOnly", Plain),
        ("deprecated", Plain),
        ("required", Plain),
        ("dependentRequired", Plain),
        ("properties", Named(&SCHEMA, Published)),
        ("patternProperties", Named(&SCHEMA, Published)),
        ("additionalProperties", Object(&SCHEMA)),
        ("propertyNames", Object(&SCHEMA)),
        ("unevaluatedProperties", Object(&SCHEMA)),
        ("prefixItems", Object(&SCHEMA)),
        ("items", Object(&SCHEMA)),
        ("contains", Object(&SCHEMA)),
        ("unevaluatedItems", Object(&SCHEMA)),
        ("allOf", Object(&SCHEMA)),
        ("anyOf", Object(&SCHEMA)),
        ("oneOf", Object(&SCHEMA)),
        ("not", Object(&SCHEMA)),
        ("if", Object(&SCHEMA)),
        ("then", Object(&SCHEMA)),
        ("else", Object(&SCHEMA)),
        ("dependentSchemas", Named(&SCHEMA, Published)),
        ("discriminator", Plain),
        ("xml", Plain),
        ("example", Prose),
        ("examples", Prose),
        ("externalDocs", Prose),
        ("$defs", Named(&SCHEMA, Sorted)),
        ("definitions", Named(&SCHEMA, Sorted)),
    ],
};
