//! Sending: turns of the limiter, attempts, waits, redirects, and reading the answer within bounds.
//! A request's parts go in; an [`Answer`] comes out, its body whole or still to be read.
//! What is worth repeating is decided by `retry.rs`, what an error body says by `error/api.rs`.

use super::prepare::{fill, prepare};
use super::{Parts, trace};
use crate::api::{self, Operation};
use crate::core::Settings;
use crate::error::{ApiAnswer, Detail, Error, Result};
use crate::retry::RetryPolicy;
use crate::transport;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use reqwest::Url;
use std::time::Duration;
use tokio::time::Instant;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// What is done with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The body is read; a status from 400 is an error.
    Whole,
    /// The body is left to be read; a status from 400 is an error.
    Stream,
    /// The body is read; every status is as good as another.
    Raw,
}

/// A server's answer.
pub(crate) struct Answer {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) held: Held,
    pub(crate) attempts: u32,
    pub(crate) settings: Settings,
}

/// An answer's body.
pub(crate) enum Held {
    Whole(Bytes),
    Stream(reqwest::Response),
}

impl Answer {
    /// The body, as far as it was read.
    pub(crate) fn body(&self) -> Bytes {
        match &self.held {
            Held::Whole(bytes) => bytes.clone(),
            Held::Stream(_) => Bytes::new(),
        }
    }
}

/// Sends a request until it is answered, refused for good, or out of attempts.
#[cfg_attr(not(feature = "oauth"), allow(unused_mut))]
pub(crate) async fn send(mut parts: Box<Parts>, mode: Mode) -> Result<Answer> {
    let operation = parts.operation;
    if tokio::runtime::Handle::try_current().is_err() {
        let message =
            "a request must be awaited within a Tokio runtime (or sent with `call_blocking`)";
        return Err(Error::configuration(message).of(operation, 0));
    }
    #[cfg(feature = "oauth")]
    if parts.problem.is_none() {
        // Boxed, because it is large and rare.
        let obtained = Box::pin(crate::oauth::obtain(&mut parts)).await;
        obtained.map_err(|error| error.of(operation, 0))?;
    }
    let prepared = prepare(&parts).map_err(|error| error.of(operation, 0))?;
    let sending = Sending {
        parts: &parts,
        mode,
    };
    let span = trace::Call::new(operation);
    let result = span.follow(sending.run(&mut Some(prepared))).await;
    #[cfg(feature = "oauth")]
    if matches!(&result, Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED)) {
        crate::oauth::forget(&parts).await;
    }
    span.end(
        result
            .as_ref()
            .map(|answer| (answer.status, answer.attempts)),
    );
    result
}

struct Sending<'a> {
    parts: &'a Parts,
    mode: Mode,
}

impl Sending<'_> {
    async fn run(&self, first: &mut Option<reqwest::Request>) -> Result<Answer> {
        let shared = &self.parts.core.shared;
        let policy = self.parts.retry.unwrap_or(shared.settings.retry);
        let timeout = self.parts.timeout.or(shared.settings.timeout);
        // The wait for the limiter's turn is not the server's fault and not counted.
        let mut spent = Duration::ZERO;
        let mut attempts = 0;
        loop {
            if let Some(limiter) = &shared.limiter {
                limiter.acquire().await;
            }
            attempts += 1;
            let started = Instant::now();
            let result = self.bounded(first, timeout, spent).await;
            let latency = started.elapsed();
            trace::attempt(
                attempts,
                result.as_ref().ok().map(|answer| answer.status),
                latency,
            );
            spent += latency;
            let out_of_time = timeout.is_some_and(|timeout| spent >= timeout);
            let (error, answer) = match result {
                Ok(answer) => match self.judge(&answer) {
                    None => return Ok(self.finish(answer, attempts)),
                    Some(error) => (error, Some(answer)),
                },
                Err(error) => (error, None),
            };
            let error = error.of(self.parts.operation, attempts);
            let wait = policy.next(&error, attempts, spent);
            let wait = wait.filter(|wait| {
                !out_of_time && timeout.is_none_or(|timeout| spent + *wait < timeout)
            });
            let Some(wait) = wait else {
                return match answer {
                    Some(answer) if self.mode == Mode::Raw => Ok(self.finish(answer, attempts)),
                    _ => Err(error),
                };
            };
            if let (Some(limiter), Some(asked)) = (&shared.limiter, error.retry_after()) {
                limiter.hold(asked);
            }
            spent += wait;
            tokio::time::sleep(wait).await;
        }
    }

    async fn bounded(
        &self,
        first: &mut Option<reqwest::Request>,
        timeout: Option<Duration>,
        spent: Duration,
    ) -> Result<Exchange> {
        let Some(timeout) = timeout else {
            return self.attempt(first).await;
        };
        let left = timeout.saturating_sub(spent);
        match tokio::time::timeout(left, self.attempt(first)).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(Detail::Timeout(format!(
                "no answer within {timeout:?}"
            )))),
        }
    }

    async fn attempt(&self, first: &mut Option<reqwest::Request>) -> Result<Exchange> {
        let shared = &self.parts.core.shared;
        let mut request = first.take().map_or_else(|| prepare(self.parts), Ok)?;
        fill(self.parts, &mut request).await?;
        let mut response = shared.transport.send(request).await?;
        if api::is_redirect(response.status()) {
            // Boxed, because it is large and rare.
            response = Box::pin(self.redirected(response)).await?;
        }
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let held = if self.mode == Mode::Stream && status.is_success() {
            Held::Stream(response)
        } else {
            Held::Whole(transport::read(&mut response, shared.settings.max_response_size).await?)
        };
        Ok(Exchange {
            status,
            headers,
            held,
        })
    }

    /// The answer at the end of a chain of redirects, or the redirect that cannot be followed.
    async fn redirected(&self, mut response: reqwest::Response) -> Result<reqwest::Response> {
        let home = prepare(self.parts)?.url().clone();
        let mut at = home.clone();
        let mut abroad = false;
        for _ in 0..MAX_REDIRECTS {
            let Some(target) = target(&response, &at) else {
                break;
            };
            // Once elsewhere, a request carries no credentials any more, not even back.
            abroad |= target.origin() != home.origin();
            let Some(next) = self.follow(response.status(), &target, abroad).await? else {
                break;
            };
            at = target;
            response = self.parts.core.shared.transport.send(next).await?;
        }
        Ok(response)
    }

    /// The request a redirect asks for. On the same origin it is the same request; elsewhere it carries neither
    /// credentials nor headers nor a body, and only reading follows at all.
    async fn follow(
        &self,
        status: StatusCode,
        target: &Url,
        abroad: bool,
    ) -> Result<Option<reqwest::Request>> {
        let mut next = prepare(self.parts)?;
        let reads = matches!(*next.method(), http::Method::GET | http::Method::HEAD);
        if abroad {
            let headers = std::mem::take(next.headers_mut());
            for name in [header::ACCEPT, header::USER_AGENT] {
                if let Some(value) = headers.get(&name) {
                    next.headers_mut().insert(name, value.clone());
                }
            }
        } else if reads || transport::keeps_method(status) {
            fill(self.parts, &mut next).await?;
        } else {
            *next.method_mut() = http::Method::GET;
            next.headers_mut().remove(header::CONTENT_TYPE);
        }
        *next.url_mut() = target.clone();
        Ok((reads || !abroad).then_some(next))
    }

    /// The error an answer's status stands for.
    fn judge(&self, answer: &Exchange) -> Option<Error> {
        if answer.status.is_success() {
            return None;
        }
        let Held::Whole(body) = &answer.held else {
            return None;
        };
        let api = ApiAnswer::new(answer.status, &answer.headers, body);
        let error = Error::new(match answer.status {
            StatusCode::TOO_MANY_REQUESTS => Detail::RateLimited(api),
            _ => Detail::Api(api),
        });
        // For raw access only what may pass is an error, and then only to be repeated.
        let known = error.of(self.parts.operation, 0);
        (self.mode != Mode::Raw || RetryPolicy::repeats(&known)).then_some(known)
    }

    fn finish(&self, answer: Exchange, attempts: u32) -> Answer {
        Answer {
            operation: self.parts.operation,
            status: answer.status,
            headers: answer.headers,
            held: answer.held,
            attempts,
            settings: self.parts.core.shared.settings.clone(),
        }
    }
}

/// One answer, before it is known whether it is the last.
struct Exchange {
    status: StatusCode,
    headers: HeaderMap,
    held: Held,
}

/// Where an answer asks to look instead.
fn target(response: &reqwest::Response, at: &Url) -> Option<Url> {
    if !api::is_redirect(response.status()) {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = at.join(location).ok()?;
    matches!(target.scheme(), "http" | "https").then_some(target)
}
