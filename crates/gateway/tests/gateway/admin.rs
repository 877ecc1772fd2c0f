//! The listener for operations.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{World, nobody};

async fn get(app: &gateway::App, path: &str) -> (u16, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = app.admin.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn alive_is_not_ready() {
    let world = World::new().await;
    let nobody = format!("http://{}", nobody().await);
    for (variable, value, issuer, econnector) in [
        ("VOLET_LISTEN", "127.0.0.1:0", "UP", "UP"),
        ("VOLET_ISSUER", &*nobody, "DOWN", "UP"),
        ("VOLET_ECONNECTOR_URL", &*nobody, "UP", "DOWN"),
    ] {
        let app = world.instance(&[(variable, value)]).await;
        assert_eq!(get(&app, "/healthz").await.0, 200);
        let (status, body) = get(&app, "/readyz").await;
        let expected = if issuer == econnector { 200 } else { 503 };
        assert_eq!(status, expected, "{variable}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body, json!({ "issuer": issuer, "econnector": econnector }));
    }
}

#[tokio::test]
async fn the_figures_count_what_happened() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    page.deposit().await;
    page.refresh().await;
    page.get("/volet/1893120105732").await;
    let (status, text) = get(&world.app, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        r#"volet_requests_total{route="/volet/token",status="2xx"} 2"#,
        r#"volet_requests_total{route="/volet/{*rest}",status="4xx"} 1"#,
        r#"volet_token_exchanges_total{outcome="granted"} 1"#,
        r#"volet_refreshes_total{outcome="granted"} 1"#,
        r#"volet_deposits_total{outcome="accepted"} 1"#,
        r#"volet_upstream_seconds_count{upstream="econnector"} 1"#,
    ] {
        assert!(
            text.lines().any(|it| it == line),
            "{line} is not in\n{text}"
        );
    }
    assert!(!text.contains("1893120105732"));
}
