//! By when a certificate must be somewhere: pure functions of its days, with the figures of `rules.rs`.

use chrono::Days;

use super::rules::{
    LATEST_DAY_AT_EMPLOYER, LATEST_DAY_OF_TRANSMISSION, OUTINGS_FROM_DAY, WORKING_DAYS_TO_PROLONG,
    WORKING_DAYS_WITHOUT,
};
use super::{Draft, Field};
use crate::context::{Context, Previous};
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
    dates::parse(&known(draft.get(Field::Previous), context)?.end)
}

fn known<'a>(id: &str, context: &'a Context) -> Option<&'a Previous> {
    let mut known = context.previous.iter();
    known.find(|previous| !id.is_empty() && previous.document_id == id)
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

/// From which day of a certificate the insured person may leave home in the legal windows. They go by the first day of
/// the incapacity, so a prolongation (one with a `previous`) counts from the first of the certificates that it follows
/// without a gap; `None` where that chain is not known.
///
/// Assumption: the earliest certificate that the host knows of a chain is its first one.
pub fn outings_from(start: Date, previous: Option<&str>, context: &Context) -> Option<Date> {
    let mut first = start;
    if let Some(id) = previous {
        first = begun_before(known(id, context)?, first)?;
        let earlier = |day| {
            let mut known = context.previous.iter();
            known.find_map(|previous| begun_before(previous, day))
        };
        while let Some(day) = earlier(first) {
            first = day;
        }
    }
    let day = dates::end_of(first, OUTINGS_FROM_DAY)?;
    Some(day.max(start))
}

/// The first day of a certificate that began before a day and reaches it without a gap.
fn begun_before(previous: &Previous, day: Date) -> Option<Date> {
    let (start, end) = (dates::parse(&previous.start)?, dates::parse(&previous.end)?);
    (start < day && end.succ_opt() >= Some(day)).then_some(start)
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
            previous: vec![Previous {
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
    fn outings_go_by_the_first_day_of_the_incapacity() {
        let certificate = |id: &str, start: &str, end: &str| Previous {
            document_id: id.into(),
            start: start.into(),
            end: end.into(),
        };
        let context = Context {
            previous: vec![
                certificate("third", "2026-11-20", "2026-11-21"),
                certificate("first", "2026-11-17", "2026-11-18"),
                certificate("second", "2026-11-19", "2026-11-19"),
                certificate("before", "2026-10-01", "2026-11-15"),
                certificate("undated", "", "2026-11-21"),
            ],
            ..Context::default()
        };
        for (start, previous, expect) in [
            ("2026-11-22", None, Some("2026-11-27")),
            ("2026-11-22", Some("third"), Some("2026-11-22")),
            ("2026-11-20", Some("second"), Some("2026-11-22")),
            ("2026-11-16", Some("before"), Some("2026-11-16")),
            // A gap, a certificate of no known day, and none that is known.
            ("2026-11-23", Some("third"), None),
            ("2026-11-22", Some("undated"), None),
            ("2026-11-22", Some("other"), None),
            ("2026-11-22", Some(""), None),
        ] {
            let start = dates::parse(start).unwrap();
            let found = outings_from(start, previous, &context).map(dates::iso);
            assert_eq!(found.as_deref(), expect, "{start} {previous:?}");
        }
    }
}
