//! The figures of the fee memo in WebAssembly: printed by `cargo xtask bench`, held to their aims.
#![cfg(target_arch = "wasm32")]

#[path = "../examples/memo_figures/work.rs"]
mod work;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

#[wasm_bindgen_test]
fn a_full_memo_is_checked_and_an_act_is_found_in_time() {
    for line in work::figures(now) {
        console_log!("{line}");
    }
}
