//! What each command needs beside Rust, Node and a C compiler: installed where it can be, else named in one sentence.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::run::{has, output, program, root, run, step};

/// The target of the modules that a browser loads.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The oldest release line of Node.js that the JavaScript tools run on.
const NODE: u32 = 20;

/// Programs that the tests call, with the Debian package that has each.
const TEST_PROGRAMS: [(&str, &str); 8] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("qpdf", "qpdf"),
    ("pdftotext", "poppler-utils"),
    ("mutool", "mupdf-tools"),
    ("dmtxread", "dmtx-utils"),
    ("pkg-config", "pkg-config"),
    ("nginx", "nginx-light"),
];

/// The wasm target of the tool chain.
pub(crate) fn wasm_target() -> Result<()> {
    if !has("rustup") {
        bail!("rustup is missing: it has to add the target {WASM} to the Rust tool chain");
    }
    let here = root();
    let installed = output(program("rustup", &here).args(["target", "list", "--installed"]))?;
    if installed.lines().any(|target| target == WASM) {
        return Ok(());
    }
    step("Adding the WebAssembly target to the Rust tool chain (under a minute)");
    run(program("rustup", &here).args(["target", "add", WASM]))
}

/// The source of the standard library, which is built along with the small modules.
pub(crate) fn rust_source() -> Result<()> {
    let here = root();
    let installed = output(program("rustup", &here).args(["component", "list", "--installed"]))?;
    if installed.lines().any(|component| component == "rust-src") {
        return Ok(());
    }
    step("Adding the source of the standard library (under a minute)");
    run(program("rustup", &here).args(["component", "add", "rust-src"]))
}

/// The JavaScript tools, of the versions in `tests/package-lock.json`.
pub(crate) fn javascript_tools() -> Result<()> {
    if !has("node") || !has("npm") {
        bail!(
            "Node.js {NODE} or newer with npm is missing: it runs wasm-opt, the font subsetter and the browser tests"
        );
    }
    let version = output(program("node", &root()).arg("--version"))?;
    if major(&version).is_none_or(|major| major < NODE) {
        let version = version.trim();
        bail!("Node.js {NODE} or newer is needed, and {version} is installed");
    }
    let tests = root().join("tests");
    let (lock, done) = (
        tests.join("package-lock.json"),
        tests.join("node_modules/.package-lock.json"),
    );
    if is_newer(&done, &lock) {
        return Ok(());
    }
    step("Installing the JavaScript tools (about a minute)");
    run(program("npm", &tests).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}

/// Chromium with its driver, the outside judges of pages and files, and the proxy before the gateways.
pub(crate) fn test_programs() -> Result<()> {
    let mut packages: Vec<&str> = TEST_PROGRAMS
        .iter()
        .filter(|(name, _)| !has(name))
        .map(|(_, package)| *package)
        .collect();
    if !has_openssl() {
        packages.push("libssl-dev");
    }
    if packages.is_empty() {
        return Ok(());
    }
    if !has("apt-get") {
        bail!(
            "please install these programs by hand: {}",
            packages.join(", ")
        );
    }
    step(&format!(
        "Installing {} from the system's packages (a few minutes)",
        packages.join(", ")
    ));
    let here = root();
    let install = run(program("apt-get", &here).args(["update", "-qq"])).and_then(|()| {
        let words = ["install", "-y", "-qq", "--no-install-recommends"];
        run(program("apt-get", &here)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(words)
            .args(&packages))
    });
    if install.is_err() {
        bail!(
            "please install with the rights for it: apt-get install {}",
            packages.join(" ")
        );
    }
    Ok(())
}

fn has_openssl() -> bool {
    let mut question = program("pkg-config", &root());
    question
        .args(["--exists", "openssl"])
        .status()
        .is_ok_and(|status| status.success())
}

/// The release line of what `node --version` prints.
fn major(version: &str) -> Option<u32> {
    let number = version.trim().strip_prefix('v')?;
    number.split('.').next()?.parse().ok()
}

/// Whether `made` exists and is not older than `source`.
pub(crate) fn is_newer(made: &Path, source: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|file| file.modified());
    matches!((time(made), time(source)), (Ok(made), Ok(source)) if made >= source)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_release_line_of_node_is_read() {
        assert_eq!(major("v20.19.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("20"), None);
    }
}
