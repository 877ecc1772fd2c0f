//! A shared computer: the host's user changes, and the session before is nobody's any more.

use crate::support::{Page, World};

async fn check(page: &mut Page, world: &World, path: &str) {
    let answer = match path {
        "/volet/token" => page.refresh().await,
        path if path.ends_with("send-document") => page.deposit().await,
        path => page.get(path).await,
    };
    assert_eq!(
        (answer.status, answer.code()),
        (401, "session_of_another_user"),
        "{path}"
    );
    assert!(page.cookies.is_empty(), "{path}");
    let ended = world.upstream.seen("/realm/logout");
    assert_eq!(
        ended.len(),
        1,
        "{path}: the next person would get in without a password"
    );
}

#[tokio::test]
async fn another_user_is_refused_everywhere_and_the_session_ends() {
    for path in [
        "/volet/session",
        "/volet/token",
        "/volet/econnector/status",
        "/volet/econnector/saas/v2/90813319/send-document",
    ] {
        for other in [Some("u-9999"), None] {
            let world = World::new().await;
            let mut page = world.signed_in().await;
            match other {
                Some(user) => page.set("x-volet-user", user),
                None => page.unset("x-volet-user"),
            }
            check(&mut page, &world, path).await;
            assert_eq!(world.upstream.seen("/realm/token").len(), 1, "{path}");
        }
    }
}

#[tokio::test]
async fn the_token_endpoint_says_so_in_the_shape_of_oauth() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    page.set("x-volet-user", "u-9999");
    let answer = page.refresh().await;
    assert_eq!(answer.json["error"], "invalid_grant");
    assert!(answer.json["error_description"].is_string());
}

#[tokio::test]
async fn the_next_person_signs_in_over_the_one_before() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    page.set("x-volet-user", "u-9999");
    assert_eq!(page.exchange().await.status, 200);
    assert_eq!(page.get("/volet/session").await.json["signedIn"], true);
}

/// The next user signs in before the page has asked whose session the cookie holds.
#[tokio::test]
async fn a_sign_in_that_takes_anothers_cookie_ends_that_session() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    assert_eq!(page.exchange().await.status, 200);
    assert!(world.upstream.seen("/realm/logout").is_empty(), "one's own");
    page.set("x-volet-user", "u-9999");
    assert_eq!(page.exchange().await.status, 200);
    let ended = world.upstream.seen("/realm/logout");
    assert_eq!(ended.len(), 1);
    assert!(ended[0].body.contains("refresh_token=refresh-token-2"));

    let world = World::bff().await;
    let mut page = world.signed_in_by_navigation().await;
    for (user, ended) in [("u-1842", 0), ("u-9999", 1)] {
        page.set("x-volet-user", user);
        let asked = page.login("/").await;
        let is_kept = page.cookies.contains_key("__Host-volet");
        assert_eq!(is_kept, ended == 0, "{user}");
        world.come_back(&mut page, &asked, "code=the-code").await;
        assert_eq!(page.get("/volet/session").await.json["signedIn"], true);
        assert_eq!(world.upstream.seen("/realm/logout").len(), ended, "{user}");
    }
}
