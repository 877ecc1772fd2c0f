//! What became of the document: on its way, unsure, refused, deposited, cancelled.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use super::Desk;
use super::receipt::receipt;
use crate::jobs::Stage;

/// Shows the state of the send.
#[component]
pub(super) fn Outcome() -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let shown = desk.clone();
    let body = move || match stage.get() {
        Stage::Draft | Stage::Confirming => EitherOf3::A(()),
        Stage::Sending => {
            EitherOf3::B(markup! { <Words key="state.sending" severity="notice"/> }.into_any())
        }
        Stage::Refused => {
            EitherOf3::B(markup! { <Words key="state.refused" severity="error"/> }.into_any())
        }
        Stage::Unknown => EitherOf3::B(markup! { <Unknown/> }.into_any()),
        Stage::Accepted(sent) => EitherOf3::C(receipt(&shown, &sent, false)),
        Stage::Revoked(sent) => EitherOf3::C(receipt(&shown, &sent, true)),
    };
    let word = {
        let stage = desk.form.stage.clone();
        move || stage.with(Stage::word)
    };
    markup! { <div class="outcome" part="outcome" role="status" data-state=word>{body}</div> }
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
    let resend = desk.t("action.resend");
    markup! {
        <p class="notice" data-severity="warning">{desk.t_of("state.unknown")}</p>
        <div class="actions">
            <button type="button" class="primary" part="button" data-action="resend" on:click=move |_| desk.send()>
                {resend}
            </button>
        </div>
    }
}
