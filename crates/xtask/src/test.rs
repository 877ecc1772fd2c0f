//! `cargo xtask test`: everything CI runs, in the order in which it fails soonest.

use std::path::PathBuf;

use anyhow::Result;

use crate::check::check;
use crate::package::{Build, fonts, package};
use crate::run::{cargo, program, root, run, say, step};
use crate::{demo, setup};

/// Runs all tests.
pub(crate) fn test() -> Result<()> {
    say("Everything that CI runs: about forty-five minutes on two cores the first time.");
    setup::wasm_target()?;
    setup::javascript_tools()?;
    setup::test_programs()?;
    fonts(&root().join("pkg/dist"))?;
    check()?;
    native()?;
    package(Build::Release)?;
    components()?;
    step("Tests of the installed package");
    // By Node's own search: what a folder in the arguments means depends on its version.
    run(program("node", &root().join("tests/package")).arg("--test"))?;
    end_to_end()
}

/// The tests of every crate but the documentation's: no comment holds an example to run.
fn native() -> Result<()> {
    step("Native tests (some minutes the first time)");
    let all = ["--workspace", "--exclude", "volet", "--tests"];
    run(cargo().args(["test", "--locked"]).args(all))?;
    run(cargo().args(["test", "--locked", "--package", "volet", "--lib"]))
}

/// Component tests in headless Chromium, by the runner of the same version as the library.
fn components() -> Result<()> {
    step("Browser tests of components (some minutes the first time)");
    let runner = web_runner()?;
    let flags = root().join("tests/web/webdriver.json");
    run(cargo()
        .args([
            "test",
            "--locked",
            "--package",
            "volet",
            "--target",
            setup::WASM,
            "--lib",
            "--test",
            "web",
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", flags)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("CHROMEDRIVER", "chromedriver"))
}

/// Builds the runner of browser tests, and tells where it is.
pub(crate) fn web_runner() -> Result<PathBuf> {
    let runner = [
        "--features",
        "web-tests",
        "--bin",
        "wasm-bindgen-test-runner",
    ];
    run(cargo()
        .args(["build", "--locked", "--package", "xtask"])
        .args(runner))?;
    Ok(root().join("target/debug/wasm-bindgen-test-runner"))
}

fn end_to_end() -> Result<()> {
    step("End-to-end tests in Chromium");
    run(cargo().args(["build", "--locked", "--package", "sandbox"]))?;
    let staged = demo::stage()?;
    let tests = root().join("tests");
    run(program("npx", &tests)
        .args([
            "--no-install",
            "playwright",
            "test",
            "--config",
            "e2e/playwright.config.js",
        ])
        .env("VOLET_DEMO", root().join("target/debug/volet-demo"))
        .env("VOLET_STAGED", staged))
}
