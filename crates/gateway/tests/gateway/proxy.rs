//! The way to the eConnector: who may use it, for what, and what passes.

use serde_json::{Value, json};

use crate::support::{Econnector, GP_CODE, World, document, path_of, receipt};

#[tokio::test]
async fn a_deposit_goes_up_and_its_answer_comes_down_unchanged() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let id = "2f1b7f0e-9d3a-4c8e-8f00-1234567890ab";
    page.set("x-correlation-id", id);
    page.set("x-other", "1");
    let answer = page.deposit().await;
    assert_eq!((answer.status, answer.body), (200, receipt().to_string()));
    assert_eq!(answer.headers["content-type"], "application/json");
    assert!(!answer.headers.contains_key("x-upstream"));
    assert!(!answer.headers.contains_key("set-cookie"));

    let seen = &world.upstream.deposits()[0];
    assert_eq!(seen.body, document("ECIT").to_string());
    assert_eq!(seen.headers["authorization"], "Bearer access-token-1");
    assert_eq!(seen.headers["x-correlation-id"], id);
    for name in ["cookie", "origin", "x-volet", "x-volet-user", "x-other"] {
        assert!(!seen.headers.contains_key(name), "{name} went up");
    }
}

#[tokio::test]
async fn all_six_operations_and_the_status_are_served() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    for operation in [
        "send-document",
        "generate-signature",
        "generate-pdf",
        "deposit-document",
    ] {
        assert_eq!(
            page.post_json(&path_of(operation), &document("MH"))
                .await
                .status,
            200
        );
        let path = format!("/base/saas/v2/{GP_CODE}/{operation}");
        assert_eq!(world.upstream.seen(&path).len(), 1, "{operation}");
    }
    let mut revocation = document("ECIT");
    revocation["uuidSecu"] = json!("SECU-4711");
    assert_eq!(
        page.post_json(&path_of("revoke-document"), &revocation)
            .await
            .status,
        200
    );
    let path = format!("/volet/econnector/saas/v2/ra/{GP_CODE}/send-MH");
    assert_eq!(page.post_json(&path, &document("MH")).await.status, 200);
    assert_eq!(
        world
            .upstream
            .seen("/base/saas/v2/ra/90813319/send-MH")
            .len(),
        1
    );
    assert_eq!(page.get("/volet/econnector/status").await.status, 200);
    page.bearer = None;
    assert_eq!(page.get("/volet/econnector/status").await.status, 200);
    assert_eq!(world.upstream.seen("/base/econnector/status").len(), 2);
}

#[tokio::test]
async fn a_call_needs_the_cookie_and_its_own_bearer() {
    let world = World::new().await;
    let page = world.signed_in().await;
    let other = world.signed_in().await;

    let mut without_cookie = page.clone();
    without_cookie.cookies.clear();
    let answer = without_cookie.deposit().await;
    assert_eq!((answer.status, answer.code()), (401, "session_expired"));
    assert_eq!(
        without_cookie.get("/volet/econnector/status").await.code(),
        "session_expired"
    );

    for bearer in [
        None,
        other.bearer.as_deref(),
        Some("access-token-1x"),
        Some(""),
    ] {
        let mut replayed = page.clone();
        replayed.bearer = bearer.map(str::to_owned);
        let answer = replayed.deposit().await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, "token_mismatch"),
            "{bearer:?}"
        );
        assert!(!replayed.cookies.is_empty(), "the session is not to blame");
    }
    let mut replayed = page.clone();
    replayed.bearer = other.bearer;
    assert_eq!(
        replayed.get("/volet/econnector/status").await.code(),
        "token_mismatch"
    );
    assert!(world.upstream.deposits().is_empty());
    assert!(world.upstream.seen("/base/econnector/status").is_empty());
}

#[tokio::test]
async fn only_the_sessions_billing_codes_and_rights_pass() {
    let world = World::new().await;
    let mut doctor = world.signed_in().await;
    let foreign = "/volet/econnector/saas/v2/90999999/send-document";
    let answer = doctor.post_json(foreign, &document("ECIT")).await;
    assert_eq!((answer.status, answer.code()), (403, "gp_code_refused"));
    let association = "/volet/econnector/saas/v2/90120070/send-document";
    assert_eq!(
        doctor
            .post_json(association, &document("ECIT"))
            .await
            .status,
        200
    );

    let mut secretary = world.signed_in_as_secretary().await;
    let answer = secretary.deposit().await;
    assert_eq!((answer.status, answer.code()), (403, "not_entitled"));
    let mut revocation = document("MH");
    revocation["uuidSecu"] = json!("SECU-4711");
    let answer = secretary
        .post_json(&path_of("revoke-document"), &revocation)
        .await;
    assert_eq!((answer.status, answer.code()), (403, "not_entitled"));
    assert_eq!(
        secretary
            .post_json(&path_of("send-document"), &document("MH"))
            .await
            .status,
        200
    );
}

/// Who may only send for digital reimbursement looks at the page before that too.
#[tokio::test]
async fn the_page_of_a_memo_needs_the_right_of_either_way() {
    let world = World::new().await;
    let service = format!("{}/entitlements", world.upstream.base);
    let app = world.instance(&[("VOLET_ENTITLEMENTS", &service)]).await;
    for (right, memo, certificate) in [
        ("memoire", 200, 403),
        ("mh", 200, 403),
        ("ecit", 403, 200),
        ("revoke", 403, 403),
    ] {
        world.upstream.script(|script| {
            script.entitlements = json!([{
                "self": true, "gpCodes": [GP_CODE], "may": [right],
                "practitioner": { "code": GP_CODE, "lastName": "Weber", "firstName": "Anne" },
            }]);
        });
        world.clock.advance(60);
        let mut page = world.signed_in().await.at(&app);
        for (kind, expected) in [("MH", memo), ("ECIT", certificate)] {
            let answer = page
                .post_json(&path_of("generate-pdf"), &document(kind))
                .await;
            assert_eq!(answer.status, expected, "{right} {kind}");
        }
    }
}

#[tokio::test]
async fn paths_outside_the_list_never_go_up() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let tricks = [
        "saas/v2/90813319/../90999999/send-document",
        "saas/v2/90813319%2F..%2F90999999/send-document",
        "saas/v2/..%2f..%2fadmin/send-document",
        "saas/v2/%2e%2e/send-document",
        "saas/v2/%FF/send-document",
        "saas/v2/90813319/send-document/",
        "saas/v2/90813319/send-document%2F..",
        "saas/v2/90813319//send-document",
        "saas//v2/90813319/send-document",
        "saas/v2/90813319/send-MH",
        "saas/v2/ra/90813319/send-document",
        "saas/v2/90813319/delete-everything",
        "saas/v1/90813319/send-document",
        "saas/v2/09081331/send-document",
        "saas/v2/9081331/send-document",
        "saas/v2/908133190/send-document",
        "saas/v2/9081331%0A/send-document",
        "saas/v2/٩٠٨١٣٣١٩/send-document",
        "saas/v2/90813319/send-document?x=1",
        "econnector/status",
        "http:%2F%2Fevil.example/send-document",
    ];
    for trick in tricks {
        let path: String = format!("/volet/econnector/{trick}")
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    "%D9%A9".to_owned()
                }
            })
            .collect();
        let answer = page.post_json(&path, &document("ECIT")).await;
        assert!(
            matches!(answer.status, 400 | 404 | 405),
            "{path}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
    }
    for path in ["/base", "/admin"] {
        assert!(
            world
                .upstream
                .all()
                .iter()
                .all(|seen| !seen.path.starts_with(path))
        );
    }
}

#[tokio::test]
async fn bodies_that_are_no_requests_are_refused_before_they_go_up() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let path = path_of("send-document");
    let json = Some("application/json");
    let whole = document("ECIT").to_string();
    for (content_type, body, expected) in [
        (Some("text/plain"), whole.clone(), (415, "not_json")),
        (None, whole.clone(), (415, "not_json")),
        (json, "{".to_owned(), (400, "invalid_request")),
        (json, "[]".to_owned(), (400, "invalid_request")),
        (json, "{}".to_owned(), (400, "invalid_request")),
        (
            json,
            whole.replace("ECIT", "ecit"),
            (400, "invalid_request"),
        ),
        (
            json,
            whole.replace("documentType", "type"),
            (400, "invalid_request"),
        ),
        (
            json,
            whole.replace("0191e0a0", "Weber"),
            (400, "invalid_request"),
        ),
        (
            json,
            format!("{whole}{}", " ".repeat(5 * 1024 * 1024)),
            (413, "body_too_large"),
        ),
    ] {
        let start: String = body.chars().take(80).collect();
        let answer = page.send("POST", &path, content_type, body).await;
        assert_eq!((answer.status, answer.code()), expected, "{start}");
    }
    let answer = page
        .post_json(&path_of("revoke-document"), &document("MH"))
        .await;
    assert_eq!(answer.code(), "invalid_request", "without uuidSecu");
    let path = format!("/volet/econnector/saas/v2/ra/{GP_CODE}/send-MH");
    assert_eq!(
        page.post_json(&path, &document("ECIT")).await.code(),
        "invalid_request"
    );
    assert!(world.upstream.deposits().is_empty());
}

#[tokio::test]
async fn problems_of_the_econnector_pass_and_pages_do_not() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let problem = json!({ "status": 422, "code": "practitioner_not_enrolled" }).to_string();
    let types = "application/problem+json; charset=utf-8";
    world.upstream.script(|script| {
        script.econnector = Econnector::Answers(422, types, problem.clone());
    });
    let answer = page.deposit().await;
    assert_eq!((answer.status, &answer.body), (422, &problem));
    assert_eq!(answer.header("content-type"), types);

    for status in [200, 302, 500] {
        let html = "<html>Weber</html>".to_owned();
        let econnector = Econnector::Answers(status, "text/html", html);
        world
            .upstream
            .script(|script| script.econnector = econnector);
        let answer = page.deposit().await;
        assert_eq!(
            (answer.status, answer.code()),
            (502, "econnector_answer_unreadable")
        );
        assert!(!answer.body.contains("Weber"));
    }
    world.upstream.script(|script| {
        script.econnector = Econnector::Answers(200, "application/json", "{\"documentId\":".into());
    });
    let answer = page.deposit().await;
    assert_eq!(
        (answer.status, answer.json),
        (200, Value::Null),
        "the widget's to judge"
    );
}
