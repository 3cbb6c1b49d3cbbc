//! Cargo features of the emitted crate: one for each group, beside those of the runtime that it passes on.

/// What the crate passes on to its runtime; a group of such a name gets an ending.
pub const RUNTIME: &[&str] = &[
    "tls",
    "tls-aws-lc",
    "tls-native",
    "gzip",
    "system-proxy",
    "http2",
    "socks",
    "blocking",
    "tracing",
];

/// What tells a group's feature from another of its name.
const ENDING: &str = "-group";

/// The feature of a group's module: `loyalty_cards` is `loyalty-cards`, `_2fa` is `2fa`.
#[must_use]
pub fn name(module: &str) -> String {
    // A feature starts with a letter or a digit (The Cargo Book, "The [features] section").
    let name = module.trim_start_matches('_').replace('_', "-");
    if name == "default" || RUNTIME.contains(&name.as_str()) {
        format!("{name}{ENDING}")
    } else {
        name
    }
}

/// The modules whose features are those of others with the ending.
pub(crate) fn endings() -> impl Iterator<Item = String> {
    let names = RUNTIME.iter().chain(&["default"]);
    names.map(|name| format!("{name}{ENDING}").replace('-', "_"))
}
