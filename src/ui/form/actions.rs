//! Sending: the button, then the look and its own button.

use domain::failure::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::confirm::confirm;
use super::summary::AvailabilityNotice;
use crate::jobs::{Stage, hand_over};
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::failure;
use crate::ui::late::{Late, View};

/// The buttons below the fields.
#[component]
pub(super) fn Actions() -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let phase = memo(move || match stage.get() {
        Stage::Draft | Stage::Refused => 0,
        Stage::Confirming => 1,
        _ => 2,
    });
    let texts = desk.i18n.clone();
    let (send, may, signed_in) = (desk.t("action.send"), desk.clone(), desk.app.state.signal());
    let can_send = move || {
        signed_in.with(|state| state.session().is_some()) && may.may_send() && !may.is_locked()
    };
    markup! {
        <AvailabilityNotice/>
        <Trouble/>
        <Show when=move || phase.get() == 0>
            <div class="actions">
                <button
                    type="submit"
                    class="primary"
                    part="button"
                    data-action="send"
                    disabled={
                        let can_send = can_send.clone();
                        move || !can_send()
                    }
                >
                    {send.clone()}
                </button>
                <HandOver/>
            </div>
        </Show>
        <Show when=move || phase.get() == 1>
            <Late fetch=|| Box::pin(confirm()) i18n=texts.clone()/>
        </Show>
    }
}

/// For who may prepare and not send: leaves the form to the one who may.
#[component]
fn HandOver() -> impl IntoView {
    let desk = Desk::here();
    let texts = desk.i18n.clone();
    let prepares = memo(move || {
        let live = desk.app.state.with(|state| state.session().is_some());
        live && !desk.may_send() && desk.form.dirty.get()
    });
    markup! {
        <Show when=move || prepares.get()><Late fetch=|| Box::pin(hand_over_button()) i18n=texts.clone()/></Show>
    }
}

late! { login,
/// The button, fetched with the code that signs out.
async fn hand_over_button() -> View {
    button
}}

fn button() -> AnyView {
    let desk = Desk::here();
    let words = desk.t("action.hand_over");
    let leave = move |_| {
        let app = desk.app.clone();
        spawn_local(async move { _ = hand_over(&app).await });
    };
    markup! {
        <button type="button" part="button" data-action="hand-over" on:click=leave>
            {words}
        </button>
    }
    .into_any()
}

/// What went wrong last.
#[component]
fn Trouble() -> impl IntoView {
    let desk = Desk::here();
    let trouble = desk.form.trouble.clone();
    let environment = desk.app.options.environment;
    let words = move || {
        let failure = trouble.get()?;
        let code = failure.code.as_str();
        let unsure = desk.form.stage.with(|stage| *stage == Stage::Unknown);
        let sentence = match failure.code {
            Code::EconnectorDown if unsure => desk.i18n.text("error.econnector_down_again"),
            _ => failure::sentence(&desk.i18n, &failure, environment),
        };
        Some(markup! { <p class="notice" data-severity="error" data-code=code>{sentence}</p> })
    };
    markup! { <div role="alert">{words}</div> }
}
