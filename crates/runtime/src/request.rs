//! [`Request`]: what every request can do beside its own setters; [`Pending`]: a request under way; [`Reply`]: the
//! answer with everything around it. The `request!` macro (`request/define.rs`) makes the request types.
//! Sending is `call/send.rs`'s work, decoding `decode/`'s.

mod define;

use crate::call::{self, Answer, Call, Mode, Parts};
use crate::decode::Bend;
use crate::error::Result;
use crate::json_api::Included;
use crate::output::{Meta, Output};
use crate::param::ParamValue;
use crate::retry::RetryPolicy;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::borrow::Cow;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A request, sent when it is awaited. Every generated request type is one.
pub trait Request: Sized {
    /// What the operation answers with.
    type Output: Output;
    /// What comes beside it in the envelope.
    type Meta: Meta;

    /// What the request is put together in.
    #[doc(hidden)]
    fn call(&mut self) -> &mut Call<Self::Output, Self::Meta>;

    /// Sets a header of this request.
    #[must_use]
    fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<ParamValue>) -> Self {
        self.call().parts().set_header(name.into(), value.into());
        self
    }

    /// Sets a query parameter of this request, documented or not.
    #[must_use]
    fn query_param(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<ParamValue>,
    ) -> Self {
        self.call().parts().set_query(name.into(), value.into());
        self
    }

    /// The time for this call, in place of the client's.
    #[must_use]
    fn timeout(mut self, timeout: Duration) -> Self {
        self.call().parts().timeout = Some(timeout);
        self
    }

    /// When this request is repeated, in place of the client's policy.
    #[must_use]
    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call().parts().retry = Some(policy);
        self
    }

    /// Sends this request once and never again.
    #[must_use]
    fn no_retry(self) -> Self {
        self.retry(RetryPolicy::never())
    }

    /// Sends the request; the same as awaiting it.
    fn send(mut self) -> Pending<Self::Output> {
        let parts = self.call().take_parts();
        Pending::new(parts, mode::<Self::Output>(), Self::Output::data)
    }

    /// Sends the request; the answer comes with its metadata, status, headers and bends.
    fn with_meta(mut self) -> Pending<Reply<Self::Output, Self::Meta>> {
        Pending::new(
            self.call().take_parts(),
            mode::<Self::Output>(),
            Self::Output::reply::<Self::Meta>,
        )
    }

    /// Sends the request; the answer comes as it is, undecoded, whatever its status.
    fn raw(mut self) -> Pending<RawReply> {
        Pending::new(self.call().take_parts(), Mode::Raw, |answer| {
            let body = answer.body();
            Ok(RawReply {
                status: answer.status,
                headers: answer.headers,
                body,
                attempts: answer.attempts,
            })
        })
    }

    /// Sends the request and blocks the thread until it is answered.
    #[cfg(feature = "blocking")]
    fn call_blocking(self) -> Result<Self::Output> {
        crate::blocking::wait(self.send())
    }
}

fn mode<T: Output>() -> Mode {
    if T::STREAMED {
        Mode::Stream
    } else {
        Mode::Whole
    }
}

/// A request under way. Dropping it cancels the request.
#[must_use = "a request is sent when it is awaited"]
pub struct Pending<R> {
    sending: Pin<Box<dyn Future<Output = Result<Answer>> + Send>>,
    finish: fn(Answer) -> Result<R>,
}

impl<R> Pending<R> {
    pub(crate) fn new(parts: Box<Parts>, mode: Mode, finish: fn(Answer) -> Result<R>) -> Self {
        Self {
            sending: Box::pin(call::send(parts, mode)),
            finish,
        }
    }

    /// Waits for the answer and blocks the thread until it is there.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<R>
    where
        R: Send + 'static,
    {
        crate::blocking::wait(self)
    }
}

impl<R> Future for Pending<R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let finish = self.finish;
        self.sending
            .as_mut()
            .poll(context)
            .map(|answer| answer.and_then(finish))
    }
}

impl<R> std::fmt::Debug for Pending<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pending")
    }
}

/// An answer and everything around it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply<T, M = ()> {
    /// What the operation answers with.
    pub data: T,
    /// What came beside it in the envelope, if anything did.
    pub meta: Option<M>,
    /// The resources that came along with the data, where the API speaks JSON:API.
    pub included: Included,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The values that had to be bent to what the description says; the first 10,000 of them.
    pub bends: Vec<Bend>,
    /// How many values had to be bent.
    pub bend_count: u64,
    /// How often the request was sent.
    pub attempts: u32,
}

/// An answer as it came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed and undecoded.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
}
