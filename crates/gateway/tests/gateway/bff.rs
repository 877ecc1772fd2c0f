//! `bff`: the gateway signs in itself, and the page never sees a token.

use serde_json::json;

use crate::support::{CLIENT_ID, Signature, World, digest, parameter};

const LOGIN_COOKIE: &str = "__Host-volet-login";

#[tokio::test]
async fn the_whole_sign_in() {
    let world = World::bff().await;
    let mut page = world.page();
    let answer = page
        .navigate(&format!(
            "/volet/login?return=/patients?tab=2&user={}",
            digest("u-1842")
        ))
        .await;
    assert_eq!(answer.status, 303);
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.ends_with("; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=600"),
        "{cookie}"
    );
    let asked = url::Url::parse(answer.header("location")).unwrap();
    assert!(
        asked
            .as_str()
            .starts_with(&format!("{}/realm/auth?", world.upstream.base))
    );
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("scope", "openid"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", "http://localhost:8080/volet/callback"),
    ] {
        assert_eq!(parameter(&asked, name), value);
    }
    assert!(!asked.as_str().contains("u-1842"));

    let answer = world.come_back(&mut page, &asked, "code=the-code").await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        answer.header("location"),
        "http://localhost:8080/patients?tab=2&volet_login=done"
    );
    assert!(!page.cookies.contains_key(LOGIN_COOKIE), "it serves once");
    let sent = &world.upstream.seen("/realm/token")[0].body;
    let verifier = sent
        .split('&')
        .find_map(|it| it.strip_prefix("code_verifier="));
    let challenge = ring::digest::digest(&ring::digest::SHA256, verifier.unwrap().as_bytes());
    use base64::Engine;
    assert_eq!(
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(challenge),
        parameter(&asked, "code_challenge")
    );

    let session = page.get("/volet/session").await;
    assert_eq!(session.json["signedIn"], true);
    assert!(!session.body.contains("token"));
    assert_eq!(page.deposit().await.status, 200);
    let deposit = &world.upstream.deposits()[0];
    assert_eq!(deposit.headers["authorization"], "Bearer access-token-1");
}

#[tokio::test]
async fn the_session_cookie_is_strict_and_the_page_is_told_its_mode() {
    let world = World::bff().await;
    let mut page = world.page();
    let asked = page.login("/").await;
    let answer = world.come_back(&mut page, &asked, "code=the-code").await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    let session = cookies[0].to_str().unwrap();
    assert!(
        session.starts_with("__Host-volet=")
            && session.ends_with("; Secure; HttpOnly; SameSite=Strict; Path=/"),
        "{session}"
    );
    assert_eq!(page.get("/volet/configuration").await.json["mode"], "bff");
}

/// A callback with `what`; the page is told `word`, and nobody is signed in.
async fn check_callback(what: &str, word: &str) {
    let world = World::bff().await;
    world.upstream.script(|script| {
        script.discovery["authorization_response_iss_parameter_supported"] = json!(true);
    });
    let iss = format!("{}/realm", world.upstream.base);
    let mut page = world.page();
    let asked = page.login("/patients").await;
    let answer = world
        .come_back(&mut page, &asked, &what.replace("ISS", &iss))
        .await;
    let expected = format!("http://localhost:8080/patients?volet_login={word}");
    assert_eq!(answer.header("location"), expected, "{what}");
    let is_signed_in = page.cookies.contains_key("__Host-volet");
    assert_eq!(is_signed_in, word == "done", "{what}");
    let asked = world.upstream.seen("/realm/token").len();
    assert_eq!(asked, usize::from(word == "done"), "{what}");
}

#[tokio::test]
async fn each_answer_of_the_issuer_has_its_word() {
    check_callback("code=the-code&iss=ISS", "done").await;
    check_callback("code=the-code&iss=https://evil.example", "issuer_mismatch").await;
    check_callback("code=the-code", "issuer_mismatch").await;
    check_callback("error=access_denied&iss=ISS", "login_denied").await;
    check_callback("error=access_denied&code=the-code&iss=ISS", "login_denied").await;
    check_callback(
        "error=temporarily_unavailable&iss=ISS",
        "issuer_unavailable",
    )
    .await;
    check_callback("iss=ISS", "login_denied").await;
}

#[tokio::test]
async fn an_id_token_that_fails_a_check_leaves_nobody_signed_in() {
    for (claim, value, word) in [
        ("iss", json!("https://evil.example"), "issuer_mismatch"),
        ("aud", json!("another"), "id_token_audience"),
        ("azp", json!("another"), "id_token_azp"),
        ("exp", json!(1), "id_token_expired"),
    ] {
        let world = World::bff().await;
        world.upstream.script(|script| script.claims[claim] = value);
        check_failed(&world, word).await;
    }
    let world = World::bff().await;
    world
        .upstream
        .script(|script| script.signature = Signature::Foreign);
    check_failed(&world, "id_token_signature").await;
}

async fn check_failed(world: &World, word: &str) {
    let mut page = world.page();
    let asked = page.login("/").await;
    let answer = world.come_back(&mut page, &asked, "code=the-code").await;
    let expected = format!("http://localhost:8080/?volet_login={word}");
    assert_eq!(answer.header("location"), expected);
    assert!(page.cookies.is_empty());
}

#[tokio::test]
async fn another_nonce_or_state_or_a_stale_sign_in_is_refused() {
    let world = World::bff().await;
    let mut page = world.page();
    page.login("/").await;
    world
        .upstream
        .script(|script| script.claims["nonce"] = json!("another"));
    let asked = page.login("/").await;
    let path = format!(
        "/volet/callback?code=c&state={}",
        parameter(&asked, "state")
    );
    let answer = page.navigate(&path).await;
    assert!(
        answer
            .header("location")
            .ends_with("volet_login=nonce_mismatch")
    );

    for path in [
        "/volet/callback?code=c&state=another",
        "/volet/callback?code=c",
        "/volet/callback",
        "/volet/callback?code=c&state=a&state=b",
        &path,
    ] {
        let answer = page.navigate(path).await;
        let expected = "http://localhost:8080/?volet_login=state_mismatch";
        assert_eq!(answer.header("location"), expected, "{path}");
    }
    let asked = page.login("/").await;
    world.clock.advance(600);
    let answer = world.come_back(&mut page, &asked, "code=c").await;
    assert!(
        answer
            .header("location")
            .ends_with("volet_login=state_mismatch")
    );
    assert!(!page.cookies.contains_key("__Host-volet"));
}

#[tokio::test]
async fn somebody_elses_code_is_of_no_use() {
    let world = World::bff().await;
    let mut attacker = world.page();
    let asked = attacker.login("/").await;
    let mut victim = world.page();
    let answer = world
        .come_back(&mut victim, &asked, "code=the-attackers")
        .await;
    assert!(
        answer
            .header("location")
            .ends_with("volet_login=state_mismatch")
    );
    assert!(victim.cookies.is_empty());
    assert!(world.upstream.seen("/realm/token").is_empty());
}

#[tokio::test]
async fn two_tabs_sign_in_side_by_side() {
    let world = World::bff().await;
    let mut page = world.page();
    let (one, two) = (page.login("/one").await, page.login("/two").await);
    let answer = world.come_back(&mut page, &one, "code=the-code").await;
    assert!(answer.header("location").ends_with("/one?volet_login=done"));
    let answer = world.come_back(&mut page, &two, "code=the-code").await;
    assert!(answer.header("location").ends_with("/two?volet_login=done"));
    assert!(!page.cookies.contains_key(LOGIN_COOKIE));
}

#[tokio::test]
async fn nothing_leads_to_another_origin() {
    let world = World::bff().await;
    let user = digest("u-1842");
    for place in [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/.//evil.example",
        "/%09/evil.example",
        "/volet/logout",
        "javascript:alert(1)",
    ] {
        let path = format!("/volet/login?return={place}&user={user}");
        let answer = world.page().navigate(&path).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "invalid_request"),
            "{place}"
        );
    }
    for path in [
        "/volet/login?return=/",
        "/volet/login?user=short",
        "/volet/login?user=a&user=b",
    ] {
        let answer = world.page().navigate(path).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "invalid_request"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn navigations_need_no_mark_and_come_from_where_they_should() {
    let world = World::bff().await;
    let path = format!("/volet/login?user={}", digest("u-1842"));
    for (name, value, status) in [
        ("sec-fetch-site", "same-origin", 303),
        ("sec-fetch-site", "none", 303),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-dest", "document", 303),
        ("sec-fetch-dest", "iframe", 403),
        ("sec-fetch-dest", "image", 403),
    ] {
        let mut page = world.page();
        page.headers.clear();
        page.set(name, value);
        assert_eq!(page.get(&path).await.status, status, "{name}: {value}");
    }
    let mut page = world.page();
    let asked = page.login("/").await;
    page.headers.clear();
    page.set("sec-fetch-site", "cross-site");
    let answer = page
        .get(&format!(
            "/volet/callback?error=access_denied&state={}",
            parameter(&asked, "state")
        ))
        .await;
    assert_eq!(answer.status, 303, "the issuer is another site");
    page.unset("sec-fetch-site");
    assert_eq!(page.post("/volet/login").await.code(), "header_missing");
    assert_eq!(page.get("/volet/session").await.code(), "header_missing");
}

#[tokio::test]
async fn in_other_modes_there_is_no_such_navigation() {
    let world = World::new().await;
    for path in ["/volet/login", "/volet/callback?code=c&state=s"] {
        assert_eq!(
            world.page().navigate(path).await.code(),
            "header_missing",
            "{path}"
        );
        assert_eq!(world.page().get(path).await.code(), "not_found", "{path}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_not_there_is_told_on_the_page() {
    let address = crate::support::nobody().await;
    let issuer = format!("http://{address}/realm");
    let world = World::with(&[("VOLET_MODE", "bff"), ("VOLET_ISSUER", &issuer)]).await;
    let path = format!("/volet/login?return=/x&user={}", digest("u"));
    let answer = world.page().navigate(&path).await;
    assert_eq!(
        answer.header("location"),
        "http://localhost:8080/x?volet_login=issuer_unavailable"
    );
}
