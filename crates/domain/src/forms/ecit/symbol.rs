//! What the DataMatrix says.
//!
//! Assumption: the payload's layout is not public; this file is its one home. Found: for a CRF certificate it holds the
//! *insured parent's* matricule, never the child's (CNS meeting with editors, eConnector 1.2.5, "DMCRF"). It is
//! the same on every copy, and so holds only codes, numbers and dates that the employer may see, in ASCII.

use super::{Draft, Field};

/// `DMCIT;1;matricule;kind;first day;last day;day of issue;practitioner` (`DMCRF` for CRF), with `YYYYMMDD` days and
/// `I` or `P`. What is not typed yet is empty.
pub fn payload(draft: &Draft) -> String {
    let digits = |field, most: usize| -> String {
        draft
            .get(field)
            .chars()
            .filter(char::is_ascii_digit)
            .take(most)
            .collect()
    };
    let kind = match draft.get(Field::Kind).trim() {
        "initial" => "I",
        "prolongation" => "P",
        _ => "",
    };
    [
        if draft.is_crf() { "DMCRF" } else { "DMCIT" }.to_owned(),
        "1".to_owned(),
        digits(Field::InsuredMatricule, 13),
        kind.to_owned(),
        digits(Field::Start, 8),
        digits(Field::End, 8),
        digits(Field::Issued, 8),
        digits(Field::Practitioner, 8),
    ]
    .join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crf_symbol_names_the_parent_and_never_the_child() {
        let mut draft = Draft::default();
        for (field, text) in [
            (Field::Reason, "crf"),
            (Field::InsuredMatricule, "1893 12 01 057 32"),
            (Field::ChildMatricule, "1990093012358"),
            (Field::Kind, "initial"),
            (Field::Start, "2026-11-22"),
            (Field::End, "2026-11-24"),
            (Field::Issued, "2026-11-22"),
            (Field::Practitioner, "90813319"),
        ] {
            draft.set(field, text);
        }
        assert_eq!(
            payload(&draft),
            "DMCRF;1;1893120105732;I;20261122;20261124;20261122;90813319"
        );
    }

    #[test]
    fn it_is_ascii_whatever_is_typed() {
        let mut draft = Draft::default();
        draft.set(Field::InsuredMatricule, "١٨٩٣ Łukasz");
        draft.set(Field::Diagnosis, "J11");
        assert_eq!(payload(&draft), "DMCIT;1;;;;;;");
    }
}
