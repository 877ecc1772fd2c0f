//! One copy as a PDF: the eConnector's own where it answered one, else ours, made in the worker.

use domain::display::Volet;
use domain::failure::{Code, Failure, Phase};
use leptos::prelude::GetUntracked as _;

use super::{App, Ecit, Stage};
use crate::platform::{bridge, clock};

/// The bytes of a copy. The official one exists once the document has been accepted.
pub(crate) async fn pdf(
    app: &App,
    form: &Ecit,
    volet: Volet,
    official: bool,
) -> Result<Vec<u8>, Failure> {
    let missing = Failure::new(Code::DocumentNotAvailable, Phase::Preview).about(volet.as_str());
    if !Volet::CERTIFICATE.contains(&volet) {
        return Err(missing);
    }
    if official {
        return answered(form, volet).ok_or(missing);
    }
    let copies = serde_json::to_string(&form.copies(app)).unwrap_or_default();
    bridge::write_pdf(&app.host, &copies, volet.as_str(), clock::now())
        .await
        .map_err(|refused| {
            let code = if refused.glyph_missing {
                Code::GlyphMissing
            } else {
                Code::PreviewFailed
            };
            Failure::new(code, Phase::Preview)
        })
}

fn answered(form: &Ecit, volet: Volet) -> Option<Vec<u8>> {
    let (Stage::Accepted(sent) | Stage::Revoked(sent)) = form.stage.get_untracked() else {
        return None;
    };
    let document = sent
        .receipt
        .documents
        .iter()
        .find(|document| document.volet == volet);
    document.map(|document| document.bytes.clone())
}
