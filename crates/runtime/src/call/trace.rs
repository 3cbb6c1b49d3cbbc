//! Spans and events of a call, with the feature `tracing`; without it, nothing.
//! Operation, attempts, statuses and times are told. Tokens, arguments, headers and bodies never are.

use crate::api::Operation;
use crate::error::Result;
use http::StatusCode;
use std::time::Duration;

/// Runs a call within its span, and notes how it ended.
#[cfg(feature = "tracing")]
pub(super) async fn call<T>(
    operation: &'static Operation,
    status: fn(&T) -> (StatusCode, u32),
    run: impl Future<Output = Result<T>>,
) -> Result<T> {
    use tracing::Instrument;
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
    let started = tokio::time::Instant::now();
    let result = run.instrument(span.clone()).await;
    span.record("latency_ms", millis(started.elapsed()));
    let (status, attempts) = match &result {
        Ok(answer) => {
            let (status, attempts) = status(answer);
            (Some(status), attempts)
        }
        Err(error) => (error.status(), error.attempts()),
    };
    span.record("attempts", attempts);
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
    let _entered = span.enter();
    match &result {
        Ok(_) => tracing::debug!("answered"),
        Err(error) => tracing::warn!(kind = ?error.kind(), "failed"),
    }
    result
}

/// Runs a call.
#[cfg(not(feature = "tracing"))]
pub(super) async fn call<T>(
    _: &'static Operation,
    _: fn(&T) -> (StatusCode, u32),
    run: impl Future<Output = Result<T>>,
) -> Result<T> {
    run.await
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
