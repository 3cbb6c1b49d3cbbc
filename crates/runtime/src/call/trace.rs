//! Spans and events of a call, with the feature `tracing`; without it, nothing.
//! Operation, attempts, statuses and times are told. Tokens, arguments, headers and bodies never are.

use crate::api::Operation;
use crate::error::{Error, Result};
use http::StatusCode;
use std::time::Duration;

/// A call's span.
pub(super) struct Call {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    #[cfg(feature = "tracing")]
    started: Option<tokio::time::Instant>,
}

#[cfg(feature = "tracing")]
impl Call {
    pub(super) fn new(operation: Operation) -> Self {
        use tracing::field::Empty;
        let span = tracing::info_span!(
            "request",
            operation = operation.id(),
            method = operation.method().as_str(),
            path = operation.path(),
            attempts = Empty,
            status = Empty,
            latency_ms = Empty,
        );
        let started = (!span.is_disabled()).then(tokio::time::Instant::now);
        Self { span, started }
    }

    /// Runs the call within the span.
    pub(super) fn follow<F: Future>(&self, call: F) -> tracing::instrument::Instrumented<F> {
        tracing::Instrument::instrument(call, self.span.clone())
    }

    /// Notes how the call ended: status and attempts, or the error.
    pub(super) fn end(self, outcome: Result<(StatusCode, u32), &Error>) {
        let Some(started) = self.started else { return };
        let (status, attempts) = match &outcome {
            Ok((status, attempts)) => (Some(*status), *attempts),
            Err(error) => (error.status(), error.attempts()),
        };
        self.span.record("latency_ms", millis(started.elapsed()));
        self.span.record("attempts", attempts);
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        let _entered = self.span.enter();
        match outcome {
            Ok(_) => tracing::debug!("answered"),
            Err(error) => tracing::warn!(kind = ?error.kind(), "failed"),
        }
    }
}

#[cfg(not(feature = "tracing"))]
impl Call {
    pub(super) fn new(_: Operation) -> Self {
        Self {}
    }

    /// Runs the call.
    pub(super) fn follow<F: Future>(&self, call: F) -> F {
        call
    }

    /// Notes nothing.
    pub(super) fn end(self, _: Result<(StatusCode, u32), &Error>) {}
}

/// Notes one attempt.
#[cfg(feature = "tracing")]
pub(super) fn attempt(number: u32, status: Option<StatusCode>, latency: Duration) {
    let status = status.map(|status| status.as_u16());
    tracing::debug!(
        attempt = number,
        status,
        latency_ms = millis(latency),
        "attempted"
    );
}

/// Notes nothing.
#[cfg(not(feature = "tracing"))]
pub(super) fn attempt(_: u32, _: Option<StatusCode>, _: Duration) {}

#[cfg(feature = "tracing")]
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
