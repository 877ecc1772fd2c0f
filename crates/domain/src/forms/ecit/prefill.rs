//! What the host and the session already know goes into a new draft.

use super::deadlines::previous_end;
use super::field::INSURED;
use super::{Draft, Field, Reason};
use crate::context::{Context, Identity};
use crate::dates::{self, Date};
use crate::forms::people::writer;
use crate::forms::value;
use crate::json::Json;

/// A new draft: today's first certificate for illness, with everything that the context gives.
pub fn new_draft(context: &Context, identities: &[Identity], today: Date) -> Draft {
    let mut draft = Draft::default();
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
    fill_writer(&mut draft, context, identities);
    fill_people(&mut draft, context);
    draft
}

/// The name on the form is one of the session's identities; before anybody is signed in, the host's.
pub fn fill_writer(draft: &mut Draft, context: &Context, identities: &[Identity]) {
    let (practitioner, biller) = writer(
        context,
        identities,
        draft.get(Field::Practitioner),
        draft.get(Field::Biller),
    );
    draft.set(Field::Practitioner, &practitioner);
    draft.set(Field::Biller, &biller);
}

/// Sets the reason. For CRF the child is the patient and the insured person is the other one, for every other reason
/// the patient is insured (pkg/README.md); people typed by hand stay.
pub fn set_reason(draft: &mut Draft, reason: &str, context: &Context) {
    let mut filled = draft.clone();
    fill_people(&mut filled, context);
    let untouched = filled == *draft;
    draft.set(Field::Reason, reason);
    if untouched {
        fill_people(draft, context);
    }
}

/// Sets the certificate that is prolonged. A first day that nobody typed, today's or the one that another choice gave,
/// becomes the day after its last one.
pub fn set_previous(draft: &mut Draft, id: &str, context: &Context, today: Date) {
    let follows = |draft: &Draft| previous_end(draft, context)?.succ_opt().map(dates::iso);
    let start = draft.get(Field::Start);
    let untouched =
        start.is_empty() || start == dates::iso(today) || Some(start) == follows(draft).as_deref();
    draft.set(Field::Previous, id);
    if let Some(start) = follows(draft).filter(|_| untouched) {
        draft.set(Field::Start, &start);
    }
}

/// Takes the host's values (`form.value`): a reason or a former certificate among them brings along what the same choice in
/// the form would, and what the values name themselves goes before it.
pub fn choose_value(draft: &mut Draft, value: &Json, context: &Context, today: Date) {
    if let Some(reason) = value::get(value, Field::Reason.path()) {
        set_reason(draft, reason, context);
    }
    if let Some(id) = value::get(value, Field::Previous.path()) {
        set_previous(draft, id, context, today);
    }
    draft.take_value(value);
}

fn fill_people(draft: &mut Draft, context: &Context) {
    let crf = draft.is_crf();
    let insured = if crf {
        &context.insured
    } else {
        &context.patient
    };
    if let Some(person) = insured {
        for (field, text) in INSURED.of(person) {
            draft.set(field, text);
        }
    }
    if let (true, Some(child)) = (crf, &context.patient) {
        draft.set(Field::ChildMatricule, &child.matricule);
        draft.set(Field::ChildLastName, &child.last_name);
        draft.set(Field::ChildFirstName, &child.first_name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        Context::read(&Json::from(serde_json::json!({
            "practitioner": {"code": "90813319"},
            "biller": {"gpCode": "90120070"},
            "patient": {"matricule": "1990093012358", "lastName": "Kind"},
            "insured": {"matricule": "1893120105732", "lastName": "Eltern"},
        })))
    }

    fn draft(reason: &str) -> Draft {
        let mut draft = new_draft(&context(), &[], dates::parse("2026-11-22").unwrap());
        set_reason(&mut draft, reason, &context());
        draft
    }

    #[test]
    fn the_patient_is_insured_but_for_crf() {
        assert_eq!(draft("illness").get(Field::InsuredLastName), "Kind");
        let mut crf = draft("crf");
        assert_eq!(crf.get(Field::InsuredLastName), "Eltern");
        assert_eq!(crf.get(Field::ChildLastName), "Kind");
        set_reason(&mut crf, "illness", &context());
        assert_eq!(crf.get(Field::InsuredLastName), "Kind");
    }

    #[test]
    fn a_reason_or_a_former_certificate_of_the_host_brings_along_what_the_choice_would() {
        let today = dates::parse("2026-11-22").unwrap();
        let context = Context {
            previous: vec![crate::context::Previous {
                document_id: "a".to_owned(),
                start: String::new(),
                end: "2026-11-24".to_owned(),
            }],
            ..context()
        };
        let mut draft = draft("illness");
        let mut choose = |value| choose_value(&mut draft, &Json::from(value), &context, today);
        choose(serde_json::json!({"certificate": {"reason": "crf"}, "child": {"firstName": "x"}}));
        choose(
            serde_json::json!({"certificate": {"kind": "prolongation", "previous": "a", "days": "3"}}),
        );
        for (field, text) in [
            (Field::InsuredLastName, "Eltern"),
            (Field::ChildLastName, "Kind"),
            (Field::ChildFirstName, "x"),
            (Field::Start, "2026-11-25"),
            (Field::End, "2026-11-27"),
        ] {
            assert_eq!(draft.get(field), text, "{field:?}");
        }
        let mut choose = |value| choose_value(&mut draft, &Json::from(value), &context, today);
        choose(serde_json::json!({"child": {"firstName": ""}}));
        choose(serde_json::json!({"certificate": {"reason": "illness"}}));
        assert_eq!(draft.get(Field::InsuredLastName), "Kind");
    }

    #[test]
    fn what_was_typed_by_hand_survives_another_reason() {
        let mut draft = draft("illness");
        draft.set(Field::InsuredLastName, "Other");
        set_reason(&mut draft, "crf", &context());
        assert_eq!(draft.get(Field::InsuredLastName), "Other");
    }

    #[test]
    fn a_prolongation_begins_after_its_certificate_unless_a_day_was_typed() {
        let certificate = |id: &str, end: &str| crate::context::Previous {
            document_id: id.to_owned(),
            start: String::new(),
            end: end.to_owned(),
        };
        let context = Context {
            previous: vec![
                certificate("a", "2026-11-20"),
                certificate("b", "2026-11-30"),
            ],
            ..context()
        };
        let today = dates::parse("2026-11-22").unwrap();
        let mut draft = draft("illness");
        draft.set(Field::Kind, "prolongation");
        draft.set(Field::Days, "3");
        for (id, start) in [("a", "2026-11-21"), ("b", "2026-12-01"), ("", "2026-12-01")] {
            set_previous(&mut draft, id, &context, today);
            assert_eq!(draft.get(Field::Start), start, "{id}");
        }
        assert_eq!(draft.get(Field::End), "2026-12-03");
        draft.set(Field::Start, "2026-11-19");
        set_previous(&mut draft, "a", &context, today);
        assert_eq!(draft.get(Field::Start), "2026-11-19");
    }

    #[test]
    fn the_session_decides_in_whose_name() {
        let identity = Identity::read(&Json::from(serde_json::json!({
            "practitioner": {"code": "91111119"}, "gpCodes": ["91111119", "90120070"],
        })));
        let mut draft = draft("illness");
        assert_eq!(draft.get(Field::Practitioner), "90813319");
        fill_writer(&mut draft, &context(), &[identity]);
        assert_eq!(draft.get(Field::Practitioner), "91111119");
        assert_eq!(draft.get(Field::Biller), "90120070");
    }
}
