//! The look before sending: who, what and where to, then one click.

use leptos::html;
use leptos::prelude::*;

use super::Desk;
use super::summary::{SEND, focus_soon};
use crate::jobs::Stage;
use crate::platform::late::late;
use crate::platform::reactive::effect;
use crate::ui::late::View;
use crate::ui::node::{IntoNode as _, Node};

late! { deposit,
/// The view, fetched with the code that sends.
pub(super) async fn confirm() -> View {
    || markup! { <Confirm/> }.into_any()
}}

/// Asks for the second click.
#[component]
fn Confirm() -> impl IntoView {
    let desk = Desk::here();
    let button = NodeRef::<html::Button>::new();
    effect(move || {
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
    let (sending, look) = (desk.clone(), desk.clone());
    markup! {
        <section class="confirm" part="confirm" aria-labelledby="confirm-title">
            <h3 id="confirm-title">{title}</h3>
            <dl>{move || lines(&look)}</dl>
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
                <button type="button" part="button" data-action="back" on:click=move |event| { focus_soon(&event, SEND); form.stage.set(Stage::Draft); }>
                    {back}
                </button>
            </div>
        </section>
    }
}

/// Who, what and where to.
fn lines(desk: &Desk) -> Node {
    let i18n = &desk.i18n;
    let biller = desk.form.text("biller");
    let environment = desk.app.options.environment.as_str();
    let target = ["confirm.where.", environment].concat();
    let mut rows = desk.form.look(&desk.app, i18n);
    rows.push(("confirm.name", desk.writer()));
    rows.push(("confirm.where", i18n.fill(&target, &[("biller", &biller)])));
    let row = |(key, words): (&'static str, String)| {
        markup! { <div><dt>{i18n.text(key)}</dt><dd>{words}</dd></div> }
    };
    rows.into_iter().map(row).collect::<Vec<_>>().into_node()
}
