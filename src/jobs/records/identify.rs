//! Whose record it is: asked once a patient, and compared trait by trait before anything else is asked.

use domain::context::Person;
use domain::dsp::identity::{Identity, Sex, Traits, identify};
use domain::dsp::notice::Notice;
use domain::dsp::query;
use domain::failure::{Code, Failure, Phase};

use super::Stand;
use super::search::ask;
use super::shelf::{Found, Progress, Shelf};

/// The record's id of the open patient.
pub(super) async fn identified(stand: &Stand, shelf: &Shelf) -> Found {
    let context = stand.app.context.get_untracked();
    let key = context.patient_key();
    let mut known = shelf.core.identity.lock().await;
    if let Some((patient, found)) = &*known
        && *patient == key
    {
        return found.clone();
    }
    let found = match &context.patient {
        Some(patient) if !patient.matricule.is_empty() => find(stand, patient).await,
        _ => Err(Progress::Unidentified),
    };
    // A failure is asked about again; an answer is kept for the patient's other lists.
    if !matches!(found, Err(Progress::Failed(_) | Progress::Idle)) {
        *known = Some((key, found.clone()));
    }
    found
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
        Identity::Identified { id, .. } => Ok(id),
        Identity::Nobody | Identity::Several => Err(Progress::Unidentified),
        Identity::Conflict(traits) => {
            let failure = Failure::new(Code::PatientConflict, Phase::Search);
            stand.emit_to_all("volet-error", &failure);
            Err(Progress::Conflict(traits))
        }
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
