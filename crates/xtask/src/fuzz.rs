//! `cargo xtask fuzz [SECONDS]`: the fuzz target of the parsers, with a stable compiler: libFuzzer needs only the counters that LLVM
//! puts into the code, and no sanitizer, which needs a nightly one.

use anyhow::{Context as _, Result};

use crate::run::{cargo, output, root, run, step};

/// What makes LLVM count the branches that an input reaches.
const COUNTERS: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// The target is a crate of its own, outside the workspace.
const MANIFEST: &str = "crates/domain/fuzz/Cargo.toml";

/// So long where no time is given.
const SECONDS: &str = "60";

/// Whether the target compiles still, by an ordinary compiler. libFuzzer itself, which only linking needs, is not built.
pub(crate) fn check() -> Result<()> {
    let folder = root().join("target/fuzz");
    run(cargo()
        .args(["clippy", "--locked", "--manifest-path"])
        .arg(root().join(MANIFEST))
        .arg("--target-dir")
        .arg(&folder)
        .args(["--", "--deny", "warnings"])
        .env("CUSTOM_LIBFUZZER_PATH", folder.join("libfuzzer.a")))
}

/// Builds the target and lets it run; what it finds is kept in `target/fuzz`, and is tried first the next time.
pub(crate) fn fuzz(seconds: Option<&str>) -> Result<()> {
    let seconds = seconds.unwrap_or(SECONDS);
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let about = output(std::process::Command::new(rustc).arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("the compiler does not say for what it compiles")?;
    step("Building the fuzz target (a minute the first time)");
    let folder = root().join("target/fuzz");
    // Named as a target, so that build scripts are left as they are.
    run(cargo()
        .args(["build", "--locked", "--release", "--target", host])
        .arg("--manifest-path")
        .arg(root().join(MANIFEST))
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", COUNTERS.join(" ")))?;
    step(&format!("Fuzzing the parsers for {seconds} s"));
    let corpus = folder.join("corpus");
    std::fs::create_dir_all(&corpus)?;
    let target = folder.join(host).join("release/domain-fuzz");
    run(std::process::Command::new(target)
        .current_dir(&folder)
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=4096", "-timeout=10"])
        .arg(corpus))
}
