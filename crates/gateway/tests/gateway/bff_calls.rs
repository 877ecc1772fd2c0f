//! `bff`: calls with the cookie alone, and the token behind it.

use serde_json::{Value, json};

use crate::support::{Page, World};

#[tokio::test]
async fn a_bearer_from_the_page_is_refused() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    page.bearer = Some("access-token-1".to_owned());
    for answer in [
        page.deposit().await,
        page.get("/volet/econnector/status").await,
    ] {
        assert_eq!((answer.status, answer.code()), (401, "bearer_refused"));
    }
    assert!(world.upstream.seen("/base/econnector/status").is_empty());
    assert!(page.cookies.contains_key("__Host-volet"));
}

#[tokio::test]
async fn a_token_that_would_end_inside_the_call_is_renewed_first() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    world.clock.advance(240);
    assert_eq!(page.deposit().await.status, 200);
    assert_eq!(
        world.upstream.seen("/realm/token").len(),
        1,
        "60 s are enough"
    );
    world.clock.advance(1);
    let answer = page.deposit().await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("set-cookie").starts_with("__Host-volet="));
    let deposits = world.upstream.deposits();
    let bearers: Vec<_> = deposits
        .iter()
        .map(|it| &it.headers["authorization"])
        .collect();
    assert_eq!(bearers, ["Bearer access-token-1", "Bearer access-token-2"]);
}

#[tokio::test]
async fn a_refusal_after_a_renewal_still_brings_the_new_cookie() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    world.clock.advance(250);
    let answer = page
        .post_json(
            "/volet/econnector/saas/v2/11111111/send-document",
            &crate::support::document("ECIT"),
        )
        .await;
    assert_eq!(answer.code(), "gp_code_refused");
    assert!(
        answer.headers.contains_key("set-cookie"),
        "the old one is spent"
    );
    assert_eq!(page.deposit().await.status, 200);
    assert_eq!(world.upstream.seen("/realm/token").len(), 2);
}

#[tokio::test]
async fn calls_side_by_side_share_one_renewal() {
    let world = World::bff().await;
    let page = world.signed_in_by_navigation().await;
    world.clock.advance(250);
    world.upstream.script(|script| script.token_waits = true);
    let mut tabs: Vec<Page> = (0..3).map(|_| page.clone()).collect();
    let [one, two, three] = tabs.as_mut_slice() else {
        unreachable!()
    };
    let release = world.upstream.release_tokens_after(2);
    let (a, b, c, ()) = tokio::join!(one.deposit(), two.deposit(), three.deposit(), release);
    assert_eq!([a.status, b.status, c.status], [200; 3]);
    assert_eq!(world.upstream.seen("/realm/token").len(), 2);
}

#[tokio::test]
async fn a_renewal_that_is_refused_ends_the_session_and_sends_nothing() {
    for (status, error, expected) in [
        (400, "invalid_grant", (401, "session_expired")),
        (503, "temporarily_unavailable", (503, "issuer_unavailable")),
        (401, "invalid_client", (500, "server_error")),
    ] {
        let world = World::bff().await;
        let mut page = world.signed_in_by_navigation().await;
        world.clock.advance(290);
        world.upstream.script(|script| {
            script.token_error = Some((status, json!({ "error": error })));
        });
        let answer = page.deposit().await;
        assert_eq!((answer.status, answer.code()), expected);
        assert_eq!(page.cookies.is_empty(), expected.0 == 401, "{error}");
        assert!(world.upstream.deposits().is_empty());
    }
}

#[tokio::test]
async fn a_call_whose_renewal_cannot_be_checked_is_refused_and_keeps_the_new_refresh_token() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    world.clock.advance(290);
    world.upstream.script(|script| {
        script.keys = crate::support::Keys::make("es-2");
        script.certs_status = 503;
        script.rotates = true;
    });
    let answer = page.deposit().await;
    assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    assert!(world.upstream.deposits().is_empty());
    world.upstream.script(|script| script.certs_status = 200);
    world.clock.advance(1);
    assert_eq!(page.deposit().await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_renews_and_tells_no_token() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    let answer = page.share("60").await;
    let expected = json!({
        "token_type": "Bearer", "expires_in": 300, "session_expires_in": 1_800,
    });
    assert_eq!((answer.status, answer.json), (200, expected));
    assert_eq!(world.upstream.seen("/realm/token").len(), 1);
    let answer = page.refresh().await;
    assert_eq!(answer.json["access_token"], Value::Null);
    assert_eq!(world.upstream.seen("/realm/token").len(), 2);
    assert!(!answer.body.contains("access-token"));
    assert_eq!(page.exchange().await.code(), "unsupported_grant_type");
}

#[tokio::test]
async fn another_user_of_the_host_is_refused_and_the_session_ends() {
    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    page.set("x-volet-user", "u-9999");
    let answer = page.get("/volet/session").await;
    assert_eq!(
        (answer.status, answer.code()),
        (401, "session_of_another_user")
    );
    assert!(page.cookies.is_empty());
    assert_eq!(world.upstream.seen("/realm/logout").len(), 1);

    page.set("x-volet-user", "u-1842");
    let asked = page.login("/").await;
    page.set("x-volet-user", "u-9999");
    world.come_back(&mut page, &asked, "code=the-code").await;
    let answer = page.get("/volet/session").await;
    assert_eq!(
        answer.code(),
        "session_of_another_user",
        "bound before the issuer was asked"
    );
}
