//! `cargo xtask demo`: builds everything and starts sandbox, gateway and demo practice software in one process.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::package::{Build, build};
use crate::run::{cargo, program, root, run, say, step};
use crate::sizes;

/// Where what is written by hand is minified.
const MINIFIED: &str = "target/minified";

/// Starts the demo and stays until it is stopped.
pub(crate) fn demo(arguments: &[&str]) -> Result<()> {
    let port = match arguments {
        [] => "8080",
        // The stand-ins listen on the four ports after it.
        ["--port", port] if port.parse().is_ok_and(|port| (1..=65_531).contains(&port)) => port,
        _ => bail!("usage: cargo xtask demo [--port 8080], of 1 to 65531"),
    };
    say(
        "The first start builds everything: about a quarter of an hour on two cores. Later starts take about a minute.",
    );
    build(Build::Release)?;
    step("Building the stand-ins and the gateway");
    run(cargo().args(["build", "--locked", "--release", "--package", "sandbox"]))?;
    let staged = stage()?;
    step("Starting");
    let binary = root().join("target/release/volet-demo");
    let mut command = program(&binary.to_string_lossy(), &root());
    run(command.args(["--port", port, "--root"]).arg(staged))
}

/// Copies what the demo host serves: scripts without their comments and long names, with a Brotli copy of each file beside it,
/// as a static host keeps them.
pub(crate) fn stage() -> Result<PathBuf> {
    step("Preparing the files to serve");
    let staged = root().join("target/demo");
    minify()?;
    for folder in ["www", "pkg", "crates/sandbox/data"] {
        copy(folder, &staged.join(folder))?;
    }
    Ok(staged)
}

/// The scripts and styles that are written by hand, each as small as it can be; `pkg/dist` is made so already.
fn minify() -> Result<()> {
    let mut esbuild = program(
        &root()
            .join("tests/node_modules/.bin/esbuild")
            .to_string_lossy(),
        &root(),
    );
    for folder in ["www", "pkg"] {
        for entry in fs::read_dir(root().join(folder))? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|kind| kind == "js" || kind == "css")
            {
                esbuild.arg(path);
            }
        }
    }
    esbuild.args(["--minify", "--log-level=error"]);
    esbuild.arg(format!("--outbase={}", root().display()));
    run(esbuild.arg(format!("--outdir={}", root().join(MINIFIED).display())))
}

fn copy(folder: &str, to: &Path) -> Result<()> {
    let (from, minified) = (root().join(folder), root().join(MINIFIED).join(folder));
    if to.exists() {
        drop_stale(&from, to)?;
    }
    for name in sizes::files(&from, &from)? {
        let target = to.join(&name);
        let small = Some(minified.join(&name)).filter(|small| small.exists());
        let fresh = fs::read(small.unwrap_or_else(|| from.join(&name)))?;
        if packed(&target).exists() && fs::read(&target).is_ok_and(|old| old == fresh) {
            continue;
        }
        fs::create_dir_all(target.parent().context("a file without a folder")?)?;
        fs::write(packed(&target), sizes::brotli(&fresh)?)?;
        fs::write(&target, fresh)?;
    }
    Ok(())
}

/// Files that are gone from the source go from the copy.
fn drop_stale(from: &Path, to: &Path) -> Result<()> {
    for name in sizes::files(to, to)? {
        if !from.join(name.trim_end_matches(".br")).exists() {
            fs::remove_file(to.join(&name))?;
        }
    }
    Ok(())
}

fn packed(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    name.into()
}
