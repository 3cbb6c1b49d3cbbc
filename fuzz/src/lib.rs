//! What must hold for any input, as functions that panic where it does not: the fuzz targets call them with the
//! fuzzer's bytes, `xtask/tests/fuzz.rs` with a few fixed ones.
//!
//! Bytes that are no UTF-8 are taken for choices, of which `describe` makes a description; any other for its text.

mod describe;

pub use describe::TEXTS;

use proc_macro2::{TokenStream, TokenTree};
use sdk_spec::{Diagnostics, Loaded, Source};
use std::collections::BTreeMap;
use std::path::{Component, Path};

/// A word that stands in hostile texts as the call of a macro. In the emitted code none may be called so.
const CANARY: &str = "escaped_canary";

/// Loads a text. It is read or refused with an error, and each finding stands at a place inside of the text.
pub fn load(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let source = Source::new("fuzz.yaml", text);
    match loaded(&source, bytes.len().is_multiple_of(2)) {
        Ok(loaded) => {
            assert!(!loaded.diagnostics.has_errors());
            check(&loaded.diagnostics, &source);
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors());
            check(&diagnostics, &source);
        }
    }
}

fn loaded(source: &Source, tolerate_dangling: bool) -> Result<Loaded, Diagnostics> {
    let options = sdk_spec::Options {
        tolerate_dangling,
        ..sdk_spec::Options::default()
    };
    sdk_spec::load(source, &[], &options)
}

/// The findings can be shown, and their places exist.
fn check(diagnostics: &Diagnostics, source: &Source) {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<usize> = text.split('\n').map(|line| line.chars().count()).collect();
    for (finding, at) in diagnostics.iter().zip(diagnostics.positions(&[source])) {
        let line = at.line.checked_sub(1).and_then(|line| lines.get(line));
        // The place behind a line's last character, and behind its end, are where something is missing.
        assert!(
            line.is_some_and(|length| at.column >= 1 && at.column <= length + 2),
            "{at:?} is outside of the text: {finding:?}"
        );
    }
    let shown = diagnostics.render(&[source], false);
    assert_eq!(shown.is_empty(), diagnostics.is_empty());
}

/// Goes the whole way. What is not refused becomes files with plain paths, code that is Rust, and nothing that a text
/// smuggled in.
pub fn generate(bytes: &[u8]) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => describe::description(bytes).to_string(),
    };
    let source = Source::new("fuzz.yaml", text);
    let Ok(loaded) = loaded(&source, true) else {
        return;
    };
    let built = sdk_ir::build(&loaded.openapi, &sdk_ir::Config::default());
    let options = sdk_emit_rust::Options {
        package: "fuzz-client".to_owned(),
        version: "0.1.0".to_owned(),
        source: "fuzz".to_owned(),
        hash: String::new(),
        command: "cargo xtask codegen".to_owned(),
        runtime: "{ path = \"runtime\" }".to_owned(),
        member: true,
        ids: None,
        proof: Some(sdk_emit_rust::Proof {
            description: sdk_emit_rust::Reduced::new(&loaded.tree).into(),
            support: "{ path = \"wire\" }".to_owned(),
            dev_dependencies: Vec::new(),
        }),
    };
    let files = sdk_emit_rust::emit(&built.api, &options).unwrap_or_else(|error| panic!("{error}"));
    plain(&files);
    for (path, bytes) in &files {
        if path.ends_with(".rs") {
            code(path, bytes);
        }
    }
    for form in [sdk_emit_docs::Form::Site, sdk_emit_docs::Form::Markdown] {
        let options = sdk_emit_docs::Options {
            form,
            crate_name: options.package.clone(),
            crate_version: options.version.clone(),
            ..sdk_emit_docs::Options::default()
        };
        let files =
            sdk_emit_docs::emit(&built.api, &options).unwrap_or_else(|error| panic!("{error}"));
        plain(&files);
    }
}

/// The paths stay in their folder, on any system.
fn plain(files: &BTreeMap<String, Vec<u8>>) {
    let mut folded = std::collections::BTreeSet::new();
    for path in files.keys() {
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        assert!(
            inside && path.len() < 200 && !path.contains(['\\', ':', '\0']),
            "{path:?} is not plain"
        );
        assert!(
            folded.insert(path.to_lowercase()),
            "{path:?} differs from another path only in its letters' case"
        );
    }
}

fn code(path: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let reordered = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(
        !text.contains(reordered),
        "{path} holds marks that reorder text"
    );
    assert!(
        !text.replace("\r\n", "").contains('\r'),
        "{path} holds a bare carriage return"
    );
    let tokens: TokenStream = text
        .parse()
        .unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
    assert!(
        !calls_canary(tokens.clone()),
        "{path} holds a call that only a text can have made:\n{text}"
    );
    if let Err(error) = syn::parse2::<syn::File>(tokens) {
        panic!("{path}: {error}\n{text}");
    }
}

fn calls_canary(tokens: TokenStream) -> bool {
    let mut named = false;
    for token in tokens {
        match token {
            TokenTree::Punct(mark) if named && mark.as_char() == '!' => return true,
            TokenTree::Group(group) if calls_canary(group.stream()) => return true,
            TokenTree::Ident(name) => named = name == CANARY,
            _ => named = false,
        }
    }
    false
}
