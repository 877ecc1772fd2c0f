//! A resource as the server gives it: absolute links under its base, and for documents size and hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::Dsp;
use super::contents::Flaw;

/// The resource with its attachments filled in.
pub(super) fn resource(dsp: &Dsp, value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(contents) = value.get_mut("content").and_then(Value::as_array_mut) {
        for content in contents {
            if let Some(found) = content.get_mut("attachment") {
                attachment(dsp, found);
            }
        }
    }
    if let Some(forms) = value.get_mut("presentedForm").and_then(Value::as_array_mut) {
        for form in forms {
            attachment(dsp, form);
        }
    }
    value
}

/// MHD §4.5.1: hash (SHA-1) and size are of the bytes in `contentType`; an on-demand document has
/// neither, one that is assembled later has size 0 and the hash of nothing.
fn attachment(dsp: &Dsp, attachment: &mut Value) {
    let url = attachment["url"].as_str().unwrap_or_default();
    let Some((before, id)) = url.split_once("Binary/") else {
        return;
    };
    let (relative, id) = (before == "/fhir/", id.to_owned());
    // What the bad-input patient says of itself stays.
    if attachment.get("hash").is_some() || !matches!(before, "" | "/fhir/") {
        return;
    }
    if !relative {
        attachment["url"] = json!(format!("{}/Binary/{id}", dsp.base));
    }
    let bytes = match dsp.contents.flaw(&id) {
        Some(Flaw::OnDemand | Flaw::Missing) => return,
        Some(Flaw::Delayed) => Some([].into()),
        _ => dsp.contents.bytes(&dsp.store, &id, 0),
    };
    let Some(bytes) = bytes else {
        return;
    };
    let hashed: &[u8] = match dsp.contents.flaw(&id) {
        Some(Flaw::WrongHash) => b"other bytes",
        _ => &bytes,
    };
    attachment["hash"] = json!(STANDARD.encode(Sha1::digest(hashed)));
    attachment["size"] = json!(bytes.len());
}
