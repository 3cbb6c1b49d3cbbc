//! The client-side limiter: keeps a client and its clones within an API's published limits.
//! A task asks for a turn and gets it, in the order of asking, as soon as every limit allows it.
//!
//! It keeps the exact times of the last requests. A token bucket (what the common crates offer) lets nearly twice the
//! published number through in one stretch: a full bucket at once, then the refill.

use crate::api::Limit;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Shared by all clones of a client.
#[derive(Debug)]
pub(crate) struct Limiter {
    /// Held while waiting, so that turns are given in order and a dropped call gives its place up.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    windows: Vec<Window>,
    not_before: Option<Instant>,
}

#[derive(Debug)]
struct Window {
    requests: usize,
    length: Duration,
    sent: VecDeque<Instant>,
}

impl Window {
    fn free_at(&self) -> Option<Instant> {
        if self.sent.len() < self.requests {
            return None;
        }
        self.sent.front().map(|oldest| *oldest + self.length)
    }
}

impl Limiter {
    /// A limiter, unless no limit says anything.
    pub(crate) fn new(limits: &[Limit]) -> Option<Self> {
        let windows: Vec<_> = limits
            .iter()
            .filter(|limit| limit.requests > 0 && limit.seconds > 0)
            .map(|limit| Window {
                requests: limit.requests as usize,
                length: Duration::from_secs(u64::from(limit.seconds)),
                sent: VecDeque::new(),
            })
            .collect();
        (!windows.is_empty()).then(|| Self {
            turn: tokio::sync::Mutex::new(()),
            state: Mutex::new(State {
                windows,
                not_before: None,
            }),
        })
    }

    /// Waits for a turn and takes it.
    pub(crate) async fn acquire(&self) {
        let _turn = self.turn.lock().await;
        while let Some(at) = self.take(Instant::now()) {
            tokio::time::sleep_until(at).await;
        }
    }

    /// Holds all requests back for a while: the server has asked for it.
    pub(crate) fn hold(&self, wait: Duration) {
        let Some(until) = Instant::now().checked_add(wait) else {
            return;
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.not_before = state.not_before.max(Some(until));
    }

    /// Takes a turn now, or says when to ask again.
    fn take(&self, now: Instant) -> Option<Instant> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let free = state
            .windows
            .iter()
            .filter_map(Window::free_at)
            .chain(state.not_before)
            .max();
        if let Some(at) = free.filter(|at| *at > now) {
            return Some(at);
        }
        for window in &mut state.windows {
            if window.sent.len() >= window.requests {
                window.sent.pop_front();
            }
            window.sent.push_back(now);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    async fn times(limits: &[Limit], count: usize) -> Vec<u128> {
        let limiter = Arc::new(Limiter::new(limits).unwrap());
        let start = Instant::now();
        let tasks: Vec<_> = (0..count)
            .map(|_| {
                let limiter = Arc::clone(&limiter);
                tokio::spawn(async move {
                    limiter.acquire().await;
                    start.elapsed().as_millis()
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.push(task.await.unwrap());
        }
        times.sort_unstable();
        times
    }

    #[tokio::test(start_paused = true)]
    async fn no_stretch_holds_more_than_the_limit() {
        let times = times(&[Limit::new(5, 1), Limit::new(12, 60)], 25).await;
        for (index, time) in times.iter().enumerate() {
            let within = |length| {
                times
                    .iter()
                    .skip(index)
                    .filter(|other| **other < time + length)
                    .count()
            };
            assert!(within(1000) <= 5, "{times:?}");
            assert!(within(60_000) <= 12, "{times:?}");
        }
        assert!(
            (120_000..121_100).contains(&times[24]),
            "no slower than needed: {times:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_wait_costs_nothing() {
        let limiter = Limiter::new(&[Limit::new(1, 1)]).unwrap();
        limiter.acquire().await;
        let start = Instant::now();
        assert!(
            tokio::time::timeout(Duration::from_millis(10), limiter.acquire())
                .await
                .is_err()
        );
        limiter.acquire().await;
        assert!(start.elapsed() <= Duration::from_millis(1001));
        limiter.hold(Duration::from_secs(5));
        limiter.acquire().await;
        assert!(start.elapsed() >= Duration::from_secs(5));
    }
}
