//! What Cargo's features choose: a user compiles only what the groups he wants need.

use std::collections::BTreeSet;

use sdk_ir::Api;
use sdk_ir::features::name;

use crate::file::WIDTH;

/// The modules that have a feature each: those of the groups, and that of the webhooks.
pub(crate) fn modules(api: &Api) -> impl Iterator<Item = &str> {
    let webhooks = api.webhooks.iter().map(|webhooks| webhooks.module.as_str());
    let groups = api.groups.iter().map(|group| group.module.as_str());
    groups.chain(webhooks)
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
