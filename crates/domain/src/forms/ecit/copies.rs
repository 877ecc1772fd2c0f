//! The three copies, from what is typed so far: the pages are seen while typing.

use serde::{Deserialize, Serialize};

use super::{Draft, Field, payload};
use crate::context::{Context, Identity, Practitioner};
use crate::dates;
use crate::forms::page::{Writer, day, lines, practitioner, writer};
use crate::ids::group;

/// The fund's and the insured person's copy. Dates are as a page shows them, texts as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct FullCopy {
    /// Who signs.
    pub writer: Writer,
    /// Number of the insured person, grouped.
    pub matricule: String,
    /// Last name of the insured person.
    pub last_name: String,
    /// First name of the insured person.
    pub first_name: String,
    /// Home in lines.
    pub address: Vec<String>,
    /// A prolongation rather than a first certificate, once one of them is chosen.
    pub prolongation: Option<bool>,
    /// The certificate that is prolonged.
    pub previous: String,
    /// The word of the reason.
    pub reason: String,
    /// Number and day of an accident.
    #[serde(default)]
    pub accident: [String; 2],
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// Number of days, both ends counted.
    pub days: String,
    /// Diagnosis.
    pub diagnosis: String,
    /// Whether outings are excluded, once that is chosen.
    pub outings_excluded: Option<bool>,
    /// Where the insured person stays when not at home, in lines.
    #[serde(default)]
    pub stay: Vec<String>,
    /// Day of issue.
    pub issued: String,
    /// The child of a CRF certificate: number, last name, first name.
    pub child: Option<[String; 3]>,
    /// What the symbol says.
    pub symbol: String,
}

/// The employer's copy: its own list of fields, so that nothing else can reach its page.
///
/// Assumption: the complete list is name and matricule of the insured person, kind, first and last day, day of issue,
/// the practitioner's name and code and, for CRF, the words *congé pour raisons familiales*.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct EmployerCopy {
    /// Name of the practitioner.
    pub writer_name: String,
    /// Provider code of the practitioner.
    pub writer_code: String,
    /// Number of the insured person, grouped.
    pub matricule: String,
    /// Last name of the insured person.
    pub last_name: String,
    /// First name of the insured person.
    pub first_name: String,
    /// A prolongation rather than a first certificate, once one of them is chosen.
    pub prolongation: Option<bool>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// Day of issue.
    pub issued: String,
    /// Whether it is a leave for family reasons.
    pub family_leave: bool,
    /// What the symbol says.
    pub symbol: String,
}

/// What the pages are made of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Copies {
    /// For the fund and for the insured person.
    pub full: FullCopy,
    /// For the employer.
    pub employer: EmployerCopy,
    /// Of a printed substitute: the day until which the transmission has to be made, as a page shows it. It takes the
    /// place of *APERÇU*.
    ///
    /// Assumption: when a transmission fails, a printed page that says so and is signed by hand may be handed out.
    #[serde(default)]
    pub substitute_before: Option<String>,
}

crate::redacted!(FullCopy, EmployerCopy, Copies);

/// Makes the copies of a draft.
pub fn copies(draft: &Draft, context: &Context, identities: &[Identity]) -> Copies {
    let practitioner = practitioner(draft.get(Field::Practitioner), context, identities);
    Copies {
        full: full(draft, &practitioner),
        employer: employer(draft, &practitioner),
        substitute_before: None,
    }
}

fn full(draft: &Draft, practitioner: &Practitioner) -> FullCopy {
    let text = |field| draft.get(field).trim().to_owned();
    FullCopy {
        writer: writer(practitioner, &text(Field::Biller)),
        matricule: group(draft.get(Field::InsuredMatricule)),
        last_name: text(Field::InsuredLastName),
        first_name: text(Field::InsuredFirstName),
        address: lines(
            &text(Field::InsuredNumber),
            &text(Field::InsuredStreet),
            &text(Field::InsuredCountry),
            &text(Field::InsuredPostcode),
            &text(Field::InsuredCity),
        ),
        prolongation: chosen(draft, Field::Kind, ["initial", "prolongation"]),
        previous: if draft.asks(Field::Previous) {
            text(Field::Previous)
        } else {
            String::new()
        },
        reason: text(Field::Reason),
        accident: if draft.asks(Field::AccidentNumber) {
            [
                text(Field::AccidentNumber).to_ascii_uppercase(),
                day(draft.get(Field::AccidentDate)),
            ]
        } else {
            Default::default()
        },
        start: day(draft.get(Field::Start)),
        end: day(draft.get(Field::End)),
        days: length(draft),
        diagnosis: text(Field::Diagnosis),
        outings_excluded: chosen(draft, Field::Outings, ["allowed", "excluded"]),
        stay: stay(draft),
        issued: day(draft.get(Field::Issued)),
        child: draft.is_crf().then(|| {
            let matricule = group(draft.get(Field::ChildMatricule));
            [
                matricule,
                text(Field::ChildLastName),
                text(Field::ChildFirstName),
            ]
        }),
        symbol: payload(draft),
    }
}

fn employer(draft: &Draft, practitioner: &Practitioner) -> EmployerCopy {
    let text = |field| draft.get(field).trim().to_owned();
    EmployerCopy {
        writer_name: practitioner.full_name(),
        writer_code: practitioner.code.clone(),
        matricule: group(draft.get(Field::InsuredMatricule)),
        last_name: text(Field::InsuredLastName),
        first_name: text(Field::InsuredFirstName),
        prolongation: chosen(draft, Field::Kind, ["initial", "prolongation"]),
        start: day(draft.get(Field::Start)),
        end: day(draft.get(Field::End)),
        issued: day(draft.get(Field::Issued)),
        family_leave: draft.is_crf(),
        symbol: payload(draft),
    }
}

/// Which of two words stands in a field: an untouched form ticks nothing.
fn chosen(draft: &Draft, field: Field, [no, yes]: [&str; 2]) -> Option<bool> {
    let text = draft.get(field);
    (text == yes)
        .then_some(true)
        .or((text == no).then_some(false))
}

/// The stay's address, and floor and bell behind it: three lines at the most, as many as have room.
fn stay(draft: &Draft) -> Vec<String> {
    let text = |field| draft.get(field).trim().to_owned();
    let mut stay = lines(
        &text(Field::StayNumber),
        &text(Field::StayStreet),
        &text(Field::StayCountry),
        &text(Field::StayPostcode),
        &text(Field::StayCity),
    );
    let inside = [text(Field::StayFloor), text(Field::StayBell)];
    let inside: Vec<String> = inside.into_iter().filter(|part| !part.is_empty()).collect();
    stay.extend((!inside.is_empty()).then(|| inside.join(", ")));
    stay
}

fn length(draft: &Draft) -> String {
    let both = dates::parse(draft.get(Field::Start)).zip(dates::parse(draft.get(Field::End)));
    both.and_then(|(start, end)| dates::length(start, end))
        .map(|days| days.to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stay_takes_three_lines_at_the_most() {
        let mut draft = Draft::default();
        assert_eq!(stay(&draft), Vec::<String>::new());
        for (path, text) in [
            ("stay.number", "9"),
            ("stay.street", "Rue du Moulin"),
            ("stay.postcode", "4251"),
            ("stay.city", "Esch"),
            ("stay.country", "LU"),
            ("stay.bell", "Muller"),
        ] {
            draft.set(Field::parse(path).unwrap(), text);
        }
        assert_eq!(stay(&draft), ["9, Rue du Moulin", "L-4251 Esch", "Muller"]);
        draft.set(Field::StayFloor, "2e étage");
        assert_eq!(stay(&draft)[2], "2e étage, Muller");
    }

    #[test]
    fn what_is_not_chosen_is_not_ticked() {
        let mut draft = Draft::default();
        let of = |draft: &Draft| {
            let Copies { full, employer, .. } = copies(draft, &Context::default(), &[]);
            (
                full.prolongation,
                full.outings_excluded,
                employer.prolongation,
            )
        };
        assert_eq!(of(&draft), (None, None, None));
        draft.set(Field::Kind, "prolongation");
        draft.set(Field::Outings, "allowed");
        assert_eq!(of(&draft), (Some(true), Some(false), Some(true)));
        draft.set(Field::Kind, "other");
        assert_eq!(of(&draft).0, None);
    }

    proptest! {
        /// Whatever is typed: nothing of a field that is not on the employer's list reaches the employer's copy.
        #[test]
        fn the_employers_copy_holds_nothing_but_its_list(
            texts in proptest::collection::vec("[a-z]{9,12}", Field::ALL.len()),
            crf in any::<bool>(),
        ) {
            let mut draft = Draft::default();
            for (field, text) in Field::ALL.iter().zip(&texts) {
                draft.set(*field, text);
            }
            draft.set(Field::Reason, if crf { "crf" } else { "illness" });
            let employer = copies(&draft, &Context::default(), &[]).employer;
            if !crf {
                draft.set(Field::Reason, "maternity");
                prop_assert_eq!(&employer, &copies(&draft, &Context::default(), &[]).employer);
            }
            let all = serde_json::to_string(&employer).unwrap();
            let listed = [
                Field::Practitioner, Field::InsuredMatricule, Field::InsuredLastName, Field::InsuredFirstName,
                Field::Kind, Field::Start, Field::End, Field::Issued,
            ];
            for (field, text) in Field::ALL.iter().zip(&texts) {
                let elsewhere = texts.iter().zip(Field::ALL).any(|(other, at)| other == text && listed.contains(at));
                prop_assert!(listed.contains(field) || elsewhere || !all.contains(text.as_str()), "{}", field.path());
            }
        }
    }
}
