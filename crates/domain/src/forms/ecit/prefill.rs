//! What the host and the session already know goes into a new draft.

use super::{Draft, Field, Reason};
use crate::context::{Context, Identity, Person};
use crate::dates::{self, Date};

/// Fills a draft. `everything` is for a new form; without it only what hangs on the reason is filled: for CRF the
/// child is the patient and the insured person is the other one, for every other reason the patient is insured
/// (public contract §5.1).
pub fn prefill(
    draft: &mut Draft,
    context: &Context,
    identities: &[Identity],
    today: Date,
    everything: bool,
) {
    if everything {
        let today = dates::iso(today);
        for (field, text) in [
            (Field::Kind, "initial"),
            (Field::Reason, Reason::Illness.as_str()),
            (Field::Outings, "allowed"),
            (Field::Start, today.as_str()),
            (Field::Issued, today.as_str()),
        ] {
            draft.set(field, text);
        }
    }
    writer(draft, context, identities);
    people(draft, context);
}

/// The name on the form is one of the session's identities; before anybody is signed in, the host's.
fn writer(draft: &mut Draft, context: &Context, identities: &[Identity]) {
    let current = draft.get(Field::Practitioner).to_owned();
    let host = context
        .practitioner
        .as_ref()
        .map_or("", |practitioner| &practitioner.code);
    let identity = |code: &str| {
        identities
            .iter()
            .find(|known| known.practitioner.code == code)
    };
    let chosen = identity(&current)
        .or_else(|| identity(host))
        .or(identities.first());
    let code = chosen
        .map_or(host, |identity| &identity.practitioner.code)
        .to_owned();
    draft.set(Field::Practitioner, &code);

    let preferred = context.biller.as_ref().map_or("", |biller| &biller.gp_code);
    let current = draft.get(Field::Biller).to_owned();
    let biller = match chosen {
        None if current.is_empty() => preferred,
        None => &current,
        Some(identity) if identity.gp_codes.contains(&current) => &current,
        Some(identity) if identity.gp_codes.iter().any(|code| code == preferred) => preferred,
        Some(identity) => identity.gp_codes.first().map_or("", String::as_str),
    };
    draft.set(Field::Biller, biller);
}

fn people(draft: &mut Draft, context: &Context) {
    let crf = draft.is_crf();
    let insured = if crf {
        &context.insured
    } else {
        &context.patient
    };
    if let Some(person) = insured {
        fill_insured(draft, person);
    }
    if let (true, Some(child)) = (crf, &context.patient) {
        draft.set(Field::ChildMatricule, &child.matricule);
        draft.set(Field::ChildLastName, &child.last_name);
        draft.set(Field::ChildFirstName, &child.first_name);
    }
}

fn fill_insured(draft: &mut Draft, person: &Person) {
    let address = &person.address;
    for (field, text) in [
        (Field::InsuredMatricule, &person.matricule),
        (Field::InsuredLastName, &person.last_name),
        (Field::InsuredFirstName, &person.first_name),
        (Field::InsuredNumber, &address.number),
        (Field::InsuredStreet, &address.street),
        (Field::InsuredPostcode, &address.postcode),
        (Field::InsuredCity, &address.city),
        (Field::InsuredCountry, &address.country),
    ] {
        draft.set(field, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        serde_json::from_value(serde_json::json!({
            "practitioner": {"code": "90813319"},
            "biller": {"gpCode": "90120070"},
            "patient": {"matricule": "1990093012358", "lastName": "Kind"},
            "insured": {"matricule": "1893120105732", "lastName": "Eltern"},
        }))
        .unwrap()
    }

    fn draft(reason: &str) -> Draft {
        let mut draft = Draft::default();
        let today = dates::parse("2026-11-22").unwrap();
        prefill(&mut draft, &context(), &[], today, true);
        draft.set(Field::Reason, reason);
        prefill(&mut draft, &context(), &[], today, false);
        draft
    }

    #[test]
    fn the_patient_is_insured_but_for_crf() {
        assert_eq!(draft("illness").get(Field::InsuredLastName), "Kind");
        let crf = draft("crf");
        assert_eq!(crf.get(Field::InsuredLastName), "Eltern");
        assert_eq!(crf.get(Field::ChildLastName), "Kind");
    }

    #[test]
    fn the_session_decides_in_whose_name() {
        let identity: Identity = serde_json::from_value(serde_json::json!({
            "practitioner": {"code": "91111119"}, "gpCodes": ["91111119", "90120070"],
        }))
        .unwrap();
        let mut draft = draft("illness");
        assert_eq!(draft.get(Field::Practitioner), "90813319");
        prefill(
            &mut draft,
            &context(),
            &[identity],
            dates::parse("2026-11-22").unwrap(),
            false,
        );
        assert_eq!(draft.get(Field::Practitioner), "91111119");
        assert_eq!(draft.get(Field::Biller), "90120070");
    }
}
