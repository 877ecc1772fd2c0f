//! All languages have the same keys, and the same places in each text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::run::root;

type Texts = BTreeMap<String, String>;

/// The folders of texts: those of every page, those that only a fee memo shows, and those of the shared record.
pub(crate) const PARTS: [&str; 3] = ["", "memo", "records"];

/// Keys that one language lacks, and texts whose places differ from the French ones.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for part in PARTS {
        findings.extend(check_part(&root().join("src/i18n/locales").join(part))?);
    }
    Ok(findings)
}

fn check_part(folder: &Path) -> Result<Vec<String>> {
    let french = read(&folder.join("fr.json"))?;
    let mut findings = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            continue;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let texts = read(&path)?;
        let keys: BTreeSet<_> = french.keys().chain(texts.keys()).collect();
        for key in keys {
            match (french.get(key), texts.get(key)) {
                (Some(one), Some(other)) if places(one) != places(other) => {
                    findings.push(format!(
                        "{name}: `{key}` has other places than the French text"
                    ));
                }
                (_, Some(text)) if text.trim().is_empty() => {
                    findings.push(format!("{name}: `{key}` is empty"));
                }
                (Some(_), Some(_)) => {}
                (None, _) => findings.push(format!("{name}: `{key}` is not in fr.json")),
                (_, None) => findings.push(format!("{name}: `{key}` is missing")),
            }
        }
    }
    Ok(findings)
}

/// The names of a folder's texts.
pub(super) fn keys(part: &str) -> Result<Vec<String>> {
    let french = root().join("src/i18n/locales").join(part).join("fr.json");
    Ok(read(&french)?.into_keys().collect())
}

fn read(path: &Path) -> Result<Texts> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn places_are_found() {
        assert_eq!(
            super::places("{a} of {b}").into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
    }
}
