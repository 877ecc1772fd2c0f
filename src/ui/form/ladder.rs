//! When sending does not succeed, or cannot be tried: try again, keep the draft, or hand out a printed substitute.
//!
//! Assumption: a page that says until when it has to be transmitted, signed by hand, may be handed out meanwhile (the
//! CNS names eConnector's own screens as the fallback and says nothing of the software's pages). A fee memo has no such
//! day: its page is the document, which a patient who has paid may send to the fund on paper (CNS, "remboursement
//! digitalisé").

use domain::econnector::Availability;
use domain::failure::{Code, Failure};
use leptos::prelude::*;

use super::Desk;
use crate::jobs::{FormType, Owed, Stage, prepare};
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::late::{Late, View};

/// What keeps a document from being transmitted, or its answer from being known.
const TRANSMISSION: [Code; 4] = [
    Code::EconnectorDown,
    Code::EconnectorAnswerUnreadable,
    Code::GatewayUnavailable,
    Code::SendOutcomeUnknown,
];

/// What keeps people from signing in.
const SIGN_IN: [Code; 2] = [Code::IssuerUnavailable, Code::GatewayUnavailable];

fn is_of(trouble: &Option<Failure>, codes: &[Code]) -> bool {
    let trouble = trouble.as_ref();
    trouble.is_some_and(|failure| codes.contains(&failure.code))
}

/// The steps, from the first failure on, or from the first word typed while nothing can be sent.
#[component]
pub(super) fn Ladder() -> impl IntoView {
    let desk = Desk::here();
    let texts = desk.i18n.clone();
    let hindered = memo(move || desk.is_hindered());
    markup! {
        <Show when=move || hindered.get()>
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
    let (owed, texts) = (desk.form.owed.clone(), desk.i18n.clone());
    let stored = move || {
        texts.text(match owed.get() {
            Owed::Stored => "ladder.stored",
            Owed::No | Owed::Wanted => "ladder.kept",
        })
    };
    let kept = draft.then(|| markup! { <li>{stored}</li> });
    let paper_is_enough = desk.form.kind() != FormType::Ecit;
    let body = move || {
        if paper_is_enough {
            return markup! { <p>{shown.i18n.text("ladder.memo")}</p> };
        }
        if ready.get() {
            let before = shown.form.due(&shown.app).unwrap_or_default();
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
    /// Whether a send did not get through, or would not.
    pub(super) fn is_hindered(&self) -> bool {
        let form = &self.form;
        let stage = form.stage.get();
        let tried = matches!(stage, Stage::Draft | Stage::Unknown)
            && form.trouble.with(|trouble| is_of(trouble, &TRANSMISSION));
        tried || stage == Stage::Draft && form.dirty.get() && self.cannot_try()
    }

    /// Whether a try would be in vain: the eConnector is down, or nobody is signed in and the issuer gives no session.
    fn cannot_try(&self) -> bool {
        let app = &self.app;
        if app.state.with(|state| state.session().is_some()) {
            return app.availability.get() == Availability::Down;
        }
        app.trouble.with(|trouble| is_of(trouble, &SIGN_IN))
    }

    /// The pages become those of a printed substitute, for a form with no error in it.
    fn make_substitute(&self) {
        let trouble = self.form.trouble.get_untracked();
        if prepare(&self.app, &*self.form) {
            self.form.substitute.set(true);
        }
        self.form.trouble.set(trouble);
    }
}
