//! Every case of tests/features: its IR, its code and its diagnostics are as committed beside its description.
//!
//! `INSTA_UPDATE=always cargo test -p sdk-emit-rust --test features` writes them anew; `CASE=parameters` limits a run to
//! the cases whose names contain the text. How a case is made is told in tests/features/README.md.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use sdk_emit_rust::Files;
use sdk_ir::Api;
use serde_json::Value;
use support::{Case, cases};

#[test]
fn every_case_gives_what_its_snapshots_show() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let failed: Vec<String> = cases()
        .into_iter()
        .filter(|case| case.name.contains(&wanted))
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err())
        .map(|case| case.name)
        .collect();
    assert!(
        failed.is_empty(),
        "these cases of tests/features differ from their snapshots: {}",
        failed.join(", ")
    );
}

fn check(case: &Case) {
    let rendered = case.render();
    let (ir, client) = match &rendered.made {
        Some((api, files)) => (ir(api), client(api, files)),
        None => (String::new(), String::new()),
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&case.folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in [
            ("diagnostics", rendered.diagnostics.as_str()),
            ("ir", &ir),
            ("client", &client),
        ] {
            let path = case.folder.join(format!("{name}.snap"));
            if !text.is_empty() {
                insta::assert_snapshot!(name, text);
            } else if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
                drop(std::fs::remove_file(path));
            } else {
                assert!(!path.exists(), "nothing is made for {}", path.display());
            }
        }
    });
}

/// The IR as YAML, without what is empty, false or only a place in the description.
fn ir(api: &Api) -> String {
    let mut value = serde_json::to_value(api).expect("the IR is data");
    prune(&mut value);
    if let Value::Object(api) = &mut value {
        // The description's head is the same in all cases.
        for name in ["title", "version", "description"] {
            api.remove(name);
        }
    }
    serde_yaml::to_string(&value).expect("data is YAML")
}

fn prune(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Object(members) => {
            for name in ["pointer", "pointers", "groups"] {
                // The groups of the API are a list of objects, those of a model a list of names.
                let is_names = |value: &Value| match value {
                    Value::Array(items) => items.iter().all(Value::is_string),
                    other => other.is_string(),
                };
                if members.get(name).is_some_and(is_names) {
                    members.remove(name);
                }
            }
            // A default of null, false or "" tells something.
            members
                .iter_mut()
                .filter(|(name, _)| *name != "default")
                .for_each(|(_, value)| prune(value));
            members
                .retain(|name, value| name == "default" && !value.is_null() || !is_nothing(value));
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The code that is of this case's making: groups, models and identifiers, and the client where credentials, servers,
/// headers or the envelope make it more than the usual one.
fn client(api: &Api, files: &Files) -> String {
    let telling = !api.security_schemes.is_empty()
        || api.servers.len() > 1
        || !api.headers.is_empty()
        || !api.limits.is_empty();
    let mut out = String::new();
    for (path, bytes) in files {
        let is_shown = path.starts_with("src/")
            && path != "src/lib.rs"
            && (telling || path != "src/client.rs");
        if !is_shown {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let text = text.split_once('\n').map_or("", |(_, rest)| rest);
        out.push_str(&format!("// {path}\n{text}\n"));
    }
    out
}
