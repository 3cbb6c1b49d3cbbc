//! The whole way on any bytes, from the text to the files: `sdk_fuzz::generate` says what has to hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sdk_fuzz::generate(bytes));
