//! The diagnosis: by code, by words, or by one click on a frequent one.

use std::sync::Arc;

use domain::forms::diagnoses::Diagnosis as Entry;
use domain::forms::ecit::Field;
use leptos::prelude::*;

use super::Desk;
use crate::ui::controls::{Combobox, Field as Control, Hint, Suggestion};
use crate::ui::node::Node;

/// So many are proposed at a time.
const PROPOSED: usize = 8;

/// The field with its proposals.
#[component]
pub(super) fn Diagnosis() -> impl IntoView {
    let desk = Desk::here();
    let known = desk.clone();
    let hint = Hint::Says(Arc::new(move || {
        let code = known.form.text(Field::Diagnosis.path());
        let text = known.app.diagnoses.with(|table| {
            let entry = table.as_ref().and_then(|table| table.find(&code));
            entry.map(|entry| entry.text(&known.i18n.lang()).to_owned())
        });
        text.unwrap_or_else(|| known.i18n.text("hint.certificate.diagnosis"))
    }));
    let table = desk.clone();
    let suggest = Box::new(move |typed: &str| {
        let lang = table.i18n.lang();
        let proposal = |entry: &Entry| Suggestion {
            value: entry.code.clone(),
            words: entry.text(&lang).to_owned(),
        };
        table.app.diagnoses.with_untracked(|table| {
            let found = table.as_ref().map(|table| table.search(typed, PROPOSED));
            let found = found.unwrap_or_default();
            found.into_iter().map(proposal).collect()
        })
    });
    markup! {
        <div class="diagnosis">
            <Combobox path=Field::Diagnosis.path() suggest hint=hint/>
            <Favourites/>
        </div>
    }
}

/// Those that are chosen by one click.
#[component]
fn Favourites() -> impl IntoView {
    let desk = Desk::here();
    let field = Control::here(Field::Diagnosis.path().into());
    let (title, note) = (desk.t("diagnosis.favourites"), desk.clone());
    let example = move || {
        let example = note
            .app
            .diagnoses
            .with(|table| table.as_ref().is_some_and(|table| table.example));
        example.then(
            || markup! { <p class="hint" data-note="example">{note.t("diagnosis.example")}</p> },
        )
    };
    let buttons = move || {
        let lang = desk.i18n.lang();
        desk.app.diagnoses.with(|table| {
            let all = table.iter().flat_map(|table| table.favourites());
            all.map(|entry| favourite(&field, entry, &lang))
                .collect_view()
        })
    };
    markup! {
        <div class="favourites" role="group" aria-label=title>{buttons}</div>
        {example}
    }
}

fn favourite(field: &Control, entry: &Entry, lang: &str) -> Node {
    let (take, current) = (field.clone(), field.value);
    let (code, chosen) = (entry.code.clone(), entry.code.clone());
    let words = entry.text(lang).to_owned();
    markup! {
        <button
            type="button"
            class="favourite"
            data-favourite=code.clone()
            aria-pressed=move || (current.get() == chosen).to_string()
            on:click=move |_| take.type_in(&code)
        >
            {words}
        </button>
    }
}
