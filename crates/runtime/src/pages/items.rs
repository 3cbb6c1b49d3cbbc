//! [`Items`]: the items of all pages as one stream, and, with the feature `blocking`, as an iterator.

use super::Pages;
use crate::error::Result;
use crate::output::{Meta, Output};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The items of all pages, one after the other. The next page is asked for when the items at hand are used up.
#[must_use = "pages are asked for when the stream is polled"]
#[derive(Debug)]
pub struct Items<T, M, I> {
    pages: Pages<T, M, I>,
    at_hand: std::vec::IntoIter<I>,
    total: Option<u64>,
}

impl<T: Output, M: Meta, I> Items<T, M, I> {
    pub(super) fn new(pages: Pages<T, M, I>) -> Self {
        Self {
            pages,
            at_hand: Vec::new().into_iter(),
            total: None,
        }
    }

    /// The next item; none after the last.
    pub async fn next(&mut self) -> Option<Result<I>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    /// All items that are left, in memory.
    pub async fn collect_all(mut self) -> Result<Vec<I>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// How many items there are on all pages, as the last page read says, where the server says so.
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.total
    }

    /// After an error: the failed page is asked for again when the next item is.
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// The items as an iterator that blocks the thread while a page is fetched.
    #[cfg(feature = "blocking")]
    pub fn into_blocking(self) -> crate::blocking::Blocking<Self> {
        crate::blocking::Blocking::new(self)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<I>>> {
        loop {
            if let Some(item) = self.at_hand.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    self.total = page.total_count.or(self.total);
                    self.at_hand = page.items.into_iter();
                }
            }
        }
    }
}

// Nothing inside is ever pinned in place.
impl<T, M, I> Unpin for Items<T, M, I> {}

impl<T: Output, M: Meta, I> Stream for Items<T, M, I> {
    type Item = Result<I>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}
