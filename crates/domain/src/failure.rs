//! What the host is told of a failure: a stable code, where it happened, and whether trying again can help.

use serde::Serialize;

/// The part of the work in which a failure happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Reading the host's options or the gateway's configuration.
    Configure,
    /// Going to the issuer.
    Login,
    /// Coming back from the issuer.
    Callback,
    /// Renewing the access token.
    Refresh,
    /// Signing out.
    Logout,
    /// Checking a form.
    Check,
    /// Making a page or a file.
    Preview,
    /// Depositing a document.
    Send,
    /// Cancelling a document.
    Revoke,
    /// Looking for documents in the shared record.
    Search,
    /// Fetching a document of the shared record.
    Retrieve,
}

/// The codes of the public contract. A code is never used again for something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// An option of `createVolet` is missing or wrong; `field` names it.
    OptionInvalid,
    /// The gateway could not be reached or did not answer as the contract says.
    GatewayUnavailable,
    /// The person, or the issuer, refused the sign-in.
    LoginDenied,
    /// The answer from the issuer does not belong to a sign-in begun here.
    StateMismatch,
    /// The id_token does not carry the nonce of this sign-in.
    NonceMismatch,
    /// The authorization code was used before or is too old.
    CodeExpired,
    /// The answer comes from another issuer than the one asked.
    IssuerMismatch,
    /// The answer has no id_token.
    IdTokenMissing,
    /// The id_token is no signed JWT with the claims of one.
    IdTokenMalformed,
    /// The id_token is not signed, or with an algorithm that is not accepted.
    IdTokenAlg,
    /// The id_token is signed with a secret, which whoever knows it could have done.
    IdTokenHmac,
    /// The id_token is for somebody else.
    IdTokenAudience,
    /// The id_token does not say for whom it is.
    IdTokenAudienceMissing,
    /// The id_token was issued to another client.
    IdTokenAzp,
    /// The id_token is too old.
    IdTokenExpired,
    /// The signature of the id_token is wrong.
    IdTokenSignature,
    /// No key of the issuer fits the id_token.
    IdTokenKid,
    /// The id_token does not say when it was issued.
    IdTokenIat,
    /// The id_token does not say who signed in.
    IdTokenSubject,
    /// A renewal brought another person.
    IdTokenSubjectChanged,
    /// The id_token belongs to another access token (`at_hash`).
    IdTokenAtHash,
    /// The issuer could not be reached, or its answer is no answer.
    IssuerUnavailable,
    /// The host's `getToken` gave no token.
    HostTokenUnavailable,
    /// The issuer's tokens live shorter than the call may take.
    TokenTooShort,
    /// There is no session any more.
    SessionExpired,
    /// The session belongs to another user of the host.
    SessionOfAnotherUser,
    /// The signed-in person may not do this.
    NotEntitled,
    /// The provider code is not one of the session's.
    GpCodeRefused,
    /// The eConnector cannot be used now; nothing was deposited.
    EconnectorDown,
    /// The eConnector answered something that cannot be read; the outcome is unknown.
    EconnectorAnswerUnreadable,
    /// The form has errors.
    FormInvalid,
    /// The host held the sending back.
    SendCancelled,
    /// The eConnector refused the document.
    SendRefused,
    /// The answer was lost: the document may or may not have been deposited.
    SendOutcomeUnknown,
    /// The form is not in a state in which this can be done.
    StateConflict,
    /// The practitioner is not enrolled in mySecu.
    PractitionerNotEnrolled,
    /// There is no such document, or not yet.
    DocumentNotAvailable,
    /// The symbol of a page cannot be read back, or says something else than the form.
    SymbolUnreadable,
    /// Whether the symbols can be read back is not known: what reads them gives no answer.
    SymbolUnchecked,
    /// The official page is not as the local one leads to expect: the template may have changed.
    OfficialPageDiffers,
    /// A letter has no glyph in the page's font.
    GlyphMissing,
    /// The preview or the PDF could not be made.
    PreviewFailed,
    /// A file of the package could not be fetched.
    PartUnavailable,
    /// `documentTypes` names no place for every other document.
    DocumentTypesIncomplete,
    /// The shared record's patient is another person: nothing of it is shown.
    PatientConflict,
    /// The shared record did not answer, or nothing that can be read.
    DspUnavailable,
    /// What the shared record answers is larger than what is read.
    TooLarge,
    /// A link of the shared record leads elsewhere; it was not followed.
    DspLinkRefused,
    /// A document's bytes are not those that its metadata announce.
    DocumentHashMismatch,
}

/// What a sign-in may end with.
const SIGN_IN: [Code; 20] = [
    Code::LoginDenied,
    Code::StateMismatch,
    Code::NonceMismatch,
    Code::CodeExpired,
    Code::IssuerMismatch,
    Code::IdTokenMissing,
    Code::IdTokenMalformed,
    Code::IdTokenAlg,
    Code::IdTokenHmac,
    Code::IdTokenAudience,
    Code::IdTokenAudienceMissing,
    Code::IdTokenAzp,
    Code::IdTokenExpired,
    Code::IdTokenSignature,
    Code::IdTokenKid,
    Code::IdTokenIat,
    Code::IdTokenSubject,
    Code::IdTokenSubjectChanged,
    Code::IdTokenAtHash,
    Code::IssuerUnavailable,
];

impl Code {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptionInvalid => "option_invalid",
            Self::GatewayUnavailable => "gateway_unavailable",
            Self::LoginDenied => "login_denied",
            Self::StateMismatch => "state_mismatch",
            Self::NonceMismatch => "nonce_mismatch",
            Self::CodeExpired => "code_expired",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::IdTokenMissing => "id_token_missing",
            Self::IdTokenMalformed => "id_token_malformed",
            Self::IdTokenAlg => "id_token_alg",
            Self::IdTokenHmac => "id_token_hmac",
            Self::IdTokenAudience => "id_token_audience",
            Self::IdTokenAudienceMissing => "id_token_audience_missing",
            Self::IdTokenAzp => "id_token_azp",
            Self::IdTokenExpired => "id_token_expired",
            Self::IdTokenSignature => "id_token_signature",
            Self::IdTokenKid => "id_token_kid",
            Self::IdTokenIat => "id_token_iat",
            Self::IdTokenSubject => "id_token_subject",
            Self::IdTokenSubjectChanged => "id_token_subject_changed",
            Self::IdTokenAtHash => "id_token_at_hash",
            Self::IssuerUnavailable => "issuer_unavailable",
            Self::HostTokenUnavailable => "host_token_unavailable",
            Self::TokenTooShort => "token_too_short",
            Self::SessionExpired => "session_expired",
            Self::SessionOfAnotherUser => "session_of_another_user",
            Self::NotEntitled => "not_entitled",
            Self::GpCodeRefused => "gp_code_refused",
            Self::EconnectorDown => "econnector_down",
            Self::EconnectorAnswerUnreadable => "econnector_answer_unreadable",
            Self::FormInvalid => "form_invalid",
            Self::SendCancelled => "send_cancelled",
            Self::SendRefused => "send_refused",
            Self::SendOutcomeUnknown => "send_outcome_unknown",
            Self::StateConflict => "state_conflict",
            Self::PractitionerNotEnrolled => "practitioner_not_enrolled",
            Self::DocumentNotAvailable => "document_not_available",
            Self::SymbolUnreadable => "symbol_unreadable",
            Self::SymbolUnchecked => "symbol_unchecked",
            Self::OfficialPageDiffers => "official_page_differs",
            Self::GlyphMissing => "glyph_missing",
            Self::PreviewFailed => "preview_failed",
            Self::PartUnavailable => "part_unavailable",
            Self::DocumentTypesIncomplete => "document_types_incomplete",
            Self::PatientConflict => "patient_conflict",
            Self::DspUnavailable => "dsp_unavailable",
            Self::TooLarge => "too_large",
            Self::DspLinkRefused => "dsp_link_refused",
            Self::DocumentHashMismatch => "document_hash_mismatch",
        }
    }

    /// Whether another text in the form can be the cure.
    pub fn is_about_the_form(self) -> bool {
        matches!(
            self,
            Self::FormInvalid
                | Self::GpCodeRefused
                | Self::NotEntitled
                | Self::PractitionerNotEnrolled
                | Self::SendCancelled
                | Self::SendRefused
        )
    }

    /// The code of a word that a sign-in may end with, at the gateway or at the issuer.
    pub fn of_login(word: &str) -> Option<Self> {
        SIGN_IN.into_iter().find(|code| code.as_str() == word)
    }

    /// Whether the same call can succeed later with nothing changed.
    pub fn retryable(self) -> bool {
        matches!(
            self,
            Self::GatewayUnavailable
                | Self::DspUnavailable
                | Self::IssuerUnavailable
                | Self::HostTokenUnavailable
                | Self::EconnectorDown
                | Self::SendOutcomeUnknown
                | Self::EconnectorAnswerUnreadable
                | Self::PreviewFailed
                | Self::SymbolUnchecked
                | Self::PartUnavailable
        )
    }
}

/// A failure as the host sees it, in an event's `detail` and in a rejected promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What.
    pub code: Code,
    /// Where.
    pub phase: Phase,
    /// Whether trying again can help.
    pub retryable: bool,
    /// The id that the gateway logged the call under; empty where there was no call.
    pub correlation_id: String,
    /// The option or form field concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Failure {
    /// A failure with no call behind it.
    pub fn new(code: Code, phase: Phase) -> Self {
        Self {
            code,
            phase,
            retryable: code.retryable(),
            correlation_id: String::new(),
            field: None,
        }
    }

    /// The same, logged by the gateway under `id`.
    #[must_use]
    pub fn logged_as(mut self, id: impl Into<String>) -> Self {
        self.correlation_id = id.into();
        self
    }

    /// The same, about one option or field.
    #[must_use]
    pub fn about(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}
