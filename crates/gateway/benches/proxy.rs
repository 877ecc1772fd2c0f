//! Figures of the way to the eConnector: directly, through nginx as a plain reverse proxy, and through
//! the gateway, in one run on loopback. Printed, and written to `target/bench/gateway.json`.
//!
//! The eConnector is a stand-in that reads the body and answers, so that what is measured is the way.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement stops at the first fault, prints, and takes its time from the machine"
)]

#[expect(
    dead_code,
    unused_imports,
    reason = "the tests' helpers, of which a measurement needs a few"
)]
#[path = "../tests/gateway/support/mod.rs"]
mod support;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::Request;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use gateway::{Clock, SystemClock};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use support::{Gateway, Nginx, ORIGIN, Page, Upstream, receipt, variables};

/// One connection after the other, for latencies.
const ALONE: usize = 2_000;
/// Many connections, for requests a second.
const TOGETHER: usize = 8_000;
const CONNECTIONS: usize = 8;
/// What the memory is looked at after.
const LONG_RUN: usize = 100_000;
const WARM_UP: usize = 1_000;
/// The XML of a certificate with its signature, roughly; base64.
const DOCUMENT_LENGTH: usize = 12_000;

/// A way to the eConnector: where it begins, and what a request carries.
#[derive(Clone)]
struct Way {
    name: &'static str,
    address: SocketAddr,
    path: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

struct Figures {
    p50: Duration,
    p99: Duration,
    per_second: f64,
}

#[tokio::main]
async fn main() {
    let upstream = Upstream::start().await;
    upstream.script(|script| {
        script.claims["exp"] = (SystemClock.now() + 3_600).into();
    });
    let econnector = econnector().await;
    // With a smaller buffer nginx sends a body in two parts and waits 40 ms between them.
    let proxy = Nginx::start(&format!(
        "upstream econnector {{ server {}; keepalive 64; }}\n\
         server {{ listen ADDRESS; client_body_buffer_size 64k; location / {{\n\
         proxy_pass http://econnector; proxy_http_version 1.1;\n\
         proxy_set_header Connection \"\"; }} }}",
        econnector
    ))
    .await;
    let mut variables = variables(&upstream.base);
    let to_econnector = format!("http://{econnector}");
    variables.insert("VOLET_ECONNECTOR_URL".into(), to_econnector);
    variables.insert("VOLET_RATE_LIMIT".into(), "1000000".into());
    let gateway = Gateway::start(&variables).await;

    let ways = ways(econnector, &proxy, &gateway).await;
    for way in &ways {
        together(way, WARM_UP).await;
    }
    let mut figures = Vec::new();
    for way in &ways {
        let (p50, p99) = alone(way).await;
        let per_second = together(way, TOGETHER).await;
        figures.push(Figures {
            p50,
            p99,
            per_second,
        });
    }
    let before = resident(&gateway);
    together(&ways[2], LONG_RUN).await;
    let after = resident(&gateway);
    report(&ways, &figures, before, after);
}

/// Reads each body to its end and gives a receipt.
async fn econnector() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = async |_: Bytes| Json(receipt());
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener.tap_io(quick), router).await });
    address
}

fn quick(connection: &mut TcpStream) {
    connection.set_nodelay(true).unwrap();
}

/// Well-formed, since the gateway looks whose document it is.
fn xml() -> Value {
    use base64::Engine;
    let line = "<ligne>une prestation</ligne>";
    let lines = line.repeat(DOCUMENT_LENGTH * 3 / 4 / line.len());
    base64::engine::general_purpose::STANDARD
        .encode(format!("<document>{lines}</document>"))
        .into()
}

/// The same deposit by three ways.
async fn ways(econnector: SocketAddr, proxy: &Nginx, gateway: &Gateway) -> [Way; 3] {
    let mut page = Page::over(gateway.address);
    assert_eq!(page.exchange().await.status, 200);
    let mut document = support::document("ECIT");
    document["xml"] = xml();
    let bearer = format!("Bearer {}", page.bearer.as_ref().unwrap());
    let plain = Way {
        name: "direct",
        address: econnector,
        path: "/saas/v2/90813319/send-document",
        headers: vec![
            ("content-type", "application/json".to_owned()),
            ("authorization", bearer),
        ],
        body: document.to_string(),
    };
    let cookies = page
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let mut of_page = plain.headers.clone();
    of_page.extend([
        ("x-volet", "1".to_owned()),
        ("x-volet-user", page.headers["x-volet-user"].clone()),
        ("origin", ORIGIN.to_owned()),
        ("cookie", cookies.collect::<Vec<_>>().join("; ")),
    ]);
    let through_nginx = Way {
        name: "nginx",
        address: proxy.address,
        ..plain.clone()
    };
    let through_gateway = Way {
        name: "gateway",
        address: gateway.address,
        path: "/volet/econnector/saas/v2/90813319/send-document",
        headers: of_page,
        ..plain.clone()
    };
    [plain, through_nginx, through_gateway]
}

impl Way {
    async fn connect(&self) -> SendRequest<Body> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        sender
    }

    async fn go(&self, sender: &mut SendRequest<Body>) {
        let mut request = Request::post(self.path).header("host", self.address.to_string());
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(self.body.clone())).unwrap();
        sender.ready().await.unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.status(), 200, "{}", self.name);
        let body = to_bytes(Body::new(answer.into_body()), usize::MAX)
            .await
            .unwrap();
        assert!(!body.is_empty());
    }
}

/// Median and 99th percentile of one request after the other.
async fn alone(way: &Way) -> (Duration, Duration) {
    let mut sender = way.connect().await;
    let mut times = Vec::with_capacity(ALONE);
    for _ in 0..ALONE {
        let started = Instant::now();
        way.go(&mut sender).await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    (times[ALONE / 2], times[ALONE * 99 / 100])
}

/// Requests a second over several connections.
async fn together(way: &Way, count: usize) -> f64 {
    let started = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let way = way.clone();
        connections.spawn(async move {
            let mut sender = way.connect().await;
            for _ in 0..count / CONNECTIONS {
                way.go(&mut sender).await;
            }
        });
    }
    while let Some(done) = connections.join_next().await {
        done.unwrap();
    }
    let count = u32::try_from(count).unwrap();
    f64::from(count) / started.elapsed().as_secs_f64()
}

/// Kilobytes of memory that the process holds.
fn resident(gateway: &Gateway) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", gateway.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn report(ways: &[Way; 3], figures: &[Figures], before: u64, after: u64) {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let added = |time: Duration, direct: Duration| micros(time) - micros(direct);
    let direct = &figures[0];
    println!("A deposit of {DOCUMENT_LENGTH} letters of XML, on loopback:");
    println!("way        p50 µs   p99 µs   added p50   added p99   requests/s");
    let mut rows: Vec<Value> = Vec::new();
    for (way, it) in ways.iter().zip(figures) {
        let (p50, p99) = (added(it.p50, direct.p50), added(it.p99, direct.p99));
        println!(
            "{:<9} {:>7.0}  {:>7.0}  {p50:>10.0}  {p99:>10.0}  {:>11.0}",
            way.name,
            micros(it.p50),
            micros(it.p99),
            it.per_second
        );
        rows.push(json!({
            "way": way.name, "p50_us": micros(it.p50), "p99_us": micros(it.p99),
            "added_p50_us": p50, "added_p99_us": p99, "requests_per_second": it.per_second,
        }));
    }
    let ratio = figures[2].per_second / figures[1].per_second;
    println!("requests/s, gateway to nginx: {ratio:.2}");
    println!("memory: {before} KB, after {LONG_RUN} more requests {after} KB");
    let all = json!({
        "ways": rows, "requests_per_second_gateway_to_nginx": ratio,
        "memory_kb": { "before": before, "after": after, "requests": LONG_RUN },
    });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("gateway.json"), format!("{all:#}\n")).unwrap();
}
