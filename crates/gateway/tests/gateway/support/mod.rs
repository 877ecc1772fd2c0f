//! A gateway with stand-ins made for these tests, and a page that talks to it.

mod answers;
mod clock;
mod keys;
mod page;
mod process;
mod scratch;
mod upstream;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gateway::{App, Config};
use tokio::net::TcpListener;
use url::Url;

pub(crate) use answers::receipt;
pub(crate) use clock::TestClock;
pub(crate) use keys::{Keys, Signature};
pub(crate) use page::{Answer, Page, code_form, digest, document, parameter, path_of};
pub(crate) use process::{Gateway, Nginx};
pub(crate) use scratch::Scratch;
pub(crate) use upstream::{DISCOVERY, Econnector, Upstream};

pub(crate) const ORIGIN: &str = "http://localhost:8080";
pub(crate) const REDIRECT_URI: &str = "http://localhost:8080/callback";
pub(crate) const CLIENT_ID: &str = "volet-test";
pub(crate) const SUB: &str = "3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01";
const SECRETARY: &str = "8c4d7e90-1a2b-4f3c-8d5e-6f7a8b9c0d02";
pub(crate) const GP_CODE: &str = "90813319";
pub(crate) const SECRET: &str = "secret-of-the-client";
pub(crate) const NOW: i64 = 1_790_000_000;

/// Everything of one test.
pub(crate) struct World {
    pub(crate) upstream: Upstream,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) app: App,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// A world with variables of its own; an empty value takes one away.
    pub(crate) async fn with(variables: &[(&str, &str)]) -> Self {
        let upstream = Upstream::start().await;
        let clock = Arc::new(TestClock::at(NOW));
        let mut all = self::variables(&upstream.base);
        all.extend(
            variables
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into())),
        );
        let app = app(&all, &clock).await;
        Self {
            upstream,
            clock,
            variables: all,
            app,
        }
    }

    /// A second instance, as behind a load balancer, with some variables set otherwise.
    pub(crate) async fn instance(&self, changes: &[(&str, &str)]) -> App {
        let mut variables = self.variables.clone();
        variables.extend(
            changes
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into())),
        );
        app(&variables, &self.clock).await
    }

    /// A page on which nobody has signed in.
    pub(crate) fn page(&self) -> Page {
        Page::new(&self.app)
    }

    /// A gateway that signs in itself.
    pub(crate) async fn bff() -> Self {
        Self::with(&[("VOLET_MODE", "bff")]).await
    }

    /// A page on which the doctor has signed in through the gateway.
    pub(crate) async fn signed_in_by_navigation(&self) -> Page {
        let mut page = self.page();
        let asked = page.login("/patients").await;
        let answer = self.come_back(&mut page, &asked, "code=the-code").await;
        assert!(
            answer
                .header("location")
                .ends_with("/patients?volet_login=done"),
            "{answer:?}"
        );
        page
    }

    /// The issuer's answer to `asked`, with its nonce in the id_token that comes next.
    pub(crate) async fn come_back(&self, page: &mut Page, asked: &Url, what: &str) -> Answer {
        let nonce = parameter(asked, "nonce");
        self.upstream
            .script(|script| script.claims["nonce"] = nonce.into());
        let state = parameter(asked, "state");
        let path = format!("/volet/callback?{what}&state={state}");
        page.navigate(&path).await
    }

    /// A page on which the doctor's secretary has signed in, and so does whoever follows.
    pub(crate) async fn signed_in_as_secretary(&self) -> Page {
        self.upstream
            .script(|script| script.claims["sub"] = SECRETARY.into());
        self.signed_in().await
    }

    /// A page on which the doctor has signed in.
    pub(crate) async fn signed_in(&self) -> Page {
        let mut page = self.page();
        let answer = page.exchange().await;
        assert_eq!(answer.status, 200, "{answer:?}");
        page
    }
}

async fn app(variables: &BTreeMap<String, String>, clock: &Arc<TestClock>) -> App {
    let config = Config::from_env_map(variables).unwrap();
    let clock: Arc<TestClock> = Arc::clone(clock);
    gateway::app(config, clock).await.unwrap()
}

/// A configuration that starts.
pub(crate) fn variables(base: &str) -> BTreeMap<String, String> {
    [
        ("VOLET_PUBLIC_ORIGIN", ORIGIN.to_owned()),
        ("VOLET_REDIRECT_URIS", REDIRECT_URI.to_owned()),
        ("VOLET_ISSUER", format!("{base}/realm")),
        ("VOLET_CLIENT_ID", CLIENT_ID.to_owned()),
        ("VOLET_CLIENT_SECRET", SECRET.to_owned()),
        ("VOLET_COOKIE_KEY", key(1)),
        ("VOLET_ECONNECTOR_URL", format!("{base}/base")),
        ("VOLET_ENTITLEMENTS", fixture("entitlements.json")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// Waits for what has to come soon.
pub(crate) async fn until(condition: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never came");
}

/// Base64 of 32 equal bytes.
pub(crate) fn key(byte: u8) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode([byte; 32])
}

pub(crate) fn fixture(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "fixtures", name]
        .iter()
        .collect();
    path.to_str().unwrap().to_owned()
}

/// An address at which nobody listens.
pub(crate) async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
}
