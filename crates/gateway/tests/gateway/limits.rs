//! Too much of anything: requests, headers, addresses, bodies.

use gateway::LONGEST_REQUEST;

use crate::support::{World, path_of};

#[tokio::test]
async fn an_instance_takes_on_so_many_requests_a_second() {
    let world = World::with(&[("VOLET_RATE_LIMIT", "3")]).await;
    let mut page = world.page();
    for _ in 0..3 {
        assert_eq!(page.get("/volet/session").await.status, 200);
    }
    let answer = page.get("/volet/session").await;
    assert_eq!((answer.status, answer.code()), (429, "too_many_requests"));
    assert_eq!(answer.header("retry-after"), "1");
    let other = world.instance(&[]).await;
    assert_eq!(page.at(&other).get("/volet/session").await.status, 200);
}

#[tokio::test]
async fn headers_and_addresses_have_a_size() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    let answer = page
        .get(&format!("/volet/session?{}", "a".repeat(9_000)))
        .await;
    assert_eq!((answer.status, answer.code()), (431, "headers_too_large"));
    page.set("x-long", &"a".repeat(33_000));
    let answer = page.get("/volet/session").await;
    assert_eq!((answer.status, answer.code()), (431, "headers_too_large"));
    page.unset("x-long");
    page.cookies.insert("other".into(), "a".repeat(33_000));
    assert_eq!(page.get("/volet/session").await.code(), "headers_too_large");
}

#[tokio::test]
async fn a_body_that_does_not_end_is_not_waited_for() {
    let world = World::new().await;
    let page = world.signed_in().await;
    let request = axum::http::Request::post(path_of("send-document"))
        .header("x-volet", "1")
        .header("origin", crate::support::ORIGIN)
        .header("x-volet-user", "u-1842")
        .header("content-type", "application/json")
        .header(
            "authorization",
            format!("Bearer {}", page.bearer.as_ref().unwrap()),
        )
        .header(
            "cookie",
            format!("__Host-volet={}", page.cookies["__Host-volet"]),
        )
        .body(axum::body::Body::from_stream(
            futures_util::stream::pending::<Result<axum::body::Bytes, std::io::Error>>(),
        ))
        .unwrap();
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let router = world.app.public.clone();
    let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(response.status().as_u16(), 400);
    assert_eq!(started.elapsed().as_secs(), 30);
    assert!(world.upstream.deposits().is_empty());
}

/// An answer that is dropped on its way, or an instance that is killed, takes a renewed session with it.
#[test]
fn what_stands_before_the_gateway_waits_longer_than_its_longest_request() {
    let files = [
        (
            include_str!("../../deploy/nginx.conf"),
            "proxy_read_timeout ",
        ),
        (
            include_str!("../../../../docs/gateway.md"),
            "proxy_read_timeout ",
        ),
        (
            include_str!("../../deploy/compose.yaml"),
            "stop_grace_period: ",
        ),
        (include_str!("../../deploy/Dockerfile"), "give it "),
    ];
    for (text, before) in files {
        let (_, after) = text.split_once(before).unwrap();
        let digits = after.split(|c: char| !c.is_ascii_digit()).next().unwrap();
        let seconds: u64 = digits.parse().unwrap();
        assert!(seconds > LONGEST_REQUEST.as_secs(), "{before}{digits}");
    }
    let stated = format!("{} s in all", LONGEST_REQUEST.as_secs());
    assert!(files[1].0.contains(&stated), "{stated}");
}
