//! What became of the document: on its way, unsure, refused, deposited, cancelled.

use leptos::prelude::*;

use super::Desk;
use super::receipt::receipt;
use crate::jobs::{Stage, release};
use crate::platform::late::late;
use crate::ui::late::{Late, View};

/// Shows the state of the send.
#[component]
pub(super) fn Outcome() -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let texts = desk.i18n.clone();
    let body = move || {
        let shown = !matches!(stage.get(), Stage::Draft | Stage::Confirming);
        shown.then(|| markup! { <Late fetch=|| Box::pin(outcome()) i18n=texts.clone()/> })
    };
    let word = {
        let stage = desk.form.stage.clone();
        move || stage.with(Stage::word)
    };
    markup! { <div class="outcome" part="outcome" role="status" data-state=word>{body}</div> }
}

late! { deposit,
/// The view, fetched with the code that sends.
async fn outcome() -> View {
    state
}}

/// What the state of the send has to say.
fn state() -> AnyView {
    let desk = Desk::here();
    match desk.form.stage.get_untracked() {
        Stage::Draft | Stage::Confirming => ().into_any(),
        Stage::Sending => markup! { <Words key="state.sending" severity="notice"/> }.into_any(),
        Stage::Refused => markup! { <Words key="state.refused" severity="error"/> }.into_any(),
        Stage::Unknown => markup! { <Unknown/> }.into_any(),
        Stage::Accepted(sent) => receipt(&desk, &sent, false).into_any(),
        Stage::Revoked(sent) => receipt(&desk, &sent, true).into_any(),
    }
}

#[component]
fn Words(key: &'static str, severity: &'static str) -> impl IntoView {
    let desk = Desk::here();
    markup! { <p class="notice" data-severity=severity>{desk.t_of(key)}</p> }
}

/// The answer was lost: only the same bytes may go again.
#[component]
fn Unknown() -> impl IntoView {
    let desk = Desk::here();
    let (resend, stuck) = (desk.t("action.resend"), desk.form.stuck.clone());
    let sending = desk.clone();
    markup! {
        <p class="notice" data-severity="warning">{desk.t_of("state.unknown")}</p>
        <div class="actions">
            <button type="button" class="primary" part="button" data-action="resend" on:click=move |_| sending.send()>
                {resend}
            </button>
        </div>
        {move || stuck.get().then(|| markup! { <Stuck/> })}
    }
}

/// The same bytes are refused each time: what became of the first try is for the person to find out and to say.
#[component]
fn Stuck() -> impl IntoView {
    let desk = Desk::here();
    let document = desk.form.deposit().map(|deposit| deposit.document_id);
    let end = |arrived: bool| {
        let (app, form) = (desk.app.clone(), desk.form.clone());
        move |_| release(&app, &form, arrived)
    };
    markup! {
        <p class="notice" data-severity="warning">{desk.t("state.stuck")}</p>
        <p class="code">{document.map(|id| id.to_string())}</p>
        <div class="actions">
            <button type="button" part="button" data-action="release" on:click=end(false)>{desk.t("action.release")}</button>
            <button type="button" part="button" data-action="reset" on:click=end(true)>{desk.t("action.arrived")}</button>
        </div>
    }
}
