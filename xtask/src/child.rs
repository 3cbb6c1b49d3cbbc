//! A process of its own, measured: the processor time that it and what it started had, and the most memory it had at
//! once. Both are read from /proc while it runs and, for the time, once more when it has ended and before it is
//! forgotten; on systems without /proc, time is what went by and memory is not known.

use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

/// On a machine that does other work too, a process may wait this much longer than it works.
const PATIENCE: u32 = 10;

/// How often a running process is looked at.
const PAUSE: Duration = Duration::from_millis(2);

/// What a run took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// The processor's time where the system tells, or else the time that went by.
    pub(crate) time: Duration,
    /// The most memory it had at once, in KiB; 0 where the system does not tell.
    pub(crate) memory: u64,
}

/// Waits for the end or ends it; the status is absent where it had to be ended.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> (Option<ExitStatus>, Cost) {
    let started = Instant::now();
    let (mut memory, mut worked) = (0, None);
    loop {
        memory = memory.max(peak(child.id()));
        let seen = look(child.id());
        worked = seen.as_ref().map(|seen| seen.worked).or(worked);
        // Once its end is taken notice of, nothing more can be read of it; so that is left until the last figures are in.
        let status = match seen {
            Some(Seen { ended: false, .. }) => None,
            _ => child.try_wait().ok().flatten(),
        };
        let passed = started.elapsed();
        let time = worked.unwrap_or(passed);
        let cost = Cost { time, memory };
        if status.is_some() {
            return (status, cost);
        }
        if time > limit || passed > limit.saturating_mul(PATIENCE) {
            drop(child.kill());
            drop(child.wait());
            return (None, cost);
        }
        std::thread::sleep(PAUSE);
    }
}

/// How a process stands.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    worked: Duration,
    ended: bool,
}

/// Linux: proc_pid_stat(5), whose ticks are hundredths of a second on all its usual machines.
fn look(id: u32) -> Option<Seen> {
    let mut seen = stat(&std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?)?;
    // Of the first thread, the system also tells the nanoseconds; where it did all the work, they are more exact.
    let first = std::fs::read_to_string(format!("/proc/{id}/schedstat"))
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or(Duration::ZERO, Duration::from_nanos);
    seen.worked = seen.worked.max(first);
    Some(seen)
}

/// What the file says of the process with all its threads, and of the children whose end it has taken notice of.
fn stat(text: &str) -> Option<Seen> {
    // The name in parentheses may hold anything; what follows it are plain fields.
    let (_, fields) = text.rsplit_once(')')?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = fields
        .get(11..15)?
        .iter()
        .map(|ticks| ticks.parse::<u64>().ok())
        .sum::<Option<u64>>()?;
    Some(Seen {
        worked: Duration::from_millis(ticks * 10),
        ended: matches!(fields.first(), Some(&("Z" | "X"))),
    })
}

/// The most memory a running process has had, in KiB, where the system tells (Linux: proc_pid_status(5)).
fn peak(id: u32) -> u64 {
    std::fs::read_to_string(format!("/proc/{id}/status"))
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse().ok()
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Seen, stat};
    use std::time::Duration;

    #[test]
    fn a_process_is_charged_for_its_children_whatever_it_is_called() {
        let text = "7 (a) R 1 (b) Z 1 7 7 0 -1 4194304 1 2 3 4 150 20 5 2 20 0 1 0 100 0 0";
        let seen = Seen {
            worked: Duration::from_millis(1770),
            ended: true,
        };
        assert_eq!(stat(text), Some(seen));
        assert_eq!(
            stat(&text.replace(") Z ", ") S ")).map(|seen| seen.ended),
            Some(false)
        );
        assert_eq!(stat("7 (a) R 1"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn time_and_memory_of_an_ended_process_are_known_and_an_endless_one_is_ended() {
        let start = |script: &str| {
            std::process::Command::new("sh")
                .args(["-c", script])
                .spawn()
                .unwrap()
        };
        let work = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";
        let (status, cost) = super::wait(&mut start(work), Duration::MAX);
        assert!(status.unwrap().success());
        assert!(!cost.time.is_zero() && cost.memory > 0, "{cost:?}");
        let (status, _) = super::wait(&mut start("while :; do :; done"), Duration::ZERO);
        assert_eq!(status, None);
    }
}
