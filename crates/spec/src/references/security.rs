//! Security requirements refer to schemes by name; the names must be there.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::{Pointer, escape};
use crate::walk::METHODS;
use serde_json::Value;
use std::collections::HashSet;

/// Reports each unknown name where it stands first. The requirement stays: whoever reads it decides what to do.
pub(super) fn check(tree: &Value, diagnostics: &mut Diagnostics) {
    let schemes = tree
        .get("components")
        .and_then(|components| components.get("securitySchemes")?.as_object());
    let known = |name: &str| schemes.is_some_and(|schemes| schemes.contains_key(name));
    let mut said = HashSet::new();
    let mut one = |list: Option<&Value>, at: &Pointer<'_>| {
        for (index, requirement) in list
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            for name in requirement
                .as_object()
                .into_iter()
                .flat_map(|names| names.keys())
            {
                if !known(name) && said.insert(name.clone()) {
                    let message =
                        format!("`security` names the scheme `{name}`, which is not there");
                    let help = format!("define `{name}` under `components/securitySchemes`");
                    let at = format!("{at}/security/{index}/{}", escape(name));
                    diagnostics.push(
                        Diagnostic::warning("unknown-security-scheme", message)
                            .at(at)
                            .help(help),
                    );
                }
            }
        }
    };
    let root = Pointer::root();
    one(tree.get("security"), &root);
    let here = root.key("paths");
    for (path, item) in tree
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = here.key(path);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                one(operation.get("security"), &at.key(method));
            }
        }
    }
}
