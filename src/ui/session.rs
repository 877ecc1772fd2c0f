//! `<volet-session>`: who is signed in, in whose name, signing in and out, and sends to follow up.

use std::sync::Arc;

use domain::auth::State;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::failure;
use super::late::{Late, View};
use crate::i18n::I18n;
use crate::jobs::{App, SendRecord, sign_in, sign_out};
use crate::platform::clock;
use crate::platform::late::late;

/// The element's content.
#[component]
pub(crate) fn SessionView(app: Arc<App>, i18n: I18n) -> impl IntoView {
    let state = app.state.signal();
    let trouble = app.trouble.signal();
    let environment = app.options.environment;
    let (lang, words) = (i18n.clone(), i18n.clone());
    let words = move || {
        let failure = trouble.get()?;
        let sentence = failure::sentence(&words, &failure, environment);
        Some(markup! { <p data-code=failure.code.as_str()>{sentence}</p> })
    };
    let body = {
        let (app, i18n) = (Arc::clone(&app), i18n.clone());
        let way_in = {
            let (app, i18n) = (Arc::clone(&app), i18n.clone());
            move |words, action| {
                let (app, i18n) = (Arc::clone(&app), i18n.clone());
                markup! { <SignedOut app i18n words action/> }
            }
        };
        move || match state.get() {
            State::Starting => {
                markup! { <p role="status">{i18n.text("session.starting")}</p> }
            }
            // The way in stays open while it is gone: a window may have been closed, or *back* pressed.
            State::SigningIn { .. } => way_in("session.signing_in", "session.again"),
            State::SignedOut => way_in("session.none", "session.sign_in"),
            State::Expired => way_in("session.expired", "session.sign_in"),
            State::SignedIn(_) | State::Renewing(_) => {
                markup! { <SignedIn app=Arc::clone(&app) i18n=i18n.clone()/> }
            }
        }
    };
    markup! {
        <div class="session" part="session" lang=move || lang.lang()>
            {body}
            <div class="trouble" role="alert">{words}</div>
            <OpenSends app i18n/>
        </div>
    }
}

#[component]
fn SignedOut(
    app: Arc<App>,
    i18n: I18n,
    words: &'static str,
    action: &'static str,
) -> impl IntoView {
    let said = i18n.clone();
    let sign_in = move |_| {
        let app = Arc::clone(&app);
        spawn_local(async move { _ = sign_in(&app).await });
    };
    markup! {
        <p role="status">{move || said.text(words)}</p>
        <button type="button" class="primary" part="button" data-action="sign-in" on:click=sign_in>
            {move || i18n.text(action)}
        </button>
    }
}

#[component]
fn SignedIn(app: Arc<App>, i18n: I18n) -> impl IntoView {
    let sign_out = {
        let app = Arc::clone(&app);
        move |_| {
            let app = Arc::clone(&app);
            spawn_local(async move { _ = sign_out(&app).await });
        }
    };
    let (label, names) = (i18n.clone(), app);
    let who = move || {
        let identities = names.identities();
        let own = identities.iter().any(|identity| identity.own);
        let key = if own {
            "session.signed_in"
        } else {
            "session.acting_for"
        };
        let names = identities
            .iter()
            .map(|identity| identity.practitioner.full_name());
        (label.text(key), names.collect::<Vec<_>>().join(", "))
    };
    let name = who.clone();
    markup! {
        <p class="who"><span class="quiet">{move || who().0}</span>" "<strong>{move || name().1}</strong></p>
        <button type="button" part="button" data-action="sign-out" on:click=sign_out>
            {move || i18n.text("session.sign_out")}
        </button>
    }
}

/// Sends that are open or failed, whichever patient is shown now.
#[component]
fn OpenSends(app: Arc<App>, i18n: I18n) -> impl IntoView {
    let sends = app.sends.signal();
    let texts = i18n.clone();
    provide_context(Sends(app, i18n));
    markup! {
        <div class="sends" role="status">
            <Show when=move || sends.with(|sends| sends.iter().any(SendRecord::is_open))>
                <Late fetch=|| Box::pin(open_sends()) i18n=texts.clone()/>
            </Show>
        </div>
    }
}

/// What the list is made of.
#[derive(Clone)]
struct Sends(Arc<App>, I18n);

late! { deposit,
/// The list, fetched with the code that sends.
async fn open_sends() -> View {
    list
}}

fn list() -> AnyView {
    let Sends(app, i18n) = expect_context();
    let (sends, texts) = (app.sends.signal(), i18n.clone());
    let items = move || {
        let item = |send: SendRecord| {
            let state = i18n.text(&["session.send_state.", send.state].concat());
            let kind = i18n.text(&["type.", send.kind].concat());
            let at = clock::local_time(&send.at);
            let values = [("type", kind.as_str()), ("at", &at), ("state", &state)];
            let words = i18n.fill("session.open_send", &values);
            markup! { <li data-state=send.state>{words}</li> }
        };
        let open = sends.get().into_iter().filter(SendRecord::is_open);
        open.map(item).collect::<Vec<_>>()
    };
    markup! {
        <div class="open-sends">
            <p class="quiet">{move || texts.text("session.open_sends")}</p>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}
