//! By when a certificate must be somewhere: pure functions of its days, with the figures of `rules.rs`.

use chrono::Days;

use super::rules::{
    LATEST_DAY_AT_EMPLOYER, LATEST_DAY_OF_TRANSMISSION, OUTINGS_FROM_DAY, WORKING_DAYS_TO_PROLONG,
    WORKING_DAYS_WITHOUT,
};
use super::{Draft, Field};
use crate::context::Context;
use crate::dates::{self, Date};
use crate::holidays;

/// The last day on which the certificate of a draft reaches CNS in time: a first one goes by its first day, a prolongation
/// by the last day of the certificate that it prolongs.
///
/// Assumption: a prolongation whose certificate is not known begins on the day after it.
pub fn transmit_before(draft: &Draft, context: &Context) -> Option<Date> {
    let start = dates::parse(draft.get(Field::Start));
    if draft.is_prolongation() {
        let before = previous_end(draft, context).or_else(|| start?.pred_opt());
        before.and_then(prolong_before)
    } else {
        start.and_then(first_before)
    }
}

/// The last day of the certificate that a draft prolongs, where the host or this session knows it.
pub(super) fn previous_end(draft: &Draft, context: &Context) -> Option<Date> {
    let id = draft.get(Field::Previous);
    let mut known = context.previous.iter();
    let previous = known.find(|previous| !id.is_empty() && previous.document_id == id);
    dates::parse(&previous?.end)
}

/// The last day on which the employer has the first certificate in time.
pub fn employer_before(start: Date) -> Option<Date> {
    dates::end_of(start, LATEST_DAY_AT_EMPLOYER)
}

/// Whether an absence is so short that CNS asks for no certificate.
///
/// Assumption: working days are Monday to Friday, as for `prolong_before`.
pub fn is_short(start: Date, end: Date) -> bool {
    let days = start.iter_days().take_while(|day| *day <= end);
    let working = days.filter(|day| holidays::is_working_day(*day));
    start <= end && working.take(WORKING_DAYS_WITHOUT + 1).count() <= WORKING_DAYS_WITHOUT
}

/// The last day on which a certificate that begins on `start` reaches CNS in time: the third day, and where that is a
/// Saturday, a Sunday or a holiday the next working day.
fn first_before(start: Date) -> Option<Date> {
    holidays::working_day_from(dates::end_of(start, LATEST_DAY_OF_TRANSMISSION)?)
}

/// The last day on which the prolongation of a certificate that ends on `end` reaches CNS in time: the second working day
/// after the day that was planned for the return, which is the first working day after the end.
///
/// Assumption: the day of return is a working day from Monday to Friday; the insured person's own hours are not known.
pub fn prolong_before(end: Date) -> Option<Date> {
    let mut day = holidays::working_day_from(end.checked_add_days(Days::new(1))?)?;
    for _ in 0..WORKING_DAYS_TO_PROLONG {
        day = holidays::working_day_from(day.checked_add_days(Days::new(1))?)?;
    }
    Some(day)
}

/// The first day on which the insured person may leave home in the legal windows.
pub fn outings_from(start: Date) -> Option<Date> {
    dates::end_of(start, OUTINGS_FROM_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(deadline: fn(Date) -> Option<Date>, day: &str, expect: &str) {
        let found = dates::parse(day).and_then(deadline).map(dates::iso);
        assert_eq!(found.as_deref(), Some(expect), "{day}");
    }

    #[test]
    fn the_third_day_moves_to_a_working_day() {
        check(first_before, "2026-11-23", "2026-11-25");
        check(first_before, "2026-11-19", "2026-11-23");
        check(first_before, "2026-11-20", "2026-11-23");
        // 25 and 26 December are holidays, 27 December 2026 is a Sunday.
        check(first_before, "2026-12-23", "2026-12-28");
        // Easter Monday is 6 April 2026; the third day is that Saturday.
        check(first_before, "2026-04-02", "2026-04-07");
    }

    #[test]
    fn a_prolongation_has_two_working_days_after_the_planned_return() {
        check(prolong_before, "2026-11-24", "2026-11-27");
        check(prolong_before, "2026-11-27", "2026-12-02");
        check(prolong_before, "2026-12-22", "2026-12-28");
    }

    #[test]
    fn a_prolongation_goes_by_the_end_of_its_certificate() {
        let context = Context {
            previous: vec![crate::context::Previous {
                document_id: "a".into(),
                start: "2026-12-14".into(),
                end: "2026-12-22".into(),
            }],
            ..Context::default()
        };
        let mut draft = Draft::default();
        draft.set(Field::Start, "2026-12-28");
        for (kind, previous, expect) in [
            ("initial", "a", "2026-12-30"),
            // Planned return on Wednesday 23 December; Thursday, then Monday: two holidays and a Sunday between.
            ("prolongation", "a", "2026-12-28"),
            ("prolongation", "", "2026-12-30"),
        ] {
            draft.set(Field::Kind, kind);
            draft.set(Field::Previous, previous);
            let found = transmit_before(&draft, &context).map(dates::iso);
            assert_eq!(found.as_deref(), Some(expect), "{kind} {previous}");
        }
    }

    #[test]
    fn the_employers_third_day_is_not_moved() {
        check(employer_before, "2026-12-23", "2026-12-25");
        check(employer_before, "2026-11-20", "2026-11-22");
    }

    #[test]
    fn only_more_than_two_working_days_need_a_certificate_at_the_fund() {
        for (start, end, expect) in [
            ("2026-11-23", "2026-11-24", true),
            ("2026-11-23", "2026-11-25", false),
            // A weekend, and 24 to 28 December: Thursday and Monday round two holidays and a Sunday.
            ("2026-11-20", "2026-11-23", true),
            ("2026-12-24", "2026-12-28", true),
            ("2026-12-24", "2026-12-29", false),
            ("2026-11-24", "2026-11-23", false),
        ] {
            let day = |text| dates::parse(text).unwrap();
            assert_eq!(is_short(day(start), day(end)), expect, "{start} {end}");
        }
    }

    #[test]
    fn outings_begin_on_the_sixth_day() {
        check(outings_from, "2026-11-22", "2026-11-27");
    }
}
