//! The log as the binary writes it: audit lines, and no word that must not be there.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};

use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Econnector, SECRET, SUB, World, document, key, path_of};

/// What was logged on this thread.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    pub(crate) fn lines(&self, target: &str) -> Vec<Value> {
        let lines = self.text();
        let lines = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["target"] == target).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

thread_local! {
    static CAPTURED: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// Writes to the log of the thread's test, if it wants one. One subscriber serves all threads: of several, `tracing` may
/// remember of a thread that has none that nobody wants a line.
struct OfThisThread;

impl MakeWriter<'_> for OfThisThread {
    type Writer = Log;

    fn make_writer(&self) -> Log {
        CAPTURED.with_borrow(|log| log.clone().unwrap_or_default())
    }
}

/// Ends the capturing of a test.
pub(crate) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        CAPTURED.take();
    }
}

pub(crate) fn captured() -> (Log, Guard) {
    static SUBSCRIBER: Once = Once::new();
    SUBSCRIBER.call_once(|| {
        let subscriber = gateway::log_subscriber(OfThisThread);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    let log = Log::default();
    CAPTURED.set(Some(log.clone()));
    (log, Guard)
}

#[tokio::test]
async fn a_deposit_leaves_one_audit_line() {
    let (log, _guard) = captured();
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let id = "2f1b7f0e-9d3a-4c8e-8f00-1234567890ab";
    page.set("x-correlation-id", id);
    page.deposit().await;
    let mut lines = log.lines("audit");
    assert_eq!(lines.len(), 1);
    let line = lines[0].as_object_mut().unwrap();
    line.retain(|name, _| !matches!(name.as_str(), "timestamp" | "level" | "target"));
    let expected = json!({
        "time": "2026-09-21T14:13:20Z",
        "action": "deposit",
        "sub": SUB,
        "practitioner": "90813319",
        "gpCode": "90813319",
        "documentId": "0191e0a0-0000-7000-8000-000000000001",
        "uuidSecu": "SECU-4711",
        "outcome": "accepted",
        "correlationId": id,
    });
    assert_eq!(lines[0], expected);
}

/// One audit line with `outcome` for an answer of the eConnector.
async fn check(outcome: &str, status: u16, body: &str) {
    let (log, _guard) = captured();
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let body = body.replace("ID", document("ECIT")["documentId"].as_str().unwrap());
    let econnector = Econnector::Answers(status, "application/json", body.clone());
    world
        .upstream
        .script(|script| script.econnector = econnector);
    page.deposit().await;
    let lines = log.lines("audit");
    assert_eq!(lines.len(), 1, "{body}");
    assert_eq!(lines[0]["outcome"], outcome, "{status} {body}");
}

#[tokio::test]
async fn the_outcome_is_what_can_be_known() {
    let accepted = r#"{"documentId":"ID","uuidSecu":"A-1","anomalies":[]}"#;
    check("accepted", 200, accepted).await;
    let refused = r#"{"documentId":"ID","anomalies":[{"type":"REJET"}],"documents":[]}"#;
    check("refused", 200, refused).await;
    let there = r#"{"documentId":"ID","anomalies":[{"type":"REJET","code":"DOUBLON"}]}"#;
    check("duplicate", 200, there).await;
    let worse = there.replace(']', r#",{"type":"REJET","code":"X"}]"#);
    check("refused", 200, &worse).await;
    let remarked = r#"{"documentId":"ID","anomalies":[{"type":"AVERTISSEMENT","code":"DOUBLON"}]}"#;
    check("unknown", 200, remarked).await;
    check("unknown", 200, "{}").await;
    check("unknown", 200, r#"{"documentId":"ID"}"#).await;
    let of_another = "0191e0a0-0000-7000-8000-00000000000f";
    check("unknown", 200, &accepted.replace("ID", of_another)).await;
    check("unknown", 200, r#"{"documentId":"#).await;
    check("unknown", 500, "{}").await;
    check("error", 503, r#"{"code":"unavailable"}"#).await;
    check("error", 422, r#"{"code":"practitioner_not_enrolled"}"#).await;
}

#[tokio::test]
async fn a_revocation_leaves_a_line_with_the_documents_number_and_a_page_none() {
    let (log, _guard) = captured();
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let revoked = json!({ "documentId": document("ECIT")["documentId"], "anomalies": [] });
    world.upstream.script(|script| {
        script.econnector = Econnector::Answers(200, "application/json", revoked.to_string());
    });
    page.post_json(&path_of("generate-pdf"), &document("ECIT"))
        .await;
    let mut revocation = document("ECIT");
    revocation["uuidSecu"] = json!("SECU-4711");
    page.post_json(&path_of("revoke-document"), &revocation)
        .await;
    let lines = log.lines("audit");
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (&lines[0]["action"], &lines[0]["uuidSecu"]),
        (&json!("revocation"), &json!("SECU-4711"))
    );
}

#[tokio::test]
async fn no_line_holds_a_token_a_secret_a_query_or_a_body() {
    let (log, _guard) = captured();
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let cookie = page.cookies["__Host-volet"].clone();
    page.get("/volet/session?matricule=1893120105732").await;
    page.get("/volet/1893120105732").await;
    page.deposit().await;
    page.refresh().await;
    world
        .upstream
        .script(|script| script.claims["nonce"] = json!("another-nonce"));
    page.exchange().await;
    page.set("origin", "https://evil.example/1893120105732");
    page.get("/volet/session").await;
    page.post("/volet/logout").await;

    let text = log.text();
    assert!(text.lines().count() >= 8, "{text}");
    for word in [
        "access-token",
        "refresh-token",
        "the-code",
        "the-verifier",
        "nonce-",
        "the-nonce",
        "another-nonce",
        "1893120105732",
        "u-1842",
        "PGE+",
        "Weber",
        SECRET,
        &cookie,
        &key(1),
    ] {
        assert!(!text.contains(word), "{word} is in the log:\n{text}");
    }
}

#[tokio::test]
async fn a_sign_in_by_navigation_and_a_search_leave_no_word_either() {
    let (log, _guard) = captured();
    let world = World::bff().await;
    let dsp = format!("{}/fhir", world.upstream.base);
    let app = world.instance(&[("VOLET_DSP_URL", &dsp)]).await;
    let mut page = world.page();
    let asked = page.login("/patients/p-1002").await;
    world.come_back(&mut page, &asked, "code=the-code").await;
    let mut page = page.at(&app);
    let answer = page.get("/volet/dsp?patient=1893120105732").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    page.get("/volet/dsp/Patient%2F1893120105732").await;
    world.clock.advance(290);
    page.deposit().await;

    let text = log.text();
    assert!(text.lines().count() >= 5, "{text}");
    let mut words = vec![
        "access-token".to_owned(),
        "refresh-token".to_owned(),
        "the-code".to_owned(),
        "1893120105732".to_owned(),
        "p-1002".to_owned(),
        crate::support::digest("u-1842"),
        page.cookies["__Host-volet"].clone(),
    ];
    for name in ["state", "nonce", "code_challenge"] {
        words.push(crate::support::parameter(&asked, name));
    }
    for word in words {
        assert!(!text.contains(&word), "{word} is in the log:\n{text}");
    }
}
