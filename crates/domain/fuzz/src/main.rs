//! The fuzz target: libFuzzer grows odd bytes by the branches that they reach, and gives them to the parsers.
#![no_main]

mod parsers;

libfuzzer_sys::fuzz_target!(|data: &[u8]| parsers::parse(data));
