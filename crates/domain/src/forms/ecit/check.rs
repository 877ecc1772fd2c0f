//! The checks: every issue of a draft at once, and the certificate when none of them is an error.

use super::form::HomeAddress;
use super::{Certificate, Child, Draft, Field, Insured, Kind, Outings, Reason};
use crate::context::{Context, Identity};
use crate::dates::{self, Date};
use crate::forms::{Environment, IssueCode, Severity, letters};
use crate::ids::{Finding, GpCode, Matricule, MatriculeError};

type Issue = crate::forms::Issue<Field>;

/// Assumption: a certificate longer than this is more likely a typing error than meant; a warning only. Periods count
/// inside a window of 52 weeks (Code de la sécurité sociale, not verified for the certificate itself).
const LONGEST_DAYS: i64 = 364;

/// The incapacity's day on which, at the latest, the certificate must be made (guichet.public.lu, "déclaration
/// d'incapacité de travail").
const LATEST_DAY_OF_ISSUE: i64 = 3;

/// What a check needs to know beside the draft.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// What the host set.
    pub context: &'a Context,
    /// In whose name the person may act; empty when nobody is signed in.
    pub identities: &'a [Identity],
    /// Where it goes.
    pub environment: Environment,
    /// The current day in Luxembourg.
    pub today: Date,
}

/// Checks a draft: the certificate when nothing forbids sending it, and everything there is to say, in the order of
/// the form.
pub fn check(draft: &Draft, around: &Circumstances<'_>) -> (Option<Certificate>, Vec<Issue>) {
    let mut check = Check {
        draft,
        around,
        issues: Vec::new(),
    };
    let certificate = check.certificate();
    check
        .issues
        .sort_by_key(|issue| (issue.field, issue.severity));
    let refused = check
        .issues
        .iter()
        .any(|issue| issue.severity == Severity::Error);
    (certificate.filter(|_| !refused), check.issues)
}

/// Whether nothing that must be filled is empty, right or wrong.
pub fn is_complete(issues: &[Issue]) -> bool {
    issues.iter().all(|issue| issue.code != IssueCode::Required)
}

struct Check<'a> {
    draft: &'a Draft,
    around: &'a Circumstances<'a>,
    issues: Vec<Issue>,
}

impl Check<'_> {
    /// Every part is checked before the first missing one ends it.
    fn certificate(&mut self) -> Option<Certificate> {
        self.characters();
        let (practitioner, biller) = (self.practitioner(), self.biller());
        let insured = self.insured();
        let child = self.draft.is_crf().then(|| self.child(insured.as_ref()));
        let (kind, reason) = (self.kind(), self.reason());
        let (start, end) = (self.date(Field::Start), self.date(Field::End));
        self.period(start, end);
        let diagnosis = self.diagnosis();
        let outings = self.outings();
        let issued = self.issued(start);
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
            diagnosis: diagnosis?,
            outings: outings?,
            issued: issued?,
        })
    }

    fn practitioner(&mut self) -> Option<crate::context::Practitioner> {
        let code = self.required(Field::Practitioner)?;
        let known = self
            .around
            .identities
            .iter()
            .map(|identity| &identity.practitioner);
        let found = known
            .chain(&self.around.context.practitioner)
            .find(|known| known.code == code);
        if found.is_none() || GpCode::parse(&code).is_err() {
            self.error(Field::Practitioner, IssueCode::ProviderCode);
        }
        found.cloned()
    }

    fn biller(&mut self) -> Option<GpCode> {
        let text = self.required(Field::Biller)?;
        let Ok(code) = GpCode::parse(&text) else {
            self.error(Field::Biller, IssueCode::ProviderCode);
            return None;
        };
        let practitioner = self.draft.get(Field::Practitioner);
        let identity = self
            .around
            .identities
            .iter()
            .find(|known| known.practitioner.code == practitioner);
        if identity.is_some_and(|identity| !identity.gp_codes.contains(&text)) {
            self.error(Field::Biller, IssueCode::BillerNotAllowed);
        }
        Some(code)
    }

    fn insured(&mut self) -> Option<Insured> {
        let matricule = self.matricule(Field::InsuredMatricule);
        let last_name = self.required(Field::InsuredLastName);
        let first_name = self.required(Field::InsuredFirstName);
        let address = self.address();
        self.compare_with_patient(matricule.as_ref());
        Some(Insured {
            matricule: matricule?,
            last_name: last_name?,
            first_name: first_name?,
            address,
        })
    }

    /// The person on the form and the one in the host's file: another one is a warning (pkg/README.md).
    fn compare_with_patient(&mut self, matricule: Option<&Matricule>) {
        let context = self.around.context;
        let expected = if self.draft.is_crf() {
            &context.insured
        } else {
            &context.patient
        };
        let known = expected
            .as_ref()
            .and_then(|person| Matricule::parse(&person.matricule).ok());
        if let (Some(typed), Some(known)) = (matricule, known)
            && *typed != known
        {
            self.issues.push(Issue::new(
                Field::InsuredMatricule,
                IssueCode::PersonDiffers,
                Severity::Warning,
            ));
        }
    }

    fn address(&mut self) -> Option<HomeAddress> {
        let text = |field| self.draft.get(field).trim().to_owned();
        let (number, street) = (text(Field::InsuredNumber), text(Field::InsuredStreet));
        let (postcode, city) = (text(Field::InsuredPostcode), text(Field::InsuredCity));
        let country = text(Field::InsuredCountry).to_ascii_uppercase();
        if !country.is_empty()
            && (country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()))
        {
            self.error(Field::InsuredCountry, IssueCode::Country);
        }
        if street.is_empty() {
            if [&number, &postcode, &city]
                .iter()
                .any(|part| !part.is_empty())
            {
                self.error(Field::InsuredStreet, IssueCode::StreetMissing);
            }
            return None;
        }
        if country.is_empty() {
            self.error(Field::InsuredCountry, IssueCode::Required);
        }
        Some(HomeAddress {
            number,
            street,
            country,
            postcode,
            city,
        })
    }

    fn child(&mut self, insured: Option<&Insured>) -> Option<Child> {
        let matricule = self.matricule(Field::ChildMatricule);
        let last_name = self.required(Field::ChildLastName);
        let first_name = self.required(Field::ChildFirstName);
        if let (Some(child), Some(insured)) = (&matricule, insured)
            && *child == insured.matricule
        {
            self.error(Field::ChildMatricule, IssueCode::ChildIsInsured);
        }
        self.child_age(matricule.as_ref());
        Some(Child {
            matricule: matricule?,
            last_name: last_name?,
            first_name: first_name?,
        })
    }

    /// CRF is for children under eighteen (Code du travail art. L.234-51). The matricule's date part is a hint: a child
    /// who seems of age is a warning.
    fn child_age(&mut self, matricule: Option<&Matricule>) {
        let birth = matricule.and_then(Matricule::date_part);
        let start = dates::parse(self.draft.get(Field::Start));
        let age = birth
            .zip(start)
            .and_then(|(birth, start)| dates::age_on(birth, start));
        if age.is_some_and(|age| age >= 18) {
            self.issues.push(Issue::new(
                Field::ChildMatricule,
                IssueCode::ChildOfAge,
                Severity::Warning,
            ));
        }
    }

    fn kind(&mut self) -> Option<Kind> {
        let previous = self.draft.get(Field::Previous);
        let previous = (!previous.is_empty()).then(|| previous.to_owned());
        match self.required(Field::Kind)?.as_str() {
            "initial" => Some(Kind::Initial),
            "prolongation" => Some(Kind::Prolongation(previous)),
            _ => self.refuse(Field::Kind, IssueCode::Choice),
        }
    }

    fn reason(&mut self) -> Option<Reason> {
        let word = self.required(Field::Reason)?;
        Reason::parse(&word).or_else(|| self.refuse(Field::Reason, IssueCode::Choice))
    }

    fn outings(&mut self) -> Option<Outings> {
        match self.required(Field::Outings)?.as_str() {
            "allowed" => Some(Outings::Allowed),
            "excluded" => Some(Outings::Excluded),
            _ => self.refuse(Field::Outings, IssueCode::Choice),
        }
    }

    /// The code is mandatory for the fund (CNS). Assumption: not for CRF, whose illness is the child's.
    fn diagnosis(&mut self) -> Option<String> {
        if self.draft.is_crf() {
            return Some(self.draft.get(Field::Diagnosis).trim().to_owned());
        }
        self.required(Field::Diagnosis)
    }

    fn period(&mut self, start: Option<Date>, end: Option<Date>) {
        let Some((start, end)) = start.zip(end) else {
            return;
        };
        match dates::length(start, end) {
            None => self.error(Field::End, IssueCode::EndBeforeStart),
            Some(days) if days > LONGEST_DAYS => self.issues.push(
                Issue::new(Field::End, IssueCode::PeriodVeryLong, Severity::Warning)
                    .with(days.to_string()),
            ),
            Some(_) => {}
        }
    }

    fn issued(&mut self, start: Option<Date>) -> Option<Date> {
        let issued = self.date(Field::Issued)?;
        if issued > self.around.today {
            self.error(Field::Issued, IssueCode::IssuedInFuture);
        }
        let day = start.and_then(|start| dates::length(start, issued));
        if day.is_some_and(|day| day > LATEST_DAY_OF_ISSUE) {
            self.issues.push(Issue::new(
                Field::Issued,
                IssueCode::IssuedLate,
                Severity::Warning,
            ));
        }
        Some(issued)
    }

    fn date(&mut self, field: Field) -> Option<Date> {
        let text = self.required(field)?;
        dates::parse(&text).or_else(|| self.refuse(field, IssueCode::Date))
    }

    fn matricule(&mut self, field: Field) -> Option<Matricule> {
        let matricule = match Matricule::parse(self.draft.get(field)) {
            Ok(matricule) => matricule,
            Err(MatriculeError::Empty) => return self.refuse(field, IssueCode::Required),
            Err(MatriculeError::NotAsciiDigits) => {
                return self.refuse(field, IssueCode::NotAsciiDigits);
            }
            Err(MatriculeError::Shape) => return self.refuse(field, IssueCode::MatriculeShape),
        };
        for finding in matricule.findings() {
            let production = self.around.environment == Environment::Production;
            let grave = if production {
                Severity::Error
            } else {
                Severity::Warning
            };
            let (code, severity) = match finding {
                Finding::CheckDigits => (IssueCode::MatriculeCheckDigits, grave),
                Finding::Date => (IssueCode::MatriculeDate, grave),
                Finding::UnusualYear => (IssueCode::MatriculeUnusualYear, Severity::Notice),
            };
            self.issues.push(Issue::new(field, code, severity));
        }
        Some(matricule)
    }

    /// Lengths and letters of every text that is asked for.
    fn characters(&mut self) {
        for field in Field::ALL
            .iter()
            .copied()
            .filter(|field| self.draft.asks(*field))
        {
            let text = self.draft.get(field);
            let is_number = matches!(field, Field::InsuredMatricule | Field::ChildMatricule);
            if text.chars().count() > field.longest() {
                self.issues.push(
                    Issue::error(field, IssueCode::TooLong).with(field.longest().to_string()),
                );
            }
            if text.chars().any(letters::is_forbidden) {
                self.error(field, IssueCode::ControlCharacter);
            } else if let Some(letter) = text.chars().find(|letter| !letters::is_printable(*letter))
                && !is_number
            {
                self.issues
                    .push(Issue::error(field, IssueCode::GlyphMissing).with(letter.to_string()));
            }
        }
    }

    /// The trimmed text; an issue when there is none.
    fn required(&mut self, field: Field) -> Option<String> {
        let text = self.draft.get(field).trim();
        if text.is_empty() {
            self.refuse(field, IssueCode::Required)
        } else {
            Some(text.to_owned())
        }
    }

    fn refuse<T>(&mut self, field: Field, code: IssueCode) -> Option<T> {
        self.error(field, code);
        None
    }

    fn error(&mut self, field: Field, code: IssueCode) {
        self.issues.push(Issue::error(field, code));
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
pub(super) mod tests;
