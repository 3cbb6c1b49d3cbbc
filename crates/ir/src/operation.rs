//! Operations of the intermediate representation: parameters, bodies, answers, pages.

use serde::Serialize;

use crate::types::Type;

/// One operation (OpenAPI 3.1.1 §4.8.10): a method on its group's handle and a request type.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The description's `operationId`, or one made from method and path.
    pub id: String,
    /// The method's name on the handle.
    pub name: String,
    /// The request's type name.
    pub request: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template as the description writes it.
    pub path: String,
    /// The base URL of this operation alone, where the description gives it one.
    pub server: Option<String>,
    /// One line about what it does.
    pub summary: Option<String>,
    /// What else a caller needs to know, in CommonMark.
    pub description: Option<String>,
    /// Set when the description marks the operation as deprecated.
    pub deprecated: Option<Deprecation>,
    /// Alternatives of combinations of security schemes; empty when nothing is needed.
    pub security: Vec<Vec<String>>,
    /// In the order a caller gives them: path, then required, then the others.
    pub parameters: Vec<Parameter>,
    /// What is sent with the request.
    pub body: Option<Body>,
    /// The documented answers of all statuses, in the description's order.
    pub responses: Vec<Response>,
    /// What a call gives.
    pub output: Output,
    /// How the operation's answers continue on further pages.
    pub paging: Option<Paging>,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

impl Operation {
    /// The parameters that a caller must give.
    pub fn required_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.required)
    }

    /// The parameters that a caller may give.
    pub fn optional_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.required)
    }
}

/// An HTTP method a path item can have (OpenAPI 3.1.1 §4.8.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Head => "HEAD",
            Method::Patch => "PATCH",
            Method::Trace => "TRACE",
        }
    }
}

/// What a caller of a deprecated operation is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Deprecation {
    /// The method to use instead, as `handle.method`, where it is in this API.
    pub successor: Option<String>,
    /// What to do instead, where there is no such method.
    pub note: Option<String>,
    /// The operation of another description to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// An operation of another description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    /// The description's name.
    pub description: String,
    /// The operation's id there.
    pub operation: String,
    /// Its method, as a path in Rust, once somebody who knows both descriptions has looked it up:
    /// `shop_v2::goods::Goods::list_goods`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

impl Elsewhere {
    /// What it is called: its method, or else its id and its description.
    #[must_use]
    pub fn call(&self) -> String {
        match &self.method {
            Some(method) => method.clone(),
            None => format!("{} of {}", self.operation, self.description),
        }
    }
}

/// A parameter of an operation (OpenAPI 3.1.1 §4.8.12).
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// The name on the wire, as written: `ids[]`.
    pub name: String,
    /// The argument's or setter's name.
    pub ident: String,
    /// Where it travels.
    pub place: Place,
    /// Whether a call without it is refused.
    pub required: bool,
    /// What a caller gives.
    pub ty: Type,
    /// How a list or an object is written.
    pub style: Style,
    /// Whether the characters that URLs reserve stand in it as they are.
    pub reserved: bool,
    /// What it means, in CommonMark.
    pub description: Option<String>,
    /// The value the server assumes.
    pub default: Option<serde_json::Value>,
    /// Whether the description marks it as deprecated.
    pub deprecated: bool,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

/// Where a parameter travels (OpenAPI 3.1.1 §4.8.12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a list or an object is written into a parameter (OpenAPI 3.1.1 §4.8.12.2 to §4.8.12.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// `a=1&a=2`, and `k=v&l=w` for an object: form, exploded.
    #[default]
    Repeat,
    /// `a=1,2`, and `k,v,l,w` for an object: form or simple, not exploded.
    Comma,
    /// `1,2`, and `k=v,l=w` for an object: simple, exploded.
    CommaPairs,
    /// `.1,2`: label, not exploded.
    Label,
    /// `.1.2`, and `.k=v.l=w` for an object: label, exploded.
    LabelExploded,
    /// `;a=1,2`: matrix, not exploded.
    Matrix,
    /// `;a=1;a=2`, and `;k=v;l=w` for an object: matrix, exploded.
    MatrixExploded,
    /// `a=1%202`: spaceDelimited.
    Space,
    /// `a=1|2`: pipeDelimited.
    Pipe,
    /// `a[k]=v`: deepObject.
    DeepObject,
    /// JSON text: a parameter with `content` of JSON.
    Json,
}

impl Style {
    /// The style of the same family in which a lone value is written the same: the plain value for most.
    #[must_use]
    pub fn of_one(self) -> Self {
        match self {
            Style::Label | Style::LabelExploded => Style::Label,
            Style::Matrix | Style::MatrixExploded => Style::Matrix,
            Style::Json => Style::Json,
            _ => Style::Comma,
        }
    }
}

/// What is sent with a request (OpenAPI 3.1.1 §4.8.13).
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// The media type that is sent.
    pub media_type: String,
    /// Whether a request without it is refused.
    pub required: bool,
    /// How a caller gives it.
    pub content: BodyContent,
    /// What it is, in CommonMark.
    pub description: Option<String>,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

/// How a caller gives a body.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyContent {
    /// The members of an object, one argument or setter each, sent as `encoding` says.
    Fields {
        /// How the object is written.
        encoding: Encoding,
        /// Its members, the positional ones first.
        fields: Vec<BodyField>,
    },
    /// One value, sent as JSON.
    Json(Type),
    /// Bytes as they are.
    Bytes,
    /// Text as it is.
    Text,
}

/// How the members of a body are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
}

/// A member of a body that a caller gives as an argument or by a setter.
#[derive(Clone, Debug, Serialize)]
pub struct BodyField {
    /// The name on the wire.
    pub name: String,
    /// The argument's or setter's name.
    pub ident: String,
    /// What a caller gives.
    pub ty: Type,
    /// How it gets into the body when a caller says nothing.
    pub presence: Presence,
    /// Whether null may be sent.
    pub nullable: bool,
    /// What it means, in CommonMark.
    pub description: Option<String>,
    /// Whether the description marks it as deprecated.
    pub deprecated: bool,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

/// Whether a member is in a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// A caller must give it: a positional argument.
    Required,
    /// It is always sent; this value stands where a caller says nothing.
    Default(serde_json::Value),
    /// It is left out unless a caller gives it.
    Optional,
}

/// A documented answer (OpenAPI 3.1.1 §4.8.17).
#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// `200`, `4XX` or `default`.
    pub status: String,
    /// What it tells, in CommonMark.
    pub description: Option<String>,
    /// What it carries.
    pub content: Content,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

/// What an answer carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Nothing, or nothing the description tells of.
    Empty,
    /// JSON of this type.
    Json(Type),
    /// JSON in the API's envelope.
    Enveloped {
        /// The envelope's data; `None` where it is always null.
        data: Option<Type>,
        /// The envelope's metadata, where it has any of a known shape.
        meta: Option<Type>,
    },
    /// Bytes of this media type.
    Binary(String),
    /// Text of this media type.
    Text(String),
}

/// What a call of an operation gives: the success answers taken together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Output {
    /// What an awaited request gives.
    pub content: Content,
    /// Whether a success answer may come without it.
    pub optional: bool,
}

/// How an operation's answers continue on further pages (`x-sdk-page`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paging {
    /// How the next page is asked for.
    pub kind: PagingKind,
    /// Whether the parameters are fields of the JSON body rather than of the query.
    pub in_body: bool,
    /// The field of the data that is the list; the data itself when absent.
    pub items: Option<String>,
    /// The type of an item.
    pub item: Type,
    /// Where the answer counts the items of all pages (RFC 6901).
    pub total: Option<String>,
}

/// How a next page is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PagingKind {
    /// By its number.
    Number {
        /// The parameter that takes the number.
        page: String,
        /// The number of the first page.
        first: i64,
        /// The parameter that sets a page's size.
        size: Option<PageSize>,
    },
    /// By values of the answer: the place of each (RFC 6901), and the parameter that takes it.
    Cursor(Vec<(String, String)>),
}

/// The size of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageSize {
    /// The parameter that sets it.
    pub name: String,
    /// The size without it; 0 when not known.
    pub default: u64,
    /// The most the server gives; 0 when not known.
    pub max: u64,
}
