//! Cargo features of the emitted crate: one for each group, so that a user compiles only what is needed.

use std::collections::BTreeSet;

use sdk_ir::Api;

use crate::file::WIDTH;

/// What the crate passes on to its runtime; a group of such a name gets an ending.
pub(crate) const RUNTIME: &[&str] = &[
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

/// The modules that have a feature each: those of the groups, and that of the webhooks.
pub(crate) fn modules(api: &Api) -> impl Iterator<Item = &str> {
    let webhooks = api.webhooks.iter().map(|webhooks| webhooks.module.as_str());
    let groups = api.groups.iter().map(|group| group.module.as_str());
    groups.chain(webhooks)
}

/// The feature of a group's module: `loyalty_cards` is `loyalty-cards`.
pub(crate) fn name(module: &str) -> String {
    let name = module.replace('_', "-");
    if name == "default" || RUNTIME.contains(&name.as_str()) {
        format!("{name}-group")
    } else {
        name
    }
}

/// The condition of what one group needs, as an attribute.
pub(crate) fn line(module: &str) -> String {
    format!("#[cfg(feature = \"{}\")]", name(module))
}

/// The condition of what several groups share, as rustfmt lays it out; nothing where all of them do.
pub(crate) fn shared(api: &Api, modules: &BTreeSet<String>) -> Option<String> {
    if modules.len() >= self::modules(api).count() {
        return None;
    }
    let features: Vec<String> = modules
        .iter()
        .map(|module| format!("feature = \"{}\"", name(module)))
        .collect();
    let single = format!("#[cfg(any({}))]", features.join(", "));
    if single.len() <= WIDTH {
        return Some(single);
    }
    Some(format!("#[cfg(any(\n    {}\n))]", features.join(",\n    ")))
}
