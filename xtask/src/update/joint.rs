//! The next versions of the crates that an updated description has in common with others: that of their identifiers,
//! judged by the identifiers, and those that re-export its crate, judged as that crate is.

use std::collections::BTreeMap;

use sdk_ir::types::Identifier;

use crate::codegen;
use crate::drift::{self, Compared};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The shared identifiers before the update; none where the description shares none.
pub(super) fn before(
    workspace: &Workspace,
    name: &str,
) -> Result<Option<BTreeMap<String, Identifier>>, Failure> {
    let sdk = workspace.sdk()?;
    let description = sdk.named(&[name.to_owned()])?.swap_remove(0);
    let ids = description.ids.as_deref();
    ids.map(|ids| codegen::identifiers(workspace, &sdk.sharing(ids)))
        .transpose()
}

/// The crates that need a new version, and which.
pub(super) fn next(
    workspace: &Workspace,
    name: &str,
    before: &Option<BTreeMap<String, Identifier>>,
    compared: &Compared,
) -> Result<Vec<(String, String)>, Failure> {
    let sdk = workspace.sdk()?;
    let description = sdk.named(&[name.to_owned()])?.swap_remove(0);
    let mut next = Vec::new();
    let shared = sdk
        .ids
        .iter()
        .find(|ids| description.ids.as_ref() == Some(&ids.package));
    if let (Some(ids), Some(before)) = (shared, before) {
        let version = match codegen::identifiers(workspace, &sdk.sharing(&ids.package)) {
            Ok(now) => sdk_drift::compare_identifiers(before, &now).next_version(&ids.version),
            // The overlays have to be revised first; until then the worst is taken for granted.
            Err(_) => drift::next_version(compared, &ids.version),
        };
        next.extend(version.map(|version| (ids.package.clone(), version)));
    }
    for facade in &sdk.facades {
        if facade.descriptions().contains(&name) {
            let version = drift::next_version(compared, &facade.version);
            next.extend(version.map(|version| (facade.package.clone(), version)));
        }
    }
    Ok(next)
}
