//! Prints how long it takes to check a full memo and to search the tariff table, natively:
//! `cargo run --release -p domain --example memo_figures`. `crates/domain/tests/figures.rs` does the same in WebAssembly.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a figure is printed; it runs natively"
)]

mod work;

use std::time::Instant;

fn main() {
    let origin = Instant::now();
    for line in work::Work::new().figures(200, || origin.elapsed().as_secs_f64() * 1_000.0) {
        println!("{line}");
    }
}
