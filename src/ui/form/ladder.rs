//! When sending does not succeed: try again, keep the draft, or hand out a printed substitute.
//!
//! Assumption: a page that says until when it has to be transmitted, signed by hand, may be handed out meanwhile (the
//! CNS names eConnector's own screens as the fallback and says nothing of the software's pages).

use domain::failure::Code;
use leptos::prelude::*;

use super::Desk;
use crate::jobs::{Stage, prepare};
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::late::{Late, View};

/// The steps, from the first failure on.
#[component]
pub(super) fn Ladder() -> impl IntoView {
    let desk = Desk::here();
    let (trouble, stage) = (desk.form.trouble.clone(), desk.form.stage.clone());
    let failed = memo(move || {
        let transmission = trouble.with(|trouble| {
            trouble.as_ref().is_some_and(|failure| {
                matches!(
                    failure.code,
                    Code::EconnectorDown | Code::GatewayUnavailable | Code::SendOutcomeUnknown
                )
            })
        });
        transmission && stage.with(|stage| matches!(stage, Stage::Draft | Stage::Unknown))
    });
    let texts = desk.i18n;
    markup! {
        <Show when=move || failed.get()>
            <Late fetch=|| Box::pin(ladder()) i18n=texts.clone()/>
        </Show>
    }
}

late! { deposit,
/// The steps, fetched with the code that sends.
async fn ladder() -> View {
    steps
}}

fn steps() -> AnyView {
    let desk = Desk::here();
    let (ready, paper, shown) = (
        desk.form.substitute.clone(),
        desk.t("ladder.paper"),
        desk.clone(),
    );
    let action = desk.t("action.substitute");
    let draft = desk
        .form
        .stage
        .with_untracked(|stage| *stage == Stage::Draft);
    let kept = draft.then(|| markup! { <li>{desk.t("ladder.kept")}</li> });
    let body = move || {
        if ready.get() {
            let before = shown.form.transmit_before(&shown.app).unwrap_or_default();
            let words = shown.i18n.fill("ladder.ready", &[("before", &before)]);
            return markup! { <p>{words}</p> };
        }
        let click = shown.clone();
        markup! {
            <p>{paper.clone()}</p>
            <button type="button" part="button" data-action="substitute" on:click=move |_| click.make_substitute()>
                {action.clone()}
            </button>
        }
    };
    markup! {
        <section class="notice ladder" aria-labelledby="ladder-title">
            <h3 id="ladder-title">{desk.t("ladder.title")}</h3>
            <ul>
                {kept}
                <li>{body}</li>
            </ul>
        </section>
    }
    .into_any()
}

impl Desk {
    /// The pages become those of a printed substitute, for a form with no error in it.
    fn make_substitute(&self) {
        let trouble = self.form.trouble.get_untracked();
        if prepare(&self.app, &*self.form) {
            self.form.substitute.set(true);
        }
        self.form.trouble.set(trouble);
    }
}
