//! By when a certificate must be somewhere: pure functions of its days, with the figures of `rules.rs`.

use chrono::Days;

use super::rules::{LATEST_DAY_OF_TRANSMISSION, OUTINGS_FROM_DAY, WORKING_DAYS_TO_PROLONG};
use crate::dates::{self, Date};
use crate::holidays;

/// The last day on which a certificate that begins on `start` reaches CNS in time: the third day, and where that is a
/// Saturday, a Sunday or a holiday the next working day.
pub fn transmit_before(start: Date) -> Option<Date> {
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
        check(transmit_before, "2026-11-23", "2026-11-25");
        check(transmit_before, "2026-11-19", "2026-11-23");
        check(transmit_before, "2026-11-20", "2026-11-23");
        // 25 and 26 December are holidays, 27 December 2026 is a Sunday.
        check(transmit_before, "2026-12-23", "2026-12-28");
        // Easter Monday is 6 April 2026; the third day is that Saturday.
        check(transmit_before, "2026-04-02", "2026-04-07");
    }

    #[test]
    fn a_prolongation_has_two_working_days_after_the_planned_return() {
        check(prolong_before, "2026-11-24", "2026-11-27");
        check(prolong_before, "2026-11-27", "2026-12-02");
        check(prolong_before, "2026-12-22", "2026-12-28");
    }

    #[test]
    fn outings_begin_on_the_sixth_day() {
        check(outings_from, "2026-11-22", "2026-11-27");
    }
}
