//! This thread's own time.

use std::time::{Duration, Instant};

/// Measures the time this thread has on the processor (on Linux), which neither a server nor a busy machine adds to.
#[derive(Clone, Copy)]
pub(crate) struct Clock {
    processor: Option<Duration>,
    wall: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            processor: processor_time(),
            wall: Instant::now(),
        }
    }

    pub(crate) fn elapsed(self) -> Duration {
        match (self.processor, processor_time()) {
            (Some(started), Some(ended)) => ended.saturating_sub(started),
            _ => self.wall.elapsed(),
        }
    }
}

fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}
