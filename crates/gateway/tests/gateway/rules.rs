//! What holds for every request: the mark, the origin, and the headers of each answer.

use crate::support::{Page, World};

const ROUTES: [(&str, &str); 14] = [
    ("GET", "/volet/configuration"),
    ("GET", "/volet/session"),
    ("POST", "/volet/token"),
    ("POST", "/volet/logout"),
    ("GET", "/volet/econnector/status"),
    ("POST", "/volet/econnector/saas/v2/90813319/send-document"),
    ("POST", "/volet/econnector/saas/v2/90813319/revoke-document"),
    (
        "POST",
        "/volet/econnector/saas/v2/90813319/generate-signature",
    ),
    ("POST", "/volet/econnector/saas/v2/90813319/generate-pdf"),
    (
        "POST",
        "/volet/econnector/saas/v2/90813319/deposit-document",
    ),
    ("POST", "/volet/econnector/saas/v2/ra/90813319/send-MH"),
    ("GET", "/volet/dsp/Binary/b-1"),
    ("POST", "/volet/dsp/DocumentReference/_search"),
    ("GET", "/volet/nothing/here"),
];

async fn check(page: &Page, change: impl Fn(&mut Page), expected: (u16, &str)) {
    for (method, path) in ROUTES {
        let mut page = page.clone();
        change(&mut page);
        let answer = page.send(method, path, None, String::new()).await;
        assert_eq!((answer.status, answer.code()), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn requests_of_other_sites_are_refused_on_every_route() {
    let world = World::new().await;
    let page = world.signed_in().await;
    check(&page, |page| page.unset("x-volet"), (403, "header_missing")).await;
    check(
        &page,
        |page| page.set("x-volet", "0"),
        (403, "header_missing"),
    )
    .await;
    check(
        &page,
        |page| page.set("origin", "https://evil.example"),
        (403, "origin_refused"),
    )
    .await;
    check(
        &page,
        |page| page.set("origin", "null"),
        (403, "origin_refused"),
    )
    .await;
    check(
        &page,
        |page| page.set("origin", "http://localhost:80801"),
        (403, "origin_refused"),
    )
    .await;
    for site in ["cross-site", "same-site", "none"] {
        check(
            &page,
            |page| page.set("sec-fetch-site", site),
            (403, "fetch_site_refused"),
        )
        .await;
    }
    assert_eq!(world.upstream.seen("/realm/logout").len(), 0);
}

#[tokio::test]
async fn an_origin_may_be_missing_on_reads_only() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    page.unset("origin");
    page.set("sec-fetch-site", "same-origin");
    assert_eq!(page.get("/volet/session").await.status, 200);
    assert_eq!(page.post("/volet/logout").await.code(), "origin_refused");
    assert_eq!(
        page.send("OPTIONS", "/volet/token", None, String::new())
            .await
            .code(),
        "origin_refused"
    );
}

#[tokio::test]
async fn further_origins_can_be_allowed() {
    let world = World::with(&[("VOLET_ALLOWED_ORIGINS", "http://localhost:8090")]).await;
    let mut page = world.page();
    assert_eq!(page.exchange().await.status, 200);
    page.set("origin", "http://localhost:8090");
    assert_eq!(page.exchange().await.status, 200);
}

#[tokio::test]
async fn every_answer_is_dressed_and_carries_its_id() {
    let world = World::new().await;
    let mut page = world.page();
    let id = "2f1b7f0e-9d3a-4c8e-8f00-1234567890ab";
    page.set("x-correlation-id", id);
    for (method, path) in ROUTES {
        let answer = page.send(method, path, None, String::new()).await;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-correlation-id", id),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path}");
        }
        if answer.header("content-type") == "application/problem+json" {
            assert_eq!(answer.json["correlationId"], id, "{path}");
            assert_eq!(answer.json["status"], answer.status, "{path}");
        }
    }
    page.set("x-correlation-id", "Weber Anne\t1893120105732");
    let answer = page.get("/volet/session").await;
    assert_eq!(answer.header("x-correlation-id").len(), 36, "made anew");
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let world = World::new().await;
    let mut page = world.page();
    for path in ["/volet", "/volet/", "/volet/tokens", "/volet/dsp/Patient"] {
        let answer = page.get(path).await;
        assert_eq!((answer.status, answer.code()), (404, "not_found"), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    for path in [
        "/volet/token",
        "/volet/econnector/saas/v2/90813319/send-document",
    ] {
        let answer = page.get(path).await;
        assert_eq!(
            (answer.status, answer.code()),
            (405, "method_not_allowed"),
            "{path}"
        );
    }
}
