//! What the libraries bring into a module and nothing there can reach: taken out before the module is optimised.
//!
//! printpdf exports an interface of its own as soon as it is compiled to wasm (read a file, render a page, parse HTML),
//! which keeps most of its code alive, and its colour profile for PDF/X. rxing brings tables of every character set. No
//! page of ours asks for any of it: files claim no PDF/X, a symbol's text is ASCII, a font is no WOFF2. The package
//! tests compare what the pruned modules write with what the same code writes without pruning.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use walrus::Module;

use crate::run::{cargo, output};

/// Interfaces that libraries export by themselves: printpdf's, and the streams of Leptos' server functions.
const FOREIGN_EXPORTS: [&str; 2] = ["Pdf_", "intounderlying"];

/// Files and tables that are never read, each with the crate that brings it.
const UNREAD: [Unread; 4] = [
    Unread {
        package: "printpdf",
        file: "src/res/CoatedFOGRA39.icc",
        kind: Kind::File,
    },
    Unread {
        package: "printpdf",
        file: "src/res/CoatedFOGRA39.icc.LICENSE.txt",
        kind: Kind::File,
    },
    Unread {
        package: "encoding_rs",
        file: "src/data.rs",
        kind: Kind::Tables,
    },
    Unread {
        package: "brotli-decompressor",
        file: "src/dictionary/mod.rs",
        kind: Kind::Tables,
    },
];

struct Unread {
    package: &'static str,
    file: &'static str,
    kind: Kind,
}

enum Kind {
    /// Included as it is.
    File,
    /// Rust source with `static` arrays of numbers.
    Tables,
}

/// Tables below this size are left: they may be anybody's.
const SMALLEST: usize = 512;

/// Takes out of a module what it cannot reach. A part that is not found is not there any more, which is as good.
pub(crate) fn prune(module: &mut Module) -> Result<()> {
    let foreign: Vec<_> = module
        .exports
        .iter()
        .filter(|export| is_foreign(&export.name))
        .map(walrus::Export::id)
        .collect();
    for export in foreign {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for part in unread()? {
        for segment in &segments {
            blank(&mut module.data.get_mut(*segment).value, &part);
        }
    }
    Ok(())
}

/// Whether it is of such an interface: wasm-bindgen names a method `<class>_<method>`, and puts `__wbg_` before its own.
fn is_foreign(export: &str) -> bool {
    let name = export.strip_prefix("__wbg_").unwrap_or(export);
    FOREIGN_EXPORTS
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// Zeros take no place: the optimiser drops them from the file.
fn blank(data: &mut [u8], part: &[u8]) {
    let Some(first) = part.first() else { return };
    let mut at = 0;
    while let Some(found) = data
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| byte == first))
    {
        at += found;
        match data.get_mut(at..at + part.len()) {
            Some(place) if *place == *part => {
                place.fill(0);
                at += part.len();
            }
            _ => at += 1,
        }
    }
}

fn unread() -> Result<Vec<Vec<u8>>> {
    let metadata = output(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let mut parts = Vec::new();
    for Unread {
        package,
        file,
        kind,
    } in &UNREAD
    {
        let manifest = packages
            .iter()
            .find(|one| one["name"] == *package)
            .and_then(|one| one["manifest_path"].as_str());
        let Some(manifest) = manifest.map(PathBuf::from) else {
            continue;
        };
        let bytes =
            fs::read(manifest.with_file_name(file)).with_context(|| format!("{package}/{file}"))?;
        match kind {
            Kind::File => parts.push(bytes),
            Kind::Tables => parts.extend(tables(&String::from_utf8(bytes)?)),
        }
    }
    parts.retain(|part| part.len() >= SMALLEST);
    Ok(parts)
}

/// The arrays of a source file as they lie in memory.
fn tables(source: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for item in source.split("static ").skip(1) {
        let (Some((head, rest)), Some(width)) = (item.split_once('='), width(item)) else {
            continue;
        };
        if head.contains('{') {
            continue;
        }
        let body = rest.split(';').next().unwrap_or_default();
        let mut bytes = Vec::new();
        for number in body
            .split([',', '[', ']'])
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            let value = match number.strip_prefix("0x") {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let Ok(value) = value else { break };
            bytes.extend(value.to_le_bytes().into_iter().take(width));
        }
        found.push(bytes);
    }
    found
}

/// The bytes of one number of an array.
fn width(item: &str) -> Option<usize> {
    let (_, kind) = item.split_once(':')?;
    let kind = kind.trim_start_matches([' ', '[']);
    [("u8", 1), ("u16", 2), ("u32", 4)]
        .into_iter()
        .find(|(name, _)| kind.starts_with(name))
        .map(|(_, width)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_are_read_as_they_lie_in_memory() {
        let source = "pub static A: [u16; 2] = [0x0102, 3];\nstatic B: [[u8; 2]; 2] = [[1, 2], [0xff, 4]];\nstatic C: u8 = 1;";
        let found = tables(source);
        assert_eq!(found[..2], [vec![2, 1, 3, 0], vec![1, 2, 255, 4]]);
    }

    #[test]
    fn only_the_part_itself_becomes_zero() {
        let mut data = *b"abcabdabcx";
        blank(&mut data, b"abd");
        assert_eq!(&data, b"abc\0\0\0abcx");
        blank(&mut data, b"cxy");
        assert_eq!(&data, b"abc\0\0\0abcx");
    }

    #[test]
    fn the_parts_are_where_they_are_looked_for() {
        let parts = unread().unwrap();
        let bytes: usize = parts.iter().map(Vec::len).sum();
        assert!(bytes > 1_000_000, "{bytes}");
    }
}
