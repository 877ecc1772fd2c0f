//! Figures of the law that change: each with its source.

use crate::dates::{self, Date};

/// On which day of the incapacity, at the latest, the certificate must be made; for a prolongation the day of the
/// prolongation (guichet.public.lu, "déclaration d'une incapacité de travail").
pub(super) const LATEST_DAY_OF_ISSUE: i64 = 3;

/// Until which day of the incapacity the certificate must be at CNS (CNS, "déclaration d'une incapacité").
pub(super) const LATEST_DAY_OF_TRANSMISSION: u64 = 3;

/// On which day of the incapacity the employer has the certificate at the latest (guichet.public.lu, "déclaration d'une
/// incapacité de travail"): a day of the calendar, which is not moved.
pub(super) const LATEST_DAY_AT_EMPLOYER: u64 = 3;

/// How many working days of absence need no certificate at CNS (CNS, "déclaration d'une incapacité").
pub(super) const WORKING_DAYS_WITHOUT: usize = 2;

/// How many working days after the day planned for the return a prolongation must be at CNS (CNS, same page).
pub(super) const WORKING_DAYS_TO_PROLONG: u32 = 2;

/// Assumption: a certificate longer than this is more likely a typing error than meant; a warning only. Periods count
/// inside a window of 52 weeks (Code de la sécurité sociale, not verified for the certificate itself).
pub(super) const LONGEST_DAYS: i64 = 364;

/// From which day of the incapacity the insured person may leave home, unless the doctor excludes it (CNS, "sorties
/// autorisées en cas de maladie": none on the first five days but for care).
pub(super) const OUTINGS_FROM_DAY: u64 = 6;

/// The hours of day in which they may (same source).
pub const OUTING_WINDOWS: [(u32, u32); 2] = [(10, 12), (14, 18)];

/// Leave for family reasons: below which age, how many days for a child, and whether only while it is in hospital
/// (Code du travail art. L.234-51 and L.234-52, as told by guichet.public.lu).
const CRF_QUOTAS: [CrfQuota; 3] = [
    CrfQuota::new(4, 12, false),
    CrfQuota::new(13, 18, false),
    CrfQuota::new(CRF_UNDER, 5, true),
];

/// CRF is for children under this age (Code du travail art. L.234-51).
pub(super) const CRF_UNDER: u32 = 18;

/// The days of leave for a child of an age.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CrfQuota {
    under: u32,
    /// How many days in the whole span of ages.
    pub days: i64,
    /// Whether only while the child is in hospital.
    pub in_hospital: bool,
}

impl CrfQuota {
    const fn new(under: u32, days: i64, in_hospital: bool) -> Self {
        Self {
            under,
            days,
            in_hospital,
        }
    }
}

/// The quota of a child born on `birth`, on a day; `None` for one who is of age.
pub fn crf_quota(birth: Date, day: Date) -> Option<CrfQuota> {
    let age = dates::age_on(birth, day)?;
    CRF_QUOTAS.into_iter().find(|quota| age < quota.under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_goes_by_the_childs_age_on_the_first_day() {
        let day = dates::parse("2026-11-22").unwrap();
        for (birth, expect) in [
            ("2026-11-22", Some((12, false))),
            ("2022-11-23", Some((12, false))),
            ("2022-11-22", Some((18, false))),
            ("2013-11-23", Some((18, false))),
            ("2013-11-22", Some((5, true))),
            ("2008-11-23", Some((5, true))),
            ("2008-11-22", None),
            ("2027-01-01", None),
        ] {
            let quota = crf_quota(dates::parse(birth).unwrap(), day);
            assert_eq!(
                quota.map(|quota| (quota.days, quota.in_hospital)),
                expect,
                "{birth}"
            );
        }
    }
}
