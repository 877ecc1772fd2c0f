//! The file of one copy: ours until the document is deposited, then the eConnector's own.

use domain::display::Volet;
use domain::failure::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::jobs::{File, FormType, pdf};
use crate::platform::download;
use crate::platform::late::late;
use crate::ui::form::Desk;

/// Where the file comes from when a button is pressed.
pub(crate) type Source = Box<dyn Fn() -> File + Send + Sync>;

/// What is done with the bytes.
#[derive(Clone, Copy)]
enum Then {
    Print,
    Save,
}

late! { deposit,
/// Hands the bytes to the person.
async fn hand_out(bytes: Vec<u8>, then: Then, kind: FormType, volet: Volet) -> () {
    match then {
        Then::Print => download::print_pdf(&bytes),
        Then::Save => download::save_pdf(&bytes, &name(kind, volet)),
    }
}}

/// The buttons of a copy.
#[component]
pub(crate) fn Files(
    kind: FormType,
    volet: Volet,
    source: Source,
    /// Whether the eConnector's own is there.
    #[prop(into)]
    official: Signal<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let busy = RwSignal::new(false);
    let words = desk.i18n.clone();
    let label = move || {
        words.text(match (busy.get(), official.get()) {
            (true, _) => "pdf.making",
            (false, true) => "pdf.official",
            (false, false) => return words.text_of("pdf.local", kind.as_str()),
        })
    };
    let source = StoredValue::new(source);
    let print = desk.t("action.print");
    let fetch = move |then: Then| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        desk.form.forgive(is_of_a_file);
        let official = official.get_untracked();
        let file = source.with_value(|source| source());
        let desk = desk.clone();
        spawn_local(async move {
            match pdf(&desk.app, file, volet, official).await {
                Ok(bytes) => _ = hand_out(bytes, then, kind, volet).await,
                Err(failure) => {
                    desk.app.report(Some(desk.form.course()), &failure);
                    desk.form.trouble.set(Some(failure));
                }
            }
            busy.try_set(false);
        });
    };
    let save = fetch.clone();
    markup! {
        <span class="files">
            <button
                type="button"
                part="button"
                data-action="print"
                data-volet=volet.as_str()
                on:click=move |_| fetch(Then::Print)
            >
                {print}
            </button>
            <button
                type="button"
                part="button"
                data-action="download-pdf"
                data-volet=volet.as_str()
                on:click=move |_| save(Then::Save)
            >
                {label}
            </button>
        </span>
    }
}

/// What a file that could not be made has said.
fn is_of_a_file(code: Code) -> bool {
    matches!(
        code,
        Code::PreviewFailed
            | Code::GlyphMissing
            | Code::PartUnavailable
            | Code::DocumentNotAvailable
    )
}

/// The file's name says what it is and nothing about the patient.
fn name(kind: FormType, volet: Volet) -> String {
    [kind.as_str(), "-", volet.as_str(), ".pdf"].concat()
}
