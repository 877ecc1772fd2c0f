//! `cargo xtask check`: what can be said of the source without running it.

mod layers;
mod licences;
pub(crate) mod locales;
mod paths;
mod texts;
mod tidy;

use anyhow::{Result, bail};

use crate::fuzz;
use crate::run::{cargo, has, run, say, step};

/// Runs every check; the findings of the quick ones are given together.
pub(crate) fn check() -> Result<()> {
    step("Formatting");
    run(cargo().args(["fmt", "--all", "--check"]))?;
    step("Layers, links, file sizes, languages, licences");
    let findings: Vec<String> = [
        layers::check()?,
        paths::check()?,
        tidy::check()?,
        locales::check()?,
        texts::check()?,
    ]
    .into_iter()
    .chain([licences::check()?])
    .flatten()
    .collect();
    for finding in &findings {
        say(&format!("   {finding}"));
    }
    if !findings.is_empty() {
        bail!("{} finding(s) above", findings.len());
    }
    step("Lints (some minutes the first time)");
    let lints = ["--", "--deny", "warnings"];
    run(cargo()
        .args(["clippy", "--locked", "--workspace", "--all-targets"])
        .args(lints))?;
    let wasm = [
        "clippy",
        "--locked",
        "--package",
        "volet",
        "--package",
        "documents-web",
        "--package",
        "records-web",
    ];
    run(cargo()
        .args(wasm)
        .args(["--lib", "--target", crate::setup::WASM])
        .args(lints))?;
    fuzz::check()?;
    if has("cargo-deny") {
        run(cargo().args(["deny", "check", "licenses", "bans", "sources"]))?;
    } else {
        say("   cargo-deny is not installed: licences were read from Cargo's own metadata");
    }
    Ok(())
}
