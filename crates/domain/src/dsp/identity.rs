//! Whose record it is: traits side by side before anything is shown (seed 002: "se baser sur un ensemble de traits concordants").
//!
//! Names are compared after NFD, without marks and case, with ß as ss and ä, ö, ü as a, o, u or as ae, oe, ue; hyphens
//! and apostrophes count as nothing or as a space. A trait that one side does not give is *not compared*, never a
//! conflict; but a matricule alone, which AeS calls unsafe, identifies nobody. Letters that NFD leaves alone (ł, ø, đ) are letters of their own: such a difference is a conflict.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::ids::Matricule;

/// The system of the matricule as an identifier (AeS, HL7 IPS).
pub const MATRICULE_SYSTEM: &str = "urn:oid:1.3.182.4.4";

/// The administrative sex of both sides (R4 `AdministrativeGender`); `other` and `unknown` say nothing to compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Sex {
    /// `female`.
    Female,
    /// `male`.
    Male,
}

impl Sex {
    /// Reads the code.
    pub fn read(code: &str) -> Option<Self> {
        match code {
            "female" => Some(Self::Female),
            "male" => Some(Self::Male),
            _ => None,
        }
    }
}

/// What one side knows of a person; empty texts are missing.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Traits {
    /// The national number.
    pub matricule: String,
    /// Name at birth.
    pub birth_name: String,
    /// Name in use.
    pub used_name: String,
    /// First names, separated by spaces.
    pub first_name: String,
    /// `YYYY-MM-DD`, or less where less is known.
    pub birth_date: String,
    /// Sex.
    pub sex: Option<Sex>,
}

/// A candidate of the DSP: its id and traits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The logical id.
    pub id: String,
    /// What the DSP knows.
    pub traits: Traits,
}

crate::redacted!(Traits);
crate::redacted!(Candidate);

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trait {
    /// The national number.
    Matricule,
    /// Birth names, or used names where one side has no birth name.
    Name,
    /// First names.
    FirstName,
    /// Birth dates.
    BirthDate,
    /// Sex.
    Sex,
}

impl Trait {
    /// Every trait, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Matricule,
        Self::Name,
        Self::FirstName,
        Self::BirthDate,
        Self::Sex,
    ];

    /// The word in texts' keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Matricule => "matricule",
            Self::Name => "name",
            Self::FirstName => "firstName",
            Self::BirthDate => "birthDate",
            Self::Sex => "sex",
        }
    }
}

/// How two sides of a trait stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// They agree.
    Same,
    /// They do not.
    Differs,
    /// One side does not give it.
    NotCompared,
}

/// Whether the record is the patient's.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// One candidate with this id, and no trait differs.
    Identified(String),
    /// One candidate, no trait differs, and too few could be compared.
    Unsure,
    /// The DSP knows nobody of that number.
    Nobody,
    /// The DSP knows several: a certain match may still give more than one record.
    Several,
    /// These traits differ: nothing of the record may be shown.
    Conflict(Vec<Trait>),
}

crate::redacted!(Identity);

/// The traits that tell people apart beside a number that may have been typed wrongly.
const TELLING: [Trait; 3] = [Trait::Name, Trait::FirstName, Trait::BirthDate];

/// Assumption: two of them, where the third is missing, are a set of traits that agree.
const LEAST_TELLING: usize = 2;

/// Decides on the answer to the search for the patient.
pub fn identify(ours: &Traits, candidates: &[Candidate]) -> Identity {
    let [candidate] = candidates else {
        return if candidates.is_empty() {
            Identity::Nobody
        } else {
            Identity::Several
        };
    };
    let stand = |wanted: Comparison| {
        let traits = Trait::ALL.into_iter();
        traits.filter(move |one| compare(*one, ours, &candidate.traits) == wanted)
    };
    let differing: Vec<Trait> = stand(Comparison::Differs).collect();
    let telling = stand(Comparison::Same).filter(|one| TELLING.contains(one));
    if !differing.is_empty() {
        Identity::Conflict(differing)
    } else if telling.count() < LEAST_TELLING {
        Identity::Unsure
    } else {
        Identity::Identified(candidate.id.clone())
    }
}

/// Compares one trait.
pub fn compare(what: Trait, ours: &Traits, theirs: &Traits) -> Comparison {
    match what {
        Trait::Matricule => texts(&ours.matricule, &theirs.matricule, same_matricule),
        Trait::Name if ours.birth_name.trim().is_empty() || theirs.birth_name.trim().is_empty() => {
            texts(&ours.used_name, &theirs.used_name, same_name)
        }
        Trait::Name => texts(&ours.birth_name, &theirs.birth_name, same_name),
        Trait::FirstName => texts(&ours.first_name, &theirs.first_name, same_first_name),
        Trait::BirthDate => dates(ours.birth_date.trim(), theirs.birth_date.trim()),
        Trait::Sex => match (ours.sex, theirs.sex) {
            (Some(ours), Some(theirs)) if ours == theirs => Comparison::Same,
            (Some(_), Some(_)) => Comparison::Differs,
            _ => Comparison::NotCompared,
        },
    }
}

fn texts(ours: &str, theirs: &str, same: fn(&str, &str) -> bool) -> Comparison {
    let (ours, theirs) = (ours.trim(), theirs.trim());
    if ours.is_empty() || theirs.is_empty() {
        Comparison::NotCompared
    } else if same(ours, theirs) {
        Comparison::Same
    } else {
        Comparison::Differs
    }
}

/// However they are grouped; what is no matricule, letter by letter.
fn same_matricule(ours: &str, theirs: &str) -> bool {
    match (Matricule::parse(ours), Matricule::parse(theirs)) {
        (Ok(ours), Ok(theirs)) => ours == theirs,
        _ => ours == theirs,
    }
}

/// Whether two names are spellings of one.
pub fn same_name(ours: &str, theirs: &str) -> bool {
    !spellings(ours).is_disjoint(&spellings(theirs))
}

/// Assumption: where one side lists further first names, the first one decides.
fn same_first_name(ours: &str, theirs: &str) -> bool {
    let first = |text: &str| {
        text.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    same_name(ours, theirs) || same_name(ours, &first(theirs)) || same_name(&first(ours), theirs)
}

/// Assumption: where one side knows only the year or the month, another year or month is a conflict, and the same one proves
/// nothing: the day is missing, and a missing trait is not compared.
fn dates(ours: &str, theirs: &str) -> Comparison {
    let shorter = ours.len().min(theirs.len());
    if shorter == 0 {
        Comparison::NotCompared
    } else if !matches!(shorter, 4 | 7 | 10) || ours.get(..shorter) != theirs.get(..shorter) {
        Comparison::Differs
    } else if ours.len() == theirs.len() {
        Comparison::Same
    } else {
        Comparison::NotCompared
    }
}

/// The ways in which a name may be written: umlauts bare or with e, joints left out or as spaces.
fn spellings(name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for with_e in [false, true] {
        for joint in ["", " "] {
            found.insert(spelling(name, with_e, joint));
        }
    }
    found
}

fn spelling(name: &str, with_e: bool, joint: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    for letter in name.nfd().flat_map(char::to_lowercase).nfd() {
        match letter {
            '\u{308}' if with_e && letters.ends_with(['a', 'o', 'u']) => letters.push('e'),
            'ß' => letters.push_str("ss"),
            letter if is_combining_mark(letter) => {}
            letter if is_joint(letter) => letters.push_str(joint),
            letter => letters.push(letter),
        }
    }
    let words: Vec<&str> = letters.split_whitespace().collect();
    words.join(" ")
}

/// Hyphens, dashes and apostrophes of every kind.
fn is_joint(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{ad}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\''
                | '`'
                | '´'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201b}'
                | '\u{2bc}'
                | '\u{2b9}'
                | '\u{ff07}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &str = include_str!("../../data/identity-cases.csv");

    /// A side of a case: `matricule/birth/used/first/date/sex`.
    fn side(text: &str) -> Traits {
        let parts: Vec<String> = text.split('/').map(str::to_owned).collect();
        let [
            matricule,
            birth_name,
            used_name,
            first_name,
            birth_date,
            sex,
        ] = <[String; 6]>::try_from(parts).unwrap();
        Traits {
            matricule,
            birth_name,
            used_name,
            first_name,
            birth_date,
            sex: Sex::read(&sex),
        }
    }

    fn word(ours: &Traits, candidates: &[Candidate]) -> String {
        match identify(ours, candidates) {
            Identity::Identified(_) => {
                let theirs = &candidates[0].traits;
                let missing = Trait::ALL.map(|one| (one, compare(one, ours, theirs)));
                let missing = missing
                    .iter()
                    .filter(|(_, how)| *how == Comparison::NotCompared);
                let names: Vec<_> = missing.map(|(one, _)| one.name()).collect();
                if names.is_empty() {
                    "same".into()
                } else {
                    format!("same but {}", names.join(" "))
                }
            }
            Identity::Unsure => "unsure".into(),
            Identity::Nobody => "nobody".into(),
            Identity::Several => "several".into(),
            Identity::Conflict(traits) => {
                let names: Vec<_> = traits.iter().map(|one| one.name()).collect();
                format!("conflict {}", names.join(" "))
            }
        }
    }

    #[test]
    fn the_table_of_cases() {
        let mut count = 0;
        for line in CASES.lines().skip(1) {
            let columns: Vec<&str> = line.split(';').collect();
            let [name, ours, theirs, expected] = columns[..] else {
                panic!("{line}");
            };
            let candidates: Vec<Candidate> = theirs
                .split('+')
                .filter(|text| !text.is_empty())
                .map(|text| Candidate {
                    id: "dsp-1".into(),
                    traits: side(text),
                })
                .collect();
            assert_eq!(word(&side(ours), &candidates), expected, "{name}");
            // Which side is which does not matter.
            if let [one] = &candidates[..] {
                let ours = [Candidate {
                    id: "dsp-1".into(),
                    traits: side(ours),
                }];
                let turned = word(&one.traits, &ours);
                assert_eq!(turned, expected, "{name}, turned round");
            }
            count += 1;
        }
        assert!(count >= 30, "{count}");
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let traits = side("1985031402717/Şahin/Şahin/Łukasz/1985-03-14/male");
        let identity = identify(&traits, &[]);
        assert_eq!(
            format!("{traits:?} {identity:?}"),
            "Traits([redacted]) Identity([redacted])"
        );
    }
}
