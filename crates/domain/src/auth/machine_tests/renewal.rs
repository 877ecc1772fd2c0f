//! Tokens: needed, refused, renewed on waking and while the page is used.

use super::*;

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

/// The gateway could not say at the sign-in in whose name the person may act: it is asked on waking, and with each token.
#[test]
fn a_session_without_names_is_asked_for_again_in_every_mode() {
    let read = [Effect::ReadSession];
    for mode in ALL {
        let unread = State::SignedIn(nameless(session(Some(NOW + 300))));
        check_in(mode, unread.clone(), Event::Woken, unread.clone(), &read);
        for before in [unread.clone(), State::Renewing(nameless(session(None)))] {
            check_in(mode, before, received(Some(1_800)), unread.clone(), &read);
        }
        let named = State::SignedIn(session(Some(NOW + 300)));
        check_in(mode, named.clone(), received(Some(1_800)), named, &[]);
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
