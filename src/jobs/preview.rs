//! The pages of a form: laid out and painted on the main thread by a module of its own, which is loaded late. The round
//! trip through a worker would cost more than the work.

use std::sync::Arc;

use domain::econnector::CopyFile;
use domain::failure::{Code, Failure, Phase};
use domain::forms::{IssueCode, letters};
use domain::json::Json;
use send_wrapper::SendWrapper;
use web_sys::Element;

use super::{App, Mark, Proof};
use crate::platform::bridge::{self, PreviewModule};

/// Loads the module once, after the first form has been shown; `false` when it cannot be had.
pub(crate) async fn load(app: &Arc<App>) -> bool {
    if app.preview.with_untracked(Option::is_some) {
        return true;
    }
    match bridge::preview(&app.host).await {
        Ok(module) => {
            app.preview.set(Some(SendWrapper::new(module)));
            true
        }
        Err(_) => {
            app.report(None, &Failure::new(Code::PreviewFailed, Phase::Preview));
            false
        }
    }
}

/// The pages of one form.
#[derive(Debug)]
pub(crate) struct Sheets {
    pages: bridge::Sheets,
    /// Kept as long as the pages may call it.
    _tell: bridge::Tell,
}

/// What was painted.
#[derive(Debug)]
pub(crate) struct Painted {
    /// How many pages.
    pub(crate) pages: i64,
    /// Fields whose text does not fit on the page.
    overflow: Vec<String>,
    /// Fields with a letter that cannot be printed.
    missing: Vec<(String, String)>,
}

impl Painted {
    /// What is to be said at the fields.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let overflow = self.overflow.iter();
        let overflow = overflow.map(|field| Mark::of_page(field, IssueCode::PageOverflow, ""));
        let missing = self.missing.iter();
        // A direction mark in a sentence would turn the sentence round.
        let missing = missing.map(|(field, letter)| {
            if letter.chars().any(letters::is_forbidden) {
                Mark::of_page(field, IssueCode::ControlCharacter, "")
            } else {
                Mark::of_page(field, IssueCode::GlyphMissing, letter)
            }
        });
        overflow.chain(missing).collect()
    }
}

impl Sheets {
    /// Takes the empty `<svg>` elements of a form; `tell` hears what became of reading their symbols back.
    pub(crate) fn new(
        module: &PreviewModule,
        frames: Vec<Element>,
        tell: impl Fn(Proof) + 'static,
    ) -> Self {
        let tell = bridge::Tell::new(move |word: String| tell(Proof::parse(&word)));
        let pages = bridge::sheets(module, frames, &tell);
        Self { pages, _tell: tell }
    }

    /// Lays out and paints what changed.
    pub(crate) fn paint(&self, request: &str) -> Option<Painted> {
        let painted = Json::parse(bridge::paint(&self.pages, request).ok()?.as_bytes())?;
        Some(Painted {
            pages: painted.number("pages"),
            overflow: painted.texts("overflow"),
            missing: painted.list("missing", |one| (one.text("field"), one.text("letter"))),
        })
    }
}

impl Sheets {
    /// Another hold on the same pages, for work that is awaited.
    pub(crate) fn handle(&self) -> Handle {
        Handle(self.pages.clone())
    }

    /// Our own pages again.
    pub(crate) fn hide_official(&self) {
        bridge::hide_official(&self.pages);
    }
}

/// Pages that may be gone when an answer comes.
pub(crate) struct Handle(bridge::Sheets);

impl Handle {
    /// Shows a copy that came back; `true` when it differs from what ours leads to expect.
    pub(crate) async fn shows_a_difference(&self, document: &CopyFile, environment: &str) -> bool {
        let volet = document.volet.as_str();
        bridge::shows_a_difference(&self.0, volet, &document.bytes, environment).await
    }
}

impl Drop for Sheets {
    fn drop(&mut self) {
        bridge::free(&self.pages);
    }
}
