//! `GET /volet/configuration` and `GET /volet/session`.

use serde_json::json;

use crate::support::{CLIENT_ID, World};

#[tokio::test]
async fn the_configuration_is_public_and_asks_the_issuer_once() {
    let world = World::new().await;
    let base = &world.upstream.base;
    for _ in 0..2 {
        let answer = world.page().get("/volet/configuration").await;
        let expected = json!({
            "mode": "mediated",
            "issuer": format!("{base}/realm"),
            "authorizationEndpoint": format!("{base}/realm/auth"),
            "clientId": CLIENT_ID,
            "dspBase": null,
            "version": env!("CARGO_PKG_VERSION"),
        });
        assert_eq!((answer.status, answer.json), (200, expected));
    }
    let discovery = world
        .upstream
        .seen("/realm/.well-known/openid-configuration");
    assert_eq!(discovery.len(), 1);
}

/// Old metadata serve everything but a sign-in: the page says so before anybody is sent to an error page of the browser's.
/// When they were over an hour old, the answer came after 14 s, when the page had long given up the gateway.
#[tokio::test]
async fn an_issuer_that_is_gone_is_told_before_anybody_is_sent_there() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.claims["exp"] = json!(crate::support::NOW + 9_999));
    let mut signed_in = world.signed_in().await;
    let told = || async {
        let answer = world.page().get("/volet/configuration").await;
        assert_eq!(answer.status, 200);
        answer.json["issuerUnavailable"].clone()
    };
    assert_eq!(told().await, json!(null));
    world
        .upstream
        .script(|script| script.discovery_waits = true);
    assert_eq!(told().await, json!(null), "it was there just now");
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    for (later, waited) in [(5, 4), (4, 4), (1, 8), (1_700, 12)] {
        world.clock.advance(later);
        assert_eq!(told().await, json!(true));
        assert_eq!(started.elapsed().as_secs(), waited, "{later}");
    }
    assert_eq!(signed_in.refresh().await.status, 200);
    world.clock.advance(1_799);
    assert_eq!(told().await, json!(true), "they are over an hour old");
    assert_eq!(signed_in.refresh().await.status, 200);
    assert_eq!(started.elapsed().as_secs(), 16, "nobody waits again");
}

/// It was asked for ten seconds more, and each page waited anew.
#[tokio::test]
async fn a_hanging_issuer_of_which_nothing_is_known_is_given_up_once() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.discovery_waits = true);
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    for _ in 0..2 {
        let answer = world.page().get("/volet/configuration").await;
        assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
        assert_eq!(started.elapsed().as_secs(), 4);
    }
}

#[tokio::test]
async fn an_issuer_that_names_itself_otherwise_is_not_believed() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.discovery["issuer"] = json!("https://evil.example"));
    let answer = world.page().get("/volet/configuration").await;
    assert_eq!((answer.status, answer.code()), (502, "issuer_mismatch"));
    let answer = world.page().exchange().await;
    assert_eq!((answer.status, answer.code()), (503, "issuer_unavailable"));
    assert!(world.upstream.seen("/realm/token").is_empty());
}

#[tokio::test]
async fn a_session_tells_identities_and_never_a_token() {
    let world = World::new().await;
    let mut page = world.page();
    let signed_out = json!({ "signedIn": false, "session_expires_in": 0, "identities": [] });
    assert_eq!(page.get("/volet/session").await.json, signed_out);

    page.exchange().await;
    let answer = page.get("/volet/session").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["signedIn"], true);
    assert_eq!(answer.json["session_expires_in"], 1_800);
    let identity = &answer.json["identities"][0];
    assert_eq!(identity["self"], true);
    assert_eq!(identity["gpCodes"], json!(["90813319", "90120070"]));
    assert_eq!(identity["may"], json!(["ecit", "mh", "memoire", "revoke"]));
    assert_eq!(
        identity["practitioner"]["address"]["city"],
        "Esch-sur-Alzette"
    );
    assert!(!answer.body.contains("token"));
}

#[tokio::test]
async fn a_person_without_entitlements_is_signed_in_and_may_nothing() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.claims["sub"] = json!("somebody-new"));
    let mut page = world.signed_in().await;
    let answer = page.get("/volet/session").await;
    assert_eq!(
        (&answer.json["signedIn"], &answer.json["identities"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(page.deposit().await.code(), "gp_code_refused");
}

#[tokio::test]
async fn a_service_is_asked_for_entitlements_once_a_minute() {
    let world = World::new().await;
    let service = format!("{}/entitlements", world.upstream.base);
    let app = world.instance(&[("VOLET_ENTITLEMENTS", &service)]).await;
    let mut page = world.signed_in().await.at(&app);
    let identity = json!({
        "self": false, "gpCodes": ["90813319"], "may": ["mh"],
        "practitioner": { "code": "90813319", "lastName": "Weber", "firstName": "Anne" },
    });
    world
        .upstream
        .script(|script| script.entitlements = json!([identity]));
    for seconds in [0, 59, 1] {
        world.clock.advance(seconds);
        let answer = page.get("/volet/session").await;
        assert_eq!(answer.json["identities"][0]["may"], json!(["mh"]));
    }
    let asked = world.upstream.seen("/entitlements");
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[0].body,
        json!({ "sub": crate::support::SUB }).to_string()
    );

    world.clock.advance(60);
    world
        .upstream
        .script(|script| script.entitlements = json!({ "not": "a list" }));
    let answer = page.get("/volet/session").await;
    assert_eq!(
        (answer.status, answer.code()),
        (503, "entitlements_unavailable")
    );
}
