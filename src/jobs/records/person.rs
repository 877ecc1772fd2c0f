//! For whom results are read.

use domain::dsp::FhirDate;
use domain::dsp::identity::Sex;
use domain::dsp::laboratory::Person;

use super::Stand;

/// The open patient: sex and birth date choose the reference of a result.
pub(crate) fn person(stand: &Stand) -> Person {
    let context = stand.app.context.get_untracked();
    context
        .patient
        .map_or_else(Person::default, |patient| Person {
            sex: Sex::read(&patient.sex),
            born: FhirDate::read(&patient.birth_date),
        })
}
