//! [`Transport`]: one exchange over HTTP, plain or through middleware, redirects included.
//! A reqwest request goes in; a response comes out, or an [`Error`] of the right kind.
//! It knows nothing of operations, retries or decoding.

use crate::error::{BoxError, Detail, Error, Result};
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

/// What carries requests: a [`tower::Service`] from [`reqwest::Request`] to [`reqwest::Response`].
/// Middleware wraps one and is one.
#[derive(Clone)]
pub struct Transport(Kind);

#[derive(Clone)]
enum Kind {
    Plain(reqwest::Client),
    Wrapped(BoxCloneSyncService<reqwest::Request, reqwest::Response, BoxError>),
}

impl Transport {
    pub(crate) fn plain(client: reqwest::Client) -> Self {
        Self(Kind::Plain(client))
    }

    pub(crate) fn wrapped<S>(service: S) -> Self
    where
        S: Service<reqwest::Request, Response = reqwest::Response> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        Self(Kind::Wrapped(BoxCloneSyncService::new(
            service.map_err(Into::into),
        )))
    }

    /// Sends one request, once.
    pub(crate) fn send(&self, request: reqwest::Request) -> Exchanging {
        Exchanging(match &self.0 {
            Kind::Plain(client) => Under::Plain(Box::pin(client.execute(request))),
            Kind::Wrapped(service) => Under::Wrapped(Box::pin(service.clone().oneshot(request))),
        })
    }
}

/// An exchange under way. A type of its own, because an `async fn` would keep the request twice.
pub(crate) struct Exchanging(Under);

type Boxed<E> = Pin<Box<dyn Future<Output = Result<reqwest::Response, E>> + Send>>;

enum Under {
    Plain(Boxed<reqwest::Error>),
    Wrapped(Boxed<BoxError>),
}

impl Future for Exchanging {
    type Output = Result<reqwest::Response>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Under::Plain(exchange) => exchange.as_mut().poll(context).map_err(classify),
            Under::Wrapped(exchange) => exchange.as_mut().poll(context).map_err(classify_any),
        }
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Transport")
    }
}

impl Service<reqwest::Request> for Transport {
    type Response = reqwest::Response;
    type Error = BoxError;
    type Future = Boxed<BoxError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match &mut self.0 {
            Kind::Plain(_) => Poll::Ready(Ok(())),
            Kind::Wrapped(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: reqwest::Request) -> Self::Future {
        match &mut self.0 {
            Kind::Plain(client) => {
                let sending = client.execute(request);
                Box::pin(async move { sending.await.map_err(Into::into) })
            }
            Kind::Wrapped(service) => service.call(request),
        }
    }
}

/// The client used unless the user brings one. It follows no redirects: `call/send.rs` does, with care for credentials.
pub(crate) fn client(
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    proxies: &[String],
    secure: bool,
) -> Result<reqwest::Client> {
    // Without the feature, TLS is reqwest's own affair.
    let _ = secure;
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if let Some(timeout) = connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    if let Some(timeout) = read_timeout {
        builder = builder.read_timeout(timeout);
    }
    for url in proxies {
        // The address is not repeated: it may hold a password.
        let proxy = reqwest::Proxy::all(url.as_str()).map_err(|_| {
            Error::configuration("the proxy's address is not a URL such as http://proxy:3128")
        })?;
        builder = builder.proxy(proxy);
    }
    #[cfg(feature = "tls")]
    {
        builder = builder.tls_backend_preconfigured(crate::tls::config(secure)?);
    }
    builder.build().map_err(|error| {
        Error::configuration("the HTTP client cannot be set up").with_source(error.without_url())
    })
}

/// Reads a whole body, unless it is larger than `limit`.
pub(crate) async fn read(response: &mut reqwest::Response, limit: u64) -> Result<Bytes> {
    let declared = response.content_length().unwrap_or(0);
    if declared > limit {
        return Err(Error::new(Detail::TooLarge(limit)));
    }
    let Some(first) = response.chunk().await.map_err(classify)? else {
        return Ok(Bytes::new());
    };
    let mut length = first.len() as u64;
    let mut whole: Option<BytesMut> = None;
    while length <= limit {
        let Some(chunk) = response.chunk().await.map_err(classify)? else {
            return Ok(whole.map_or(first, BytesMut::freeze));
        };
        length += chunk.len() as u64;
        whole
            .get_or_insert_with(|| {
                let mut bytes = BytesMut::with_capacity(
                    usize::try_from(declared).unwrap_or(0).max(first.len() * 2),
                );
                bytes.extend_from_slice(&first);
                bytes
            })
            .extend_from_slice(&chunk);
    }
    Err(Error::new(Detail::TooLarge(limit)))
}

fn classify_any(error: BoxError) -> Error {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => classify(*error),
        Err(error) => Error::new(Detail::Transport(error.to_string())).with_source(error),
    }
}

/// Sorts a transport failure by what it says about the request: never sent, perhaps processed, or unsendable.
pub(crate) fn classify(error: reqwest::Error) -> Error {
    // The address may hold personal data or a token.
    let error = error.without_url();
    let message = reasons(&error);
    let detail = if error.is_connect() {
        Detail::Connect(message)
    } else if error.is_timeout() {
        Detail::Timeout("the server sent nothing for as long as the read timeout".to_owned())
    } else if error.is_builder() {
        Detail::InvalidInput(message)
    } else {
        Detail::Transport(message)
    };
    Error::new(detail).with_source(error)
}

/// An error and its causes in one line, each said once.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let reason = inner.to_string();
        if !text.contains(&reason) {
            text.push_str(": ");
            text.push_str(&reason);
        }
        cause = inner.source();
    }
    text
}

/// Whether a redirect keeps the method and the body.
pub(crate) fn keeps_method(status: StatusCode) -> bool {
    matches!(status.as_u16(), 307 | 308)
}
