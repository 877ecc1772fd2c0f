//! From a page that is opened to a session.

use super::*;

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
    let signed_in = State::SignedIn(nameless(session(Some(NOW + 300))));
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
        State::SignedIn(nameless(live.clone())),
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
        State::SignedIn(nameless(live)),
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
