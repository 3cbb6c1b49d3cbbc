//! Decoding any bytes: no panic, no exhausted stack, the reference's verdict on what is JSON, and whatever strict mode
//! takes, tolerant mode takes with an equal value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sdk_runtime::decode::from_slice;
use sdk_runtime::{Date, DateTime, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Debug, PartialEq, Deserialize)]
struct Everything {
    id: i64,
    small: Option<u8>,
    name: Option<String>,
    ratio: Option<f64>,
    flag: Option<bool>,
    date: Option<Date>,
    time: Option<Time>,
    at: Option<DateTime>,
    #[serde(default)]
    list: Vec<Everything>,
    #[serde(default)]
    map: BTreeMap<String, Option<i64>>,
    inner: Option<Box<Everything>>,
    choice: Option<Choice>,
    anything: Option<serde_json::Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Choice {
    Plain,
    One(i64),
    Named { value: Option<String> },
}

fn tolerant_takes_what_strict_takes<T: DeserializeOwned + PartialEq + Debug>(json: &[u8]) {
    let tolerant = from_slice::<T>(json, false);
    if let Ok(strict) = from_slice::<T>(json, true) {
        assert_eq!(tolerant.expect("tolerant mode takes it, too").data, strict.data);
    }
}

fuzz_target!(|json: &[u8]| {
    tolerant_takes_what_strict_takes::<Everything>(json);
    tolerant_takes_what_strict_takes::<Vec<Option<i64>>>(json);
    let reference = serde_json::from_slice::<serde_json::Value>(json).ok();
    let read = from_slice::<serde_json::Value>(json, true).ok();
    assert_eq!(read.map(|decoded| decoded.data), reference);
});
