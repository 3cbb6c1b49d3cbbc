//! Pages: asking for one page after the other, lazily, until there are no more.
//! A request and its [`Paging`] go in; [`Pages`] and [`Items`] come out, both streams.
//! How a request names a page, and how an answer says that it is the last, is `paging.rs`'s work.

mod items;
mod paging;

pub use items::Items;
pub use paging::Paging;

use crate::call::{Mode, Parts};
use crate::error::{Error, Result};
use crate::json_api::Included;
use crate::output::{Meta, Output};
use crate::request::{Pending, Reply, Request};
use bytes::Bytes;
use futures_core::Stream;
use paging::Progress;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// One page.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T, M = ()> {
    /// The page's items.
    pub items: Vec<T>,
    /// What came beside them.
    pub meta: Option<M>,
    /// The resources that came along with the items, where the API speaks JSON:API.
    pub included: Included,
    /// How many items there are on all pages, where the server says so.
    pub total_count: Option<u64>,
}

/// Answers that are, or hold, a list of items.
pub trait IntoItems<I> {
    /// The items.
    fn into_items(self) -> Vec<I>;
}

impl<I> IntoItems<I> for Vec<I> {
    fn into_items(self) -> Self {
        self
    }
}

impl<I> IntoItems<I> for Option<Vec<I>> {
    fn into_items(self) -> Vec<I> {
        self.unwrap_or_default()
    }
}

/// The pages of an answer, each asked for when it is needed.
///
/// After an error there are no more pages, unless [`resume`](Self::resume) asks for the failed one again.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Pages<T, M, I> {
    parts: Box<Parts>,
    progress: Progress,
    take: fn(T) -> Vec<I>,
    state: State<T, M>,
}

type Fetching<T, M> = Pending<(Reply<T, M>, Bytes)>;

enum State<T, M> {
    Ready,
    Fetching(Fetching<T, M>),
    Failed,
    Done,
}

impl<T: Output, M: Meta, I> Pages<T, M, I> {
    #[doc(hidden)]
    pub fn new(
        mut request: impl Request<Output = T, Meta = M>,
        paging: &'static Paging,
        take: fn(T) -> Vec<I>,
    ) -> Self {
        let parts = request.call().take_parts();
        let progress = Progress::new(paging, &parts);
        Self {
            parts,
            progress,
            take,
            state: State::Ready,
        }
    }

    /// The items of all pages, one after the other.
    pub fn items(self) -> Items<T, M, I> {
        Items::new(self)
    }

    /// The next page; none after the last.
    pub async fn next(&mut self) -> Option<Result<Page<I, M>>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    /// After an error: the failed page is asked for again when the next one is.
    pub fn resume(&mut self) {
        if matches!(self.state, State::Failed) {
            self.state = State::Ready;
        }
    }

    /// The pages as an iterator that blocks the thread while one is fetched.
    #[cfg(feature = "blocking")]
    pub fn into_blocking(self) -> crate::blocking::Blocking<Self> {
        crate::blocking::Blocking::new(self)
    }

    fn fetch(&self) -> Fetching<T, M> {
        let finish = |answer: crate::call::Answer| {
            let body = answer.body();
            T::reply::<M>(answer).map(|reply| (reply, body))
        };
        Pending::new(self.parts.clone(), Mode::Whole, finish)
    }

    pub(crate) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<I, M>>>> {
        loop {
            match &mut self.state {
                State::Done | State::Failed => return Poll::Ready(None),
                State::Ready => {
                    self.progress.place(&mut self.parts);
                    self.state = State::Fetching(self.fetch());
                }
                State::Fetching(fetching) => {
                    let result: Result<_, Error> = ready!(Pin::new(fetching).poll(context));
                    let (reply, body) = match result {
                        Ok(fetched) => fetched,
                        Err(error) => {
                            self.state = State::Failed;
                            return Poll::Ready(Some(Err(error)));
                        }
                    };
                    let items = (self.take)(reply.data);
                    let seen =
                        self.progress
                            .advance(&body, items.len(), self.parts.operation.envelope);
                    self.state = if seen.more { State::Ready } else { State::Done };
                    if !seen.fresh {
                        continue;
                    }
                    let page = Page {
                        items,
                        meta: reply.meta,
                        included: reply.included,
                        total_count: seen.total,
                    };
                    return Poll::Ready(Some(Ok(page)));
                }
            }
        }
    }
}

// Nothing inside is ever pinned in place.
impl<T, M, I> Unpin for Pages<T, M, I> {}

impl<T: Output, M: Meta, I> Stream for Pages<T, M, I> {
    type Item = Result<Page<I, M>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T, M, I> std::fmt::Debug for Pages<T, M, I> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("request", &self.parts)
            .finish_non_exhaustive()
    }
}
