//! Two instances behind nginx: neither has state that the other lacks, and one may go at any time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gateway::{Clock, SystemClock};

use crate::support::{Gateway, Nginx, Page, Upstream, until, variables};

/// An issuer that rotates, two gateways with one key, and nginx that takes them in turn.
struct Site {
    upstream: Upstream,
    one: Gateway,
    two: Gateway,
    nginx: Nginx,
}

impl Site {
    async fn start() -> Self {
        Self::balanced("").await
    }

    /// As docs/gateway.md has it: one cookie, one instance.
    async fn by_cookie() -> Self {
        Self::balanced("hash $session consistent;").await
    }

    async fn balanced(method: &str) -> Self {
        let upstream = Upstream::start().await;
        upstream.script(|script| {
            script.rotates = true;
            // Processes have the machine's clock.
            script.claims["iat"] = SystemClock.now().into();
            script.claims["exp"] = (SystemClock.now() + 3_600).into();
        });
        let variables = variables(&upstream.base);
        let (one, two) = (
            Gateway::start(&variables).await,
            Gateway::start(&variables).await,
        );
        let nginx = Nginx::start(&format!(
            "map $http_cookie $session {{\n\
               default $remote_addr;\n\
               \"~__Host-volet=(?<sealed>[^;]+)\" $sealed;\n\
             }}\n\
             upstream gateways {{\n\
               {method}\n\
               server {} max_fails=1 fail_timeout=1s;\n\
               server {} max_fails=1 fail_timeout=1s;\n\
             }}\n\
             server {{\n\
               listen ADDRESS;\n\
               location /volet/ {{ proxy_pass http://gateways; proxy_http_version 1.1; proxy_read_timeout 130s; }}\n\
             }}",
            one.address, two.address
        ))
        .await;
        Self {
            upstream,
            one,
            two,
            nginx,
        }
    }

    async fn signed_in(&self) -> Page {
        let mut page = Page::over(self.nginx.address);
        let answer = page.exchange().await;
        assert_eq!(answer.status, 200, "{answer:?}");
        page
    }
}

/// What a page makes of an answer that did not come, or of a proxy's own: it asks again.
fn is_passing(status: u16) -> bool {
    matches!(status, 0 | 502..=504)
}

/// Renews until there is an answer of a gateway; gives whether the session lives.
async fn lives(page: &mut Page) -> bool {
    for _ in 0..50 {
        let answer = page.refresh().await;
        if !is_passing(answer.status) {
            return answer.status == 200;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no gateway answers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_instance_goes_on_where_the_other_left_off() {
    let site = Site::start().await;
    let mut page = site.signed_in().await;
    for round in 0..10 {
        assert_eq!(page.refresh().await.status, 200, "{round}");
        assert_eq!(page.deposit().await.status, 200, "{round}");
        assert_eq!(
            page.get("/volet/session").await.json["signedIn"],
            true,
            "{round}"
        );
    }
    for instance in [&site.one, &site.two] {
        assert!(
            instance.figure("volet_requests_total").await >= 10.0,
            "both have served"
        );
        assert!(
            instance.figure("volet_refreshes_total").await >= 3.0,
            "both have renewed"
        );
    }
    assert_eq!(page.post("/volet/logout").await.status, 200);
    assert!(page.cookies.is_empty());
    site.upstream.script(|script| assert_eq!(script.reused, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instance_that_is_drained_under_load_loses_no_session() {
    let site = Site::start().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let mut tabs = Vec::new();
    for _ in 0..8 {
        let mut page = site.signed_in().await;
        let is_over = Arc::clone(&is_over);
        tabs.push(tokio::spawn(async move {
            let mut renewals = 0;
            while !is_over.load(Ordering::Relaxed) {
                if !lives(&mut page).await {
                    return Err(renewals);
                }
                renewals += 1;
            }
            Ok(renewals)
        }));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let Site {
        upstream,
        one,
        two,
        nginx,
    } = site;
    one.terminate();
    assert!(one.ended().await, "it ends by itself, and well");
    tokio::time::sleep(Duration::from_millis(500)).await;
    is_over.store(true, Ordering::Relaxed);
    for tab in tabs {
        let renewals = tab.await.unwrap();
        assert!(renewals.is_ok_and(|count| count > 0), "{renewals:?}");
    }
    upstream.script(|script| assert_eq!(script.reused, 0));
    drop((two, nginx));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_flight_when_an_instance_is_drained_is_answered() {
    let site = Site::start().await;
    let mut page = site.signed_in().await.moved_to(site.one.address);
    site.upstream.script(|script| script.token_waits = true);
    let renewal = tokio::spawn(async move { (page.refresh().await.status, page) });
    until(|| site.upstream.seen("/realm/token").len() == 2).await;
    site.one.terminate();
    // Long enough for it to stop listening.
    until_refused(site.one.address).await;
    site.upstream.script(|script| script.token_waits = false);
    site.upstream.release.notify_one();
    let (status, page) = renewal.await.unwrap();
    assert_eq!(status, 200);
    assert!(lives(&mut page.moved_to(site.nginx.address)).await);
    assert!(site.one.ended().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instance_that_is_killed_loses_the_session_it_was_renewing_and_no_other() {
    let site = Site::start().await;
    let mut others = Vec::new();
    for _ in 0..4 {
        others.push(site.signed_in().await);
    }
    let mut renewing = site.signed_in().await.moved_to(site.one.address);
    site.upstream.script(|script| script.token_waits = true);
    let seen = site.upstream.seen("/realm/token").len();
    let renewal = tokio::spawn(async move { (renewing.refresh().await.status, renewing) });
    until(|| site.upstream.seen("/realm/token").len() > seen).await;
    let Site {
        upstream,
        one,
        two,
        nginx,
    } = site;
    one.kill();
    upstream.script(|script| script.token_waits = false);
    upstream.release.notify_one();
    let (status, renewing) = renewal.await.unwrap();
    assert_eq!(status, 0, "no answer");

    let mut lost = 0;
    for page in others
        .iter_mut()
        .chain([&mut renewing.moved_to(nginx.address)])
    {
        lost += usize::from(!lives(page).await);
    }
    assert_eq!(lost, 1, "the issuer had rotated its token");
    upstream.script(|script| assert_eq!(script.reused, 1));
    drop(two);
}

/// A page goes away in mid-renewal, and with it the lock; the next tab of the browser reaches the other instance.
/// Gives that tab and the renewal that still runs.
async fn left_in_mid_renewal(site: &Site) -> (Page, tokio::task::JoinHandle<Page>) {
    let page = site.signed_in().await;
    site.upstream.script(|script| script.token_waits = true);
    let seen = site.upstream.seen("/realm/token").len();
    let mut leaving = page.moved_to(site.one.address);
    let renewal = tokio::spawn(async move {
        assert_eq!(leaving.refresh().await.status, 200);
        leaving
    });
    until(|| site.upstream.seen("/realm/token").len() > seen).await;
    site.upstream.script(|script| script.token_waits = false);
    (page.moved_to(site.two.address), renewal)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_that_asks_for_what_is_there_loses_no_session_that_another_instance_renews() {
    let site = Site::start().await;
    let (mut other, renewal) = left_in_mid_renewal(&site).await;
    for _ in 0..3 {
        let answer = other.look("301").await;
        assert_eq!((answer.status, answer.code()), (503, "renewal_running"));
    }
    site.upstream.release.notify_one();
    // The browser keeps the cookie of the answer, for whatever tab.
    other.cookies = renewal.await.unwrap().cookies;
    let answer = other.look("200").await;
    assert_eq!(
        (answer.status, answer.json["access_token"].is_string()),
        (200, true)
    );
    assert!(lives(&mut other).await);
    site.upstream.script(|script| assert_eq!(script.reused, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn renewals_at_the_same_moment_that_reach_one_instance_by_their_cookie_are_one() {
    let site = Site::by_cookie().await;
    for round in 0..5 {
        let page = site.signed_in().await;
        site.upstream.script(|script| script.token_waits = true);
        let seen = site.upstream.seen("/realm/token").len();
        let tabs = [page.clone(), page]
            .map(|mut tab| tokio::spawn(async move { tab.refresh().await.status }));
        until(|| site.upstream.seen("/realm/token").len() > seen).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        site.upstream.script(|script| script.token_waits = false);
        site.upstream.release.notify_one();
        for tab in tabs {
            assert_eq!(tab.await.unwrap(), 200, "{round}");
        }
        assert_eq!(
            site.upstream.seen("/realm/token").len(),
            seen + 1,
            "{round}"
        );
    }
    site.upstream.script(|script| assert_eq!(script.reused, 0));
}

/// What SECURITY.md names: without a word of the renewal the token goes twice, and the issuer ends the session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_renewals_at_the_same_moment_by_two_instances_lose_that_session_alone() {
    let site = Site::start().await;
    let mut bystander = site.signed_in().await;
    let (mut other, renewal) = left_in_mid_renewal(&site).await;
    assert_eq!(other.refresh().await.code(), "session_expired");
    site.upstream.release.notify_one();
    renewal.await.unwrap();
    assert!(lives(&mut bystander).await);
    site.upstream.script(|script| assert_eq!(script.reused, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_whose_page_has_gone_is_finished_before_the_process_ends() {
    let site = Site::start().await;
    let page = site.signed_in().await.moved_to(site.one.address);
    site.upstream
        .script(|script| script.econnector = crate::support::Econnector::Waits);
    let sent = || !site.upstream.deposits().is_empty();
    let mut leaving = page.clone();
    tokio::select! {
        _ = leaving.deposit() => panic!("nobody has answered"),
        () = until(sent) => {}
    }
    site.one.terminate();
    until_refused(site.one.address).await;
    let alive = std::path::PathBuf::from(format!("/proc/{}", site.one.id()));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(alive.exists(), "it waits for the deposit");
    site.upstream.release.notify_one();
    assert!(site.one.ended().await);
}

async fn until_refused(address: std::net::SocketAddr) {
    for _ in 0..2_000 {
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{address} still listens");
}
