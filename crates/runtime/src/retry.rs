//! [`RetryPolicy`]: how often, how long and what a client repeats.
//! A failure and what is known of the operation go in; the wait before the next attempt comes out, or none.
//! It measures no time and sleeps nowhere; `call/send.rs` does.

use crate::error::{Detail, Error};
use std::time::Duration;

/// When a failed request is repeated, and after which wait.
///
/// What is safe to repeat is repeated: GET, PUT, DELETE and the like after a broken connection, a timeout, or a status
/// that passes (408, 425, 429, 500, 502, 503, 504); POST and PATCH only where the server has done nothing: no connection
/// was made, 429, or 503 with `Retry-After`. Waits grow exponentially with full jitter; the server's `Retry-After` is kept.
///
/// ```
/// use sdk_runtime::RetryPolicy;
/// use std::time::Duration;
/// let patient = RetryPolicy::default().max_attempts(6).max_total(Duration::from_secs(300));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    cap: Duration,
    total: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts within a minute, with waits up to 0.3 s, 0.6 s, 1.2 s … and never more than 20 s by choice.
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(300),
            cap: Duration::from_secs(20),
            total: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Never repeats anything.
    #[must_use]
    pub fn never() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// At most so many attempts, the first one included.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The bound of the first wait; each further bound is twice the one before.
    #[must_use]
    pub fn base_delay(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The bound no chosen wait exceeds. A server's `Retry-After` is kept or, beyond the total, not waited for at all.
    #[must_use]
    pub fn max_delay(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// No attempt starts later than this after the first.
    #[must_use]
    pub fn max_total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// The wait before the next attempt, if there is to be one.
    pub(crate) fn next(&self, error: &Error, attempts: u32, elapsed: Duration) -> Option<Duration> {
        if attempts >= self.attempts || !error.is_retryable() {
            return None;
        }
        let bound = self
            .base
            .saturating_mul(1_u32 << (attempts - 1).min(16))
            .min(self.cap);
        let wait = match error.retry_after() {
            // A little more than asked, and not all clients at the same moment.
            Some(asked) => asked.saturating_add(jitter(self.base)),
            None => jitter(bound),
        };
        (elapsed.saturating_add(wait) <= self.total).then_some(wait)
    }

    /// Whether an answer that is no error for the caller (raw access) is still worth repeating.
    pub(crate) fn repeats(error: &Error) -> bool {
        matches!(error.detail(), Detail::RateLimited(_) | Detail::Api(_)) && error.is_retryable()
    }
}

/// Any duration up to the bound, each as likely.
fn jitter(bound: Duration) -> Duration {
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;
    use crate::error::ApiAnswer;
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, StatusCode, header};

    static READ: Operation = Operation::get("read", "/");
    static ACT: Operation = Operation::post("act", "/");

    fn status(code: u16, retry_after: Option<&'static str>) -> Error {
        let mut headers = HeaderMap::new();
        if let Some(wait) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
        }
        let answer = ApiAnswer::new(StatusCode::from_u16(code).unwrap(), &headers, &Bytes::new());
        Error::new(if code == 429 {
            Detail::RateLimited(answer)
        } else {
            Detail::Api(answer)
        })
    }

    fn retried(error: Error, operation: Operation) -> bool {
        RetryPolicy::default()
            .next(&error.of(operation, 1), 1, Duration::ZERO)
            .is_some()
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        for code in [500, 502, 503, 504, 429, 408] {
            assert!(retried(status(code, None), READ), "{code}");
        }
        for code in [400, 401, 404, 409, 422, 501] {
            assert!(!retried(status(code, None), READ), "{code}");
        }
        assert!(!retried(status(503, None), ACT));
        assert!(!retried(status(500, Some("1")), ACT));
        assert!(retried(status(503, Some("1")), ACT));
        assert!(retried(status(429, None), ACT));
        assert!(retried(Error::new(Detail::Connect(String::new())), ACT));
        assert!(!retried(Error::new(Detail::Transport(String::new())), ACT));
        assert!(!retried(Error::new(Detail::Timeout(String::new())), ACT));
        assert!(retried(Error::new(Detail::Timeout(String::new())), READ));
    }

    #[test]
    fn waits_are_bounded_and_retry_after_is_kept() {
        let policy = RetryPolicy::default()
            .max_attempts(100)
            .max_total(Duration::MAX);
        for attempts in 1..50 {
            let wait = policy
                .next(
                    &status(503, None).of(READ, attempts),
                    attempts,
                    Duration::ZERO,
                )
                .unwrap();
            assert!(wait <= Duration::from_secs(20), "{attempts}: {wait:?}");
        }
        let asked = policy
            .next(&status(429, Some("30")).of(READ, 1), 1, Duration::ZERO)
            .unwrap();
        assert!(asked >= Duration::from_secs(30));
    }

    #[test]
    fn the_bounds_on_attempts_and_total_time_hold() {
        let policy = RetryPolicy::default();
        assert!(
            policy
                .next(&status(503, None).of(READ, 4), 4, Duration::ZERO)
                .is_none()
        );
        assert!(
            policy
                .next(&status(503, None).of(READ, 1), 1, Duration::from_secs(61))
                .is_none()
        );
        assert!(
            policy
                .next(&status(429, Some("3600")).of(READ, 1), 1, Duration::ZERO)
                .is_none()
        );
    }
}
