//! [`Error`]: the one error of a client, with a kind to act on and everything a report needs.
//! The stages of a call make one and add what they know (operation, attempts); a caller asks it questions.
//! Reading a server's error body is `api.rs`'s work, classifying transport failures `transport.rs`'s.

mod api;

pub use api::FieldError;
pub(crate) use api::{ApiAnswer, BODY_BOUND, excerpt};

use crate::api::{Method, Operation};
use bytes::Bytes;
use http::StatusCode;
use std::fmt;
use std::time::Duration;

/// What a call returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong with a call.
///
/// It keeps the operation, the number of attempts and, where the server answered, a bounded part of the body.
/// It never holds a credential.
///
/// ```
/// fn report(error: &sdk_runtime::Error) {
///     match error.kind() {
///         sdk_runtime::ErrorKind::RateLimited => eprintln!("wait {:?}", error.retry_after()),
///         sdk_runtime::ErrorKind::Api => eprintln!("{:?}: {:?}", error.status(), error.message()),
///         _ => eprintln!("{error}"),
///     }
/// }
/// ```
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    detail: Detail,
    operation: Option<Operation>,
    attempts: u32,
    source: Option<BoxError>,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was built with something unusable.
    Configuration,
    /// A credential the operation needs is not set; nothing was sent.
    Credentials,
    /// An argument cannot be sent (an empty path segment, a line break in a header); nothing was sent.
    InvalidInput,
    /// No connection could be made; the server has seen nothing.
    Connect,
    /// The time allowed ran out.
    Timeout,
    /// The connection broke while sending or receiving.
    Transport,
    /// The answer is larger than the client accepts.
    TooLarge,
    /// The server asks to slow down (429).
    RateLimited,
    /// The server refused or failed, and said so by status or in the body.
    Api,
    /// The answer is not what the description says.
    Decode,
}

#[derive(Debug)]
pub(crate) enum Detail {
    Configuration(String),
    Credentials(Vec<&'static str>),
    InvalidInput(String),
    Connect(String),
    Timeout(String),
    Transport(String),
    TooLarge(u64),
    RateLimited(ApiAnswer),
    Api(ApiAnswer),
    Decode(DecodeFailure),
}

/// Where and why an answer could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecodeFailure {
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) excerpt: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) body: Bytes,
}

impl Error {
    pub(crate) fn new(detail: Detail) -> Self {
        Self(Box::new(Inner {
            detail,
            operation: None,
            attempts: 0,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Detail::Configuration(message.into()))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Detail::InvalidInput(message.into()))
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn of(mut self, operation: Operation, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn detail(&self) -> &Detail {
        &self.0.detail
    }

    fn answer(&self) -> Option<&ApiAnswer> {
        match &self.0.detail {
            Detail::Api(answer) | Detail::RateLimited(answer) => Some(answer),
            _ => None,
        }
    }

    fn failure(&self) -> Option<&DecodeFailure> {
        match &self.0.detail {
            Detail::Decode(failure) => Some(failure),
            _ => None,
        }
    }

    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.detail {
            Detail::Configuration(_) => ErrorKind::Configuration,
            Detail::Credentials(_) => ErrorKind::Credentials,
            Detail::InvalidInput(_) => ErrorKind::InvalidInput,
            Detail::Connect(_) => ErrorKind::Connect,
            Detail::Timeout(_) => ErrorKind::Timeout,
            Detail::Transport(_) => ErrorKind::Transport,
            Detail::TooLarge(_) => ErrorKind::TooLarge,
            Detail::RateLimited(_) => ErrorKind::RateLimited,
            Detail::Api(_) => ErrorKind::Api,
            Detail::Decode(_) => ErrorKind::Decode,
        }
    }

    /// Whether a credential was missing.
    #[must_use]
    pub fn is_credentials(&self) -> bool {
        self.kind() == ErrorKind::Credentials
    }

    /// Whether an argument could not be sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == ErrorKind::InvalidInput
    }

    /// Whether no connection could be made.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the time allowed ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the server asked to slow down.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether the server refused or failed.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.kind() == ErrorKind::Api
    }

    /// Whether the answer was not what the description says.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the same request, repeated unchanged, may succeed and can do no harm.
    ///
    /// The client has already repeated it as its policy allows; this is for a caller's own queue.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let idempotent = self.operation().is_some_and(Operation::is_idempotent);
        match &self.0.detail {
            Detail::Connect(_) | Detail::RateLimited(_) => true,
            Detail::Timeout(_) | Detail::Transport(_) => idempotent,
            Detail::Api(answer) => {
                answer.is_transient() && (idempotent || answer.was_not_processed())
            }
            _ => false,
        }
    }

    /// The status of the server's answer, if it answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer()
            .map(|answer| answer.status)
            .or_else(|| self.failure().and_then(|failure| failure.status))
    }

    /// The server's own message, if its answer holds one.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.answer().and_then(|answer| answer.message.as_deref())
    }

    /// The server's complaints about single fields.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        self.answer().map_or(&[], |answer| &answer.fields)
    }

    /// How long the server asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.answer().and_then(|answer| answer.retry_after)
    }

    /// The answer's body, as far as it was kept.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.answer()
            .map(|answer| &answer.body)
            .or_else(|| self.failure().map(|failure| &failure.body))
    }

    /// Where in the answer decoding failed, as a JSON path (`$.data[3].id`).
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.failure().map(|failure| failure.path.as_str())
    }

    /// What was expected where decoding failed.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.failure().map(|failure| failure.expected.as_str())
    }

    /// What was found where decoding failed.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.failure().map(|failure| failure.found.as_str())
    }

    /// The names of the credentials that are not set.
    #[must_use]
    pub fn missing_credentials(&self) -> &[&'static str] {
        match &self.0.detail {
            Detail::Credentials(missing) => missing,
            _ => &[],
        }
    }

    /// The operation, unless the client itself could not be built.
    #[must_use]
    pub fn operation(&self) -> Option<&Operation> {
        self.0.operation.as_ref()
    }

    /// The operation's id.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.operation().map(Operation::id)
    }

    /// The operation's method.
    #[must_use]
    pub fn method(&self) -> Option<Method> {
        self.operation().map(Operation::method)
    }

    /// The operation's path template; the arguments are left out because they may be personal.
    #[must_use]
    pub fn path_template(&self) -> Option<&'static str> {
        self.operation().map(Operation::path)
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(
                formatter,
                "{} ({} {}): ",
                operation.id(),
                operation.method(),
                operation.path()
            )?;
        }
        match &self.0.detail {
            Detail::Configuration(message) => {
                write!(formatter, "the client cannot be built: {message}")
            }
            Detail::Credentials(missing) => {
                write!(
                    formatter,
                    "needs credentials that are not set: {}; ",
                    missing.join(", ")
                )?;
                formatter.write_str("set them when the client is built; nothing was sent")
            }
            Detail::InvalidInput(message) => write!(formatter, "{message}; nothing was sent"),
            Detail::Connect(message) => write!(formatter, "no connection to the server: {message}"),
            Detail::Timeout(message) => formatter.write_str(message),
            Detail::Transport(message) => write!(formatter, "the connection failed: {message}"),
            Detail::TooLarge(limit) => {
                write!(
                    formatter,
                    "the answer is larger than {limit} bytes, the most this client accepts"
                )
            }
            Detail::RateLimited(answer) | Detail::Api(answer) => write!(formatter, "{answer}"),
            Detail::Decode(failure) => write!(
                formatter,
                "the answer is not as described: at {}: expected {}, found {} ({})",
                failure.path, failure.expected, failure.found, failure.excerpt
            ),
        }?;
        if self.0.attempts > 1 {
            write!(formatter, " (after {} attempts)", self.0.attempts)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("operation", &self.operation_id())
            .field("attempts", &self.0.attempts)
            .field("detail", &self.0.detail)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}
