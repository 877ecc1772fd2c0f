//! Paths that a document names exist.

use std::fs;

use anyhow::Result;

use crate::run::root;
use crate::sizes::files;

/// Documents beside those of `docs/`.
const DOCUMENTS: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "pkg/README.md",
];

/// Folders at the top; a text in backticks that begins with one of them is a path.
const TOPS: [&str; 7] = ["src/", "crates/", "pkg/", "tests/", "www/", "docs/", ".ci/"];

/// Most lines of the README.
const README_LINES: usize = 120;

/// Every path that does not exist, every link to a file that is not there, and a README that is too long.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let docs = files(&root().join("docs"), &root())?;
    let docs = docs.iter().filter(|name| name.ends_with(".md"));
    for document in DOCUMENTS.into_iter().chain(docs.map(String::as_str)) {
        let Ok(text) = fs::read_to_string(root().join(document)) else {
            findings.push(format!("{document} is missing"));
            continue;
        };
        if document == "README.md" && text.lines().count() > README_LINES {
            findings.push(format!("README.md has more than {README_LINES} lines"));
        }
        let folder = root()
            .join(document)
            .parent()
            .map(ToOwned::to_owned)
            .unwrap_or_default();
        for path in quoted(&text).filter(|path| TOPS.iter().any(|top| path.starts_with(top))) {
            let generated = path.starts_with("pkg/dist");
            if !generated && !root().join(path).exists() {
                findings.push(format!("{document} names {path}, which does not exist"));
            }
        }
        for link in links(&text).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap_or(link);
            if !folder.join(file).exists() {
                findings.push(format!("{document} links to {link}, which does not exist"));
            }
        }
    }
    Ok(findings)
}

/// Texts in backticks that look like paths.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|path| {
        path.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
    })
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_links_are_found() {
        let text = "see `src/lib.rs`, `a b`, [x](docs/x.md#y) and [z](https://z)";
        assert_eq!(quoted(text).collect::<Vec<_>>(), ["src/lib.rs"]);
        assert_eq!(
            links(text).collect::<Vec<_>>(),
            ["docs/x.md#y", "https://z"]
        );
    }
}
