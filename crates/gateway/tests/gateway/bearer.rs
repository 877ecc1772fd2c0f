//! `host` and `public`: bearers that the gateway did not hand out.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Answer, DISCOVERY, NOW, Signature, World};

async fn ask(world: &World, bearer: &str) -> Answer {
    let mut page = world.page();
    page.unset("x-volet-user");
    page.set("authorization", &format!("Bearer {bearer}"));
    page.get("/volet/session").await
}

async fn world(mode: &str) -> World {
    World::with(&[
        ("VOLET_MODE", mode),
        ("VOLET_COOKIE_KEY", ""),
        ("VOLET_REDIRECT_URIS", ""),
    ])
    .await
}

#[tokio::test]
async fn a_bearer_of_the_issuer_is_enough() {
    for mode in ["host", "public"] {
        let world = world(mode).await;
        let bearer = world.upstream.bearer(Signature::Es256, |_| ());
        let answer = ask(&world, &bearer).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json["signedIn"], true);
        assert_eq!(answer.json["session_expires_in"], 300);
        assert_eq!(answer.json["identities"][0]["gpCodes"][0], "90813319");

        let mut page = world.page();
        page.bearer = Some(bearer.clone());
        assert_eq!(page.deposit().await.status, 200);
        let deposit = &world.upstream.deposits()[0];
        assert_eq!(deposit.headers["authorization"], format!("Bearer {bearer}"));
        assert!(page.cookies.is_empty());
        assert_eq!(page.get("/volet/configuration").await.json["mode"], mode);
        assert_eq!(page.refresh().await.code(), "not_found");
    }
}

#[tokio::test]
async fn without_a_bearer_nobody_is_signed_in() {
    let world = world("host").await;
    let answer = world.page().get("/volet/session").await;
    assert_eq!(
        (answer.status, &answer.json["signedIn"]),
        (200, &json!(false))
    );
    let answer = world.page().deposit().await;
    assert_eq!((answer.status, answer.code()), (401, "token_missing"));
}

/// A bearer with one flaw, which is refused with `code`.
async fn check(code: &str, signature: Signature, claim: &str, value: Value) {
    let world = world("host").await;
    let bearer = world.upstream.bearer(signature, |claims| {
        if !claim.is_empty() {
            claims[claim] = value.clone();
        }
    });
    let answer = ask(&world, &bearer).await;
    let expected = if code == "ok" { (200, "") } else { (401, code) };
    assert_eq!(
        (answer.status, answer.code()),
        expected,
        "{signature:?} {claim} {value}"
    );
}

#[tokio::test]
async fn each_flaw_of_a_bearer_is_seen() {
    use Signature::{Es256, Foreign, Hs256, None, Unheard};
    check("ok", Es256, "", Value::Null).await;
    check("ok", Es256, "exp", json!(NOW - 59)).await;
    check("token_expired", Es256, "exp", json!(NOW - 60)).await;
    let refused = "token_refused";
    check(refused, Es256, "iss", json!("https://evil.example")).await;
    check(refused, Es256, "azp", json!("another")).await;
    check(refused, Es256, "azp", Value::Null).await;
    check(refused, Es256, "typ", json!("ID")).await;
    check(refused, Es256, "typ", json!("Refresh")).await;
    check(refused, Es256, "nbf", json!(NOW + 61)).await;
    check(refused, Es256, "exp", Value::Null).await;
    check(refused, Es256, "sub", Value::Null).await;
    for signature in [Foreign, Hs256, None, Unheard] {
        check(refused, signature, "", Value::Null).await;
    }
}

#[tokio::test]
async fn the_audience_counts_where_it_is_configured() {
    let variables = [("VOLET_MODE", "host"), ("VOLET_AUDIENCE", "econnector")];
    let world = World::with(&variables).await;
    for (aud, status) in [
        (json!("econnector"), 200),
        (json!(["account", "econnector"]), 200),
        (json!("account"), 401),
        (Value::Null, 401),
    ] {
        let bearer = world.upstream.bearer(Signature::Es256, |claims| {
            claims["aud"] = aud.clone();
            claims["azp"] = json!("the-hosts-client");
        });
        assert_eq!(ask(&world, &bearer).await.status, status, "{aud}");
    }
}

/// The issuer signs with another key from now on: a token that was taken before it did, and one by the new key.
async fn change_keys(world: &World) -> (String, String) {
    let old = world.upstream.bearer(Signature::Es256, |_| ());
    assert_eq!(ask(world, &old).await.status, 200);
    world
        .upstream
        .script(|script| script.keys = crate::support::Keys::make("es-2"));
    let new = world.upstream.bearer(Signature::Es256, |_| ());
    world.clock.advance(1);
    (old, new)
}

#[tokio::test]
async fn keys_that_the_issuer_has_changed_are_fetched_again() {
    let world = world("public").await;
    let (old, new) = change_keys(&world).await;
    assert_eq!(ask(&world, &new).await.status, 200);
    assert_eq!(ask(&world, &old).await.code(), "token_refused");
    for _ in 0..9 {
        ask(&world, &old).await;
    }
    assert_eq!(
        world.upstream.seen("/realm/certs").len(),
        2,
        "a flood asks once a second"
    );
}

/// Whoever came within a second after it was judged by the old keys, and refused.
#[tokio::test]
async fn a_look_at_the_keys_that_fails_is_no_verdict() {
    let world = world("host").await;
    let (_, new) = change_keys(&world).await;
    world.upstream.script(|script| script.certs_status = 503);
    for _ in 0..3 {
        let answer = ask(&world, &new).await;
        assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    }
    assert_eq!(world.upstream.seen("/realm/certs").len(), 2);
    world.upstream.script(|script| script.certs_status = 200);
    world.clock.advance(1);
    assert_eq!(ask(&world, &new).await.status, 200);
}

#[tokio::test]
async fn tokens_of_a_new_key_side_by_side_lead_to_one_look() {
    let world = world("host").await;
    let (_, new) = change_keys(&world).await;
    let (one, two, three) = tokio::join!(ask(&world, &new), ask(&world, &new), ask(&world, &new));
    assert_eq!([one.status, two.status, three.status], [200; 3]);
    assert_eq!(world.upstream.seen(DISCOVERY).len(), 2);
}

/// Metadata and keys of an hour ago are good; it was waited ten seconds for newer ones at every request.
#[tokio::test]
async fn an_issuer_that_hangs_is_waited_for_once_a_minute() {
    let world = world("host").await;
    let bearer = world.upstream.bearer(Signature::Es256, |claims| {
        claims["exp"] = json!(NOW + 9_999)
    });
    assert_eq!(ask(&world, &bearer).await.status, 200);
    world.clock.advance(3_600);
    world
        .upstream
        .script(|script| script.discovery_waits = true);
    // From here on the time runs as soon as all wait.
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    assert_eq!(ask(&world, &bearer).await.status, 200);
    assert_eq!(started.elapsed().as_secs(), 10);
    world.clock.advance(59);
    for _ in 0..3 {
        assert_eq!(ask(&world, &bearer).await.status, 200);
    }
    assert_eq!(started.elapsed().as_secs(), 10, "nobody waits again");
    world.clock.advance(1);
    assert_eq!(ask(&world, &bearer).await.status, 200);
    assert_eq!(started.elapsed().as_secs(), 20);
}

/// Metadata and keys had ten seconds each, so that a renewal took longer than all that waits for it.
#[tokio::test]
async fn metadata_and_keys_have_ten_seconds_together() {
    let world = world("host").await;
    let bearer = world.upstream.bearer(Signature::Es256, |_| ());
    tokio::time::pause();
    for (takes, status, waited) in [(6, 503, 10), (4, 200, 8)] {
        world
            .upstream
            .script(|script| script.discovery_takes = Duration::from_secs(takes));
        let started = tokio::time::Instant::now();
        assert_eq!(ask(&world, &bearer).await.status, status);
        assert_eq!(started.elapsed().as_secs(), waited);
    }
}

/// Those who come while an issuer hangs do not wait one after the other.
#[tokio::test]
async fn a_look_that_fails_fails_for_all_who_wait_for_it() {
    let world = world("host").await;
    world
        .upstream
        .script(|script| script.discovery_waits = true);
    let bearer = world.upstream.bearer(Signature::Es256, |_| ());
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let (one, two, three) = tokio::join!(
        ask(&world, &bearer),
        ask(&world, &bearer),
        ask(&world, &bearer)
    );
    for answer in [one, two, three] {
        assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    }
    assert_eq!(started.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn what_is_no_jwt_is_asked_of_the_issuer() {
    let world = world("host").await;
    assert_eq!(ask(&world, "opaque").await.code(), "token_refused");
    let active = json!({
        "active": true, "sub": crate::support::SUB, "exp": NOW + 90,
        "client_id": crate::support::CLIENT_ID,
    });
    world
        .upstream
        .script(|script| script.introspection = active.clone());
    let answer = ask(&world, "opaque").await;
    assert_eq!(
        (answer.status, &answer.json["session_expires_in"]),
        (200, &json!(90))
    );
    let asked = &world.upstream.seen("/realm/introspect")[1].body;
    assert!(
        asked.contains("token=opaque&token_type_hint=access_token"),
        "{asked}"
    );
    assert!(asked.contains("client_secret="), "{asked}");

    let mut foreign = active;
    foreign["client_id"] = json!("another");
    world
        .upstream
        .script(|script| script.introspection = foreign);
    assert_eq!(ask(&world, "opaque").await.code(), "token_refused");

    let variables = [("VOLET_MODE", "host"), ("VOLET_CLIENT_SECRET", "")];
    let without = World::with(&variables).await;
    assert_eq!(ask(&without, "opaque").await.code(), "token_refused");
    assert!(without.upstream.seen("/realm/introspect").is_empty());
}

#[tokio::test]
async fn signing_out_is_the_hosts_or_a_navigation() {
    let world = world("public").await;
    let answer = world.page().post("/volet/logout").await;
    let url = answer.json["endSessionUrl"].as_str().unwrap();
    assert!(
        url.starts_with(&format!("{}/realm/logout?", world.upstream.base)),
        "{url}"
    );
    let host = world.instance(&[("VOLET_MODE", "host")]).await;
    let answer = world.page().at(&host).post("/volet/logout").await;
    assert_eq!((answer.status, answer.json), (200, json!({})));
}
