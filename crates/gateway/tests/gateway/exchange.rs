//! A code becomes a session: what goes to the issuer, what comes back, and each refusal.

use serde_json::{Value, json};

use crate::support::{CLIENT_ID, Page, SECRET, Signature, World, code_form};

#[tokio::test]
async fn the_whole_exchange() {
    let world = World::new().await;
    let mut page = world.page();
    let answer = page.exchange().await;

    assert_eq!(answer.status, 200);
    let expected = json!({
        "access_token": "access-token-1", "token_type": "Bearer",
        "expires_in": 300, "session_expires_in": 1_800,
    });
    assert_eq!(answer.json, expected, "and no refresh_token or id_token");
    assert_eq!(answer.header("cache-control"), "no-store");

    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-volet="), "{cookie}");
    assert!(
        cookie.ends_with("; Secure; HttpOnly; SameSite=Strict; Path=/"),
        "{cookie}"
    );

    let sent = &world.upstream.seen("/realm/token")[0].body;
    for part in [
        "grant_type=authorization_code",
        "code=the-code",
        "code_verifier=the-verifier",
        &format!("client_id={CLIENT_ID}"),
        &format!("client_secret={SECRET}"),
        "redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback",
    ] {
        assert!(sent.contains(part), "{part} is not in {sent}");
    }
}

#[tokio::test]
async fn the_secret_goes_by_header_where_the_issuer_takes_only_that() {
    let world = World::new().await;
    world.upstream.script(|script| {
        script.discovery["token_endpoint_auth_methods_supported"] = json!(["client_secret_basic"]);
    });
    world.signed_in().await;
    let sent = &world.upstream.seen("/realm/token")[0];
    assert!(
        sent.headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("Basic ")
    );
    assert!(!sent.body.contains(SECRET));
}

#[tokio::test]
async fn rsa_signatures_are_verified_too() {
    let world = World::new().await;
    world.upstream.script(|script| {
        script.keys.add_rsa();
        script.signature = Signature::Rs256;
    });
    world.signed_in().await;
}

#[tokio::test]
async fn keys_that_the_issuer_has_changed_are_fetched_again() {
    let world = World::new().await;
    world.signed_in().await;
    world
        .upstream
        .script(|script| script.keys = crate::support::Keys::make("es-2"));
    // Not even a moment later: a look that was before the change says nothing of the new key.
    world.signed_in().await;
    assert_eq!(world.upstream.seen("/realm/certs").len(), 2);
}

/// It ended the session that it could not check, and called the id_token wrong; later it only threw the new refresh token away,
/// and where the issuer rotates the session ended with the next renewal.
#[tokio::test]
async fn an_id_token_whose_keys_cannot_be_fetched_ends_no_session() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.clock.advance(1);
    world.upstream.script(|script| {
        script.keys = crate::support::Keys::make("es-2");
        script.certs_status = 503;
        script.rotates = true;
    });
    for _ in 0..2 {
        let answer = page.refresh().await;
        assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
        assert_eq!(answer.json["access_token"], Value::Null, "it is unchecked");
    }
    assert_eq!(page.deposit().await.status, 200, "the old one still serves");
    assert!(world.upstream.seen("/realm/logout").is_empty());

    let answer = world.page().exchange().await;
    assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    let ended = world.upstream.seen("/realm/logout").len();
    assert_eq!(ended, 1, "nobody has these tokens");

    world.upstream.script(|script| script.certs_status = 200);
    world.clock.advance(1);
    assert_eq!(page.refresh().await.status, 200);
}

/// The refresh token that is kept is of a person not yet known: of another one it ends the session, as it always does.
#[tokio::test]
async fn an_id_token_that_could_not_be_checked_is_checked_with_the_next() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.clock.advance(1);
    world.upstream.script(|script| {
        script.keys = crate::support::Keys::make("es-2");
        script.certs_status = 503;
        script.claims["sub"] = json!("somebody-else");
    });
    assert_eq!(page.refresh().await.code(), "issuer_unavailable");
    world.upstream.script(|script| script.certs_status = 200);
    world.clock.advance(1);
    assert_eq!(page.refresh().await.code(), "id_token_subject_changed");
    assert!(page.cookies.is_empty());
}

/// Spoils the next id_token; the exchange must fail with `code`, and the tokens must be ended.
async fn check_id_token(code: &str, claim: &str, value: Value, signature: Signature) {
    let world = World::new().await;
    world.upstream.script(|script| {
        script.signature = signature;
        match value {
            Value::Null => {}
            value => script.claims[claim] = value,
        }
    });
    let mut page = world.page();
    let answer = page.exchange().await;
    assert_eq!((answer.status, answer.code()), (400, code));
    assert_eq!(answer.json["error"], "invalid_grant");
    assert_eq!(answer.json["access_token"], Value::Null);
    assert!(page.cookies.is_empty());
    let ended = world.upstream.seen("/realm/logout");
    assert_eq!(ended.len(), 1, "{code}: the tokens are still alive");
    assert!(ended[0].body.contains("refresh_token=refresh-token-1"));
}

#[tokio::test]
async fn each_fault_of_an_id_token_has_its_code() {
    use Signature::{Es256, Foreign, Hs256, None, Unheard};
    let expired = crate::support::NOW - 61;
    for (code, claim, value, signature) in [
        ("nonce_mismatch", "nonce", json!("another"), Es256),
        (
            "issuer_mismatch",
            "iss",
            json!("https://evil.example/realm"),
            Es256,
        ),
        ("id_token_audience", "aud", json!("another"), Es256),
        (
            "id_token_audience",
            "aud",
            json!([CLIENT_ID, "another"]),
            Es256,
        ),
        ("id_token_azp", "azp", json!("another"), Es256),
        ("id_token_expired", "exp", json!(expired), Es256),
        ("id_token_signature", "", Value::Null, Foreign),
        ("id_token_hmac", "", Value::Null, Hs256),
        ("id_token_alg", "", Value::Null, None),
        ("id_token_alg", "", Value::Null, Unheard),
        ("id_token_malformed", "exp", json!("soon"), Es256),
        (
            "id_token_at_hash",
            "at_hash",
            json!("AAAAAAAAAAAAAAAAAAAAAA"),
            Es256,
        ),
    ] {
        check_id_token(code, claim, value, signature).await;
    }
}

#[tokio::test]
async fn each_claim_that_has_to_be_there_has_its_code() {
    for (claim, code) in [
        ("iss", "issuer_mismatch"),
        ("aud", "id_token_audience_missing"),
        ("sub", "id_token_subject"),
        ("exp", "id_token_expired"),
        ("iat", "id_token_iat"),
        ("nonce", "nonce_mismatch"),
    ] {
        let world = World::new().await;
        world
            .upstream
            .script(|script| drop(script.claims.as_object_mut().unwrap().remove(claim)));
        assert_eq!(world.page().exchange().await.code(), code, "{claim}");
    }
}

#[tokio::test]
async fn the_hash_of_the_access_token_has_to_fit_where_it_is_given() {
    use base64::Engine;
    let digest = ring::digest::digest(&ring::digest::SHA256, b"access-token-1");
    let half = &digest.as_ref()[..16];
    let at_hash = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(half);
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.claims["at_hash"] = at_hash.into());
    world.signed_in().await;
    // The same id_token with the next access token.
    assert_eq!(world.page().exchange().await.code(), "id_token_at_hash");
}

#[tokio::test]
async fn a_key_without_a_name_has_to_be_the_only_one() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.signature = Signature::Unnamed);
    world.signed_in().await;

    let world = World::new().await;
    world.upstream.script(|script| {
        script.keys.add_second();
        script.signature = Signature::Unnamed;
    });
    assert_eq!(world.page().exchange().await.code(), "id_token_kid");
}

#[tokio::test]
async fn a_clock_may_differ_by_a_minute() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.claims["exp"] = json!(crate::support::NOW - 59));
    world.signed_in().await;
}

#[tokio::test]
async fn an_answer_without_id_token_is_refused() {
    let world = World::new().await;
    world.upstream.script(|script| script.has_id_token = false);
    assert_eq!(world.page().exchange().await.code(), "id_token_missing");
}

#[tokio::test]
async fn a_second_audience_has_to_be_trusted_and_needs_azp() {
    let world = World::with(&[("VOLET_AUDIENCE", "econnector")]).await;
    world
        .upstream
        .script(|script| script.claims["aud"] = json!([CLIENT_ID, "econnector"]));
    world.signed_in().await;
    world
        .upstream
        .script(|script| drop(script.claims.as_object_mut().unwrap().remove("azp")));
    assert_eq!(world.page().exchange().await.code(), "id_token_azp");
}

/// Sends the form with `from` replaced by `to`.
async fn check_form(page: &mut Page, from: &str, to: &str, error: &str, code: &str) {
    let form = code_form();
    assert!(form.contains(from), "{from}");
    let answer = page.token(&form.replace(from, to)).await;
    assert_eq!(answer.status, 400, "{to}");
    assert_eq!(
        (answer.json["error"].as_str().unwrap(), answer.code()),
        (error, code),
        "{to}"
    );
}

#[tokio::test]
async fn malformed_requests_never_reach_the_issuer() {
    let world = World::new().await;
    let page = &mut world.page();
    let invalid = "invalid_request";
    check_form(page, "&nonce=the-nonce", "", invalid, invalid).await;
    check_form(page, "&nonce=the-nonce", "&nonce=", invalid, invalid).await;
    check_form(page, "&code_verifier=the-verifier", "", invalid, invalid).await;
    check_form(page, "&code=the-code", "", invalid, invalid).await;
    check_form(page, "&code=the-code", "&code=a&code=b", invalid, invalid).await;
    check_form(
        page,
        "localhost:8080/callback",
        "localhost:8080/callback/",
        "invalid_grant",
        "redirect_uri_refused",
    )
    .await;
    check_form(
        page,
        "localhost:8080",
        "evil.example",
        "invalid_grant",
        "redirect_uri_refused",
    )
    .await;
    check_form(
        page,
        CLIENT_ID,
        "another",
        "invalid_client",
        "client_id_refused",
    )
    .await;
    let unsupported = "unsupported_grant_type";
    check_form(
        page,
        "grant_type=authorization_code",
        "grant_type=password",
        unsupported,
        unsupported,
    )
    .await;
    let long = format!("the-code{}", "x".repeat(70_000));
    check_form(page, "the-code", &long, invalid, invalid).await;
    page.unset("x-volet-user");
    check_form(page, "the-code", "the-code", invalid, invalid).await;
    assert!(world.upstream.seen("/realm/token").is_empty());
}

#[tokio::test]
async fn the_issuers_own_refusals() {
    let world = World::new().await;
    for (status, error, expected) in [
        (400, "invalid_grant", (400, "code_expired")),
        (401, "invalid_client", (500, "server_error")),
        (400, "unauthorized_client", (500, "server_error")),
        (503, "temporarily_unavailable", (503, "issuer_unavailable")),
    ] {
        world
            .upstream
            .script(|script| script.token_error = Some((status, json!({ "error": error }))));
        let answer = world.page().exchange().await;
        assert_eq!((answer.status, answer.code()), expected, "{error}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_not_there() {
    let address = crate::support::nobody().await;
    let world = World::with(&[("VOLET_ISSUER", &format!("http://{address}/realm"))]).await;
    let answer = world.page().exchange().await;
    assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    assert_eq!(answer.json["error"], "temporarily_unavailable");
    let answer = world.page().get("/volet/configuration").await;
    assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
}
