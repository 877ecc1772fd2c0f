//! The three copies, from what is typed so far: the pages are seen while typing.

use serde::{Deserialize, Serialize};

use super::{Draft, Field, payload};
use crate::context::{Context, Identity, Practitioner};
use crate::dates;
use crate::ids::group;

/// Who signs, as a page shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Writer {
    /// First and last name.
    pub name: String,
    /// Provider code.
    pub code: String,
    /// Specialty.
    pub specialty: String,
    /// Address in lines.
    pub address: Vec<String>,
    /// Code of the biller.
    pub biller: String,
}

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
    /// A prolongation rather than a first certificate.
    pub prolongation: bool,
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
    /// Whether outings are excluded.
    pub outings_excluded: bool,
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
    /// A prolongation rather than a first certificate.
    pub prolongation: bool,
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

crate::redacted!(Writer, FullCopy, EmployerCopy, Copies);

/// Makes the copies of a draft.
pub fn copies(draft: &Draft, context: &Context, identities: &[Identity]) -> Copies {
    let code = draft.get(Field::Practitioner);
    let known = identities.iter().map(|identity| &identity.practitioner);
    let practitioner = known
        .chain(&context.practitioner)
        .find(|known| known.code == code)
        .cloned()
        .unwrap_or_else(|| Practitioner {
            code: code.to_owned(),
            ..Practitioner::default()
        });
    Copies {
        full: full(draft, &practitioner),
        employer: employer(draft, &practitioner),
        substitute_before: None,
    }
}

fn full(draft: &Draft, practitioner: &Practitioner) -> FullCopy {
    let text = |field| draft.get(field).trim().to_owned();
    let address = &practitioner.address;
    FullCopy {
        writer: Writer {
            name: practitioner.full_name(),
            code: practitioner.code.clone(),
            specialty: practitioner.specialty.clone(),
            address: lines(
                &address.number,
                &address.street,
                &address.country,
                &address.postcode,
                &address.city,
            ),
            biller: text(Field::Biller),
        },
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
        prolongation: draft.asks(Field::Previous),
        previous: if draft.asks(Field::Previous) {
            text(Field::Previous)
        } else {
            String::new()
        },
        reason: text(Field::Reason),
        accident: if draft.asks(Field::AccidentNumber) {
            [text(Field::AccidentNumber), day(draft, Field::AccidentDate)]
        } else {
            Default::default()
        },
        start: day(draft, Field::Start),
        end: day(draft, Field::End),
        days: length(draft),
        diagnosis: text(Field::Diagnosis),
        outings_excluded: draft.get(Field::Outings) == "excluded",
        stay: stay(draft),
        issued: day(draft, Field::Issued),
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
        prolongation: draft.asks(Field::Previous),
        start: day(draft, Field::Start),
        end: day(draft, Field::End),
        issued: day(draft, Field::Issued),
        family_leave: draft.is_crf(),
        symbol: payload(draft),
    }
}

/// The stay's address, and floor and bell behind it.
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
    stay.extend(inside.into_iter().filter(|part| !part.is_empty()));
    stay
}

fn day(draft: &Draft, field: Field) -> String {
    dates::parse(draft.get(field))
        .map(dates::on_page)
        .unwrap_or_default()
}

fn length(draft: &Draft) -> String {
    let both = dates::parse(draft.get(Field::Start)).zip(dates::parse(draft.get(Field::End)));
    both.and_then(|(start, end)| dates::length(start, end))
        .map(|days| days.to_string())
        .unwrap_or_default()
}

/// `12, Rue de l'Alzette` and `L-4011 Esch-sur-Alzette`, without what is missing.
fn lines(number: &str, street: &str, country: &str, postcode: &str, city: &str) -> Vec<String> {
    let first = [number, street]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let prefix = match country.to_ascii_uppercase().as_str() {
        "" => String::new(),
        "LU" => "L-".to_owned(),
        other => format!("{other}-"),
    };
    let postcode = if postcode.is_empty() {
        String::new()
    } else {
        format!("{prefix}{postcode}")
    };
    let second = [postcode.as_str(), city]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    [first, second]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    #[test]
    fn an_address_is_written_as_far_as_it_is_known() {
        assert_eq!(
            lines("12", "Rue X", "LU", "4011", "Esch"),
            ["12, Rue X", "L-4011 Esch"]
        );
        assert_eq!(lines("", "Rue X", "de", "54290", ""), ["Rue X", "DE-54290"]);
        assert!(lines("", "", "LU", "", "").is_empty());
    }
}
