//! All languages have the same keys, and the same places in each text; every example diagnosis has words in all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::run::root;

type Texts = BTreeMap<String, String>;

/// The languages of the widget.
const LANGUAGES: [&str; 4] = ["fr", "de", "en", "lb"];

/// The folders of texts: those of every page, those of views that are fetched late, those that only a fee memo shows, and
/// those of the shared record.
pub(crate) const PARTS: [&str; 4] = ["", "late", "memo", "records"];

/// Keys that one language lacks, and texts whose places differ from the French ones.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for part in PARTS {
        findings.extend(check_part(&root().join("src/i18n/locales").join(part))?);
    }
    let diagnoses = fs::read(root().join("pkg/data/diagnoses.json"))?;
    findings.extend(wordless(&serde_json::from_slice(&diagnoses)?));
    Ok(findings)
}

/// The diagnoses that a language has no words for. Acts are not among them: their labels are the nomenclature's, which is
/// French (docs/billing-rules.md).
fn wordless(table: &Value) -> Vec<String> {
    let entries = table["diagnoses"].as_array().into_iter().flatten();
    let lacks = |entry: &Value| {
        let words = |lang: &&str| entry["text"][*lang].as_str().unwrap_or_default().trim();
        let lacking = LANGUAGES.iter().filter(|lang| words(lang).is_empty());
        let of = |lang| format!("diagnoses.json: {} has no words in `{lang}`", entry["code"]);
        lacking.map(of).collect::<Vec<_>>()
    };
    entries.flat_map(lacks).collect()
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
    fn a_diagnosis_without_words_in_a_language_is_found() {
        let text =
            serde_json::json!({"fr": "Fièvre", "de": "Fieber", "en": "Fever", "lb": "Féiwer"});
        let mut table = serde_json::json!({"diagnoses": [{"code": "R50", "text": text}]});
        assert!(super::wordless(&table).is_empty());
        table["diagnoses"][0]["text"]["lb"] = " ".into();
        let found = super::wordless(&table);
        assert_eq!(found, ["diagnoses.json: \"R50\" has no words in `lb`"]);
    }

    #[test]
    fn all_languages_are_complete() {
        assert_eq!(super::check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn places_are_found() {
        assert_eq!(
            super::places("{a} of {b}").into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
    }
}
