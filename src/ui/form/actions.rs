//! Sending: a look at who, what and where to, then one click.

use domain::failure::Code;
use leptos::html;
use leptos::prelude::*;

use super::Desk;
use super::summary::AvailabilityNotice;
use crate::jobs::Stage;
use crate::ui::failure;

/// The buttons below the fields.
#[component]
pub(super) fn Actions() -> impl IntoView {
    let desk = Desk::here();
    let stage = desk.form.stage.clone();
    let phase = Memo::new(move |_| match stage.get() {
        Stage::Draft | Stage::Refused => 0,
        Stage::Confirming => 1,
        _ => 2,
    });
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
            </div>
        </Show>
        <Show when=move || phase.get() == 1>
            <Confirm/>
        </Show>
    }
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

/// The look before sending.
#[component]
fn Confirm() -> impl IntoView {
    let desk = Desk::here();
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            _ = button.focus();
        }
    });
    let form = desk.form.clone();
    let (confirm, back, title) = (
        desk.t("action.confirm"),
        desk.t("action.back"),
        desk.t("confirm.title"),
    );
    let sending = desk.clone();
    markup! {
        <section class="confirm" part="confirm" aria-labelledby="confirm-title">
            <h3 id="confirm-title">{title}</h3>
            <dl>{lines(&desk)}</dl>
            <div class="actions">
                <button
                    node_ref=button
                    type="button"
                    class="primary"
                    part="button"
                    data-action="confirm-send"
                    on:click=move |_| sending.send()
                >
                    {confirm}
                </button>
                <button type="button" part="button" data-action="back" on:click=move |_| form.stage.set(Stage::Draft)>
                    {back}
                </button>
            </div>
        </section>
    }
}

/// Who, what and where to.
fn lines(desk: &Desk) -> impl IntoView + use<> {
    let i18n = &desk.i18n;
    let biller = desk.form.text("biller");
    let environment = desk.app.options.environment.as_str();
    let target = ["confirm.where.", environment].concat();
    let mut rows = desk.form.look(&desk.app, i18n);
    rows.push(("confirm.where", i18n.fill(&target, &[("biller", &biller)])));
    let row = |(key, words): (&'static str, String)| {
        markup! { <div><dt>{i18n.text(key)}</dt><dd>{words}</dd></div> }
    };
    rows.into_iter().map(row).collect_view()
}
