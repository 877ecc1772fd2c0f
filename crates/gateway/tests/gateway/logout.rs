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
