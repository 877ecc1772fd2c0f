//! The receipt of a deposited document, and what can still be done with it.

use std::sync::Arc;

use domain::forms::IssueCode;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::summary::{FIRST_FIELD, focus_soon};
use crate::jobs::{Sent, replace, revoke, wrong_reason};
use crate::platform::clock;
use crate::platform::reactive::effect;
use crate::ui::controls::quote;
use crate::ui::node::Node;

/// The receipt.
pub(super) fn receipt(desk: &Desk, sent: &Arc<Sent>, revoked: bool) -> Node {
    let heading = NodeRef::<html::H3>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            _ = heading.focus();
        }
    });
    let (state, key) = if revoked {
        ("revoked", "state.revoked")
    } else {
        ("accepted", "state.accepted")
    };
    let reset = if desk.app.has_parked(desk.form.kind()) {
        "action.back"
    } else {
        "action.reset"
    };
    let (title, reset, leaving) = (desk.t_of(key), desk.t_of(reset), desk.clone());
    let remark = |anomaly: &domain::econnector::Anomaly| {
        let (desk, code) = (desk.clone(), anomaly.code.clone());
        markup! { <li>{move || desk.worded(IssueCode::Anomaly, &code)}{quote(&anomaly.motif)}</li> }
    };
    let remarks: Vec<_> = sent.receipt.anomalies.iter().map(remark).collect();
    let remarks = (!remarks.is_empty()).then(|| {
        markup! { <p class="subtitle">{desk.t("receipt.remarks")}</p><ul>{remarks}</ul> }
    });
    let share = |key: &'static str, amount: domain::money::Amount| {
        let words = [&amount.to_string(), " €"].concat();
        markup! { <div data-share=key><dt>{desk.t(key)}</dt><dd>{words}</dd></div> }
    };
    let shares = sent.receipt.shares.map(|shares| {
        (
            share("receipt.share.patient", shares.patient),
            share("receipt.share.cns", shares.cns),
        )
    });
    let revocable = !revoked && !sent.receipt.uuid_secu.is_empty();
    let undo = revocable.then(|| markup! { <Undo sent=Arc::clone(sent)/> });
    markup! {
        <section class="receipt" part="receipt" data-state=state>
            <h3 node_ref=heading tabindex="-1">{title}</h3>
            <dl>
                <div><dt>{desk.t("receipt.document")}</dt><dd class="code">{sent.receipt.document_id.to_string()}</dd></div>
                <div><dt>{desk.t("receipt.secu")}</dt><dd class="code">{sent.receipt.uuid_secu.clone()}</dd></div>
                {shares}
                <div><dt>{desk.t("receipt.at")}</dt><dd>{clock::local_moment(&sent.at)}</dd></div>
            </dl>
            {remarks}
            {undo}
            <div class="actions">
                <button type="button" part="button" data-action="reset" on:click=move |event| { focus_soon(&event, FIRST_FIELD); leaving.begin_anew(); }>
                    {reset}
                </button>
            </div>
        </section>
    }
}

/// Cancelling, alone or for another document; and the second half of a replacement that did not succeed.
#[component]
fn Undo(sent: Arc<Sent>) -> impl IntoView {
    let desk = Desk::here();
    let (half_done, all_done) = (desk.form.replaces.clone(), desk.form.replaces.clone());
    let (whole, retry) = (desk.clone(), desk.clone());
    markup! {
        <Show when=move || half_done.with(Option::is_some)>{half_replaced(&retry, &sent)}</Show>
        <Show when=move || all_done.with(Option::is_none)><Revoke/><Replace desk=whole.clone()/></Show>
    }
}

fn half_replaced(desk: &Desk, sent: &Arc<Sent>) -> Node {
    let (words, action) = (desk.t("replace.open"), desk.t("action.retry_replace"));
    let (app, form, sent) = (desk.app.clone(), desk.form.clone(), Arc::clone(sent));
    let click = move |_| {
        let (app, form, sent) = (app.clone(), form.clone(), Arc::clone(&sent));
        spawn_local(async move { replace(&app, &form, &sent).await });
    };
    markup! {
        <p class="notice" data-severity="warning">{words}</p>
        <div class="actions">
            <button type="button" part="button" data-action="replace" on:click=click>{action}</button>
        </div>
    }
}

/// Opens the fields again for a document that takes this one's place.
#[component]
fn Replace(desk: Desk) -> impl IntoView {
    let action = desk.t("action.replace");
    markup! {
        <div class="actions">
            <button type="button" part="button" data-action="replace" on:click=move |event| {
                focus_soon(&event, FIRST_FIELD);
                desk.form.begin_replacement();
            }>
                {action}
            </button>
        </div>
    }
}

/// Cancelling, with its reason.
#[component]
fn Revoke() -> impl IntoView {
    let desk = Desk::here();
    let motif = RwSignal::new(desk.i18n.text("revoke.motif.default"));
    let (label, action) = (desk.t("revoke.motif"), desk.t_of("action.revoke"));
    let busy = RwSignal::new(false);
    let (words, wrong) = (desk.i18n.clone(), RwSignal::new(None));
    let issue = move || {
        let (code, detail): (IssueCode, &str) = wrong.get()?;
        let sentence = words.fill(&["issue.", code.as_str()].concat(), &[("detail", detail)]);
        Some(markup! { <p class="mark" data-severity="error">{sentence}</p> })
    };
    let click = move |_| {
        wrong.set(motif.with_untracked(|motif| wrong_reason(motif)));
        if wrong.with_untracked(Option::is_some) {
            return;
        }
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
                    aria-describedby="revoke-motif-issues"
                    aria-invalid=move || wrong.get().is_some().then_some("true")
                    prop:value=move || motif.get()
                    on:input=move |event| motif.set(event_target_value(&event))
                />
                <div id="revoke-motif-issues" role="alert">{issue}</div>
            </div>
            <button type="button" part="button" data-action="revoke" disabled=move || busy.get() on:click=click>
                {action}
            </button>
        </div>
    }
}
