//! What a check has to say about a field: a code and how grave it is. Texts are made from the code elsewhere.

use serde::Serialize;

/// How grave an issue is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The form cannot be sent.
    Error,
    /// It can be sent; the person is told why it may be refused or late.
    Warning,
    /// Something to know.
    Notice,
}

/// Where the documents go: test numbers are let through everywhere but in production.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Environment {
    /// The stand-ins.
    Sandbox,
    /// CNS's integration environment.
    Integration,
    /// Real certificates.
    Production,
}

impl Environment {
    /// Reads the word of the public contract.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Sandbox, Self::Integration, Self::Production]
            .into_iter()
            .find(|environment| environment.as_str() == word)
    }

    /// The word of the public contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Integration => "integration",
            Self::Production => "production",
        }
    }

    /// Where a practitioner enrols in mySecu (CNS meeting with editors, eConnector 1.2.5).
    pub fn mysecu(self) -> &'static str {
        match self {
            Self::Sandbox | Self::Integration => "https://mysecu-test.services-publics.lu",
            Self::Production => "https://secu.services-publics.lu/",
        }
    }
}

/// What is wrong or odd.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// Nothing was typed in a field that must be filled.
    Required,
    /// More characters than the field takes.
    TooLong,
    /// A control or invisible direction character.
    ControlCharacter,
    /// A letter that the page's font does not have.
    GlyphMissing,
    /// Digits of another script.
    NotAsciiDigits,
    /// Not thirteen digits.
    MatriculeShape,
    /// A wrong check digit.
    MatriculeCheckDigits,
    /// The first eight digits are no date.
    MatriculeDate,
    /// A number of a kind that is not explained anywhere.
    MatriculeUnusualYear,
    /// Not an eight-digit provider code.
    ProviderCode,
    /// The session may not bill under this code.
    BillerNotAllowed,
    /// Not one of the choices.
    Choice,
    /// No real day.
    Date,
    /// The end lies before the start.
    EndBeforeStart,
    /// Longer than a certificate can reasonably be.
    PeriodVeryLong,
    /// Made later than the third day of the incapacity.
    IssuedLate,
    /// The day of issue lies in the future.
    IssuedInFuture,
    /// Part of an address with no street.
    StreetMissing,
    /// Not a two-letter country code.
    Country,
    /// The child's number is the insured person's.
    ChildIsInsured,
    /// The child is eighteen or older on the first day.
    ChildOfAge,
    /// The person on the form is not the patient of the open file.
    PersonDiffers,
    /// mySecu has something against it.
    Anomaly,
}

impl IssueCode {
    /// The word used in events and as the key of its text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::GlyphMissing => "glyph_missing",
            Self::NotAsciiDigits => "not_ascii_digits",
            Self::MatriculeShape => "matricule_shape",
            Self::MatriculeCheckDigits => "matricule_check_digits",
            Self::MatriculeDate => "matricule_date",
            Self::MatriculeUnusualYear => "matricule_unusual_year",
            Self::ProviderCode => "provider_code",
            Self::BillerNotAllowed => "biller_not_allowed",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::EndBeforeStart => "end_before_start",
            Self::PeriodVeryLong => "period_very_long",
            Self::IssuedLate => "issued_late",
            Self::IssuedInFuture => "issued_in_future",
            Self::StreetMissing => "street_missing",
            Self::Country => "country",
            Self::ChildIsInsured => "child_is_insured",
            Self::ChildOfAge => "child_of_age",
            Self::PersonDiffers => "person_differs",
            Self::Anomaly => "anomaly",
        }
    }
}

/// One remark about one field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issue<F> {
    /// The field where it can be mended.
    pub field: F,
    /// What it is.
    pub code: IssueCode,
    /// How grave.
    pub severity: Severity,
    /// What the text needs to be exact: the letter without a glyph, the largest length, mySecu's own code.
    pub detail: String,
}

impl<F> Issue<F> {
    /// A remark with nothing to add.
    pub fn new(field: F, code: IssueCode, severity: Severity) -> Self {
        Self {
            field,
            code,
            severity,
            detail: String::new(),
        }
    }

    /// An error with nothing to add.
    pub fn error(field: F, code: IssueCode) -> Self {
        Self::new(field, code, Severity::Error)
    }

    /// The same with a detail.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}
