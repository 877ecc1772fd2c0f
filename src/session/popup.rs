//! A sign-in in a window of its own: that window comes back to the redirect URI and hands its query to the tab that asked,
//! by a channel whose name is the secret `state`. `window.opener` may be cut (COOP), and is not used.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use domain::auth::{Arrival, Event, Mode, arrive, arrive_from_gateway};
use domain::failure::{Code, Failure, Phase};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::Session;
use super::login::{Way, leave};
use crate::platform::channel::Channel;
use crate::platform::late::late;
use crate::platform::popup::{Popup, close_own};
use crate::platform::{location, timer};

/// What the tab answers to the window.
const TAKEN: &str = "taken";

/// How often the window tells its answer, and how long it waits each time, in milliseconds.
const TRIES: u32 = 8;
const PAUSE: u32 = 250;

fn name(state: &str) -> String {
    ["volet.login.", state].concat()
}

/// Sends the window to the issuer and waits for its answer, or until another sign-in is begun.
pub(super) async fn wait(session: &Arc<Session>, window: &Popup, way: Way) -> Option<Event> {
    let mut resolve = None;
    let answer = Promise::new(&mut |done: Function, _| resolve = Some(done));
    let resolve: Function = resolve?;
    let hear = resolve.clone();
    let channel = Channel::open(&name(&way.state), move |query| {
        _ = hear.call1(&JsValue::NULL, &query.into());
    });
    let Some(channel) = channel.filter(|_| window.go(&way.address)) else {
        window.close();
        return leave(session, &way);
    };
    session.expect_answer(resolve);
    let query = JsFuture::from(answer).await.ok()?.as_string()?;
    channel.tell(TAKEN);
    Some(judge(session, &way, &query))
}

/// The answer is judged by the same rules as one in the page's own address.
fn judge(session: &Session, way: &Way, query: &str) -> Event {
    let settings = &session.settings;
    let callback = location::callback(query);
    let arrival = match &way.transaction {
        Some(transaction) => {
            let here = &settings.redirect_uri;
            arrive(here, here, &callback, Some(transaction))
        }
        None if callback.state.as_ref() == Some(&way.state) && settings.mode == Mode::Bff => {
            arrive_from_gateway(&callback)
        }
        None => Arrival::Foreign,
    };
    let failed = |code| Event::TokenFailed(Failure::new(code, Phase::Callback));
    match (arrival, &way.transaction) {
        (Arrival::Done, _) => Event::LoginDone,
        (Arrival::Code(code), Some(transaction)) => Event::CodeArrived {
            code,
            transaction: transaction.clone(),
        },
        (Arrival::Failed(code), _) => failed(code),
        (Arrival::Code(_) | Arrival::Elsewhere | Arrival::ForOpener | Arrival::Foreign, _) => {
            failed(Code::StateMismatch)
        }
    }
}

late! { login,
/// In the window: hands the answer over and closes. `false` when no tab waits for it.
pub(super) async fn hand_over(state: String) -> bool {
    tell_opener(&state).await
}}

async fn tell_opener(state: &str) -> bool {
    let taken = Rc::new(Cell::new(false));
    let heard = Rc::clone(&taken);
    let channel = Channel::open(&name(state), move |word| {
        if word == TAKEN {
            heard.set(true);
        }
    });
    let Some(channel) = channel else { return false };
    for _ in 0..TRIES {
        channel.tell(&location::query());
        timer::wait(PAUSE).await;
        if taken.get() {
            close_own();
            return true;
        }
    }
    false
}
