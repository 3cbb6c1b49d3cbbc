//! The line above the table: the day, the machine's size and what else it was doing.

use crate::lock;

/// One line of Markdown.
pub(super) fn line() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut line = format!("`cargo xtask bench` on {}: {cores} cores", lock::today());
    if let Some(model) = value(&read("/proc/cpuinfo"), "model name") {
        line.push_str(&format!(" ({model})"));
    }
    let memory = value(&read("/proc/meminfo"), "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    if let Some(kibibytes) = memory {
        line.push_str(&format!(", {} GiB", (kibibytes + (1 << 19)) >> 20));
    }
    let load = read("/proc/loadavg");
    if let Some(load) = load.split(' ').nth(1) {
        line.push_str(&format!(", load {load} in the last five minutes"));
    }
    line
}

/// The value in a line `NAME : VALUE`.
fn value(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}
