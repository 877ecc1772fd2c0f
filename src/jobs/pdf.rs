//! One copy as a PDF: the eConnector's own where it answered one, else ours, made in the worker.

use std::sync::Arc;

use domain::display::Volet;
use domain::econnector::CopyFile;
use domain::failure::{Code, Failure, Phase};
use leptos::prelude::GetUntracked as _;

use super::generated_pages::before_sending;
use super::{Answer, App, Filed, Form, Sent};
use crate::platform::late::{Missing, late};
use crate::platform::{bridge, clock};

/// What a file is made of.
#[derive(Debug)]
pub(crate) struct File {
    answered: Vec<CopyFile>,
    pages: String,
    volets: &'static [Volet],
}

impl File {
    /// Of a form as it stands.
    pub(crate) fn of(app: &App, form: &dyn Form) -> Self {
        let stage = form.stage.get_untracked();
        Self::answered(app, form, stage.answer())
    }

    /// Of a form with what was answered to it.
    pub(crate) fn answered(app: &App, form: &dyn Form, answer: Option<Answer<'_>>) -> Self {
        Self {
            answered: answer.map(Answer::files).unwrap_or_default(),
            pages: form.pages(app, answer),
            volets: form.kind().volets(),
        }
    }

    /// Of a document of this session.
    pub(crate) fn again(filed: &Filed, revoked: bool) -> Self {
        let receipt = &filed.sent.receipt;
        let pages = if revoked {
            &filed.revoked_pages
        } else {
            &filed.pages
        };
        Self {
            answered: Answer { receipt, revoked }.files(),
            pages: pages.clone(),
            volets: filed.kind.volets(),
        }
    }

    /// The same with pages that the eConnector answered by now.
    pub(crate) fn with(mut self, answered: Vec<CopyFile>) -> Self {
        self.answered.extend(answered);
        self
    }

    /// Whether the eConnector answered this copy.
    pub(crate) fn is_official(sent: &Sent, volet: Volet) -> bool {
        let mut answered = sent.receipt.documents.iter();
        answered.any(|document| document.official && document.volet == volet)
    }
}

impl Answer<'_> {
    /// The files that still hold: a page of ours does not say that its document was cancelled since.
    fn files(self) -> Vec<CopyFile> {
        let files = self.receipt.documents.iter();
        files
            .filter(|file| file.official || !self.revoked)
            .cloned()
            .collect()
    }
}

/// The bytes of a copy. What was filed with the receipt is given as it was; ours is made anew only where there is none.
pub(crate) async fn pdf(
    app: &Arc<App>,
    file: File,
    volet: Volet,
    official: bool,
) -> Result<Vec<u8>, Failure> {
    let made = made(Arc::clone(app), file, volet, official).await;
    made.unwrap_or_else(missing)
}

/// The bytes of a copy of a form, the eConnector's page of a memo among them: it can be asked for before sending.
pub(crate) async fn copy(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
    volet: Volet,
    official: bool,
) -> Result<Vec<u8>, Failure> {
    let made = copied(Arc::clone(app), Arc::clone(form), volet, official).await;
    made.unwrap_or_else(missing)
}

fn missing(_: Missing) -> Result<Vec<u8>, Failure> {
    Err(Failure::new(Code::PartUnavailable, Phase::Preview))
}

late! { deposit,
async fn made(app: Arc<App>, file: File, volet: Volet, official: bool) -> Result<Vec<u8>, Failure> {
    find_or_write(&app, file, volet, official).await
}}

late! { deposit,
async fn copied(app: Arc<App>, form: Arc<dyn Form>, volet: Volet, official: bool) -> Result<Vec<u8>, Failure> {
    let mut file = File::of(&app, &*form);
    if official {
        file = file.with(before_sending(&app, &form).await);
    }
    find_or_write(&app, file, volet, official).await
}}

async fn find_or_write(
    app: &App,
    file: File,
    volet: Volet,
    official: bool,
) -> Result<Vec<u8>, Failure> {
    let missing = Failure::new(Code::DocumentNotAvailable, Phase::Preview).about(volet.as_str());
    if !file.volets.contains(&volet) {
        return Err(missing);
    }
    let mut answered = file.answered.into_iter();
    let filed = answered.find(|document| document.volet == volet && document.official == official);
    if filed.is_some() || official {
        return filed.map(|document| document.bytes).ok_or(missing);
    }
    bridge::write_pdf(&app.host, &file.pages, volet.as_str(), clock::now())
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
