//! [`Core`]: what all handles and requests of a client share; [`CoreBuilder`]: how it is made.
//! The API's static facts, secrets and settings go in; a cheap clone of one shared core comes out.
//! Sending is the affair of `call/`; this module only keeps what sending needs.

use crate::api::{Api, Limit, Operation};
use crate::decode::{Bend, BendHook};
use crate::error::{BoxError, Error, Result};
use crate::limiter::Limiter;
use crate::param::ParamValue;
use crate::retry::RetryPolicy;
use crate::secret::Secret;
use crate::security::Secrets;
use crate::transport::{self, Transport};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use reqwest::Url;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The shared part of a client: settings, connections, limiter, credentials. Cloning it is cheap.
#[derive(Clone)]
pub struct Core {
    pub(crate) shared: Arc<Shared>,
    pub(crate) secrets: Arc<Secrets>,
}

pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) base_url: Url,
    /// Whether the user chose the base URL; then it holds for operations with a server of their own as well.
    pub(crate) base_url_chosen: bool,
    pub(crate) headers: HeaderMap,
    /// What the user added to the API's own headers, for who shares this client.
    added: Added,
    pub(crate) transport: Transport,
    pub(crate) limiter: Option<Arc<Limiter>>,
    pub(crate) settings: Settings,
    /// The token endpoint the user chose.
    #[cfg(feature = "oauth")]
    pub(crate) token_url: Option<String>,
    #[cfg(feature = "oauth")]
    pub(crate) tokens: crate::oauth::Tokens,
}

/// Headers that a user chose.
#[derive(Clone, Default)]
struct Added {
    headers: Vec<(String, ParamValue)>,
    user_agent: Option<String>,
}

/// What of the settings a call reads while it runs.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_response_size: u64,
    pub(crate) strict: bool,
    pub(crate) hook: Option<BendHook>,
}

impl Core {
    /// The same client with another value for one credential; connections and limits stay shared.
    #[must_use]
    pub fn with_secret(&self, name: &'static str, secret: impl Into<Secret>) -> Self {
        let mut secrets = Secrets::clone(&self.secrets);
        secrets.insert(name, secret.into());
        Self {
            shared: Arc::clone(&self.shared),
            secrets: Arc::new(secrets),
        }
    }

    /// The same client without one credential.
    #[must_use]
    pub fn without_secret(&self, name: &str) -> Self {
        let mut secrets = Secrets::clone(&self.secrets);
        secrets.remove(name);
        Self {
            shared: Arc::clone(&self.shared),
            secrets: Arc::new(secrets),
        }
    }

    /// A builder for a client of another API that shares what this one has: its connections, limits, credentials and
    /// settings. Only the base URL and the API's own headers are the other's. Timeouts to connect and to read, and proxies,
    /// are those of the shared connections.
    pub fn share(&self, api: &'static Api) -> CoreBuilder {
        CoreBuilder {
            secrets: Secrets::clone(&self.secrets),
            added: self.shared.added.clone(),
            settings: self.shared.settings.clone(),
            shared: Some(Arc::clone(&self.shared)),
            ..CoreBuilder::new(api)
        }
    }

    /// The API's static facts.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.shared.api
    }

    /// The address paths are relative to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Core")
            .field("api", &self.shared.api.name())
            .field("base_url", &self.shared.base_url.as_str())
            .field("secrets", &self.secrets)
            .finish_non_exhaustive()
    }
}

type Wrap = Box<dyn FnOnce(Transport) -> Transport + Send + Sync>;

/// Builds a [`Core`]: credentials and settings, all of them optional.
#[must_use]
pub struct CoreBuilder {
    api: &'static Api,
    secrets: Secrets,
    base_url: Option<String>,
    server: Option<String>,
    added: Added,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    /// Other limits than those of the API, or of the client that is shared.
    limits: Option<Vec<Limit>>,
    proxies: Vec<String>,
    client: Option<reqwest::Client>,
    wraps: Vec<Wrap>,
    settings: Settings,
    #[cfg(feature = "oauth")]
    token_url: Option<String>,
    /// The client whose connections and limits are used.
    shared: Option<Arc<Shared>>,
}

impl CoreBuilder {
    /// A builder with the API's own limits and headers, tolerant decoding, four attempts, and these timeouts:
    /// 10 s to connect, 30 s between two pieces of an answer, 60 s for a call.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            secrets: Secrets::new(),
            base_url: None,
            server: None,
            added: Added::default(),
            connect_timeout: Some(Duration::from_secs(10)),
            read_timeout: Some(Duration::from_secs(30)),
            limits: None,
            proxies: Vec::new(),
            client: None,
            wraps: Vec::new(),
            settings: Settings {
                retry: RetryPolicy::default(),
                timeout: Some(Duration::from_secs(60)),
                max_response_size: 64 * 1024 * 1024,
                strict: false,
                hook: None,
            },
            #[cfg(feature = "oauth")]
            token_url: None,
            shared: None,
        }
    }

    /// Where tokens are fetched by OAuth 2.0's client credentials, in place of the documented endpoint.
    #[cfg(feature = "oauth")]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets a credential by the name the security schemes use.
    pub fn secret(mut self, name: &'static str, secret: impl Into<Secret>) -> Self {
        self.secrets.insert(name, secret.into());
        self
    }

    /// The address paths are relative to, in place of the API's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// One of the API's other documented servers, by its short name; `build` tells the names there are.
    pub fn server(mut self, name: impl Into<String>) -> Self {
        self.server = Some(name.into());
        self
    }

    /// The time for a whole call: all attempts and the waits between them, but not the wait for the limiter's turn.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// The time to make a connection.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// The time between two pieces of an answer.
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.read_timeout = timeout.into();
        self
    }

    /// When failed requests are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Other limits than the published ones.
    pub fn limits(mut self, limits: impl IntoIterator<Item = Limit>) -> Self {
        self.limits = Some(limits.into_iter().collect());
        self
    }

    /// No limits on this side.
    pub fn no_limits(self) -> Self {
        self.limits([])
    }

    /// Refuses answers that are not exactly as described, in place of bending them.
    pub fn strict(mut self) -> Self {
        self.settings.strict = true;
        self
    }

    /// Calls `hook` for each value that had to be bent, up to 10,000 for an answer.
    pub fn on_bend(mut self, hook: impl Fn(&Operation, &Bend) + Send + Sync + 'static) -> Self {
        self.settings.hook = Some(Arc::new(hook));
        self
    }

    /// The most bytes an answer may have, counted after decompression. Downloads to a writer are not counted.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.settings.max_response_size = bytes;
        self
    }

    /// Sends all requests through a proxy (`http://user:password@proxy:3128`).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxies.push(url.into());
        self
    }

    /// Uses a client of yours. Its own timeouts, proxies, TLS and redirect policy hold; let it follow no redirects
    /// (`redirect::Policy::none()`), so that this crate can keep credentials from other hosts.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.client = Some(client);
        self
    }

    /// Wraps the transport in a [`tower::Layer`]; the first one added is the outermost. It sees each attempt.
    pub fn middleware<L>(mut self, layer: L) -> Self
    where
        L: tower::Layer<Transport> + Send + Sync + 'static,
        L::Service: tower::Service<reqwest::Request, Response = reqwest::Response>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as tower::Service<reqwest::Request>>::Error: Into<BoxError>,
        <L::Service as tower::Service<reqwest::Request>>::Future: Send + 'static,
    {
        self.wraps.push(Box::new(move |inner| {
            Transport::wrapped(layer.layer(inner))
        }));
        self
    }

    /// What the program calls itself, before this crate's own name.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.added.user_agent = Some(name.into());
        self
    }

    /// A header for every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<ParamValue>) -> Self {
        self.added.headers.push((name.into(), value.into()));
        self
    }

    /// Makes the core; the error says which setting is unusable.
    pub fn build(self) -> Result<Core> {
        let chosen = match (&self.base_url, &self.server) {
            (Some(url), _) => Some(url.as_str()),
            (None, Some(name)) => Some(documented(self.api, name)?),
            (None, None) => None,
        };
        let base_url = parse_base(chosen.unwrap_or(self.api.base_url()))?;
        let mut headers = HeaderMap::new();
        let own = format!("{}/{}", self.api.name(), self.api.version());
        let agent = self
            .added
            .user_agent
            .as_ref()
            .map_or_else(|| own.clone(), |name| format!("{name} {own}"));
        set_header(&mut headers, header::USER_AGENT.as_str(), &agent)?;
        for (name, value) in self.api.headers() {
            set_header(&mut headers, name, value)?;
        }
        for (name, value) in &self.added.headers {
            set_header(&mut headers, name, value.as_str())?;
        }
        let inner = match (self.client, &self.shared) {
            (Some(client), _) => Transport::plain(client),
            (None, Some(shared)) => shared.transport.clone(),
            (None, None) => Transport::plain(transport::client(
                self.connect_timeout,
                self.read_timeout,
                &self.proxies,
                base_url.scheme() == "https" || cfg!(feature = "oauth"),
            )?),
        };
        let transport = self
            .wraps
            .into_iter()
            .rev()
            .fold(inner, |inner, wrap| wrap(inner));
        let limiter = match (&self.limits, &self.shared) {
            (None, Some(shared)) => shared.limiter.clone(),
            (limits, _) => {
                Limiter::new(limits.as_deref().unwrap_or(self.api.limits())).map(Arc::new)
            }
        };
        Ok(Core {
            shared: Arc::new(Shared {
                api: self.api,
                base_url,
                base_url_chosen: chosen.is_some(),
                headers,
                added: self.added,
                transport,
                limiter,
                settings: self.settings,
                #[cfg(feature = "oauth")]
                token_url: self.token_url,
                #[cfg(feature = "oauth")]
                tokens: crate::oauth::Tokens::default(),
            }),
            secrets: Arc::new(self.secrets),
        })
    }
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CoreBuilder")
            .field("api", &self.api.name())
            .field("base_url", &self.base_url)
            .field("secrets", &self.secrets)
            .finish_non_exhaustive()
    }
}

fn documented(api: &'static Api, name: &str) -> Result<&'static str> {
    let mut servers = api.servers().iter();
    servers
        .find(|(known, _)| *known == name)
        .map(|(_, url)| *url)
        .ok_or_else(|| {
            let known: Vec<_> = api.servers().iter().map(|(known, _)| *known).collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            Error::configuration(format!(
                "no server is called `{name}`; the documented ones are: {known}"
            ))
        })
}

pub(crate) fn parse_base(text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|error| {
        Error::configuration(format!("the base URL `{text}` is not a URL: {error}"))
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(Error::configuration(format!(
            "the base URL `{text}` must start with http:// or https:// and name a host"
        )));
    }
    Ok(url)
}

fn set_header(headers: &mut HeaderMap, name: &str, value: &str) -> Result<()> {
    let (name, value) = header_pair(name, value).map_err(Error::configuration)?;
    headers.insert(name, value);
    Ok(())
}

/// A header that can be sent, or what is wrong with it; the value is not repeated, for it may be a secret.
pub(crate) fn header_pair(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::try_from(name)
        .map_err(|_| format!("`{}` is no header name", name.escape_debug()))?;
    let value = HeaderValue::from_str(value).map_err(|_| {
        format!("the header `{name}` has a line break or a control character in its value")
    })?;
    Ok((parsed, value))
}
