//! Upstreams with certificates of an authority of their own, and one that asks for the gateway's.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};

use crate::support::{Scratch, World};

const UP: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\
                  connection: close\r\n\r\n{\"status\":\"UP\"}";

/// A certificate authority made for one test.
struct Authority {
    pem: String,
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate with its key, as PEM and as the server takes them.
struct Identity {
    pem: String,
    key_pem: String,
    der: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Authority {
    fn make() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let cert = params.self_signed(&key).unwrap();
        Self {
            pem: cert.pem(),
            der: cert.der().clone(),
            issuer: Issuer::new(params, key),
        }
    }

    fn certify(&self, name: &str) -> Identity {
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let cert = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            pem: cert.pem(),
            key_pem: key.serialize_pem(),
            der: cert.der().clone(),
            key: key.into(),
        }
    }
}

/// An eConnector behind TLS; where `clients` is given, only for certificates of that authority.
async fn econnector(identity: Identity, clients: Option<&Authority>) -> String {
    let provider = Arc::new(crypto::ring::default_provider());
    let tls = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let tls = match clients {
        None => tls.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der.clone()).unwrap();
            let roots = Arc::new(roots);
            let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
            tls.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let tls = tls
        .with_single_cert(vec![identity.der], identity.key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            // A client that does not trust the certificate, or has none, ends the handshake.
            let Ok(mut connection) = acceptor.accept(connection).await else {
                continue;
            };
            let mut request = [0; 4_096];
            assert!(connection.read(&mut request).await.unwrap() > 0);
            connection.write_all(UP.as_bytes()).await.unwrap();
            connection.shutdown().await.unwrap();
        }
    });
    base
}

/// Asks for the status through a gateway with these variables.
async fn check(world: &World, variables: &[(&str, &str)], expected: (u16, &str)) {
    let app = world.instance(variables).await;
    let mut page = world.signed_in().await.at(&app);
    let answer = page.get("/volet/econnector/status").await;
    assert_eq!((answer.status, answer.code()), expected, "{variables:?}");
}

#[tokio::test]
async fn only_a_certificate_that_is_trusted_gets_a_request() {
    let world = World::new().await;
    let (authority, stranger) = (Authority::make(), Authority::make());
    let base = econnector(authority.certify("localhost"), None).await;
    let (ca, other) = (Scratch::new(&authority.pem), Scratch::new(&stranger.pem));
    let url = ("VOLET_ECONNECTOR_URL", &*base);

    check(&world, &[url], (502, "econnector_down")).await;
    let trusted = [url, ("VOLET_UPSTREAM_CA", other.path())];
    check(&world, &trusted, (502, "econnector_down")).await;
    let trusted = [url, ("VOLET_UPSTREAM_CA", ca.path())];
    check(&world, &trusted, (200, "")).await;

    let base = econnector(authority.certify("another.example"), None).await;
    let misnamed = [("VOLET_ECONNECTOR_URL", &*base), trusted[1]];
    check(&world, &misnamed, (502, "econnector_down")).await;
}

#[tokio::test]
async fn a_client_certificate_is_shown_where_it_is_asked_for() {
    let world = World::new().await;
    let (authority, stranger) = (Authority::make(), Authority::make());
    let base = econnector(authority.certify("localhost"), Some(&authority)).await;
    let ca = Scratch::new(&authority.pem);
    let trusted = [
        ("VOLET_ECONNECTOR_URL", &*base),
        ("VOLET_UPSTREAM_CA", ca.path()),
    ];
    check(&world, &trusted, (502, "econnector_down")).await;
    for (signer, expected) in [
        (&authority, (200, "")),
        (&stranger, (502, "econnector_down")),
    ] {
        let identity = signer.certify("gateway.example");
        let (cert, key) = (Scratch::new(&identity.pem), Scratch::new(&identity.key_pem));
        let shown = [
            ("VOLET_TLS_CLIENT_CERT", cert.path()),
            ("VOLET_TLS_CLIENT_KEY", key.path()),
        ];
        check(&world, &[&trusted[..], &shown].concat(), expected).await;
    }
}

#[tokio::test]
async fn a_certificate_and_a_key_that_do_not_fit_stop_the_start() {
    let authority = Authority::make();
    let (one, two) = (authority.certify("one"), authority.certify("two"));
    let (cert, key) = (Scratch::new(&one.pem), Scratch::new(&two.key_pem));
    let text = Scratch::new("no PEM at all");
    for (cert, key) in [(&cert, &key), (&text, &key), (&cert, &text)] {
        let mut variables = crate::support::variables("https://issuer.example");
        variables.insert("VOLET_TLS_CLIENT_CERT".into(), cert.path().into());
        variables.insert("VOLET_TLS_CLIENT_KEY".into(), key.path().into());
        let config = gateway::Config::from_env_map(&variables).unwrap();
        let error = gateway::app(config, Arc::new(gateway::SystemClock)).await;
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("VOLET_TLS_CLIENT_CERT: "), "{error}");
    }
}
