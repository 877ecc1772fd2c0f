//! What the page's address means to the session when the page is loaded, and what becomes of that address.

use std::sync::Arc;

use domain::auth::{Arrival, Event, Mode, POPUP, Transaction, arrive, arrive_from_gateway};
use domain::failure::{Code, Failure, Phase};

use super::{Session, popup};
use crate::platform::{location, storage};

/// The key of a sign-in on its way.
pub(super) const TRANSACTION: &str = "login";

/// The key of the place that the person left for the gateway's own sign-in (`bff`).
pub(super) const PLACE: &str = "place";

/// Judges the address, finishes a sign-in that it answers, and asks who is signed in.
pub(super) async fn judge(session: &Arc<Session>) {
    let callback = location::callback(&location::query());
    let stored = stored();
    let settings = &session.settings;
    let arrival = match settings.mode {
        Mode::Mediated | Mode::Public => arrive(
            &location::here(),
            &settings.redirect_uri,
            &callback,
            stored.as_ref(),
        ),
        Mode::Bff => {
            let of_popup = callback
                .state
                .as_ref()
                .is_some_and(|state| state.starts_with(POPUP));
            match arrive_from_gateway(&callback) {
                Arrival::Done | Arrival::Failed(_) if of_popup => Arrival::ForOpener,
                arrival => arrival,
            }
        }
        Mode::Host => Arrival::Elsewhere,
    };
    match arrival {
        Arrival::Elsewhere => {
            end_of_sign_out(&callback);
            session.run(Event::Loaded).await;
        }
        Arrival::ForOpener => {
            let state = callback.state.unwrap_or_default();
            let taken = popup::hand_over(state).await.unwrap_or_default();
            // The window is closed now, or the browser did not let it be: then it is a page like any other.
            session.run(Event::Loaded).await;
            if !taken {
                report_foreign(session);
            }
        }
        Arrival::Foreign => {
            session.run(Event::Loaded).await;
            report_foreign(session);
        }
        Arrival::Done => session.run(Event::LoginDone).await,
        Arrival::Failed(code) => session.run(Event::LoginFailed(code)).await,
        Arrival::Code(code) => {
            if let Some(transaction) = stored {
                session.run(Event::CodeArrived { code, transaction }).await;
            }
        }
    }
}

/// An answer that is not ours is told where it leaves the person signed out.
fn report_foreign(session: &Session) {
    if session.is_signed_out() {
        session.tell(Failure::new(Code::StateMismatch, Phase::Callback));
    }
}

/// The transaction that this tab waits for.
fn stored() -> Option<Transaction> {
    Transaction::read(&storage::get(TRANSACTION)?)
}

/// Erases what waited for the answer, and puts the address back to where the sign-in began.
pub(super) fn leave(mode: Mode) {
    if let Some(Transaction { return_to, .. }) = stored() {
        location::replace(&return_to);
    }
    storage::remove(TRANSACTION);
    if mode == Mode::Bff && location::callback(&location::query()).volet_login.is_some() {
        let place = storage::get(PLACE).unwrap_or_else(location::place_without_login_word);
        location::replace(&place);
    }
    storage::remove(PLACE);
}

/// Back from the issuer's end of the session (`public`): the address is put back as after a sign-in.
fn end_of_sign_out(callback: &domain::auth::Callback) {
    let Some(stored) = storage::get(super::end::LEFT) else {
        return;
    };
    storage::remove(super::end::LEFT);
    let (state, place) = stored.split_once(' ').unwrap_or_default();
    if callback.state.as_deref() == Some(state) {
        location::replace(place);
    }
}
