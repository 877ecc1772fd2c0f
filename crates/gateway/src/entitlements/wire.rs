//! An identity as the vendor writes it and as `GET /volet/session` gives it.

use serde::{Deserialize, Serialize};

/// A CNS billing code: eight digits, the first not 0 (`T_CodePrestataire` of the MH schema).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct GpCode(String);

/// Eight digits were expected.
#[derive(Debug, thiserror::Error)]
#[error("not a code of eight digits")]
pub(crate) struct NotAGpCode;

impl GpCode {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for GpCode {
    type Error = NotAGpCode;

    fn try_from(text: String) -> Result<Self, NotAGpCode> {
        match text.as_bytes() {
            [b'1'..=b'9', rest @ ..] if rest.len() == 7 && rest.iter().all(u8::is_ascii_digit) => {
                Ok(Self(text))
            }
            _ => Err(NotAGpCode),
        }
    }
}

/// What an identity may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// Certificates of incapacity for work.
    Ecit,
    /// Statements of fees to be deposited.
    Mh,
    /// Statements of fees for digital reimbursement.
    Memoire,
    /// Taking a deposit back.
    Revoke,
}

/// One doctor in whose name the signed-in person may act (SECURITY.md).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    /// Whether the doctor is the signed-in person.
    #[serde(rename = "self")]
    pub(crate) is_self: bool,
    pub(crate) practitioner: Practitioner,
    /// The doctor's own code and those of associations.
    pub(crate) gp_codes: Vec<GpCode>,
    pub(crate) may: Vec<Action>,
}

/// The doctor as documents name him.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Practitioner {
    pub(crate) code: GpCode,
    pub(crate) last_name: String,
    pub(crate) first_name: String,
    #[serde(default)]
    pub(crate) specialty: String,
    #[serde(default)]
    pub(crate) address: Address,
}

/// Where the doctor practises; ISO 3166-1 alpha-2 for the country.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) line1: String,
    pub(crate) line2: String,
    pub(crate) number: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    pub(crate) country: String,
}
