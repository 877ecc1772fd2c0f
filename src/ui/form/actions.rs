//! Sending: a look at who, what and where to, then one click.

use domain::failure::Code;
use domain::forms::ecit::{Copies, Field};
use domain::ids::group;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::summary::AvailabilityNotice;
use crate::jobs::{Stage, hand_over};
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
                <HandOver/>
            </div>
        </Show>
        <Show when=move || phase.get() == 1>
            <Confirm/>
        </Show>
    }
}

/// For who may prepare and not send: leaves the form to the one who may.
#[component]
fn HandOver() -> impl IntoView {
    let desk = Desk::here();
    let (words, asked) = (desk.t("action.hand_over"), desk.clone());
    let prepares = move || {
        let live = asked.app.state.with(|state| state.session().is_some());
        live && !asked.may_send() && asked.form.dirty.get()
    };
    let leave = move |_| {
        let app = desk.app.clone();
        spawn_local(async move { _ = hand_over(&app).await });
    };
    markup! {
        <button type="button" part="button" data-action="hand-over" hidden=move || !prepares() on:click=leave>
            {words}
        </button>
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
    let Copies { full, .. } = desk.form.copies(&desk.app);
    let birth = desk.app.context.with_untracked(|context| {
        let people = [&context.patient, &context.insured];
        let same = people
            .into_iter()
            .flatten()
            .find(|person| group(&person.matricule) == full.matricule);
        same.and_then(|person| domain::dates::parse(&person.birth_date))
            .map(domain::dates::on_page)
    });
    let reason = i18n.text(&format!("choice.reason.{}", full.reason));
    let period = [
        ("start", full.start.as_str()),
        ("end", &full.end),
        ("days", &full.days),
    ];
    let what = format!("{reason}, {}", i18n.fill("confirm.period", &period));
    let target = format!("confirm.where.{}", desk.app.options.environment.as_str());
    let biller = desk
        .form
        .draft
        .with_untracked(|draft| draft.get(Field::Biller).to_owned());
    let rows = [
        (
            "confirm.who",
            Some(format!("{} {}", full.first_name, full.last_name)),
        ),
        ("confirm.birth", birth),
        ("confirm.matricule", Some(full.matricule)),
        ("confirm.what", Some(what)),
        ("confirm.name", Some(desk.acting_for())),
        (
            "confirm.where",
            Some(i18n.fill(&target, &[("biller", &biller)])),
        ),
    ];
    let row = |(key, words): (&'static str, Option<String>)| {
        words.map(|words| markup! { <div><dt>{i18n.text(key)}</dt><dd>{words}</dd></div> })
    };
    rows.into_iter().map(row).collect_view()
}
