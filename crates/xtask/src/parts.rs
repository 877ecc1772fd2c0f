//! Splits the widget's module: what `late!` marks in `src/` goes into parts that a browser fetches at their first use.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use wasm_split_cli_support::{Options, transform};

/// The widget's feature that marks the parts.
pub(crate) const FEATURE: &str = "parts";

/// The splitter needs to know every reference between functions.
pub(crate) const LINK: &str = "-Clink-arg=--emit-relocs";

/// The script that fetches parts.
pub(crate) const LOADER: &str = "parts.js";

/// Writes the parts and their loader into `dist`; answers with the module that is left.
pub(crate) fn split(wasm: &Path, dist: &Path) -> Result<PathBuf> {
    remove_old(dist)?;
    let bytes = fs::read(wasm)?;
    let main = wasm.with_extension("main.wasm");
    let mut options = Options::new(&bytes);
    options.output_dir = dist;
    options.main_out_path = &main;
    options.link_name = "./parts.js";
    options.main_module = "./volet.js";
    transform(options).map_err(|error| anyhow::anyhow!("splitting: {error:#}"))?;
    let loader = dist.join(LOADER);
    let script = with_package_fetch(&fs::read_to_string(&loader)?)?;
    fs::write(loader, script)?;
    Ok(main)
}

/// `pkg/assets.js` fetches: it also takes a part from a server that does not know the type of WebAssembly. Addresses stay
/// as `new URL(…, import.meta.url)`, in which a bundler finds them; how many parts share what is the splitter's affair.
fn with_package_fetch(script: &str) -> Result<String> {
    let mut script = script.to_owned();
    for (generated, own) in [
        ("fetch(new URL(", "fetchPart(new URL("),
        ("WebAssembly.instantiateStreaming(", "instantiatePart("),
    ] {
        ensure!(
            script.contains(generated),
            "the splitter's loader is no longer as it was"
        );
        script = script.replace(generated, own);
    }
    Ok(format!(
        "import {{ fetchPart, instantiatePart }} from '../assets.js';\n{script}"
    ))
}

fn remove_old(dist: &Path) -> Result<()> {
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("split_") || name.starts_with("chunk_") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
