//! The loader on any bytes: `sdk_fuzz::load` says what has to hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sdk_fuzz::load(bytes));
