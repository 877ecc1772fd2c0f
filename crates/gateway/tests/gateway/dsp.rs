//! The way to the shared record: who may use it, what passes, and which paths are none.

use serde_json::json;

use crate::support::{Page, World};

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
const SEARCH: &str = "patient.identifier=urn:oid:1.3.182.4.4|1893120105732&status=current";

async fn world() -> World {
    let world = World::new().await;
    let dsp = format!("{}/fhir", world.upstream.base);
    let app = world.instance(&[("VOLET_DSP_URL", &dsp)]).await;
    World { app, ..world }
}

async fn search(page: &mut Page) -> crate::support::Answer {
    let path = "/volet/dsp/DocumentReference/_search";
    page.send("POST", path, FORM, SEARCH.to_owned()).await
}

#[tokio::test]
async fn the_base_is_told_where_there_is_one() {
    let world = world().await;
    let answer = world.page().get("/volet/configuration").await;
    assert_eq!(
        answer.json["dspBase"],
        format!("{}/fhir", world.upstream.base)
    );

    let without = World::new().await;
    let mut page = without.signed_in().await;
    assert_eq!(page.get("/volet/dsp/metadata").await.code(), "not_found");
}

#[tokio::test]
async fn a_search_goes_up_as_a_form_and_its_answer_comes_down() {
    let world = world().await;
    let mut page = world.signed_in().await;
    let answer = search(&mut page).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, r#"{"resourceType":"Bundle"}"#)
    );
    assert_eq!(answer.header("content-type"), "application/fhir+json");
    assert!(!answer.headers.contains_key("x-upstream"));
    let seen = &world.upstream.seen("/fhir/DocumentReference/_search")[0];
    assert_eq!(seen.body, SEARCH);
    assert_eq!(seen.headers["authorization"], "Bearer access-token-1");
    assert_eq!(seen.headers["accept"], "application/fhir+json");
    for name in ["cookie", "origin", "x-volet", "x-volet-user"] {
        assert!(!seen.headers.contains_key(name), "{name} went up");
    }
}

#[tokio::test]
async fn documents_and_next_pages_are_read() {
    let world = world().await;
    let mut page = world.signed_in().await;
    world
        .upstream
        .script(|script| script.dsp = (200, "application/pdf", "%PDF-1.7".into()));
    page.set("accept", "application/pdf");
    let answer = page.get("/volet/dsp/Binary/b-1").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/pdf")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        world.upstream.seen("/fhir/Binary/b-1")[0].headers["accept"],
        "application/pdf"
    );
    page.get("/volet/dsp?_getpages=a1&_getpagesoffset=20").await;
    assert_eq!(
        world
            .upstream
            .seen("/fhir?_getpages=a1&_getpagesoffset=20")
            .len(),
        1
    );
}

#[tokio::test]
async fn tricks_with_the_path_never_leave() {
    let world = world().await;
    let page = world.signed_in().await;
    for path in [
        "/volet/dsp/../realm/token",
        "/volet/dsp/%2e%2e/realm/token",
        "/volet/dsp/Binary%2F..%2F..%2Frealm",
        "/volet/dsp//evil.example/Binary/b-1",
        "/volet/dsp/http://evil.example/Binary/b-1",
        "/volet/dsp/Binary/b-1;evil",
    ] {
        let answer = page.clone().get(path).await;
        assert_eq!(
            (answer.status, answer.code()),
            (403, "dsp_link_refused"),
            "{path}"
        );
    }
    let seen = world.upstream.all();
    assert!(
        seen.iter()
            .all(|it| !it.path.contains("fhir") && !it.path.contains("evil"))
    );
}

#[tokio::test]
async fn nothing_is_written() {
    let world = world().await;
    let page = world.signed_in().await;
    for (method, path) in [
        ("POST", "/volet/dsp/DocumentReference"),
        ("GET", "/volet/dsp/DocumentReference/_search"),
        ("PUT", "/volet/dsp/Binary/b-1"),
        ("DELETE", "/volet/dsp/Binary/b-1"),
        ("PATCH", "/volet/dsp/Binary/b-1"),
    ] {
        let answer = page.clone().send(method, path, FORM, String::new()).await;
        assert_eq!(
            (answer.status, answer.code()),
            (405, "method_not_allowed"),
            "{method} {path}"
        );
    }
    let mut page = page;
    let path = "/volet/dsp/DocumentReference/_search";
    for (path, content_type, body) in [
        (path, Some("application/json"), "{}".to_owned()),
        (
            "/volet/dsp/DocumentReference/_search?patient=1893120105732",
            FORM,
            String::new(),
        ),
    ] {
        let answer = page.send("POST", path, content_type, body).await;
        assert_eq!(answer.code(), "invalid_request", "{path}");
    }
    let long = "a=".to_owned() + &"b".repeat(70_000);
    assert_eq!(
        page.send("POST", path, FORM, long).await.code(),
        "body_too_large"
    );
    assert!(
        world
            .upstream
            .all()
            .iter()
            .all(|it| !it.path.contains("fhir"))
    );
}

#[tokio::test]
async fn it_is_for_people_with_an_identity() {
    let world = world().await;
    let mut nobody = world.page();
    assert_eq!(search(&mut nobody).await.code(), "session_expired");
    let mut page = world.signed_in().await;
    page.bearer = None;
    assert_eq!(search(&mut page).await.code(), "token_mismatch");
    world
        .upstream
        .script(|script| script.claims["sub"] = json!("somebody-new"));
    let mut stranger = world.signed_in().await;
    let answer = search(&mut stranger).await;
    assert_eq!((answer.status, answer.code()), (403, "not_entitled"));
}

#[tokio::test]
async fn only_answers_of_fhir_come_down() {
    let world = world().await;
    let mut page = world.signed_in().await;
    let outcome = r#"{"resourceType":"OperationOutcome"}"#;
    for (status, content_type, body, expected) in [
        (403, "application/fhir+json", outcome, (403, "")),
        (
            500,
            "application/fhir+json; charset=utf-8",
            outcome,
            (500, ""),
        ),
        (502, "text/html", "<html>", (502, "dsp_unavailable")),
        (
            302,
            "application/fhir+json",
            outcome,
            (502, "dsp_unavailable"),
        ),
        (404, "text/html", "<html>", (502, "dsp_unavailable")),
    ] {
        world
            .upstream
            .script(|script| script.dsp = (status, content_type, body.to_owned()));
        let answer = search(&mut page).await;
        assert_eq!(
            (answer.status, answer.code()),
            expected,
            "{status} {content_type}"
        );
    }
    let nobody = format!("http://{}/fhir", crate::support::nobody().await);
    let app = world.instance(&[("VOLET_DSP_URL", &nobody)]).await;
    let answer = search(&mut page.at(&app)).await;
    assert_eq!((answer.status, answer.code()), (502, "dsp_unavailable"));
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_named_so_and_not_asked_again() {
    let world = world().await;
    let mut page = world.signed_in().await;
    let body = " ".repeat(32 * 1024 * 1024 + 1);
    world
        .upstream
        .script(|script| script.dsp = (200, "application/fhir+json", body));
    let answer = page.get("/volet/dsp/Binary/b-1").await;
    assert_eq!((answer.status, answer.code()), (413, "too_large"));
    assert_eq!(world.upstream.seen("/fhir/Binary/b-1").len(), 1);
}

#[tokio::test]
async fn the_type_of_a_refusal_is_read_whatever_its_case() {
    let world = world().await;
    let mut page = world.signed_in().await;
    let refusal = (404, "Application/FHIR+JSON; charset=utf-8", "{}".to_owned());
    world.upstream.script(|script| script.dsp = refusal);
    assert_eq!(page.get("/volet/dsp/Binary/b-1").await.status, 404);
}
