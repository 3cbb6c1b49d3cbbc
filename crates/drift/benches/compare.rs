//! Comparing two versions of the 260-operation description, against reading both of them into their IRs.
//! The goal: comparing takes less than 3 times as long as reading both.
#![allow(missing_docs, clippy::expect_used, clippy::panic)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use sdk_ir::{Api, Config};
use sdk_spec::{Options, Source};

/// The IR of a description.
fn read(source: &Source) -> Api {
    let loaded = sdk_spec::load(source, &[], &Options::default())
        .unwrap_or_else(|found| panic!("the vendored description cannot be read: {found:#?}"));
    sdk_ir::build(&loaded.openapi, &Config::default()).api
}

fn compare(criterion: &mut Criterion) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../spec/b2b-v1/openapi.yaml"
    );
    let text = std::fs::read_to_string(path).expect("the vendored description is there");
    let old = Source::new("openapi.yaml", text.as_str());
    // Each page of a list may hold more, and whatever was called a client is one no more.
    let changed = text
        .replace("maximum: 200", "maximum: 300")
        .replace("type: integer", "type: number");
    let new = Source::new("openapi.yaml", changed);
    let (before, after) = (read(&old), read(&new));
    assert!(!sdk_drift::compare(&before, &after).is_empty());

    let mut group = criterion.benchmark_group("drift");
    group.sample_size(20);
    group.bench_function("reading both", |bencher| {
        bencher.iter(|| (read(black_box(&old)), read(black_box(&new))));
    });
    group.bench_function("comparing", |bencher| {
        bencher.iter(|| sdk_drift::compare(black_box(&before), black_box(&after)));
    });
    group.finish();
}

criterion_group!(benches, compare);
criterion_main!(benches);
