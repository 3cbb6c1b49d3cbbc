//! Two things compared by turns, so that whatever else the machine does falls on both.

use super::clock::Clock;
use std::time::Duration;

/// How many pairs are compared.
const PAIRS: usize = 41;

/// The time this thread spends for so many runs.
pub(crate) fn spent(count: u64, run: impl Fn()) -> Duration {
    let clock = Clock::start();
    for _ in 0..count {
        run();
    }
    clock.elapsed()
}

/// Prints what one takes and what another does, in a line that `cargo xtask bench running` reads: the pair whose ratio is
/// the median of all.
pub(crate) fn compare(count: u64, one: (&str, &dyn Fn()), other: (&str, &dyn Fn())) {
    let mut pairs: Vec<(f64, Duration, Duration)> = (0..PAIRS)
        .map(|_| (spent(count, one.1), spent(count, other.1)))
        .map(|(one, other)| (one.as_secs_f64() / other.as_secs_f64(), one, other))
        .collect();
    pairs.sort_by(|(first, ..), (second, ..)| first.total_cmp(second));
    let (_, took, against) = pairs[PAIRS / 2];
    let each = |time: Duration| time.as_nanos() / u128::from(count);
    println!(
        "{} {} ns, {} {} ns",
        one.0,
        each(took),
        other.0,
        each(against)
    );
}
