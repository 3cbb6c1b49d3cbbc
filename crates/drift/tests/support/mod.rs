//! What the tests share: the base description, patches on it, and the way from a description to a report.

#![allow(dead_code, reason = "each test uses its part")]

use sdk_drift::{Change, Report, Side, compare_sides};
use sdk_ir::{Api, Config};
use sdk_spec::{Options, Source};
use serde_json::{Map, Value};

/// A description with its IR.
pub(crate) struct Loaded {
    pub(crate) api: Api,
    pub(crate) lowered: Value,
    pub(crate) published: Value,
}

/// Takes a description all the way to its IR, as codegen does.
pub(crate) fn load(tree: &Value, config: &Config) -> Loaded {
    let text = serde_yaml::to_string(tree).expect("a tree can be written");
    let loaded = sdk_spec::load(&Source::new("case.yaml", text), &[], &Options::default())
        .unwrap_or_else(|found| panic!("the description cannot be read: {found:#?}"));
    let lowered = serde_json::to_value(&loaded.openapi).expect("a description can be written");
    Loaded {
        api: sdk_ir::build(&loaded.openapi, config).api,
        lowered,
        published: loaded.tree,
    }
}

fn side(loaded: &Loaded) -> Side<'_> {
    Side::new(&loaded.api)
        .with_description(&loaded.lowered)
        .with_published(&loaded.published)
}

pub(crate) fn report(old: &Loaded, new: &Loaded) -> Report {
    compare_sides(side(old), side(new))
}

/// `breaking request-parameter-removed`, sorted.
pub(crate) fn found(report: &Report) -> Vec<String> {
    let name = |change: &Change| format!("{} {}", change.severity.as_str(), change.id);
    let mut found: Vec<String> = report.changes.iter().map(name).collect();
    found.sort();
    found
}

/// The effects in Rust, sorted, each once.
pub(crate) fn effects(report: &Report) -> Vec<String> {
    let effects = report
        .changes
        .iter()
        .filter_map(|change| change.rust.as_ref());
    let mut effects: Vec<String> = effects.map(|effect| effect.text.clone()).collect();
    effects.sort();
    effects.dedup();
    effects
}

/// A table of cases under `tests/cases`.
pub(crate) fn table(name: &str) -> Value {
    let path = format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Applies the `set`, `drop` and `move` of a case; paths begin with an alias of the base.
pub(crate) fn patch(tree: &mut Value, aliases: &Value, patch: &Value) {
    for path in patch["drop"].as_array().into_iter().flatten() {
        let path = path.as_str().expect("`drop` lists paths");
        remove(tree, &pointer(aliases, path));
    }
    for (path, value) in patch["set"].as_object().into_iter().flatten() {
        set(tree, &pointer(aliases, path), value.clone());
    }
}

fn pointer(aliases: &Value, path: &str) -> String {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match aliases[first].as_str() {
        Some(start) if rest.is_empty() => start.to_owned(),
        Some(start) => format!("{start}/{rest}"),
        None => format!("/{path}"),
    }
}

fn remove(tree: &mut Value, pointer: &str) -> Value {
    let (parent, key) = split(pointer);
    match tree.pointer_mut(parent) {
        Some(Value::Object(object)) => object.shift_remove(&key),
        Some(Value::Array(list)) => key.parse().ok().map(|index: usize| list.remove(index)),
        _ => None,
    }
    .unwrap_or_else(|| panic!("nothing to drop at {pointer}"))
}

pub(crate) fn set(tree: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = split(pointer);
    match tree.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.insert(key, value);
        }
        Some(Value::Array(list)) if key == "-" => list.push(value),
        Some(Value::Array(list)) => {
            let index: usize = key
                .parse()
                .unwrap_or_else(|_| panic!("no index: {pointer}"));
            list[index] = value;
        }
        _ => panic!("nothing to set at {pointer}"),
    }
}

fn split(pointer: &str) -> (&str, String) {
    let (parent, key) = pointer
        .rsplit_once('/')
        .expect("a pointer starts with a slash");
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

/// A list of texts, or one text.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// The same tree, the entries of each mapping in an order that `seed` decides.
pub(crate) fn shuffled(tree: &Value, seed: &mut u64) -> Value {
    match tree {
        Value::Object(object) => {
            let mut entries: Vec<(u64, &String, &Value)> = object
                .iter()
                .map(|(key, value)| (next(seed), key, value))
                .collect();
            entries.sort_by_key(|(order, ..)| *order);
            let entries = entries
                .into_iter()
                .map(|(_, key, value)| (key.clone(), shuffled(value, seed)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(|item| shuffled(item, seed)).collect(),
        scalar => scalar.clone(),
    }
}

/// SplitMix64: a small generator that gives the same numbers everywhere.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
