//! An upstream with a certificate of its own authority.

use std::sync::Arc;

use rcgen::CertifiedKey;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto};

use crate::support::{Scratch, World};

const UP: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\
                  connection: close\r\n\r\n{\"status\":\"UP\"}";

/// An eConnector behind TLS; gives its address and its certificate as PEM.
async fn econnector() -> (String, String) {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let tls = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], signing_key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            // A client that does not trust the certificate ends the handshake.
            let Ok(mut connection) = acceptor.accept(connection).await else {
                continue;
            };
            let mut request = [0; 4_096];
            assert!(connection.read(&mut request).await.unwrap() > 0);
            connection.write_all(UP.as_bytes()).await.unwrap();
            connection.shutdown().await.unwrap();
        }
    });
    (base, cert.pem())
}

#[tokio::test]
async fn only_a_certificate_that_is_trusted_gets_a_request() {
    let world = World::new().await;
    let (base, certificate) = econnector().await;
    let ca = Scratch::new(&certificate);
    let page = world.signed_in().await;

    let without = world.instance(&[("VOLET_ECONNECTOR_URL", &base)]).await;
    let answer = page.at(&without).get("/volet/econnector/status").await;
    assert_eq!((answer.status, answer.code()), (502, "econnector_down"));

    let trust = [
        ("VOLET_ECONNECTOR_URL", &*base),
        ("VOLET_UPSTREAM_CA", ca.path()),
    ];
    let with = world.instance(&trust).await;
    let answer = page.at(&with).get("/volet/econnector/status").await;
    assert_eq!(
        (answer.status, answer.json["status"].as_str()),
        (200, Some("UP"))
    );
}
