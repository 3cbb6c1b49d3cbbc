//! What the fuzz targets call, with fixed bytes: so that it holds on every run of the tests, and that fuzz/ compiles.
//!
//! `FUZZ_ROUNDS=5000 FUZZ_SEED=3` runs longer, on other bytes, where there is no cargo-fuzz.

#[allow(
    unreachable_pub,
    clippy::panic,
    reason = "the fuzz targets, which fail by panicking, are packages of their own"
)]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use serde_json::{Value, json};
use std::path::Path;

/// Bytes that are the same on each run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    /// The same bytes on each run, unless other ones are asked for.
    fn new() -> Self {
        Self(number("FUZZ_SEED").unwrap_or(42) << 8 | 1)
    }

    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The descriptions of tests/features.
fn seeds() -> std::io::Result<Vec<Vec<u8>>> {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/features");
    let mut paths = Vec::new();
    for topic in std::fs::read_dir(features)? {
        for case in std::fs::read_dir(topic?.path())? {
            paths.push(case?.path().join("openapi.yaml"));
        }
    }
    paths.sort();
    paths.iter().map(std::fs::read).collect()
}

#[test]
fn any_text_is_read_or_refused() -> std::io::Result<()> {
    let mut random = Random::new();
    for seed in seeds()? {
        for _ in 0..number("FUZZ_ROUNDS").unwrap_or(200) / 50 {
            let mut bytes = seed.clone();
            for _ in 0..1 + random.next() % 4 {
                if bytes.is_empty() {
                    break;
                }
                let at = random.next() % bytes.len();
                match random.next() % 4 {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] = b"\t\r\n:{}[]&*!'\"#-\0"[random.next() % 16],
                    2 => drop(bytes.remove(at)),
                    _ => bytes[at] = random.next() as u8,
                }
            }
            fuzz::load(&bytes);
        }
    }
    Ok(())
}

#[test]
fn the_descriptions_of_the_tour_go_the_whole_way() -> std::io::Result<()> {
    seeds()?.iter().for_each(|seed| fuzz::generate(seed));
    Ok(())
}

/// Keys that mean something, each of which may stand where it does not belong.
const KEYS: &[&str] = &[
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "type",
    "format",
    "enum",
    "const",
    "nullable",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "prefixItems",
    "items",
    "discriminator",
    "propertyName",
    "mapping",
    "default",
    "example",
    "minimum",
    "maximum",
    "in",
    "name",
    "style",
    "explode",
    "content",
    "schema",
    "headers",
    "description",
    "summary",
    "deprecated",
    "security",
    "servers",
    "url",
    "variables",
    "tags",
    "parameters",
    "requestBody",
    "responses",
    "200",
    "default",
    "operationId",
    "webhooks",
    "encoding",
    "if",
    "then",
    "$defs",
];

/// How many values a tree has.
fn size(tree: &Value) -> usize {
    1 + match tree {
        Value::Object(members) => members.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum::<usize>(),
        _ => 0,
    }
}

/// The value of a tree that has this many others before it.
fn nth<'t>(tree: &'t mut Value, at: &mut usize) -> Option<&'t mut Value> {
    if *at == 0 {
        return Some(tree);
    }
    *at -= 1;
    match tree {
        Value::Object(members) => members.values_mut().find_map(|value| nth(value, at)),
        Value::Array(items) => items.iter_mut().find_map(|value| nth(value, at)),
        _ => None,
    }
}

fn any(tree: &Value, random: &mut Random) -> Value {
    let mut tree = tree.clone();
    let mut at = random.next() % size(&tree);
    nth(&mut tree, &mut at).map(Value::take).unwrap_or_default()
}

/// Changes one value to something that can stand there, or cannot.
fn mutate(tree: &mut Value, trees: &[Value], random: &mut Random) {
    let text = fuzz::TEXTS[random.next() % fuzz::TEXTS.len()];
    let key = KEYS[random.next() % KEYS.len()];
    let other = &trees[random.next() % trees.len()];
    let schemas = other
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let schema = schemas.and_then(|all| all.keys().nth(random.next() % all.len().max(1)));
    let mut at = random.next() % size(tree);
    let Some(value) = nth(tree, &mut at) else {
        return;
    };
    match (random.next() % 10, value) {
        (0 | 1, Value::Object(members)) if !members.is_empty() => {
            let name = members
                .keys()
                .nth(random.next() % members.len())
                .cloned()
                .unwrap_or_default();
            let held = members.remove(&name).unwrap_or_default();
            match random.next() % 3 {
                0 => drop(held),
                1 => drop(members.insert(text.to_owned(), held)),
                _ => drop(members.insert(key.to_owned(), held)),
            }
        }
        (2 | 3, Value::Object(members)) => drop(members.insert(key.to_owned(), any(other, random))),
        (2 | 3, Value::Array(items)) => items.push(any(other, random)),
        (4 | 5, value) => *value = json!(text),
        (6, value) => {
            *value = json!({ "$ref": format!("#/components/schemas/{}", schema.map_or(text, String::as_str)) })
        }
        (7, value) => {
            let odd = [
                json!(null),
                json!(true),
                json!(-1),
                json!(1.5),
                json!(u64::MAX),
                json!([]),
                json!({}),
                json!([[]]),
            ];
            *value = odd[random.next() % odd.len()].clone();
        }
        (_, value) => *value = any(other, random),
    }
}

#[test]
fn the_descriptions_of_the_tour_with_changes_become_rust_or_are_refused() -> std::io::Result<()> {
    let mut random = Random::new();
    let trees: Vec<Value> = seeds()?
        .iter()
        .filter_map(|seed| serde_yaml::from_slice(seed).ok())
        .collect();
    assert!(trees.len() > 50);
    // What cannot be caught, as an endless loop, is found in this file.
    let last = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-last.json");
    let mut finds = 0;
    for _ in 0..number("FUZZ_ROUNDS").unwrap_or(60) {
        let mut tree = trees[random.next() % trees.len()].clone();
        for _ in 0..1 + random.next() % 4 {
            mutate(&mut tree, &trees, &mut random);
        }
        let text = tree.to_string();
        std::fs::write(&last, &text)?;
        if std::panic::catch_unwind(|| fuzz::generate(text.as_bytes())).is_err() {
            finds += 1;
            std::fs::write(
                last.with_file_name(format!("fuzz-find-{finds}.json")),
                &text,
            )?;
        }
    }
    assert_eq!(
        finds,
        0,
        "see the files fuzz-find-* beside {}",
        last.display()
    );
    Ok(())
}

#[test]
fn any_description_becomes_rust_or_is_refused() {
    let mut random = Random::new();
    for _ in 0..number("FUZZ_ROUNDS").unwrap_or(60) {
        let length = 200 + random.next() % 1500;
        let mut bytes = random.bytes(length);
        // What is no UTF-8 is taken for choices.
        bytes[0] = 0xff;
        fuzz::generate(&bytes);
    }
}
