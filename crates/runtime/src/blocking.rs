//! Waiting for requests without an executor: one background thread runs them all.
//! A future goes in; its result comes out when it is there. Only with the feature `blocking`.

use crate::error::{Error, Result};
use std::sync::OnceLock;
use std::sync::mpsc;
use tokio::runtime::{Builder, Handle};

static RUNTIME: OnceLock<std::result::Result<Handle, String>> = OnceLock::new();

/// The background thread's executor; started by the first blocking call.
fn runtime() -> Result<&'static Handle> {
    let started = RUNTIME.get_or_init(|| {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let handle = runtime.handle().clone();
        std::thread::Builder::new()
            .name("blocking-http".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))
            .map_err(|error| error.to_string())?;
        Ok(handle)
    });
    started.as_ref().map_err(|reason| {
        Error::configuration(format!("the background thread cannot start: {reason}"))
    })
}

/// Runs a future on the background thread and waits for it.
pub(crate) fn wait<T: Send + 'static>(
    future: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        // Nobody waits any more when the receiver is gone.
        let _ = sender.send(future.await);
    });
    receiver
        .recv()
        .map_err(|_| Error::configuration("the background thread ended before the answer came"))?
}

/// A stream as an iterator that blocks the thread while it waits.
#[must_use = "pages are asked for when the iterator is advanced"]
pub struct Blocking<S>(Option<S>);

impl<S> Blocking<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<S, T> Iterator for Blocking<S>
where
    S: futures_core::Stream<Item = Result<T>> + Unpin + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        // The stream goes to the background thread and comes back with its next item.
        let mut stream = self.0.take()?;
        let step = wait(async move {
            let item =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut stream).poll_next(context))
                    .await;
            Ok((stream, item))
        });
        match step {
            Ok((stream, item)) => {
                self.0 = Some(stream);
                item
            }
            Err(error) => Some(Err(error)),
        }
    }
}
