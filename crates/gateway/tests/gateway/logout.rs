//! Signing out ends the session here and at the issuer.

use serde_json::json;

use crate::support::{SECRET, World, nobody};

#[tokio::test]
async fn by_the_back_channel_where_the_issuer_takes_it() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let answer = page.post("/volet/logout").await;
    assert_eq!((answer.status, answer.json), (200, json!({})));
    assert!(page.cookies.is_empty());
    let sent = &world.upstream.seen("/realm/logout")[0].body;
    assert!(sent.contains("refresh_token=refresh-token-1"), "{sent}");
    assert!(sent.contains(&format!("client_secret={SECRET}")), "{sent}");
}

#[tokio::test]
async fn by_navigation_where_it_does_not_and_the_token_is_revoked() {
    let world = World::new().await;
    world.upstream.script(|script| script.logout_status = 400);
    let mut page = world.signed_in().await;
    let answer = page.post("/volet/logout").await;
    let expected = format!("{}/realm/logout?client_id=volet-test", world.upstream.base);
    assert_eq!(answer.json, json!({ "endSessionUrl": expected }));
    assert!(page.cookies.is_empty());
    let revoked = &world.upstream.seen("/realm/revoke")[0].body;
    assert!(
        revoked.contains("token=refresh-token-1&token_type_hint=refresh_token"),
        "{revoked}"
    );
}

#[tokio::test]
async fn the_issuer_sends_the_browser_to_the_registered_place() {
    let back = "http://localhost:8080/signed-out";
    let world = World::with(&[("VOLET_POST_LOGOUT_REDIRECT_URI", back)]).await;
    world.upstream.script(|script| script.logout_status = 400);
    let answer = world.signed_in().await.post("/volet/logout").await;
    let url = url::Url::parse(answer.json["endSessionUrl"].as_str().unwrap()).unwrap();
    assert_eq!(
        crate::support::parameter(&url, "post_logout_redirect_uri"),
        back
    );
    assert_eq!(crate::support::parameter(&url, "client_id"), "volet-test");
}

#[tokio::test]
async fn a_session_without_a_refresh_token_ends_by_its_access_token() {
    let world = World::new().await;
    world.upstream.script(|script| script.refresh_token = None);
    world.signed_in().await.post("/volet/logout").await;
    assert!(world.upstream.seen("/realm/logout").is_empty());
    let revoked = &world.upstream.seen("/realm/revoke")[0].body;
    assert!(
        revoked.contains("token=access-token-1&token_type_hint=access_token"),
        "{revoked}"
    );
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_end() {
    let world = World::new().await;
    let answer = world.page().post("/volet/logout").await;
    assert_eq!((answer.status, answer.json), (200, json!({})));
    assert!(world.upstream.seen("/realm/logout").is_empty());
}

#[tokio::test]
async fn the_cookie_goes_even_when_the_issuer_is_not_there() {
    let world = World::new().await;
    let issuer = format!("http://{}/realm", nobody().await);
    let cut_off = world.instance(&[("VOLET_ISSUER", &issuer)]).await;
    let mut page = world.signed_in().await.at(&cut_off);
    let answer = page.post("/volet/logout").await;
    assert_eq!((answer.status, answer.json), (200, json!({})));
    assert!(page.cookies.is_empty());
}
