//! What became of the document: on its way, unsure, refused, deposited, cancelled.

use std::sync::Arc;

use leptos::either::EitherOf3;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use crate::jobs::{Sent, Stage, release, revoke};
use crate::platform::clock;

/// Shows the state of the send.
#[component]
pub(super) fn Outcome() -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let body = move || match stage.get() {
        Stage::Draft | Stage::Confirming => EitherOf3::A(()),
        Stage::Sending => {
            EitherOf3::B(markup! { <Words key="state.sending" severity="notice"/> }.into_any())
        }
        Stage::Refused => {
            EitherOf3::B(markup! { <Words key="state.refused" severity="error"/> }.into_any())
        }
        Stage::Unknown => EitherOf3::B(markup! { <Unknown/> }.into_any()),
        Stage::Accepted(sent) => EitherOf3::C(markup! { <Receipt sent revoked=false/> }),
        Stage::Revoked(sent) => EitherOf3::C(markup! { <Receipt sent revoked=true/> }),
    };
    let word = {
        let stage = desk.form.stage.clone();
        move || match stage.get() {
            Stage::Draft | Stage::Confirming => "draft",
            Stage::Sending => "sending",
            Stage::Unknown => "unknown",
            Stage::Refused => "refused",
            Stage::Accepted(_) => "accepted",
            Stage::Revoked(_) => "revoked",
        }
    };
    markup! { <div class="outcome" part="outcome" role="status" data-state=word>{body}</div> }
}

#[component]
fn Words(key: &'static str, severity: &'static str) -> impl IntoView {
    let desk = Desk::here();
    markup! { <p class="notice" data-severity=severity>{desk.t(key)}</p> }
}

/// The answer was lost: only the same bytes may go again.
#[component]
fn Unknown() -> impl IntoView {
    let desk = Desk::here();
    let (resend, stuck) = (desk.t("action.resend"), desk.form.stuck.clone());
    let sending = desk.clone();
    markup! {
        <p class="notice" data-severity="warning">{desk.t("state.unknown")}</p>
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

/// The receipt, and what can still be done with the document.
#[component]
fn Receipt(sent: Arc<Sent>, revoked: bool) -> impl IntoView {
    let desk = Desk::here();
    let heading = NodeRef::<html::H3>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            _ = heading.focus();
        }
    });
    let title = desk.t(if revoked {
        "state.revoked"
    } else {
        "state.accepted"
    });
    let (reset, form, app) = (desk.t("action.reset"), desk.form.clone(), desk.app.clone());
    let remarks: Vec<_> = sent
        .receipt
        .anomalies
        .iter()
        .map(|anomaly| markup! { <li>{format!("{} : {}", anomaly.code, anomaly.motif)}</li> })
        .collect();
    let remarks = (!remarks.is_empty()).then(|| {
        markup! { <p class="subtitle">{desk.t("receipt.remarks")}</p><ul>{remarks}</ul> }
    });
    let revocable = !revoked && !sent.receipt.uuid_secu.is_empty();
    let cancel = revocable.then(|| markup! { <Revoke/> });
    markup! {
        <section class="receipt" part="receipt" data-state=if revoked { "revoked" } else { "accepted" }>
            <h3 node_ref=heading tabindex="-1">{title}</h3>
            <dl>
                <div><dt>{desk.t("receipt.document")}</dt><dd class="code">{sent.receipt.document_id.to_string()}</dd></div>
                <div><dt>{desk.t("receipt.secu")}</dt><dd class="code">{sent.receipt.uuid_secu.clone()}</dd></div>
                <div><dt>{desk.t("receipt.at")}</dt><dd>{clock::local_moment(&sent.at)}</dd></div>
            </dl>
            {remarks}
            {cancel}
            <div class="actions">
                <button type="button" part="button" data-action="reset" on:click=move |_| { form.reset(&app); }>
                    {reset}
                </button>
            </div>
        </section>
    }
}

/// Cancelling, with its reason.
#[component]
fn Revoke() -> impl IntoView {
    let desk = Desk::here();
    let motif = RwSignal::new(desk.i18n.text("revoke.motif.default"));
    let (label, action) = (desk.t("revoke.motif"), desk.t("action.revoke"));
    let busy = RwSignal::new(false);
    let click = move |_| {
        let (app, form) = (desk.app.clone(), desk.form.clone());
        busy.set(true);
        spawn_local(async move {
            _ = revoke(&app, &form, &motif.get_untracked()).await;
            busy.try_set(false);
        });
    };
    markup! {
        <div class="revoke">
            <div class="field">
                <label for="revoke-motif">{label}</label>
                <input
                    id="revoke-motif"
                    name="revoke.motif"
                    type="text"
                    maxlength="200"
                    autocomplete="off"
                    prop:value=motif
                    on:input=move |event| motif.set(event_target_value(&event))
                />
            </div>
            <button type="button" part="button" data-action="revoke" disabled=move || busy.get() on:click=click>
                {action}
            </button>
        </div>
    }
}
