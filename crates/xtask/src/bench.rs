//! `cargo xtask bench`: figures of one browser run, printed and written to `target/bench`; and `cargo xtask picture`: the
//! README's picture; and `cargo xtask bench-gateway`: figures of the gateway beside nginx.

use anyhow::Result;

use crate::package::{Build, package, symbol_alone};
use crate::run::{cargo, program, root, run, step};
use crate::test::web_runner;
use crate::{demo, setup};

/// Measures the packaged widget in the demo, and its PDF and DataMatrix beside other libraries.
pub(crate) fn bench() -> Result<()> {
    setup::test_programs()?;
    package(Build::Release)?;
    let folder = root().join("target/bench/symbol");
    symbol_alone(&folder)?;
    memo()?;
    in_demo("Measuring in Chromium (some minutes)", "bench/run.mjs")
}

/// Checking a full memo and searching acts, by themselves: native, then WebAssembly as it is shipped, in Node.
fn memo() -> Result<()> {
    setup::wasm_target()?;
    step("Fee memo, native (aim: check 1 ms)");
    let own = ["--locked", "--package", "domain"];
    run(cargo()
        .args(["run", "--quiet", "--release", "--example", "memo_figures"])
        .args(own))?;
    step("Fee memo, WebAssembly (aims: check 3 ms, search p95 2 ms)");
    let test = ["test", "--profile", "wasm", "--test", "figures"];
    run(cargo()
        .args(test)
        .args(own)
        .args(["--target", setup::WASM, "--", "--nocapture"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", web_runner()?))
}

/// Measures the gateway against nginx as a plain reverse proxy.
pub(crate) fn bench_gateway() -> Result<()> {
    setup::test_programs()?;
    step("Measuring the gateway (some minutes the first time)");
    run(cargo().args([
        "bench",
        "--locked",
        "--package",
        "gateway",
        "--bench",
        "proxy",
    ]))
}

/// Takes the README's picture from the demo.
pub(crate) fn picture() -> Result<()> {
    setup::test_programs()?;
    package(Build::Release)?;
    in_demo("Taking the picture", "tools/picture.mjs")
}

fn in_demo(what: &str, script: &str) -> Result<()> {
    step("Building the stand-ins and the gateway");
    run(cargo().args(["build", "--locked", "--release", "--package", "sandbox"]))?;
    let staged = demo::stage()?;
    step(what);
    let tests = root().join("tests");
    run(program("node", &tests)
        .arg(script)
        .env("VOLET_DEMO", root().join("target/release/volet-demo"))
        .env("VOLET_STAGED", staged))
}
