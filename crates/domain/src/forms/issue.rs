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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IssueCode {
    /// Nothing was typed in a field that must be filled.
    Required,
    /// More characters than the field takes.
    TooLong,
    /// A control or invisible direction character.
    ControlCharacter,
    /// A letter that the page's font does not have.
    GlyphMissing,
    /// It does not fit on the page, even in the smallest size.
    PageOverflow,
    /// Digits of another script.
    NotAsciiDigits,
    /// Not thirteen digits.
    MatriculeShape,
    /// A wrong check digit.
    MatriculeCheckDigits,
    /// The first eight digits are no date.
    MatriculeDate,
    /// Month or day of birth are 00.
    MatriculeDateUnknown,
    /// A number of a kind that is not explained anywhere.
    MatriculeUnusualYear,
    /// Not an eight-digit provider code.
    ProviderCode,
    /// A doctor's code that does not begin with 9.
    ProviderCodeUnusual,
    /// The session may not bill under this code.
    BillerNotAllowed,
    /// Not one of the choices.
    Choice,
    /// No real day.
    Date,
    /// The end lies before the start.
    EndBeforeStart,
    /// Not the whole number of days from the first to the last.
    DaysDiffer,
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
    /// The code is none of the list of diagnoses.
    DiagnosisUnknown,
    /// Not the letter U or L with nine digits.
    AccidentNumber,
    /// The accident lies after the day that it explains.
    AccidentAfterStart,
    /// A stay abroad needs the fund's leave.
    StayAbroad,
    /// The prolongation does not follow its certificate at once.
    ProlongationGap,
    /// Later than the second working day after the planned return.
    ProlongationLate,
    /// The day on which it had to be at CNS is over.
    TransmissionLate,
    /// How many days the child's age gives.
    CrfQuota,
    /// The same, only while the child is in hospital.
    CrfQuotaInHospital,
    /// Longer than the child's age gives.
    CrfOverQuota,
    /// Neither a national number nor a day of birth.
    PatientUnnamed,
    /// Paid before the first act.
    PaidBeforeAct,
    /// A day of payment of a memo that is not paid.
    NotPaid,
    /// A day that lies in the future.
    DateInFuture,
    /// A day of another year than can be meant.
    DateFar,
    /// Later than the day of the memo.
    AfterMemo,
    /// No time of day.
    Time,
    /// An hour that the clock skips on that day.
    TimeSkipped,
    /// Not a number from 1 to 99.
    Count,
    /// Not an amount with at most two decimals.
    AmountShape,
    /// Below zero.
    AmountNegative,
    /// A million or more.
    AmountTooLarge,
    /// The personal share is larger than the amount.
    ShareOverAmount,
    /// The deposit is larger than the total.
    DepositOverTotal,
    /// Not 36 characters.
    PrescriptionId,
    /// Not two letters or digits.
    Place,
    /// A memo with no line.
    NoLines,
    /// More lines than a memo takes.
    TooManyLines,
    /// The memo must name the biller's street.
    BillerAddressMissing,
    /// Not up to six letters and digits.
    ActShape,
    /// A code that the tariff table does not have.
    ActUnknown,
    /// The act's tariff is not valid on that day.
    ActRetired,
    /// A letter that is no suffix.
    SuffixUnknown,
    /// Not what the tariff gives.
    AmountDiffers,
    /// The tariff table is not valid on the memo's day.
    OutsideTariff,
    /// A billing rule; the detail is its id, its sentence stands in the rules' data.
    Rule,
    /// mySecu has something against it.
    Anomaly,
}

impl IssueCode {
    /// Whether it says that something is not there that must be.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Required | Self::PatientUnnamed | Self::NoLines)
    }

    /// The word used in events and as the key of its text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::GlyphMissing => "glyph_missing",
            Self::PageOverflow => "page_overflow",
            Self::NotAsciiDigits => "not_ascii_digits",
            Self::MatriculeShape => "matricule_shape",
            Self::MatriculeCheckDigits => "matricule_check_digits",
            Self::MatriculeDate => "matricule_date",
            Self::MatriculeDateUnknown => "matricule_date_unknown",
            Self::MatriculeUnusualYear => "matricule_unusual_year",
            Self::ProviderCode => "provider_code",
            Self::ProviderCodeUnusual => "provider_code_unusual",
            Self::BillerNotAllowed => "biller_not_allowed",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::EndBeforeStart => "end_before_start",
            Self::DaysDiffer => "days_differ",
            Self::PeriodVeryLong => "period_very_long",
            Self::IssuedLate => "issued_late",
            Self::IssuedInFuture => "issued_in_future",
            Self::StreetMissing => "street_missing",
            Self::Country => "country",
            Self::ChildIsInsured => "child_is_insured",
            Self::ChildOfAge => "child_of_age",
            Self::PersonDiffers => "person_differs",
            Self::DiagnosisUnknown => "diagnosis_unknown",
            Self::AccidentNumber => "accident_number",
            Self::AccidentAfterStart => "accident_after_start",
            Self::StayAbroad => "stay_abroad",
            Self::ProlongationGap => "prolongation_gap",
            Self::ProlongationLate => "prolongation_late",
            Self::TransmissionLate => "transmission_late",
            Self::CrfQuota => "crf_quota",
            Self::CrfQuotaInHospital => "crf_quota_in_hospital",
            Self::CrfOverQuota => "crf_over_quota",
            Self::PatientUnnamed => "patient_unnamed",
            Self::PaidBeforeAct => "paid_before_act",
            Self::NotPaid => "not_paid",
            Self::DateInFuture => "date_in_future",
            Self::DateFar => "date_far",
            Self::AfterMemo => "after_memo",
            Self::Time => "time",
            Self::TimeSkipped => "time_skipped",
            Self::Count => "count",
            Self::AmountShape => "amount_shape",
            Self::AmountNegative => "amount_negative",
            Self::AmountTooLarge => "amount_too_large",
            Self::ShareOverAmount => "share_over_amount",
            Self::DepositOverTotal => "deposit_over_total",
            Self::PrescriptionId => "prescription_id",
            Self::Place => "place",
            Self::NoLines => "no_lines",
            Self::TooManyLines => "too_many_lines",
            Self::BillerAddressMissing => "biller_address_missing",
            Self::ActShape => "act_shape",
            Self::ActUnknown => "act_unknown",
            Self::ActRetired => "act_retired",
            Self::SuffixUnknown => "suffix_unknown",
            Self::AmountDiffers => "amount_differs",
            Self::OutsideTariff => "outside_tariff",
            Self::Rule => "rule",
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
