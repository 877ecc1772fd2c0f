//! Each path through the session, as a table of events.

mod end;
mod renewal;
mod sign_in;

use super::*;
use crate::auth::Transaction;
use crate::context::Identity;

const NOW: i64 = 1_000;

const ALL: [Mode; 4] = [Mode::Mediated, Mode::Bff, Mode::Host, Mode::Public];

fn session(token_ends: Option<i64>) -> Session {
    Session {
        identities: vec![Identity::default()],
        begun: NOW,
        ends: NOW + 1_800,
        lasts: 1_800,
        token_ends,
        renewed: NOW,
        seen: NOW,
    }
}

fn check_in(mode: Mode, state: State, event: Event, expect: State, effects: &[Effect]) {
    let shown = format!("{mode:?}: {state:?} + {event:?}");
    assert_eq!(
        step(mode, state, event, NOW),
        (expect, effects.to_vec()),
        "{shown}"
    );
}

fn check(state: State, event: Event, expect: State, effects: &[Effect]) {
    check_in(Mode::Mediated, state, event, expect, effects);
}

fn transaction() -> Transaction {
    let text = String::new;
    Transaction {
        state: text(),
        nonce: text(),
        code_verifier: text(),
        return_to: text(),
        issuer: text(),
        client_id: text(),
    }
}

fn failure(code: Code) -> Failure {
    Failure::new(code, Phase::Refresh)
}

fn answer() -> SessionAnswer {
    SessionAnswer {
        signed_in: true,
        session_expires_in: 1_800,
        identities: vec![Identity::default()],
    }
}

/// A session of which the gateway has not said in whose name the person may act.
fn nameless(session: Session) -> Session {
    Session {
        identities: vec![],
        ..session
    }
}

const fn received(session_expires_in: Option<i64>) -> Event {
    Event::TokenReceived {
        asked: NOW,
        expires_in: 300,
        session_expires_in,
    }
}

const fn refresh(enough: i64) -> Effect {
    Effect::Refresh {
        min_validity: Some(enough + SPARE),
    }
}

const SIGNING_IN: State = State::SigningIn { since: 0 };
const NEEDED: Event = Event::TokenNeeded { budget: 75 };
