//! Dependencies point down: between crates by `cargo tree`, inside the widget by the paths in its `use` lines.

use std::fs;

use anyhow::Result;

use crate::run::{cargo, output, root};
use crate::sizes::files;

/// What a crate must never depend on.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    (
        "domain",
        &[
            "leptos",
            "web-sys",
            "wasm-bindgen",
            "tokio",
            "axum",
            "rxing",
            "printpdf",
        ],
    ),
    ("documents", &["leptos", "web-sys", "tokio", "axum"]),
    (
        "volet",
        &[
            "documents",
            "records-web",
            "rxing",
            "printpdf",
            "tokio",
            "axum",
        ],
    ),
    ("gateway", &["volet", "documents", "sandbox", "leptos"]),
    ("sandbox", &["volet", "domain", "documents", "leptos"]),
];

/// The widget's layers, lowest first. A layer may use those before it; `i18n` stands beside `session`.
const LAYERS: [&str; 6] = ["platform", "i18n", "session", "jobs", "ui", "host"];

/// Every dependency that points the wrong way.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (package, forbidden) in FORBIDDEN {
        let mut tree = cargo();
        tree.args([
            "tree",
            "--locked",
            "--package",
            package,
            "--edges",
            "normal",
            "--prefix",
            "none",
        ]);
        if matches!(package, "domain" | "documents" | "volet") {
            tree.args(["--target", crate::setup::WASM]);
        }
        let tree = output(&mut tree)?;
        let names: Vec<_> = tree
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        let bad = forbidden.iter().filter(|bad| names.contains(bad));
        findings.extend(bad.map(|bad| format!("{package} depends on {bad}")));
    }
    findings.extend(inside_widget()?);
    Ok(findings)
}

fn inside_widget() -> Result<Vec<String>> {
    let source = root().join("src");
    let mut findings = Vec::new();
    for name in files(&source, &source)? {
        let Some(own) = LAYERS
            .iter()
            .position(|layer| name.starts_with(&format!("{layer}/")))
        else {
            continue;
        };
        let text = fs::read_to_string(source.join(&name)).unwrap_or_default();
        for (above, layer) in LAYERS.iter().enumerate() {
            if above > own && text.contains(&format!("crate::{layer}")) {
                findings.push(format!("src/{name} uses `{layer}`, which lies above it"));
            }
        }
    }
    Ok(findings)
}
