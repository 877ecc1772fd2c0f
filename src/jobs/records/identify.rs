//! Whose record it is: asked once a patient, and compared trait by trait before anything else is asked.

use std::sync::atomic::Ordering;

use domain::context::{Context, PatientKey, Person};
use domain::dsp::identity::{Identity, Sex, Traits, identify};
use domain::dsp::notice::Notice;
use domain::dsp::query;
use domain::failure::{Code, Failure, Phase};

use super::Stand;
use super::search::ask;
use super::shelf::{Found, Progress, Shelf};

/// The record's id of a patient.
pub(super) async fn identified(
    stand: &Stand,
    shelf: &Shelf,
    key: &PatientKey,
    person: Option<&Person>,
) -> Found {
    let forgotten = shelf.forgotten.get_untracked();
    let asked = shelf.core.asked.fetch_add(1, Ordering::Relaxed);
    let mut known = shelf.core.identity.lock().await;
    if let Some(known) = known
        .as_ref()
        .filter(|known| known.patient == *key && known.forgotten == forgotten)
        && (is_answer(&known.found) || asked < known.until)
    {
        return known.found.clone();
    }
    let found = match person {
        Some(person) if !person.matricule.is_empty() => find(stand, person).await,
        _ => Err(Progress::Unidentified),
    };
    // While the file is open: a host that shows what is wrong would show it in another patient's.
    let is_open = stand.app.context.with_untracked(Context::patient_key) == *key;
    if is_open && matches!(found, Err(Progress::Conflict(_))) {
        let failure = Failure::new(Code::PatientConflict, Phase::Search);
        stand.emit_to_all("volet-error", &failure);
    }
    *known = Some(Known {
        patient: key.clone(),
        forgotten,
        found: found.clone(),
        until: shelf.core.asked.load(Ordering::Relaxed),
    });
    found
}

/// What was found last.
pub(super) struct Known {
    patient: PatientKey,
    /// Since when: another person's answer is none.
    forgotten: u32,
    found: Found,
    /// The number of the first search that had not begun by then: an answer is kept for all of the patient's lists, a failure
    /// for those that waited for it.
    until: u32,
}

fn is_answer(found: &Found) -> bool {
    !matches!(found, Err(Progress::Failed(_) | Progress::Idle))
}

async fn find(stand: &Stand, patient: &Person) -> Found {
    let request = query::patient(&stand.app.options.gateway, &patient.matricule);
    let (page, _) = ask(stand, &request, true).await?;
    // One who is missing from the answer may be the patient, or a second candidate.
    let unsure = |notice: &Notice| matches!(notice, Notice::Incomplete | Notice::Unreadable);
    if page.cut || page.notices.iter().any(unsure) {
        return Err(Progress::Failed(Failure::new(
            Code::DspUnavailable,
            Phase::Search,
        )));
    }
    if page.next.is_some() {
        return Err(Progress::Unidentified);
    }
    match identify(&traits(patient), &page.candidates) {
        Identity::Identified(id) => Ok(id),
        Identity::Unsure | Identity::Nobody | Identity::Several => Err(Progress::Unidentified),
        Identity::Conflict(traits) => Err(Progress::Conflict(traits)),
    }
}

fn traits(person: &Person) -> Traits {
    Traits {
        matricule: person.matricule.clone(),
        birth_name: person.birth_name.clone(),
        used_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        birth_date: person.birth_date.clone(),
        sex: Sex::read(&person.sex),
    }
}
