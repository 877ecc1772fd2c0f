//! Every text is used by the widget, and every code that a person may meet has one.

use std::collections::BTreeSet;
use std::fs;

use anyhow::Result;

use super::locales::{PARTS, keys};
use crate::run::root;
use crate::sizes::files;

/// Where texts are asked for, and where the words come from that names of texts are made of.
const SOURCES: [&str; 2] = ["src", "crates/domain/src"];

/// Codes without a sentence: the host alone is told of the first, and the shared record has better words for the others.
const UNTOLD: [&str; 3] = [
    "document_types_incomplete",
    "patient_conflict",
    "document_hash_mismatch",
];

/// Where the codes of mySecu come from.
const STAND_IN: &str = "crates/sandbox/src/econnector";

/// What stands before such a code there.
const ANSWERED: [&str; 3] = ["reject(", "warn(", "refused_for_its_number(document,"];

/// Texts that nothing asks for, and codes of failures and of mySecu that have no text.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut source = String::new();
    for folder in SOURCES {
        source.push_str(&code_in(folder)?);
    }
    let mut all = BTreeSet::new();
    for part in PARTS {
        all.extend(keys(part)?);
    }
    let failures = fs::read_to_string(root().join("crates/domain/src/failure.rs"))?;
    let mut told = told(&failures);
    told.extend(answered(&code_in(STAND_IN)?));
    let unused = all
        .iter()
        .filter(|key| !told.contains(*key) && !is_used(key, &source));
    let missing = told.difference(&all);
    Ok(unused
        .map(|key| format!("`{key}`: no code asks for this text"))
        .chain(missing.map(|key| format!("`{key}`: a failure or an anomaly has no text")))
        .collect())
}

fn code_in(folder: &str) -> Result<String> {
    let folder = root().join(folder);
    let names = files(&folder, &folder)?.into_iter();
    let code = names.filter(|name| name.ends_with(".rs"));
    code.map(|name| Ok(fs::read_to_string(folder.join(name))?))
        .collect()
}

/// The texts of the codes that the stand-in answers.
fn answered(source: &str) -> BTreeSet<String> {
    let calls = ANSWERED.iter().flat_map(|call| source.split(call).skip(1));
    let codes = calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    codes.map(|code| format!("issue.anomaly.{code}")).collect()
}

/// Asked for by its name, or by a name made of the words of a family and a rest: `"issue."` and `"required"`; `"pages.title"`
/// and `"mh"`.
fn is_used(key: &str, source: &str) -> bool {
    let is_said = |word: &str| source.contains(&format!("\"{word}\""));
    let is_made = |(at, _)| {
        let (family, rest) = key.split_at(at);
        let rest = rest.trim_start_matches('.');
        let dotted = is_said(&format!("{family}."));
        let own = family.contains('.') && is_said(family)
            || source.contains(&format!("text_of(\"{family}\""));
        (dotted || own) && (is_said(rest) || dotted && rest.split('.').all(is_said))
    };
    is_said(key) || key.match_indices('.').any(is_made)
}

/// The texts of the codes of failures. All flaws of an id_token have one.
fn told(failures: &str) -> BTreeSet<String> {
    let words = failures.lines().filter_map(|line| {
        let (_, word) = line.trim().strip_prefix("Self::")?.split_once(" => \"")?;
        word.strip_suffix("\",")
    });
    let words = words.filter(|word| !UNTOLD.contains(word));
    words
        .map(|word| match word.strip_prefix("id_token_") {
            Some(_) => "error.id_token_invalid".to_owned(),
            None => format!("error.{word}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_used_by_its_name_or_by_its_family_and_rest() {
        let source = r#"text("a.b"); ["issue.", code]; "required" "choice." "kind" "initial" t("pages.title") "mh" text_of("route", kind)"#;
        for (key, expect) in [
            ("a.b", true),
            ("a.c", false),
            ("issue.required", true),
            ("issue.date", false),
            ("choice.kind.initial", true),
            ("choice.kind.other", false),
            ("pages.title", true),
            ("pages.title.mh", true),
            ("pages.title.memoire", false),
            ("route.mh", true),
            ("kind.initial", false),
        ] {
            assert_eq!(is_used(key, source), expect, "{key}");
        }
    }

    #[test]
    fn every_code_of_the_stand_in_has_a_text() {
        let source = "Anomaly::reject(\n  \"NOM\", \"x\"); reject(code, motif); refused_for_its_number(document, \"REVOQUE\", motif)";
        let expect = ["issue.anomaly.NOM", "issue.anomaly.REVOQUE"].map(str::to_owned);
        assert_eq!(answered(source), BTreeSet::from(expect));
    }

    #[test]
    fn every_code_has_a_text_but_those_that_nobody_is_told() {
        let source = "Self::A => \"a_b\",\n  Self::B => \"id_token_alg\",\n Self::C => \"patient_conflict\",\n Self::D | Self::E";
        let expect = ["error.a_b", "error.id_token_invalid"].map(str::to_owned);
        assert_eq!(told(source), BTreeSet::from(expect));
    }
}
