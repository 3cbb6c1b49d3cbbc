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
