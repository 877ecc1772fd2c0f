//! The sizes of what a browser loads: exact, printed at each packaging, and held to a budget.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use crate::run::{say, step};

/// Largest Brotli sizes in bytes. With that of the widget the first load is 200 KB (200,000 bytes) at most; the first load itself
/// is measured in a browser by `cargo xtask bench`.
const BUDGETS: [(&str, usize); 4] = [
    ("volet_bg.wasm", 169_600),
    ("preview_bg.wasm", 170_000),
    ("proof_bg.wasm", 190_000),
    ("pdf_bg.wasm", 420_000),
];

/// Prints raw, gzip and Brotli sizes of every file; fails over budget.
pub(crate) fn report(dist: &Path) -> Result<()> {
    step("Sizes in bytes");
    say(&format!(
        "   {:<28} {:>9} {:>9} {:>9}",
        "file", "raw", "gzip", "brotli"
    ));
    let mut over = Vec::new();
    for name in files(dist, dist)? {
        let raw = fs::read(dist.join(&name))?;
        let packed = brotli(&raw)?.len();
        say(&format!(
            "   {name:<28} {:>9} {:>9} {packed:>9}",
            raw.len(),
            gzip(&raw)?
        ));
        for (budgeted, most) in BUDGETS {
            if budgeted == name && packed > most {
                over.push(format!(
                    "{name} is {packed} bytes in Brotli, its budget is {most}"
                ));
            }
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        bail!("{}", over.join("; "))
    }
}

/// The files below a folder, by name.
pub(crate) fn files(folder: &Path, base: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            names.extend(files(&path, base)?);
        } else if let Ok(name) = path.strip_prefix(base) {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Brotli at its best, as a static host would keep it.
pub(crate) fn brotli(raw: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*raw, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(raw: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(raw)?;
    Ok(encoder.finish()?.len())
}
