//! Decoding a list of clients of a megabyte: the runtime's reader against serde_json, straight and by way of a `Value`,
//! where nothing needs bending and where every object does.
//! The goals: at least 0.8 of serde_json's throughput when nothing is bent, and faster than by way of a `Value`.
#![allow(clippy::unwrap_used, missing_docs)]

mod support {
    pub(crate) mod clock;
    pub(crate) mod turns;
}

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sdk_runtime::{Date, decode};
use serde_json::Value;
use std::hint::black_box;
use support::turns;

/// The models as their owners would write them: with the runtime's attribute, and with serde's derive for its own reader.
macro_rules! models {
    ($attribute:meta) => {
        use sdk_runtime::{Date, DateTime};

        #[$attribute]
        pub(crate) struct Client {
            pub(crate) id: i64,
            pub(crate) name: String,
            pub(crate) surname: Option<String>,
            pub(crate) phone: Option<String>,
            pub(crate) email: Option<String>,
            pub(crate) birth_date: Option<Date>,
            pub(crate) last_visit: Option<DateTime>,
            pub(crate) discount: Option<f64>,
            pub(crate) sold_amount: Option<f64>,
            pub(crate) visits: Option<i64>,
            pub(crate) is_deleted: bool,
            pub(crate) comment: Option<String>,
            pub(crate) category: Option<Category>,
            pub(crate) tags: Vec<Category>,
        }

        #[$attribute]
        pub(crate) struct Category {
            pub(crate) id: i64,
            pub(crate) title: String,
            pub(crate) color: Option<String>,
        }
    };
}

mod by_serde {
    models! { derive(Debug, PartialEq, serde::Deserialize) }
}

mod by_runtime {
    models! { sdk_runtime::model }
}

use by_runtime::{Category, Client};

fn client(id: i64) -> Client {
    let category = |id| Category {
        id,
        title: format!("Category {id}"),
        color: Some("#ff00aa".into()),
    };
    Client {
        id,
        name: format!("Client {id}"),
        surname: (id % 3 != 0).then(|| "O\u{2019}Neil".to_owned()),
        phone: Some(format!("+1555{id:07}")),
        email: Some(format!("client.{id}@mail.example")),
        birth_date: Date::new(1980, 4, 1).ok(),
        last_visit: "2026-04-01T12:00:00+03:00".parse().ok(),
        discount: Some(5.5),
        sold_amount: Some(f64::from(u32::try_from(id).unwrap()) * 1.25),
        visits: Some(id % 40),
        is_deleted: false,
        comment: Some("Prefers mornings.\nPays in \"cash\".".to_owned()),
        category: Some(category(id % 5)),
        tags: (0..id % 3).map(category).collect(),
    }
}

/// The same list as PHP might write it: numbers in quotes, 0 for false, `[]` for an object, `""` for nothing.
fn bend(list: &[Client]) -> String {
    let mut value = serde_json::to_value(list).unwrap();
    for client in value.as_array_mut().unwrap() {
        let client = client.as_object_mut().unwrap();
        for name in ["id", "discount", "visits"] {
            let text = client[name].to_string();
            client[name] = Value::from(text);
        }
        client["is_deleted"] = Value::from(0);
        client["birth_date"] = Value::from("");
        client["category"] = Value::Array(Vec::new());
    }
    value.to_string()
}

fn decoding(criterion: &mut Criterion) {
    let list: Vec<_> = (0..2600).map(client).collect();
    let exact = serde_json::to_string(&list).unwrap();
    let bent = bend(&list);
    assert!(
        (1_000_000..1_300_000).contains(&exact.len()),
        "{}",
        exact.len()
    );
    assert_eq!(
        decode::from_slice::<Vec<Client>>(exact.as_bytes(), false)
            .unwrap()
            .data,
        list
    );

    let by_serde = || {
        black_box(
            serde_json::from_slice::<Vec<by_serde::Client>>(black_box(exact.as_bytes())).unwrap(),
        );
    };
    let read = |json: &str, strict| {
        black_box(decode::from_slice::<Vec<Client>>(black_box(json.as_bytes()), strict).unwrap());
    };
    let tolerant = || read(&exact, false);
    let strict = || read(&exact, true);
    let all_bent = || read(&bent, false);
    let by_value = || {
        let value: Value = serde_json::from_slice(black_box(exact.as_bytes())).unwrap();
        black_box(serde_json::from_value::<Vec<by_serde::Client>>(value).unwrap());
    };

    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(exact.len() as u64));
    group.bench_function("serde_json", |bencher| bencher.iter(by_serde));
    group.bench_function("tolerant", |bencher| bencher.iter(tolerant));
    group.bench_function("strict", |bencher| bencher.iter(strict));
    group.bench_function("by_value", |bencher| bencher.iter(by_value));
    group.throughput(Throughput::Bytes(bent.len() as u64));
    group.bench_function("tolerant_all_bent", |bencher| bencher.iter(all_bent));
    group.finish();

    let ours = ("decode/tolerant", &tolerant as &dyn Fn());
    turns::compare(20, ours, ("decode/serde_json", &by_serde));
    turns::compare(20, ours, ("decode/strict", &strict));
    turns::compare(
        20,
        ("decode/all_bent", &all_bent),
        ("decode/by_value", &by_value),
    );
}

criterion_group!(benches, decoding);
criterion_main!(benches);
