//! `generate-signature`: a detached, timestamped signature for the XML and for each PDF given.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::document::Document;
use super::faults::Faults;
use super::problem::Problem;
use super::{Call, Done, Econnector};
use crate::clock::iso;
use crate::scenario::Scenario;

/// One thing to be signed.
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) document_id: &'a str,
    pub(super) signed_at: &'a str,
    pub(super) bytes: &'a [u8],
}

impl Part<'_> {
    /// SHA-256 of the bytes, base64.
    pub(super) fn digest(&self) -> String {
        STANDARD.encode(Sha256::digest(self.bytes))
    }

    /// What the signature covers. Assumption: the real format is not public.
    fn input(&self) -> String {
        format!(
            "{}.{}.{}.{}",
            self.name,
            self.document_id,
            self.digest(),
            self.signed_at
        )
    }

    fn sign(&self, signer: &SigningKey) -> Value {
        let signature: Signature = signer.sign(self.input().as_bytes());
        json!({
            "part": self.name,
            "algorithm": "ES256",
            "digest": self.digest(),
            "signedAt": self.signed_at,
            "value": STANDARD.encode(signature.to_bytes()),
        })
    }
}

/// Whether a signature fits its part.
pub(super) fn verifies(key: &VerifyingKey, part: &Part<'_>, value: &[u8]) -> bool {
    Signature::from_slice(value)
        .is_ok_and(|signature| key.verify(part.input().as_bytes(), &signature).is_ok())
}

/// Signs the parts of a document.
pub(super) fn run(
    ec: &Econnector,
    faults: &mut Faults<'_>,
    call: &Call<'_>,
) -> Result<Done, Problem> {
    let document = Document::read(call)?;
    if faults.happens(Scenario::PractitionerNotEnrolled) {
        return Err(Problem::PractitionerNotEnrolled);
    }
    if faults.happens(Scenario::SignatureDown) {
        return Err(Problem::SignatureUnavailable);
    }
    let signed_at = iso(call.now);
    let sign = |name: &str, bytes: &[u8]| {
        let part = Part {
            name,
            document_id: &document.id,
            signed_at: &signed_at,
            bytes,
        };
        part.sign(&ec.signer)
    };
    let mut signatures = vec![sign("xml", document.text.as_bytes())];
    for pdf in call.body["documents"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        let bytes = STANDARD
            .decode(pdf["data"].as_str().unwrap_or_default())
            .map_err(|_| Problem::InvalidRequest("A PDF is not base64.".into()))?;
        signatures.push(sign(pdf["volet"].as_str().unwrap_or_default(), &bytes));
    }
    let body = json!({"documentId": document.id, "signatures": signatures});
    Ok(Done {
        body,
        committed: false,
    })
}
