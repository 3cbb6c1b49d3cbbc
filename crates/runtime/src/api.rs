//! The static facts of one API and its operations: what a generated crate writes down.
//! Nothing here does any work: `request/` reads these facts.

use crate::call::Call;
use crate::core::Core;
use crate::security::SecurityScheme;
use http::StatusCode;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// GET: reads.
    Get,
    /// PUT: replaces.
    Put,
    /// POST: creates or acts.
    Post,
    /// DELETE: removes.
    Delete,
    /// PATCH: changes in part.
    Patch,
    /// HEAD: reads the headers only.
    Head,
    /// OPTIONS: asks what is possible.
    Options,
    /// TRACE: echoes.
    Trace,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }

    /// Whether sending the request twice has the effect of sending it once, by HTTP's own rules.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }

    pub(crate) fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Put => http::Method::PUT,
            Self::Post => http::Method::POST,
            Self::Delete => http::Method::DELETE,
            Self::Patch => http::Method::PATCH,
            Self::Head => http::Method::HEAD,
            Self::Options => http::Method::OPTIONS,
            Self::Trace => http::Method::TRACE,
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// At most so many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub(crate) requests: u32,
    pub(crate) seconds: u32,
}

impl Limit {
    /// At most `requests` in any stretch of `seconds`.
    #[must_use]
    pub const fn new(requests: u32, seconds: u32) -> Self {
        Self { requests, seconds }
    }
}

/// What is the same for every operation of an API.
///
/// ```
/// use sdk_runtime::{Api, Limit};
/// static API: Api = Api::new("pets", "0.1.0", "https://pets.example/v1")
///     .sending(&[("Accept", "application/json")])
///     .limited_to(&[Limit::new(5, 1), Limit::new(200, 60)]);
/// assert_eq!(API.base_url(), "https://pets.example/v1");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Api {
    name: &'static str,
    version: &'static str,
    base_url: &'static str,
    headers: &'static [(&'static str, &'static str)],
    limits: &'static [Limit],
    servers: &'static [(&'static str, &'static str)],
}

impl Api {
    /// An API by its crate's name and version, and the address its paths are relative to.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, base_url: &'static str) -> Self {
        Self {
            name,
            version,
            base_url,
            headers: &[],
            limits: &[],
            servers: &[],
        }
    }

    /// The headers sent with every request, unless the request sets them itself.
    #[must_use]
    pub const fn sending(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// The published limits. All of them hold together.
    #[must_use]
    pub const fn limited_to(mut self, limits: &'static [Limit]) -> Self {
        self.limits = limits;
        self
    }

    /// The other documented servers: short name (`mock`, `sandbox`) and address.
    #[must_use]
    pub const fn or_at(mut self, servers: &'static [(&'static str, &'static str)]) -> Self {
        self.servers = servers;
        self
    }

    /// The crate's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The crate's version.
    #[must_use]
    pub const fn version(&self) -> &'static str {
        self.version
    }

    /// The address paths are relative to when the client is given no other.
    #[must_use]
    pub const fn base_url(&self) -> &'static str {
        self.base_url
    }

    /// The headers sent with every request.
    #[must_use]
    pub const fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// The published limits.
    #[must_use]
    pub const fn limits(&self) -> &'static [Limit] {
        self.limits
    }

    /// The other documented servers: short name and address.
    #[must_use]
    pub const fn servers(&self) -> &'static [(&'static str, &'static str)] {
        self.servers
    }
}

/// The object an API wraps its answers in: which property holds the data, and which say more about it.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    pub(crate) data: &'static str,
    pub(crate) meta: Option<&'static str>,
    pub(crate) success: Option<&'static str>,
    pub(crate) included: Option<&'static str>,
    /// The same names once more, for decoding to remember.
    pub(crate) names: [&'static str; 3],
}

impl Envelope {
    /// An envelope whose property `data` holds the answer.
    #[must_use]
    pub const fn new(data: &'static str) -> Self {
        Self {
            data,
            meta: None,
            success: None,
            included: None,
            names: [data, "", ""],
        }
    }

    /// The property that holds the metadata (counts, cursors, messages).
    #[must_use]
    pub const fn meta(mut self, name: &'static str) -> Self {
        self.meta = Some(name);
        self.names[1] = name;
        self
    }

    /// The property that says whether the request succeeded; `false` there is an API error under any status.
    #[must_use]
    pub const fn success(mut self, name: &'static str) -> Self {
        self.success = Some(name);
        self.names[2] = name;
        self
    }

    /// The property that holds the resources the data refers to (JSON:API 1.1 §5.4).
    #[must_use]
    pub const fn included(mut self, name: &'static str) -> Self {
        self.included = Some(name);
        self
    }
}

/// Alternatives (any one will do) of combinations (all of it is needed) of security schemes.
pub type Security = &'static [&'static [&'static SecurityScheme]];

/// The static facts of one operation.
///
/// ```
/// use sdk_runtime::Operation;
/// let operation = Operation::get("list_pets", "/pets").accept("text/csv");
/// assert_eq!((operation.path(), operation.is_idempotent()), ("/pets", true));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    id: &'static str,
    method: Method,
    path: &'static str,
    pub(crate) security: Security,
    pub(crate) envelope: Option<&'static Envelope>,
    pub(crate) accept: Option<&'static str>,
    pub(crate) server: Option<&'static str>,
    pub(crate) idempotent: bool,
}

macro_rules! operation_constructors {
    ($($name:ident $method:ident),*) => {$(
        #[doc = concat!("An operation by its id and path template, sent with ", stringify!($method), ".")]
        #[must_use]
        pub const fn $name(id: &'static str, path: &'static str) -> Self {
            Self::new(Method::$method, id, path)
        }
    )*};
}

impl Operation {
    /// An operation by its method, id and path template (`/pets/{pet_id}`).
    #[must_use]
    pub const fn new(method: Method, id: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            security: &[],
            envelope: None,
            accept: None,
            server: None,
            idempotent: method.is_idempotent(),
        }
    }

    operation_constructors! {
        get Get, put Put, post Post, delete Delete, patch Patch, head Head, options Options, trace Trace
    }

    /// The credentials it needs: alternatives of combinations; none when empty.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// The envelope its answers come in.
    #[must_use]
    pub const fn envelope(mut self, envelope: &'static Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// The `Accept` header, where it differs from the API's.
    #[must_use]
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = Some(accept);
        self
    }

    /// The address its path is relative to, where it differs from the API's.
    #[must_use]
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Says that repeating it is harmless although its method does not promise so (a search sent as POST).
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Starts a request for it.
    #[must_use]
    pub fn call<T, M>(self, core: &Core) -> Call<T, M> {
        Call::new(core, self)
    }

    /// The operation's id in the description.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The method it is sent with.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path template.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Whether sending it twice has the effect of sending it once.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }
}

/// Whether a status asks the client to look elsewhere.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
