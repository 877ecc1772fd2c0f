//! Upstreams that are not there, that hang up, and pages that go away.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::log::captured;
use crate::support::{Econnector, World, nobody, until};

#[tokio::test]
async fn an_econnector_that_is_not_there_was_sent_nothing() {
    let world = World::new().await;
    let base = format!("http://{}", nobody().await);
    let app = world.instance(&[("VOLET_ECONNECTOR_URL", &base)]).await;
    let mut page = world.signed_in().await.at(&app);
    let answer = page.deposit().await;
    assert_eq!((answer.status, answer.code()), (502, "econnector_down"));
    let answer = page.get("/volet/econnector/status").await;
    assert_eq!((answer.status, answer.code()), (502, "econnector_down"));
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_the_outcome_unknown_and_nothing_is_sent_twice() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let accepted = tokio::spawn(async move {
        let mut accepted = 0;
        while let Ok(connection) =
            tokio::time::timeout(Duration::from_secs(1), listener.accept()).await
        {
            accepted += 1;
            let (mut connection, _) = connection.unwrap();
            let mut bytes = [0; 65_536];
            assert!(connection.read(&mut bytes).await.unwrap() > 0);
        }
        accepted
    });
    let world = World::new().await;
    let app = world.instance(&[("VOLET_ECONNECTOR_URL", &base)]).await;
    let mut page = world.signed_in().await.at(&app);
    let answer = page.deposit().await;
    assert_eq!(
        (answer.status, answer.code()),
        (504, "send_outcome_unknown")
    );
    assert_eq!(accepted.await.unwrap(), 1);
}

/// An upstream that drops its first connection and answers the second; gives how many came.
async fn forgetful(listener: TcpListener) -> usize {
    let mut accepted = 0;
    while let Ok(connection) = tokio::time::timeout(Duration::from_secs(1), listener.accept()).await
    {
        accepted += 1;
        let (mut connection, _) = connection.unwrap();
        let mut bytes = [0; 65_536];
        assert!(connection.read(&mut bytes).await.unwrap() > 0);
        if accepted > 1 {
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                          content-length: 2\r\nconnection: close\r\n\r\n{}";
            connection.write_all(answer.as_bytes()).await.unwrap();
        }
    }
    accepted
}

#[tokio::test]
async fn what_changes_nothing_is_asked_again_once() {
    let world = World::new().await;
    for (variable, path) in [
        ("VOLET_ECONNECTOR_URL", "/volet/econnector/status"),
        ("VOLET_DSP_URL", "/volet/dsp/metadata"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let accepted = tokio::spawn(forgetful(listener));
        let app = world.instance(&[(variable, &base)]).await;
        let mut page = world.signed_in().await.at(&app);
        let answer = page.get(path).await;
        assert_eq!((answer.status, &*answer.body), (200, "{}"), "{path}");
        assert_eq!(accepted.await.unwrap(), 2, "{path}");
    }
}

#[tokio::test]
async fn an_answer_that_takes_more_than_a_minute_is_lost() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    page.get("/volet/econnector/status").await;
    world
        .upstream
        .script(|script| script.econnector = Econnector::Waits);
    // From here on the time runs as soon as all wait.
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let answer = page.deposit().await;
    assert_eq!(
        (answer.status, answer.code()),
        (504, "send_outcome_unknown")
    );
    assert_eq!(started.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn a_page_that_goes_away_stops_neither_the_deposit_nor_its_audit_line() {
    let (log, _guard) = captured();
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world
        .upstream
        .script(|script| script.econnector = Econnector::Waits);
    let sent = || !world.upstream.deposits().is_empty();
    tokio::select! {
        _ = page.deposit() => panic!("nobody has answered"),
        () = until(sent) => {}
    }
    world.upstream.release.notify_one();
    until(|| log.lines("audit").len() == 1).await;
    assert_eq!(log.lines("audit")[0]["outcome"], "accepted");
}
