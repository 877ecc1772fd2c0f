//! How a session ends, here and in other tabs.

use super::*;

#[test]
fn signing_out_wins_over_a_token_that_is_still_on_its_way() {
    let end = [Effect::EndSession];
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

/// Two secretaries of one doctor have the same names: what was read for one is told from the other's by the sign-in alone.
#[test]
fn a_renewal_goes_on_with_a_sign_in_and_whoever_signs_in_begins_another() {
    let begun = |state: State, event| {
        let (after, _) = step(Mode::Mediated, state, event, NOW);
        after.session().map(|session| session.begun)
    };
    let before = Session {
        begun: NOW - 3_600,
        ..session(Some(NOW + 200))
    };
    let live = State::SignedIn(before.clone());
    let renewing = State::Renewing(before.clone());
    for (state, event) in [
        (live.clone(), Event::SessionRead(answer())),
        (renewing.clone(), Event::SessionRead(answer())),
        (live.clone(), Event::TokenRefused { superseded: true }),
        (live.clone(), received(None)),
        (renewing.clone(), received(None)),
    ] {
        assert_eq!(begun(state, event), Some(NOW - 3_600));
    }
    for (state, event) in [
        (SIGNING_IN, received(None)),
        (State::Starting, received(None)),
        (State::Expired, Event::SessionRead(answer())),
        (live, Event::SignedInElsewhere),
        (renewing, Event::SignedInElsewhere),
    ] {
        assert_eq!(begun(state, event), Some(NOW));
    }
}
