//! Each path through the session, as a table of events.

use super::*;

const NOW: i64 = 1_000;

fn session(token_ends: Option<i64>) -> Session {
    Session {
        identities: vec![],
        ends: NOW + 1_800,
        token_ends,
    }
}

fn check(state: State, event: Event, expect: State, effects: &[Effect]) {
    let shown = format!("{state:?} + {event:?}");
    assert_eq!(
        step(state, event, NOW),
        (expect, effects.to_vec()),
        "{shown}"
    );
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

#[test]
fn a_page_asks_the_gateway_first() {
    check(
        State::Starting,
        Event::Loaded,
        State::Starting,
        &[Effect::ReadSession],
    );
    let none = SessionAnswer::default();
    check(
        State::Starting,
        Event::SessionRead(none.clone()),
        State::SignedOut,
        &[],
    );
    let live = SessionAnswer {
        signed_in: true,
        session_expires_in: 1_800,
        identities: vec![],
    };
    check(
        State::Starting,
        Event::SessionRead(live),
        State::SignedIn(session(None)),
        &[],
    );
    let down = failure(Code::GatewayUnavailable);
    let report = [Effect::Report(down.clone())];
    check(
        State::Starting,
        Event::SessionUnread(down),
        State::SignedOut,
        &report,
    );
    let lost = [
        Effect::ForgetToken,
        Effect::Report(failure(Code::SessionExpired)),
    ];
    check(
        State::SignedIn(session(None)),
        Event::SessionRead(none),
        State::Expired,
        &lost,
    );
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
    check(State::Starting, arrived, State::SigningIn, &effects);
    let received = Event::TokenReceived {
        expires_in: 300,
        session_expires_in: 1_800,
    };
    let signed_in = State::SignedIn(session(Some(NOW + 300)));
    check(
        State::SigningIn,
        received,
        signed_in,
        &[Effect::ReadSession],
    );
    let refused = failure(Code::CodeExpired);
    let effects = [Effect::ForgetToken, Effect::Report(refused.clone())];
    check(
        State::SigningIn,
        Event::TokenFailed(refused),
        State::SignedOut,
        &effects,
    );
}

#[test]
fn a_second_click_on_sign_in_does_nothing() {
    let go = [Effect::ForgetToken, Effect::GoToIssuer];
    check(State::SignedOut, Event::LoginAsked, State::SigningIn, &go);
    check(State::Expired, Event::LoginAsked, State::SigningIn, &go);
    check(State::SigningIn, Event::LoginAsked, State::SigningIn, &[]);
}

#[test]
fn a_token_is_renewed_only_when_a_call_would_outlive_it() {
    let fresh = session(Some(NOW + 76));
    check(
        State::SignedIn(fresh.clone()),
        Event::TokenNeeded,
        State::SignedIn(fresh),
        &[],
    );
    for due in [
        session(Some(NOW + 75)),
        session(Some(NOW - 1)),
        session(None),
    ] {
        let renewing = State::Renewing(due.clone());
        check(
            State::SignedIn(due.clone()),
            Event::TokenNeeded,
            renewing,
            &[Effect::Refresh],
        );
    }
    let renewing = State::Renewing(session(None));
    check(renewing.clone(), Event::TokenNeeded, renewing, &[]);
}

#[test]
fn a_session_past_its_end_asks_nobody() {
    let ended = Session {
        ends: NOW,
        ..session(Some(NOW + 200))
    };
    let effects = [
        Effect::ForgetToken,
        Effect::Report(failure(Code::SessionExpired)),
    ];
    check(
        State::SignedIn(ended),
        Event::TokenNeeded,
        State::Expired,
        &effects,
    );
}

#[test]
fn an_unreachable_gateway_ends_no_session_and_a_refusal_does() {
    let renewing = State::Renewing(session(None));
    let down = failure(Code::GatewayUnavailable);
    let report = [Effect::Report(down.clone())];
    check(
        renewing.clone(),
        Event::TokenFailed(down),
        State::SignedIn(session(None)),
        &report,
    );
    let dead = failure(Code::SessionExpired);
    let effects = [Effect::ForgetToken, Effect::Report(dead.clone())];
    check(renewing, Event::TokenFailed(dead), State::Expired, &effects);
}

#[test]
fn signing_out_wins_over_a_token_that_is_still_on_its_way() {
    let end = [Effect::ForgetToken, Effect::EndSession];
    check(
        State::Renewing(session(None)),
        Event::LogoutAsked,
        State::SignedOut,
        &end,
    );
    let received = Event::TokenReceived {
        expires_in: 300,
        session_expires_in: 1_800,
    };
    check(
        State::SignedOut,
        received,
        State::SignedOut,
        &[Effect::ForgetToken],
    );
    check(
        State::SignedOut,
        Event::TokenFailed(failure(Code::SessionExpired)),
        State::SignedOut,
        &[],
    );
}

#[test]
fn a_token_refused_by_the_resource_is_replaced_now_or_at_the_next_call() {
    let live = session(Some(NOW + 250));
    let renewing = State::Renewing(session(None));
    let effects = [Effect::ForgetToken, Effect::Refresh];
    check(
        State::SignedIn(live),
        Event::TokenRefused,
        renewing.clone(),
        &effects,
    );
    let down = failure(Code::GatewayUnavailable);
    let (still, _) = step(renewing.clone(), Event::TokenFailed(down), NOW);
    check(still, Event::TokenNeeded, renewing, &[Effect::Refresh]);
}

#[test]
fn a_failed_answer_is_reported_and_the_old_session_looked_up() {
    let report = Effect::Report(Failure::new(Code::LoginDenied, Phase::Callback));
    let effects = [Effect::LeaveCallback, report, Effect::ReadSession];
    check(
        State::Starting,
        Event::LoginFailed(Code::LoginDenied),
        State::Starting,
        &effects,
    );
}

/// A cookie that lives on would sign the next person of a shared computer in: what the gateway says is shown.
#[test]
fn a_sign_out_that_is_not_confirmed_is_told_and_looked_up() {
    let failure = Failure::new(Code::GatewayUnavailable, Phase::Logout);
    let effects = [Effect::Report(failure.clone()), Effect::ReadSession];
    check(
        State::SignedOut,
        Event::LogoutFailed(failure),
        State::Starting,
        &effects,
    );
}
