//! Each path through the session, as a table of events.

use super::*;
use crate::auth::Transaction;

const NOW: i64 = 1_000;

const ALL: [Mode; 4] = [Mode::Mediated, Mode::Bff, Mode::Host, Mode::Public];

fn session(token_ends: Option<i64>) -> Session {
    Session {
        identities: vec![],
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
        identities: vec![],
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

#[test]
fn a_page_asks_whoever_keeps_the_session() {
    let read = [Effect::ReadSession];
    for mode in [Mode::Mediated, Mode::Bff] {
        check_in(mode, State::Starting, Event::Loaded, State::Starting, &read);
    }
    let ask = [refresh(75)];
    check_in(
        Mode::Host,
        State::Starting,
        Event::Loaded,
        State::Starting,
        &ask,
    );
    check_in(
        Mode::Public,
        State::Starting,
        Event::Loaded,
        State::SignedOut,
        &[],
    );
}

#[test]
fn the_gateways_answer_is_believed() {
    let none = SessionAnswer::default();
    let (out, live) = (State::SignedOut, State::SignedIn(session(None)));
    check(State::Starting, Event::SessionRead(none.clone()), out, &[]);
    for before in [
        State::Starting,
        State::SignedOut,
        State::Expired,
        SIGNING_IN,
    ] {
        check(before, Event::SessionRead(answer()), live.clone(), &[]);
    }
    for before in [State::Expired, SIGNING_IN] {
        check(
            before.clone(),
            Event::SessionRead(none.clone()),
            before,
            &[],
        );
    }
    let down = failure(Code::GatewayUnavailable);
    let report = [Effect::Report(down.clone())];
    check(
        State::Starting,
        Event::SessionUnread(down.clone()),
        State::SignedOut,
        &report,
    );
    check(
        live.clone(),
        Event::SessionUnread(down),
        live.clone(),
        &report,
    );
    let lost = [
        Effect::ForgetToken,
        Effect::Report(failure(Code::SessionExpired)),
    ];
    check(live, Event::SessionRead(none), State::Expired, &lost);
}

#[test]
fn a_code_is_exchanged_once_after_the_address_is_clean() {
    let (code, transaction) = ("c".to_owned(), transaction());
    let arrived = Event::CodeArrived {
        code: code.clone(),
        transaction: transaction.clone(),
    };
    let effects = [
        Effect::LeaveCallback,
        Effect::Exchange { code, transaction },
    ];
    let signing_in = State::SigningIn { since: NOW };
    check(State::Starting, arrived, signing_in, &effects);
    let signed_in = State::SignedIn(session(Some(NOW + 300)));
    let effects = [Effect::TellSignedIn, Effect::ReadSession];
    check(SIGNING_IN, received(Some(1_800)), signed_in, &effects);
    let refused = failure(Code::CodeExpired);
    let effects = [Effect::ForgetToken, Effect::Report(refused.clone())];
    check(
        SIGNING_IN,
        Event::TokenFailed(refused),
        State::SignedOut,
        &effects,
    );
}

#[test]
fn a_sign_in_of_the_gateways_own_is_looked_up() {
    let effects = [
        Effect::LeaveCallback,
        Effect::TellSignedIn,
        Effect::ReadSession,
    ];
    check_in(
        Mode::Bff,
        State::Starting,
        Event::LoginDone,
        State::Starting,
        &effects,
    );
}

#[test]
fn the_host_is_asked_for_a_token_instead_of_the_issuer() {
    let signing_in = State::SigningIn { since: NOW };
    let effects = [Effect::ForgetToken, refresh(75)];
    check_in(
        Mode::Host,
        State::SignedOut,
        Event::LoginAsked,
        signing_in,
        &effects,
    );
    let mut live = session(Some(NOW + 300));
    (live.ends, live.lasts) = (NOW + 300, 300);
    let given = [Effect::ReadSession];
    check_in(
        Mode::Host,
        State::Starting,
        received(None),
        State::SignedIn(live.clone()),
        &given,
    );
    // The gateway then tells for whom, and knows no other end than the token's.
    let short = SessionAnswer {
        session_expires_in: 12,
        ..answer()
    };
    let same = State::SignedIn(live.clone());
    check_in(
        Mode::Host,
        State::SignedIn(live),
        Event::SessionRead(short),
        same,
        &[],
    );
    let none = failure(Code::HostTokenUnavailable);
    let effects = [Effect::ForgetToken, Effect::Report(none.clone())];
    check_in(
        Mode::Host,
        State::Starting,
        Event::TokenFailed(none),
        State::SignedOut,
        &effects,
    );
}

#[test]
fn a_double_click_on_sign_in_is_one_and_a_later_one_begins_anew() {
    let go = [Effect::ForgetToken, Effect::GoToIssuer];
    let now = State::SigningIn { since: NOW };
    for before in [
        State::SignedOut,
        State::Expired,
        State::SigningIn { since: NOW - 2 },
    ] {
        check(before, Event::LoginAsked, now.clone(), &go);
    }
    let just = State::SigningIn { since: NOW - 1 };
    check(just.clone(), Event::LoginAsked, just, &[]);
    check(now.clone(), Event::LoginAsked, now, &[]);
}

/// *Back* on the issuer's page, *stay* in the browser's question, an issuer that does not answer: none is a dead end.
#[test]
fn a_sign_in_that_does_not_go_on_ends() {
    check(
        SIGNING_IN,
        Event::CameBack,
        State::Starting,
        &[Effect::ReadSession],
    );
    check_in(
        Mode::Public,
        SIGNING_IN,
        Event::CameBack,
        State::SignedOut,
        &[],
    );
    let left = Failure::new(Code::LoginDenied, Phase::Login);
    check(
        SIGNING_IN,
        Event::LoginStalled,
        State::SignedOut,
        &[Effect::Report(left)],
    );
    let live = State::SignedIn(session(None));
    check(live.clone(), Event::LoginStalled, live, &[]);
    check(SIGNING_IN, Event::Woken, SIGNING_IN, &[]);
}

#[test]
fn no_call_starts_with_a_token_that_ends_inside_it() {
    for mode in ALL {
        let fresh = State::SignedIn(session(Some(NOW + 76)));
        check_in(mode, fresh.clone(), NEEDED, fresh, &[]);
        for due in [
            session(Some(NOW + 75)),
            session(Some(NOW - 1)),
            session(None),
        ] {
            let renewing = State::Renewing(due.clone());
            check_in(mode, State::SignedIn(due), NEEDED, renewing, &[refresh(75)]);
        }
    }
    let renewing = State::Renewing(session(None));
    check(renewing.clone(), NEEDED, renewing, &[]);
}

/// A page's clock that is set forward by hours makes everything look ended; the gateway knows better.
#[test]
fn a_session_that_looks_ended_is_asked_for() {
    let ended = Session {
        ends: NOW,
        ..session(Some(NOW - 200))
    };
    let renewing = State::Renewing(ended.clone());
    check(State::SignedIn(ended), NEEDED, renewing, &[refresh(75)]);
}

/// The lives of an answer count from when it was asked for: it was on its way for 20 s.
#[test]
fn a_slow_answer_is_not_taken_for_a_long_life() {
    let slow = Event::TokenReceived {
        asked: NOW - 20,
        expires_in: 300,
        session_expires_in: Some(1_800),
    };
    let mut live = session(Some(NOW + 280));
    live.ends = NOW + 1_780;
    check(
        State::Renewing(session(None)),
        slow,
        State::SignedIn(live),
        &[],
    );
}

#[test]
fn who_cannot_be_reached_ends_no_session_and_a_refusal_does() {
    let renewing = State::Renewing(session(None));
    for code in [
        Code::GatewayUnavailable,
        Code::IssuerUnavailable,
        Code::HostTokenUnavailable,
    ] {
        let down = failure(code);
        let report = [Effect::Report(down.clone())];
        let still = State::SignedIn(session(None));
        check(renewing.clone(), Event::TokenFailed(down), still, &report);
    }
    let dead = failure(Code::SessionExpired);
    let effects = [Effect::ForgetToken, Effect::Report(dead.clone())];
    check(renewing, Event::TokenFailed(dead), State::Expired, &effects);
}

#[test]
fn signing_out_wins_over_a_token_that_is_still_on_its_way() {
    let end = [Effect::ForgetToken, Effect::EndSession];
    for mode in ALL {
        let renewing = State::Renewing(session(None));
        check_in(mode, renewing, Event::LogoutAsked, State::SignedOut, &end);
    }
    let forget = [Effect::ForgetToken];
    for over in [State::SignedOut, State::Expired] {
        check(over.clone(), received(Some(1_800)), over.clone(), &forget);
        let late = Event::TokenFailed(failure(Code::SessionExpired));
        check(over.clone(), late, over, &[]);
    }
}

#[test]
fn a_token_refused_by_the_resource_is_replaced_now_or_at_the_next_call() {
    let live = State::SignedIn(session(Some(NOW + 250)));
    let renewing = State::Renewing(session(None));
    let anew = Effect::Refresh { min_validity: None };
    let refused = Event::TokenRefused { superseded: false };
    check(
        live.clone(),
        refused,
        renewing.clone(),
        &[Effect::ForgetToken, anew],
    );
    let down = failure(Code::GatewayUnavailable);
    let (still, _) = step(
        Mode::Mediated,
        renewing.clone(),
        Event::TokenFailed(down),
        NOW,
    );
    check(still, NEEDED, renewing.clone(), &[refresh(75)]);
    // Another tab has renewed: its token is asked for, not one more.
    let superseded = Event::TokenRefused { superseded: true };
    check(
        live,
        superseded,
        renewing,
        &[Effect::ForgetToken, refresh(75)],
    );
}

#[test]
fn a_failed_answer_is_reported_and_the_old_session_looked_up() {
    let report = Effect::Report(Failure::new(Code::LoginDenied, Phase::Callback));
    let failed = Event::LoginFailed(Code::LoginDenied);
    let effects = [Effect::LeaveCallback, report.clone(), Effect::ReadSession];
    check(State::Starting, failed.clone(), State::Starting, &effects);
    let effects = [Effect::LeaveCallback, report];
    check_in(
        Mode::Public,
        State::Starting,
        failed,
        State::SignedOut,
        &effects,
    );
}

/// A cookie that lives on would sign the next person of a shared computer in: what the gateway says is shown.
#[test]
fn a_sign_out_that_is_not_confirmed_is_told_and_looked_up() {
    let failure = Failure::new(Code::GatewayUnavailable, Phase::Logout);
    let report = Effect::Report(failure.clone());
    let failed = Event::LogoutFailed(failure);
    let effects = [report.clone(), Effect::ReadSession];
    check(State::SignedOut, failed.clone(), State::Starting, &effects);
    check_in(
        Mode::Public,
        State::SignedOut,
        failed,
        State::SignedOut,
        &[report],
    );
}

/// A laptop wakes: what has run out is renewed at once, and nothing else is.
#[test]
fn waking_renews_what_has_run_out() {
    for event in [Event::Woken, Event::CameBack] {
        for mode in ALL {
            let due = session(Some(NOW - 3_600));
            let renewing = State::Renewing(due.clone());
            check_in(
                mode,
                State::SignedIn(due),
                event.clone(),
                renewing,
                &[refresh(75)],
            );
        }
    }
    let fresh = State::SignedIn(session(Some(NOW + 200)));
    check(fresh.clone(), Event::Woken, fresh.clone(), &[]);
    check(
        fresh.clone(),
        Event::CameBack,
        fresh,
        &[Effect::ReadSession],
    );
    let unheard = State::SignedIn(Session {
        seen: NOW - 60,
        ..session(None)
    });
    check(
        unheard.clone(),
        Event::Woken,
        unheard.clone(),
        &[Effect::ReadSession],
    );
    check_in(Mode::Host, unheard.clone(), Event::Woken, unheard, &[]);
    for out in [State::SignedOut, State::Expired] {
        check(
            out.clone(),
            Event::Woken,
            out.clone(),
            &[Effect::ReadSession],
        );
        check_in(Mode::Public, out.clone(), Event::Woken, out, &[]);
    }
}

/// A working doctor signs in once a day; a page that nobody touches ends its session in time.
#[test]
fn a_session_is_kept_alive_while_it_is_used() {
    let later = |ends| {
        State::SignedIn(Session {
            ends,
            renewed: NOW - 100,
            ..session(None)
        })
    };
    let beat = |used| Event::Beat { used };
    let third = later(NOW + 600);
    let Some(known) = third.session().cloned() else {
        return;
    };
    let renewing = State::Renewing(known);
    check(third.clone(), beat(Some(NOW - 1)), renewing, &[refresh(75)]);
    for idle in [None, Some(NOW - 100), Some(NOW - 5_000)] {
        check(third.clone(), beat(idle), third.clone(), &[]);
    }
    let early = later(NOW + 601);
    check(early.clone(), beat(Some(NOW - 1)), early, &[]);
    let ended = later(NOW);
    check(
        ended.clone(),
        beat(None),
        ended.clone(),
        &[Effect::ReadSession],
    );
    check_in(Mode::Host, ended.clone(), beat(None), ended, &[]);
}

#[test]
fn tabs_follow_each_other() {
    let live = State::SignedIn(session(Some(NOW + 200)));
    let forget = [Effect::ForgetToken];
    for mode in ALL {
        for before in [live.clone(), State::Renewing(session(None)), State::Expired] {
            check_in(
                mode,
                before,
                Event::SignedOutElsewhere,
                State::SignedOut,
                &forget,
            );
        }
        check_in(mode, SIGNING_IN, Event::SignedOutElsewhere, SIGNING_IN, &[]);
    }
    let read = [Effect::ReadSession];
    for before in [State::SignedOut, State::Expired, SIGNING_IN] {
        check(before.clone(), Event::SignedInElsewhere, before, &read);
    }
    // The token in memory went with the cookie of before.
    let effects = [Effect::ForgetToken, Effect::ReadSession];
    check(
        live.clone(),
        Event::SignedInElsewhere,
        State::SignedIn(session(None)),
        &effects,
    );
    check_in(
        Mode::Public,
        live.clone(),
        Event::SignedInElsewhere,
        live,
        &[],
    );
}

#[test]
fn the_session_of_another_user_of_the_host_is_nobodys_here() {
    let other = Event::SessionLost(Code::SessionOfAnotherUser);
    let effects = [
        Effect::ForgetToken,
        Effect::Report(failure(Code::SessionOfAnotherUser)),
    ];
    for before in [State::Starting, State::SignedIn(session(None))] {
        check(before, other.clone(), State::SignedOut, &effects);
    }
}
