//! The file of one copy: ours until the document is deposited, then the eConnector's own.

use domain::display::Volet;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::jobs::{Stage, pdf};
use crate::platform::download;
use crate::ui::form::Desk;

/// The buttons of a copy.
#[component]
pub(super) fn Files(volet: Volet) -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let official = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Accepted(sent) | Stage::Revoked(sent) => sent
                .receipt
                .documents
                .iter()
                .any(|document| document.volet == volet),
            _ => false,
        })
    });
    let busy = RwSignal::new(false);
    let words = desk.i18n.clone();
    let label = move || {
        words.text(match (busy.get(), official.get()) {
            (true, _) => "pdf.making",
            (false, true) => "pdf.official",
            (false, false) => "pdf.local",
        })
    };
    let (save, show, open) = (desk.clone(), desk.clone(), desk.t("action.open"));
    let fetch = move |desk: Desk, then: fn(&[u8], Volet)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let official = official.get_untracked();
        spawn_local(async move {
            match pdf(&desk.app, &desk.form, volet, official).await {
                Ok(bytes) => then(&bytes, volet),
                Err(failure) => {
                    desk.app.report(Some(&desk.form), &failure);
                    desk.form.trouble.set(Some(failure));
                }
            }
            busy.try_set(false);
        });
    };
    markup! {
        <span class="files">
            <button
                type="button"
                part="button"
                data-action="open-pdf"
                data-volet=volet.as_str()
                on:click=move |_| fetch(show.clone(), |bytes, _| download::open_pdf(bytes))
            >
                {open}
            </button>
            <button
                type="button"
                part="button"
                data-action="download-pdf"
                data-volet=volet.as_str()
                on:click=move |_| fetch(save.clone(), |bytes, volet| download::save_pdf(bytes, &name(volet)))
            >
                {label}
            </button>
        </span>
    }
}

/// The file's name says what it is and nothing about the patient.
fn name(volet: Volet) -> String {
    format!("ecit-{}.pdf", volet.as_str())
}
