//! The look before sending: who, what and where to, then one click.

use domain::forms::ecit::{Copies, Field};
use domain::ids::group;
use leptos::html;
use leptos::prelude::*;

use super::Desk;
use crate::jobs::Stage;
use crate::platform::late::late;
use crate::ui::late::View;

late! { deposit,
/// The view, fetched with the code that sends.
pub(super) async fn look() -> View {
    || markup! { <Look/> }.into_any()
}}

/// Asks for the second click.
#[component]
fn Look() -> impl IntoView {
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
