//! The verdict is honest: for what is called additive or cosmetic, a program written against the old crate
//! compiles against the new one, unchanged.
//!
//! For each case of the matrix that is called so, both crates are emitted. Where they differ at all, a program
//! that uses everything public of the old one is compiled against both. It takes minutes, so it is run by name:
//! `cargo test -p sdk-drift --test honest -- --ignored`; `DRIFT_TABLE=webhooks.yaml` tries the cases of one table only.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "support/consumer.rs"]
mod consumer;
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use sdk_drift::{Report, Severity};
use sdk_ir::Config;
use serde_json::Value;
use support::{load, patch, report, table};

/// The tables of cases that change what the crate shows.
const TABLES: &[&str] = &[
    "parameters.yaml",
    "bodies.yaml",
    "responses.yaml",
    "models.yaml",
    "operations.yaml",
    "webhooks.yaml",
    "same.yaml",
];

type Files = BTreeMap<String, Vec<u8>>;

/// A change that is called additive or less.
struct Case {
    name: String,
    old: Files,
    new: Files,
}

fn emit(api: &sdk_ir::Api) -> Files {
    let options = sdk_emit_rust::Options {
        package: "api".to_owned(),
        version: "0.1.0".to_owned(),
        source: "case".to_owned(),
        hash: String::new(),
        command: "cargo xtask codegen".to_owned(),
        runtime: format!("{{ path = {:?} }}", root().join("crates/runtime")),
        member: false,
        ids: None,
        proof: None,
    };
    sdk_emit_rust::emit(api, &options).expect("a crate is emitted")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace is there")
}

fn config(case: &Value, side: &str) -> Config {
    match case.get(side).or_else(|| case.get("config")) {
        Some(config) => serde_json::from_value(config.clone()).expect("a configuration"),
        None => Config::default(),
    }
}

/// The cases of all tables, both ways, whose crates differ and whose report is as `wanted` says.
fn cases(wanted: fn(&Report) -> bool) -> Vec<Case> {
    let base = table("base.yaml");
    let mut cases = Vec::new();
    let only = std::env::var("DRIFT_TABLE").ok();
    for file in TABLES {
        if only.as_ref().is_some_and(|only| only != file) {
            continue;
        }
        for case in table(file).as_array().expect("a list of cases") {
            let (mut old, mut new) = (base["description"].clone(), base["description"].clone());
            patch(&mut old, &base["aliases"], &case["old"]);
            patch(&mut new, &base["aliases"], &case["old"]);
            patch(&mut new, &base["aliases"], &case["new"]);
            let old = load(&old, &config(case, "config"));
            let new = load(&new, &config(case, "config-new"));
            let name = format!("{file}: {}", case["case"].as_str().expect("a name"));
            for (name, old, new) in [
                (format!("{name}, there"), &old, &new),
                (format!("{name}, back"), &new, &old),
            ] {
                if wanted(&report(old, new)) {
                    let (old, new) = (emit(&old.api), emit(&new.api));
                    cases.extend((old != new).then_some(Case { name, old, new }));
                }
            }
        }
    }
    cases
}

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .expect("a folder is made");
        std::fs::write(path, bytes).expect("a file is written");
    }
}

/// A program at `folder` that uses the crate `package`.
fn write_program(folder: &Path, name: &str, package: &str, text: &str) {
    let runtime = root().join("crates/runtime");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\napi = {{ package = \"{package}\", path = \"../{package}\" }}\nsdk-runtime = {{ path = {runtime:?} }}\n"
    );
    write(
        folder,
        &[
            ("Cargo.toml".to_owned(), manifest.into_bytes()),
            ("src/lib.rs".to_owned(), text.as_bytes().to_vec()),
        ]
        .into(),
    );
}

fn renamed(files: &Files, package: &str) -> Files {
    let mut files = files.clone();
    files.retain(|path, _| path.starts_with("src/") || path == "Cargo.toml" || path == "README.md");
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        let text = String::from_utf8_lossy(manifest).replacen(
            "name = \"api\"",
            &format!("name = \"{package}\""),
            1,
        );
        *manifest = without_tests(&text).into_bytes();
    }
    files
}

/// The manifest without what only its own tests and examples need.
fn without_tests(manifest: &str) -> String {
    let mut kept = String::new();
    let mut keep = true;
    for line in manifest.lines() {
        if line.starts_with('[') {
            keep = matches!(line, "[package]" | "[dependencies]" | "[features]");
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Compiles the program of each case against its crates; gives the names of those that fail, with the side.
///
/// The packages carry the name of `what`: cargo knows a member by its name and its path within the workspace, so that in
/// a target folder of several workspaces those with the same name would pass for each other.
fn compile(what: &str, cases: &[Case], sides: &[&str]) -> Vec<(String, String)> {
    let folder = root().join("target").join(format!("drift-{what}"));
    // What is left of the last run may have more cases than this one.
    let _ = std::fs::remove_dir_all(&folder);
    for (number, case) in cases.iter().enumerate() {
        let program = consumer::consumer(&case.old);
        for side in sides {
            let files = if *side == "old" { &case.old } else { &case.new };
            let package = format!("case-{what}-{number}-{side}");
            write(&folder.join(&package), &renamed(files, &package));
            let name = format!("use-{what}-{number}-{side}");
            write_program(&folder.join(&name), &name, &package, &program);
        }
    }
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"case-*\", \"use-*\"]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n";
    std::fs::write(folder.join("Cargo.toml"), workspace).expect("a file is written");
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock is copied");
    let done = Command::new(env!("CARGO"))
        .args([
            "check",
            "--workspace",
            "--offline",
            "--keep-going",
            "--quiet",
        ])
        .current_dir(&folder)
        .env(
            "CARGO_TARGET_DIR",
            root().join("target/drift-honest-target"),
        )
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&done.stderr);
    let failed: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("error: could not compile `"))
        .filter_map(|line| line.split('`').next())
        .collect();
    assert!(done.status.success() || !failed.is_empty(), "{said}");
    assert!(
        !failed.iter().any(|package| package.starts_with("case-")),
        "a crate does not compile:\n{said}"
    );
    let named = |package: &str| {
        let mut parts = package.split('-').skip(2);
        let number: usize = parts.next()?.parse().ok()?;
        Some((cases.get(number)?.name.clone(), parts.next()?.to_owned()))
    };
    failed.into_iter().filter_map(named).collect()
}

/// How many cases all tables have at least; of one table there is some.
fn least(all: usize) -> usize {
    if std::env::var_os("DRIFT_TABLE").is_some() {
        0
    } else {
        all
    }
}

#[test]
#[ignore = "compiles some hundred small crates"]
fn programs_written_against_the_old_crate_compile_against_the_new_one() {
    let cases = cases(|report| report.count(Severity::Breaking) == 0);
    assert!(cases.len() > least(30), "there are {} cases", cases.len());
    let failed = compile("additive", &cases, &["old", "new"]);
    assert!(failed.is_empty(), "{} cases: {failed:#?}", cases.len());
}

#[test]
#[ignore = "compiles some hundred small crates"]
fn what_is_called_breaking_in_rust_breaks_programs() {
    // Two servers that change places change where a program's requests go: worse than not to compile.
    let cases = cases(|report| {
        let silent = report
            .changes
            .iter()
            .any(|change| change.id == "server-renamed");
        let effects = report
            .changes
            .iter()
            .filter_map(|change| change.rust.as_ref());
        !silent && effects.into_iter().any(|effect| effect.breaking)
    });
    assert!(cases.len() > least(50), "there are {} cases", cases.len());
    let failed = compile("breaking", &cases, &["new"]);
    let survived: Vec<&str> = cases
        .iter()
        .map(|case| case.name.as_str())
        .filter(|name| !failed.iter().any(|(failed, _)| failed == name))
        .collect();
    assert!(
        survived.is_empty(),
        "{} of {} cases: {survived:#?}",
        survived.len(),
        cases.len()
    );
}
