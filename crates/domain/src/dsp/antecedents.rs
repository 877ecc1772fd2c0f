//! Antecedents found in the DSP and not in the record: which are offered, which were refused (UX-11 … UX-15).

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::identity::same_name;
use super::{Coding, FhirDate};

/// The groups of seed 002, in its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Group {
    /// Médicaux.
    Medical,
    /// Chirurgicaux.
    Surgical,
    /// Familiaux.
    Family,
    /// Gynéco-obstétrique.
    Gynaecology,
    /// Traitements en cours.
    Treatment,
    /// Allergies médicamenteuses.
    AllergyMedication,
    /// Allergies alimentaires.
    AllergyFood,
    /// Autres allergies.
    AllergyOther,
    /// Alcool.
    Alcohol,
    /// Tabac.
    Tobacco,
    /// Drogue.
    Drug,
    /// Dispositifs médicaux implantés.
    Device,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 12] = [
        Self::Medical,
        Self::Surgical,
        Self::Family,
        Self::Gynaecology,
        Self::Treatment,
        Self::AllergyMedication,
        Self::AllergyFood,
        Self::AllergyOther,
        Self::Alcohol,
        Self::Tobacco,
        Self::Drug,
        Self::Device,
    ];

    /// The name in the property `recorded` and in texts' keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Surgical => "surgical",
            Self::Family => "family",
            Self::Gynaecology => "gynaecology",
            Self::Treatment => "treatment",
            Self::AllergyMedication => "allergy-medication",
            Self::AllergyFood => "allergy-food",
            Self::AllergyOther => "allergy-other",
            Self::Alcohol => "alcohol",
            Self::Tobacco => "tobacco",
            Self::Drug => "drug",
            Self::Device => "device",
        }
    }

    /// The group of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }
}

/// One antecedent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Antecedent {
    /// Where it is listed.
    pub group: Group,
    /// `ResourceType/id` in the DSP.
    pub reference: String,
    /// A business identifier, `system|value`; empty where there is none.
    pub identifier: String,
    /// The code.
    pub coding: Coding,
    /// In words.
    pub text: String,
    /// How much, how often, which product: what belongs to the line.
    pub detail: String,
    /// Since when.
    pub onset: FhirDate,
    /// The clinical status, e.g. `active`, `resolved`.
    pub status: String,
    /// When it was noted.
    pub recorded: FhirDate,
    /// By whom.
    pub from: String,
}

/// An antecedent of the host's record.
#[derive(Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Where it is listed; `None` for a group of the host's own.
    pub group: Option<Group>,
    /// The code, where there is one.
    pub coding: Coding,
    /// In words.
    pub text: String,
}

/// A refusal by one professional for one patient. It holds digests only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Which antecedent.
    pub key: String,
    /// What it said when it was refused.
    pub state: String,
}

crate::redacted!(Antecedent, Recorded, Refusal);

/// Where an antecedent stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// To be taken or refused.
    New,
    /// It was refused, and has changed clinically since (UX-14).
    Modified,
    /// It was refused; to be seen where refusals are undone.
    Refused,
    /// The record has it.
    Recorded,
}

/// Tells where each antecedent stands, in the order of groups, one line each.
pub fn reconcile(
    found: Vec<Antecedent>,
    recorded: &[Recorded],
    refusals: &[Refusal],
) -> Vec<(Standing, Antecedent)> {
    let mut seen = std::collections::BTreeSet::new();
    let mut lines: Vec<(Standing, Antecedent)> = found
        .into_iter()
        .filter(|one| seen.insert(key(one)))
        .map(|one| (standing(&one, recorded, refusals), one))
        .collect();
    lines.sort_by(|(_, a), (_, b)| (a.group, &b.onset, &a.text).cmp(&(b.group, &a.onset, &b.text)));
    lines
}

fn standing(one: &Antecedent, recorded: &[Recorded], refusals: &[Refusal]) -> Standing {
    if recorded.iter().any(|known| is_same(one, known)) {
        return Standing::Recorded;
    }
    let own = refusal(one);
    match refusals.iter().find(|refusal| refusal.key == own.key) {
        None => Standing::New,
        Some(refused) if refused.state == own.state => Standing::Refused,
        Some(_) => Standing::Modified,
    }
}

/// The record has it when group and code agree, or without a code on one side group and words.
fn is_same(one: &Antecedent, known: &Recorded) -> bool {
    let same_group = known.group.is_none_or(|group| group == one.group);
    let coded = !one.coding.code.is_empty() && !known.coding.code.is_empty();
    same_group
        && if coded {
            one.coding == known.coding
        } else {
            same_name(&one.text, &known.text)
        }
}

/// What is remembered when an antecedent is refused.
pub fn refusal(one: &Antecedent) -> Refusal {
    Refusal {
        key: key(one),
        state: digest(&[
            &one.coding.system,
            &one.coding.code,
            &one.text,
            &one.detail,
            &one.status,
            one.onset.text(),
        ]),
    }
}

/// Assumption: an antecedent is known again by its business identifier, else by group, code and words; a server's own
/// ids and versions change when nothing clinical does.
fn key(one: &Antecedent) -> String {
    if one.identifier.is_empty() {
        let words: &str = if one.coding.code.is_empty() {
            &one.text
        } else {
            ""
        };
        digest(&[
            one.group.name(),
            &one.coding.system,
            &one.coding.code,
            words,
        ])
    } else {
        digest(&[&one.identifier])
    }
}

/// SHA-256 over the parts, each with its length, in hexadecimal.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    let bytes = hash.finalize();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn antecedent(code: &str, text: &str, status: &str) -> Antecedent {
        Antecedent {
            group: Group::Medical,
            reference: "Condition/1".into(),
            identifier: String::new(),
            coding: Coding {
                system: "http://snomed.info/sct".into(),
                code: code.into(),
            },
            text: text.into(),
            detail: String::new(),
            onset: FhirDate::read("2022"),
            status: status.into(),
            recorded: FhirDate::read("2022-05-05"),
            from: "Dr Exemple".into(),
        }
    }

    fn one(found: Antecedent, recorded: &[Recorded], refusals: &[Refusal]) -> Standing {
        reconcile(vec![found], recorded, refusals)[0].0
    }

    #[test]
    fn what_the_record_has_is_not_offered() {
        let known = |group, code: &str, text: &str| Recorded {
            group,
            coding: Coding {
                system: if code.is_empty() {
                    String::new()
                } else {
                    "http://snomed.info/sct".into()
                },
                code: code.into(),
            },
            text: text.into(),
        };
        let found = || antecedent("38341003", "Hypertension artérielle", "active");
        assert_eq!(
            one(
                found(),
                &[known(Some(Group::Medical), "38341003", "HTA")],
                &[]
            ),
            Standing::Recorded
        );
        assert_eq!(
            one(found(), &[known(None, "", "HYPERTENSION ARTERIELLE")], &[]),
            Standing::Recorded
        );
        assert_eq!(
            one(
                found(),
                &[known(Some(Group::Family), "38341003", "HTA")],
                &[]
            ),
            Standing::New
        );
        assert_eq!(
            one(
                found(),
                &[known(
                    Some(Group::Medical),
                    "44054006",
                    "Hypertension artérielle"
                )],
                &[]
            ),
            Standing::New
        );
    }

    #[test]
    fn a_refusal_holds_until_something_clinical_changes() {
        let refused = refusal(&antecedent("38341003", "Hypertension artérielle", "active"));
        let refusals = [refused];
        let mut again = antecedent("38341003", "Hypertension artérielle", "active");
        again.reference = "Condition/2".into();
        again.recorded = FhirDate::read("2026-01-01");
        assert_eq!(one(again.clone(), &[], &refusals), Standing::Refused);
        for change in [
            |one: &mut Antecedent| one.status = "resolved".into(),
            |one: &mut Antecedent| one.onset = FhirDate::read("2021"),
            |one: &mut Antecedent| one.detail = "sévère".into(),
        ] {
            let mut changed = again.clone();
            change(&mut changed);
            assert_eq!(one(changed, &[], &refusals), Standing::Modified);
        }
        assert_eq!(
            one(antecedent("44054006", "Diabète", "active"), &[], &refusals),
            Standing::New
        );
    }

    #[test]
    fn one_line_each_and_nothing_readable_is_remembered() {
        let twice = vec![
            antecedent("1", "Asthme", "active"),
            antecedent("1", "Asthme", "active"),
        ];
        assert_eq!(reconcile(twice, &[], &[]).len(), 1);
        let kept = refusal(&antecedent("1", "Asthme", "active"));
        assert!(
            [&kept.key, &kept.state]
                .iter()
                .all(|text| text.len() == 64 && !text.contains("Asthme"))
        );
    }

    #[test]
    fn groups_have_names_of_their_own() {
        for group in Group::ALL {
            assert_eq!(Group::named(group.name()), Some(group));
        }
    }
}
