//! The checks that every form has: letters, dates, numbers of persons and providers, an address.

use std::fmt;

use super::diagnoses::Diagnoses;
use super::people::HomeAddress;
use super::{Environment, Issue, IssueCode, Severity, letters, names, page};
use crate::billing::Birth;
use crate::context::{Address, Context, Identity, Person, Practitioner};
use crate::dates::{self, Date};
use crate::ids::{Finding, GpCode, Matricule, MatriculeError};

/// Longest last and first name (CNS schema 2022, `facturier`).
pub(super) const LONGEST_NAME: usize = 150;
const LONGEST_FIRST_NAME: usize = 100;

/// How many years before today a day is more likely a typing error than meant (ahead of today one is), and how many years
/// before it cannot be meant at all (ahead of today the first number).
#[derive(Clone, Copy)]
pub(super) struct Reach {
    unlikely: u32,
    impossible: u32,
}

/// The days of a document: what is billed is claimed within two years (CNS, "le remboursement en pratique").
///
/// Assumption: the same goes for a certificate; no document is sent that is ten years old, or two years too early.
pub(super) const OF_A_DOCUMENT: Reach = Reach {
    unlikely: 2,
    impossible: 10,
};

/// A birth, and an accident that is treated still.
///
/// Assumption: nobody is older than 124 years, and few are older than 99.
pub(super) const OF_A_LIFE: Reach = Reach {
    unlikely: 100,
    impossible: 125,
};

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
    /// The diagnoses that can be named, once they are loaded.
    pub diagnoses: Option<&'a Diagnoses>,
}

/// Whether nothing that must be filled is empty, right or wrong.
pub fn is_complete<F>(issues: &[Issue<F>]) -> bool {
    issues.iter().all(|issue| !issue.code.is_missing())
}

/// A text by its field.
pub(super) trait Typed<F> {
    /// The text of a field, as typed.
    fn text(&self, field: F) -> &str;
}

/// The fields of an address.
#[derive(Clone, Copy)]
pub(super) struct AddressFields<F> {
    pub(super) number: F,
    pub(super) street: F,
    pub(super) postcode: F,
    pub(super) city: F,
    pub(super) country: F,
}

/// The fields that tell one person from another.
#[derive(Clone, Copy)]
pub(super) struct PersonFields<F> {
    pub(super) matricule: F,
    pub(super) birth_date: Option<F>,
    pub(super) last_name: F,
    pub(super) first_name: F,
}

/// Whether two texts are days, and not the same one.
fn differ(one: &str, other: &str) -> bool {
    let days = dates::parse(one).zip(dates::parse(other));
    days.is_some_and(|(one, other)| one != other)
}

/// A draft under check, and what was found so far.
pub(super) struct Checks<'a, F> {
    pub(super) draft: &'a dyn Typed<F>,
    pub(super) around: &'a Circumstances<'a>,
    pub(super) issues: Vec<Issue<F>>,
}

impl<F> fmt::Debug for Checks<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checks([redacted])")
    }
}

impl<'a, F: Copy + Ord> Checks<'a, F> {
    pub(super) fn new(draft: &'a dyn Typed<F>, around: &'a Circumstances<'a>) -> Self {
        Self {
            draft,
            around,
            issues: Vec::new(),
        }
    }

    /// Everything there is to say, in the order of the form, and whether it forbids sending.
    pub(super) fn finish(mut self) -> (Vec<Issue<F>>, bool) {
        self.issues
            .sort_by_key(|issue| (issue.field, issue.severity));
        let refused = self
            .issues
            .iter()
            .any(|issue| issue.severity == Severity::Error);
        (self.issues, refused)
    }

    /// The trimmed text, empty or not.
    pub(super) fn text(&self, field: F) -> &'a str {
        self.draft.text(field).trim()
    }

    /// The trimmed text; an issue when there is none.
    pub(super) fn required(&mut self, field: F) -> Option<String> {
        match self.text(field) {
            "" => self.refuse(field, IssueCode::Required),
            text => Some(text.to_owned()),
        }
    }

    pub(super) fn refuse<T>(&mut self, field: F, code: IssueCode) -> Option<T> {
        self.error(field, code);
        None
    }

    pub(super) fn error(&mut self, field: F, code: IssueCode) {
        self.tell(field, code, Severity::Error, String::new());
    }

    pub(super) fn warn(&mut self, field: F, code: IssueCode) {
        self.tell(field, code, Severity::Warning, String::new());
    }

    /// Says something of a field; the same is said once.
    pub(super) fn tell(&mut self, field: F, code: IssueCode, severity: Severity, detail: String) {
        let issue = Issue::new(field, code, severity).with(detail);
        if !self.issues.contains(&issue) {
            self.issues.push(issue);
        }
    }

    /// A day that must be there.
    pub(super) fn date(&mut self, field: F) -> Option<Date> {
        self.required(field)?;
        self.optional_date(field)
    }

    /// A day, where one is typed.
    pub(super) fn optional_date(&mut self, field: F) -> Option<Date> {
        match self.text(field) {
            "" => None,
            text => dates::parse(text).or_else(|| self.refuse(field, IssueCode::Date)),
        }
    }

    /// A day of another century is told, unless something is said of it already.
    pub(super) fn near_today(&mut self, field: F, day: Option<Date>, reach: Reach) {
        let years = |from: Date, to: Date| dates::age_on(from, to).unwrap_or_default();
        let today = self.around.today;
        let (before, ahead) = day.map_or((0, 0), |day| (years(day, today), years(today, day)));
        let told = self.issues.iter().any(|issue| issue.field == field);
        if !told && (before >= reach.impossible || ahead >= reach.unlikely) {
            self.error(field, IssueCode::DateFar);
        } else if !told && (before >= reach.unlikely || ahead > 0) {
            self.warn(field, IssueCode::DateFar);
        }
    }

    /// A person's number that must be there.
    pub(super) fn matricule(&mut self, field: F) -> Option<Matricule> {
        self.required(field)?;
        self.optional_matricule(field)
    }

    /// A person's number, where one is typed. Test numbers are let through everywhere but in production.
    pub(super) fn optional_matricule(&mut self, field: F) -> Option<Matricule> {
        let matricule = match Matricule::parse(self.draft.text(field)) {
            Ok(matricule) => matricule,
            Err(MatriculeError::Empty) => return None,
            Err(MatriculeError::NotAsciiDigits) => {
                return self.refuse(field, IssueCode::NotAsciiDigits);
            }
            Err(MatriculeError::Shape) => return self.refuse(field, IssueCode::MatriculeShape),
        };
        let grave = match self.around.environment {
            Environment::Production => Severity::Error,
            Environment::Sandbox | Environment::Integration => Severity::Warning,
        };
        for finding in matricule.findings() {
            let (code, severity) = match finding {
                Finding::CheckDigits => (IssueCode::MatriculeCheckDigits, grave),
                Finding::Date => (IssueCode::MatriculeDate, grave),
                Finding::DateUnknown => (IssueCode::MatriculeDateUnknown, Severity::Notice),
                Finding::UnusualYear => (IssueCode::MatriculeUnusualYear, Severity::Notice),
            };
            self.tell(field, code, severity, String::new());
        }
        Some(matricule)
    }

    /// The person on the form and the one in the host's file: another one is a warning (pkg/README.md). Another
    /// number, day of birth or name is told, the first of them; the name at birth is as good.
    pub(super) fn compare_with_file(&mut self, person: PersonFields<F>, file: Option<&Person>) {
        let Some(file) = file else {
            return;
        };
        let number = |text: &str| Matricule::parse(text).ok();
        let numbers = number(self.text(person.matricule)).zip(number(&file.matricule));
        let is_other =
            |field, known: &str, at_birth| names::differ(self.text(field), known, at_birth);
        let field = match (numbers, person.birth_date) {
            (Some((typed, known)), _) if typed != known => person.matricule,
            (_, Some(birth)) if differ(self.text(birth), &file.birth_date) => birth,
            _ if is_other(person.last_name, &file.last_name, &file.birth_name) => person.last_name,
            _ if is_other(person.first_name, &file.first_name, "") => person.first_name,
            _ => return,
        };
        self.warn(field, IssueCode::PersonDiffers);
    }

    /// A provider's code, where one is typed.
    pub(super) fn optional_provider(&mut self, field: F) -> Option<GpCode> {
        match self.text(field) {
            "" => None,
            text => GpCode::parse(text)
                .ok()
                .or_else(|| self.refuse(field, IssueCode::ProviderCode)),
        }
    }

    /// Who signs: one of the session's identities, or the host's practitioner. A doctor's code begins with 9 (AeS).
    pub(super) fn practitioner(&mut self, field: F) -> Option<Practitioner> {
        let code = self.required(field)?;
        let found = self.around.practitioner(&code);
        if found.is_none() || GpCode::parse(&code).is_err() {
            self.error(field, IssueCode::ProviderCode);
        } else if !code.starts_with('9') {
            self.warn(field, IssueCode::ProviderCodeUnusual);
        }
        if let Some(found) = &found {
            let Practitioner {
                last_name,
                first_name,
                specialty,
                ..
            } = found;
            self.letters(field, last_name, LONGEST_NAME, false);
            self.letters(field, first_name, LONGEST_FIRST_NAME, false);
            self.letters(field, specialty, usize::MAX, false);
            self.address_letters(field, &found.address);
        }
        found
    }

    /// The letters of an address that the session or the host knows; the XML cuts it to the lengths of the schema.
    pub(super) fn address_letters(&mut self, field: F, address: &Address) {
        let Address {
            line1,
            line2,
            number,
            street,
            postcode,
            city,
            country,
        } = address;
        for text in [line1, line2, number, street, postcode, city, country] {
            self.letters(field, text, usize::MAX, false);
        }
    }

    /// Under which code it goes: one that the session lets the practitioner use.
    pub(super) fn biller(&mut self, field: F, practitioner: F) -> Option<GpCode> {
        self.required(field)?;
        let code = self.optional_provider(field)?;
        let practitioner = self.text(practitioner);
        let mut known = self.around.identities.iter();
        let identity = known.find(|known| known.practitioner.code == practitioner);
        if identity
            .is_some_and(|identity| !identity.gp_codes.iter().any(|own| own == code.as_str()))
        {
            self.error(field, IssueCode::BillerNotAllowed);
        }
        Some(code)
    }

    /// An address as far as it is typed; nothing typed is none.
    pub(super) fn address(&mut self, fields: AddressFields<F>) -> Option<HomeAddress> {
        let text = |field| self.text(field).to_owned();
        let address = HomeAddress {
            number: text(fields.number),
            street: text(fields.street),
            country: text(fields.country).to_ascii_uppercase(),
            postcode: text(fields.postcode),
            city: text(fields.city),
        };
        let letters = address
            .country
            .bytes()
            .all(|byte| byte.is_ascii_uppercase());
        if !address.country.is_empty() && (address.country.len() != 2 || !letters) {
            self.error(fields.country, IssueCode::Country);
        }
        if address.street.is_empty() {
            if [&address.number, &address.postcode, &address.city]
                .iter()
                .any(|part| !part.is_empty())
            {
                self.error(fields.street, IssueCode::StreetMissing);
            }
            return None;
        }
        if address.country.is_empty() {
            self.error(fields.country, IssueCode::Required);
        }
        Some(address)
    }

    /// Length and letters of a text. A number of a person has a check of its own for digits of another script.
    pub(super) fn characters(&mut self, field: F, longest: usize, is_number: bool) {
        self.letters(field, self.draft.text(field), longest, is_number);
    }

    /// The same of a text that is said in a field and not typed there: a field says the same once.
    pub(super) fn letters(&mut self, field: F, text: &str, longest: usize, is_number: bool) {
        if text.chars().count() > longest {
            let most = longest.to_string();
            self.tell(field, IssueCode::TooLong, Severity::Error, most);
        }
        if text.chars().any(letters::is_forbidden) {
            self.error(field, IssueCode::ControlCharacter);
        } else if let Some(letter) = text.chars().find(|letter| !letters::is_printable(*letter))
            && !is_number
        {
            let letter = letter.to_string();
            self.tell(field, IssueCode::GlyphMissing, Severity::Error, letter);
        }
    }
}

impl Circumstances<'_> {
    /// When the person of a number was born: what the patient's file says, else the number's date part, which is only a
    /// hint.
    pub(super) fn birth(&self, number: Option<&Matricule>) -> Option<Birth> {
        let known = |person: &&Person| Matricule::parse(&person.matricule).ok().as_ref() == number;
        let file = self.context.patient.as_ref().filter(known);
        match file.and_then(|person| dates::parse(&person.birth_date)) {
            Some(day) => Some(Birth { day, certain: true }),
            None => number?.date_part().map(|day| Birth {
                day,
                certain: false,
            }),
        }
    }

    /// The practitioner of a code, as the session or the host knows him or her.
    pub fn practitioner(&self, code: &str) -> Option<Practitioner> {
        page::known(code, self.context, self.identities).cloned()
    }
}
