//! The checks: every issue of a draft at once, and the certificate when none of them is an error.

use super::deadlines::{previous_end, transmit_before};
use super::field::INSURED;
use super::rules::{CRF_UNDER, LATEST_DAY_OF_ISSUE, LONGEST_DAYS, crf_quota};
use super::{Certificate, Child, Draft, Field, Insured, Kind, Outings, Reason, Stay};
use crate::dates::{self, Date};
use crate::forms::checks::{AddressFields, Checks, OF_A_DOCUMENT, OF_A_LIFE, PersonFields};
use crate::forms::{Accident, Circumstances, IssueCode, Severity, people};
use crate::ids::Matricule;

type Issue = crate::forms::Issue<Field>;

const STAY: AddressFields<Field> = AddressFields {
    number: Field::StayNumber,
    street: Field::StayStreet,
    postcode: Field::StayPostcode,
    city: Field::StayCity,
    country: Field::StayCountry,
};

const THE_INSURED: PersonFields<Field> = PersonFields {
    matricule: Field::InsuredMatricule,
    birth_date: None,
    last_name: Field::InsuredLastName,
    first_name: Field::InsuredFirstName,
};

const THE_CHILD: PersonFields<Field> = PersonFields {
    matricule: Field::ChildMatricule,
    birth_date: None,
    last_name: Field::ChildLastName,
    first_name: Field::ChildFirstName,
};

/// Checks a draft: the certificate when nothing forbids sending it, and everything there is to say, in the order of
/// the form.
pub fn check(draft: &Draft, around: &Circumstances<'_>) -> (Option<Certificate>, Vec<Issue>) {
    let mut check = Check {
        draft,
        checks: Checks::new(draft, around),
    };
    let certificate = check.certificate();
    let (issues, refused) = check.checks.finish();
    (certificate.filter(|_| !refused), issues)
}

struct Check<'a> {
    draft: &'a Draft,
    checks: Checks<'a, Field>,
}

impl Check<'_> {
    /// Every part is checked before the first missing one ends it.
    fn certificate(&mut self) -> Option<Certificate> {
        self.characters();
        let practitioner = self.checks.practitioner(Field::Practitioner);
        let biller = self.checks.biller(Field::Biller, Field::Practitioner);
        let insured = self.insured();
        let child = self.draft.is_crf().then(|| self.child(insured.as_ref()));
        let (kind, reason) = (self.kind(), self.reason());
        let start = self.checks.date(Field::Start);
        let end = self.checks.date(Field::End);
        self.period(start, end);
        let accident = self.accident(start);
        let diagnosis = self.diagnosis();
        let (outings, stay) = (self.outings(), self.stay());
        let issued = self.issued(start);
        self.follows_at_once(start);
        let child = match child {
            None => None,
            Some(child) => Some(child?),
        };
        Some(Certificate {
            practitioner: practitioner?,
            biller: biller?,
            insured: insured?,
            child,
            kind: kind?,
            reason: reason?,
            start: start?,
            end: end?,
            accident,
            diagnosis: diagnosis?,
            outings: outings?,
            stay,
            issued: issued?,
        })
    }

    fn insured(&mut self) -> Option<Insured> {
        let matricule = self.checks.matricule(Field::InsuredMatricule);
        let last_name = self.checks.required(Field::InsuredLastName);
        let first_name = self.checks.required(Field::InsuredFirstName);
        let address = self.checks.address(INSURED.home);
        let context = self.checks.around.context;
        let expected = if self.draft.is_crf() {
            &context.insured
        } else {
            &context.patient
        };
        self.checks
            .compare_with_file(THE_INSURED, expected.as_ref());
        Some(Insured {
            matricule: matricule?,
            last_name: last_name?,
            first_name: first_name?,
            address,
        })
    }

    fn child(&mut self, insured: Option<&Insured>) -> Option<Child> {
        let matricule = self.checks.matricule(Field::ChildMatricule);
        let last_name = self.checks.required(Field::ChildLastName);
        let first_name = self.checks.required(Field::ChildFirstName);
        if let (Some(child), Some(insured)) = (&matricule, insured)
            && *child == insured.matricule
        {
            self.checks
                .error(Field::ChildMatricule, IssueCode::ChildIsInsured);
        }
        let patient = &self.checks.around.context.patient;
        self.checks.compare_with_file(THE_CHILD, patient.as_ref());
        self.child_age(matricule.as_ref());
        Some(Child {
            matricule: matricule?,
            last_name: last_name?,
            first_name: first_name?,
        })
    }

    /// CRF is for children under eighteen, with a number of days by age (`rules.rs`). The birth may be no more than the
    /// matricule's date part: a child who seems of age is a warning.
    fn child_age(&mut self, matricule: Option<&Matricule>) {
        let birth = matricule.and_then(|matricule| self.checks.around.birth(Some(matricule)));
        let start = dates::parse(self.draft.get(Field::Start));
        let Some((birth, start)) = birth.map(|birth| birth.day).zip(start) else {
            return;
        };
        let field = Field::ChildMatricule;
        if dates::age_on(birth, start).is_some_and(|age| age >= CRF_UNDER) {
            self.checks.warn(field, IssueCode::ChildOfAge);
        }
        let Some(quota) = crf_quota(birth, start) else {
            return;
        };
        let code = if quota.in_hospital {
            IssueCode::CrfQuotaInHospital
        } else {
            IssueCode::CrfQuota
        };
        let most = quota.days.to_string();
        self.checks
            .tell(field, code, Severity::Notice, most.clone());
        let end = dates::parse(self.draft.get(Field::End));
        let days = end.and_then(|end| dates::length(start, end));
        if days.is_some_and(|days| days > quota.days) {
            let (field, code) = (Field::End, IssueCode::CrfOverQuota);
            self.checks.tell(field, code, Severity::Warning, most);
        }
    }

    fn kind(&mut self) -> Option<Kind> {
        let previous = self.draft.get(Field::Previous);
        let previous = (!previous.is_empty()).then(|| previous.to_owned());
        match self.checks.required(Field::Kind)?.as_str() {
            "initial" => Some(Kind::Initial),
            "prolongation" => Some(Kind::Prolongation(previous)),
            _ => self.checks.refuse(Field::Kind, IssueCode::Choice),
        }
    }

    fn reason(&mut self) -> Option<Reason> {
        let word = self.checks.required(Field::Reason)?;
        Reason::parse(&word).or_else(|| self.checks.refuse(Field::Reason, IssueCode::Choice))
    }

    fn outings(&mut self) -> Option<Outings> {
        match self.checks.required(Field::Outings)?.as_str() {
            "allowed" => Some(Outings::Allowed),
            "excluded" => Some(Outings::Excluded),
            _ => self.checks.refuse(Field::Outings, IssueCode::Choice),
        }
    }

    /// Number and day of an accident, each where it is known: the number is often given later.
    fn accident(&mut self, start: Option<Date>) -> Option<Accident> {
        if !self.draft.asks(Field::AccidentNumber) {
            return None;
        }
        let number = self.checks.text(Field::AccidentNumber).to_ascii_uppercase();
        if !number.is_empty() && !people::is_accident_number(&number) {
            self.checks
                .error(Field::AccidentNumber, IssueCode::AccidentNumber);
        }
        let date = self.checks.optional_date(Field::AccidentDate);
        if date.zip(start).is_some_and(|(date, start)| date > start) {
            self.checks
                .error(Field::AccidentDate, IssueCode::AccidentAfterStart);
        }
        self.checks.near_today(Field::AccidentDate, date, OF_A_LIFE);
        (!number.is_empty() || date.is_some()).then_some(Accident { number, date })
    }

    /// A stay abroad needs the fund's leave beforehand (CNS, "sorties autorisées en cas de maladie").
    fn stay(&mut self) -> Option<Stay> {
        let address = self.checks.address(STAY);
        let floor = self.checks.text(Field::StayFloor).to_owned();
        let bell = self.checks.text(Field::StayBell).to_owned();
        let known = !floor.is_empty() || !bell.is_empty();
        let street = self.checks.text(Field::StayStreet).is_empty();
        let told = self.checks.issues.iter();
        if known && street && told.clone().all(|issue| issue.field != Field::StayStreet) {
            self.checks
                .error(Field::StayStreet, IssueCode::StreetMissing);
        }
        let address = address?;
        if !matches!(address.country.as_str(), "" | "LU") {
            self.checks.warn(Field::StayCountry, IssueCode::StayAbroad);
        }
        Some(Stay {
            address,
            floor,
            bell,
        })
    }

    /// A prolongation follows its certificate without a gap.
    fn follows_at_once(&mut self, start: Option<Date>) {
        if !self.draft.is_prolongation() {
            return;
        }
        let end = previous_end(self.draft, self.checks.around.context);
        if let Some((start, end)) = start.zip(end)
            && Some(start) != end.succ_opt()
        {
            let (code, end) = (IssueCode::ProlongationGap, dates::on_page(end));
            self.checks.tell(Field::Start, code, Severity::Warning, end);
        }
    }

    /// The code is mandatory for the fund (CNS). Assumption: not for CRF, whose illness is the child's.
    fn diagnosis(&mut self) -> Option<String> {
        let typed = self.checks.text(Field::Diagnosis);
        let table = self.checks.around.diagnoses;
        if table.is_some_and(|table| table.lacks(typed)) {
            self.checks
                .warn(Field::Diagnosis, IssueCode::DiagnosisUnknown);
        }
        if self.draft.is_crf() {
            return Some(typed.to_owned());
        }
        self.checks.required(Field::Diagnosis)
    }

    fn period(&mut self, start: Option<Date>, end: Option<Date>) {
        let period = start.zip(end);
        let days = period.and_then(|(start, end)| dates::length(start, end));
        self.typed_length(days);
        match days {
            Some(days) if days > LONGEST_DAYS => {
                let (code, days) = (IssueCode::PeriodVeryLong, days.to_string());
                self.checks.tell(Field::End, code, Severity::Warning, days);
            }
            None if period.is_some() => self.checks.error(Field::End, IssueCode::EndBeforeStart),
            _ => {}
        }
        for (field, day) in [(Field::Start, start), (Field::End, end)] {
            self.checks.near_today(field, day, OF_A_DOCUMENT);
        }
    }

    /// A length is a whole number from one on, and the one from the first to the last day where both are known.
    fn typed_length(&mut self, days: Option<i64>) {
        let typed = self.draft.length().map(i64::from);
        let right = typed.is_some() && (days.is_none() || typed == days);
        if !right && !self.checks.text(Field::Days).is_empty() {
            self.checks.error(Field::Days, IssueCode::DaysDiffer);
        }
    }

    fn issued(&mut self, start: Option<Date>) -> Option<Date> {
        let issued = self.checks.date(Field::Issued)?;
        let today = self.checks.around.today;
        if issued > today {
            self.checks.error(Field::Issued, IssueCode::IssuedInFuture);
        }
        self.checks
            .near_today(Field::Issued, Some(issued), OF_A_DOCUMENT);
        let day = start.and_then(|start| dates::length(start, issued));
        if day.is_some_and(|day| day > LATEST_DAY_OF_ISSUE) {
            self.checks.warn(Field::Issued, IssueCode::IssuedLate);
        }
        let last = transmit_before(self.draft, self.checks.around.context);
        if let Some(last) = last.filter(|last| today > *last) {
            let (field, code) = if self.draft.is_prolongation() {
                (Field::Issued, IssueCode::ProlongationLate)
            } else {
                (Field::Start, IssueCode::TransmissionLate)
            };
            let last = dates::on_page(last);
            self.checks.tell(field, code, Severity::Warning, last);
        }
        Some(issued)
    }

    /// Lengths and letters of every text that is asked for.
    fn characters(&mut self) {
        for field in Field::ALL.iter().copied() {
            if self.draft.asks(field) {
                let number = matches!(field, Field::InsuredMatricule | Field::ChildMatricule);
                self.checks.characters(field, field.longest(), number);
            }
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
pub(super) mod tests;
