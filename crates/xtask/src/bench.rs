//! `cargo xtask bench`: figures of one browser run, printed and written to `target/bench`.

use anyhow::Result;

use crate::package::{Build, package};
use crate::run::{cargo, program, root, run, step};
use crate::{demo, setup};

/// Measures the packaged widget in the demo.
pub(crate) fn bench() -> Result<()> {
    setup::test_programs()?;
    package(Build::Release)?;
    step("Building the stand-ins and the gateway");
    run(cargo().args(["build", "--locked", "--release", "--package", "sandbox"]))?;
    let staged = demo::stage()?;
    step("Measuring in Chromium (about a minute)");
    let tests = root().join("tests");
    run(program("node", &tests)
        .arg("bench/run.mjs")
        .env("VOLET_DEMO", root().join("target/release/volet-demo"))
        .env("VOLET_STAGED", staged))
}
