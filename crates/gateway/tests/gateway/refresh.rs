//! A session is renewed with the token in the cookie, and ends with it.

use serde_json::json;

use crate::support::{CLIENT_ID, World};

#[tokio::test]
async fn a_refresh_rotates_token_cookie_and_bearer() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let old = page.clone();
    world.clock.advance(240);
    let answer = page.refresh().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["access_token"], "access-token-2");
    assert_eq!(answer.json["session_expires_in"], 1_800);
    assert_ne!(page.cookies, old.cookies);
    let sent = &world.upstream.seen("/realm/token")[1].body;
    assert!(sent.contains("refresh_token=refresh-token-1"), "{sent}");

    assert_eq!(page.deposit().await.status, 200);
    let mut mixed = page.clone();
    mixed.bearer = old.bearer;
    assert_eq!(mixed.deposit().await.code(), "token_mismatch");

    page.refresh().await;
    assert!(
        world.upstream.seen("/realm/token")[2]
            .body
            .contains("refresh_token=refresh-token-2")
    );
}

#[tokio::test]
async fn an_issuer_that_does_not_rotate_keeps_the_token_and_its_end() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.upstream.script(|script| {
        script.refresh_token = None;
        script.refresh_expires_in = None;
    });
    world.clock.advance(240);
    assert_eq!(page.refresh().await.json["session_expires_in"], 1_560);
    page.refresh().await;
    assert!(
        world.upstream.seen("/realm/token")[2]
            .body
            .contains("refresh_token=refresh-token-1")
    );
}

#[tokio::test]
async fn a_life_that_the_issuer_does_not_name_is_twelve_hours_and_does_not_slide() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.refresh_expires_in = Some(0));
    let mut page = world.signed_in().await;
    world.clock.advance(3_600);
    world
        .upstream
        .script(|script| script.claims["exp"] = json!(crate::support::NOW + 9_999));
    assert_eq!(page.refresh().await.json["session_expires_in"], 11 * 3_600);
}

#[tokio::test]
async fn a_refused_refresh_ends_the_session() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world
        .upstream
        .script(|script| script.token_error = Some((400, json!({ "error": "invalid_grant" }))));
    let answer = page.refresh().await;
    assert_eq!((answer.status, answer.code()), (400, "session_expired"));
    assert_eq!(answer.json["error"], "invalid_grant");
    assert!(page.cookies.is_empty());
}

#[tokio::test]
async fn a_fault_of_the_issuer_leaves_the_session_alone() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world
        .upstream
        .script(|script| script.token_error = Some((502, json!("<html>"))));
    let answer = page.refresh().await;
    assert_eq!(
        (answer.status, answer.json["error"].as_str()),
        (503, Some("temporarily_unavailable"))
    );
    world.upstream.script(|script| script.token_error = None);
    assert_eq!(page.refresh().await.status, 200);
}

#[tokio::test]
async fn a_session_ends_with_its_refresh_token() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.clock.advance(1_799);
    assert_eq!(
        page.get("/volet/session").await.json["session_expires_in"],
        1
    );
    world.clock.advance(1);
    let answer = page.refresh().await;
    assert_eq!(answer.code(), "session_expired");
    assert!(page.cookies.is_empty());
    assert_eq!(
        world.upstream.seen("/realm/token").len(),
        1,
        "a dead token is not sent"
    );
}

/// The modules `oidcc-client-test-refresh-token-invalid-*` of the OpenID Foundation.
#[tokio::test]
async fn a_refreshed_id_token_is_of_the_same_issuer_and_person() {
    for (claim, code) in [
        ("sub", "id_token_subject_changed"),
        ("iss", "issuer_mismatch"),
        ("aud", "id_token_audience"),
    ] {
        let world = World::new().await;
        let mut page = world.signed_in().await;
        world
            .upstream
            .script(|script| script.claims[claim] = json!("https://another.example"));
        assert_eq!(page.refresh().await.code(), code);
        assert!(page.cookies.is_empty());
        assert_eq!(world.upstream.seen("/realm/logout").len(), 1);
    }
}

#[tokio::test]
async fn only_the_word_cookie_is_taken_for_a_refresh_token() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let form = format!("grant_type=refresh_token&client_id={CLIENT_ID}&refresh_token=stolen");
    assert_eq!(page.token(&form).await.code(), "invalid_request");
    let answer = world.page().refresh().await;
    assert_eq!(
        answer.code(),
        "session_expired",
        "nobody has signed in here"
    );
    assert_eq!(world.upstream.seen("/realm/token").len(), 1);
}

#[tokio::test]
async fn without_a_refresh_token_a_session_lasts_as_long_as_its_access_token() {
    let world = World::new().await;
    world.upstream.script(|script| {
        script.refresh_token = None;
        script.refresh_expires_in = None;
    });
    let mut page = world.signed_in().await;
    assert_eq!(
        page.get("/volet/session").await.json["session_expires_in"],
        300
    );
    assert_eq!(page.refresh().await.code(), "session_expired");
}
