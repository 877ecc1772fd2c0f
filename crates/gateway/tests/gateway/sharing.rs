//! Several tabs of one browser: one access token, one renewal a period.

use crate::support::World;

#[tokio::test]
async fn a_tab_is_given_the_token_that_another_has_fetched() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.clock.advance(200);
    let before = page.cookies.clone();
    let answer = page.share("60").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json["access_token"], "access-token-1");
    assert_eq!(answer.json["expires_in"], 100, "what is left of it");
    assert_eq!(answer.json["session_expires_in"], 1_600);
    assert!(!answer.headers.contains_key("set-cookie"));
    assert_eq!(page.cookies, before);
    assert_eq!(page.deposit().await.status, 200);
    assert_eq!(world.upstream.seen("/realm/token").len(), 1);
}

#[tokio::test]
async fn one_renewal_a_period_serves_six_tabs() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    world
        .upstream
        .script(|script| script.claims["exp"] = (crate::support::NOW + 9_999).into());
    for period in 2..=5 {
        world.clock.advance(250);
        let expected = format!("access-token-{period}");
        for _tab in 0..6 {
            let answer = browser.share("60").await;
            assert_eq!(answer.json["access_token"], *expected);
            assert_eq!(browser.deposit().await.status, 200);
        }
        assert_eq!(world.upstream.seen("/realm/token").len(), period);
    }
}

#[tokio::test]
async fn what_is_left_is_compared_to_the_second() {
    let world = World::new().await;
    let page = world.signed_in().await;
    world.clock.advance(240);
    for (wanted, token) in [("60", "access-token-1"), ("61", "access-token-2")] {
        let answer = page.clone().share(wanted).await;
        assert_eq!(answer.json["access_token"], token, "{wanted}");
    }
}

#[tokio::test]
async fn a_page_that_asks_for_no_renewal_causes_none() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    assert_eq!(page.look("60").await.json["access_token"], "access-token-1");
    world.clock.advance(290);
    let answer = page.look("60").await;
    assert_eq!((answer.status, answer.code()), (503, "renewal_running"));
    assert_eq!(answer.json["error"], "temporarily_unavailable");
    assert!(!page.cookies.is_empty());
    assert_eq!(world.upstream.seen("/realm/token").len(), 1);

    let form = "grant_type=refresh_token&client_id=volet-test&refresh_token=cookie&renew=never";
    assert_eq!(page.token(form).await.code(), "invalid_request");
    page.cookies.clear();
    assert_eq!(page.look("60").await.code(), "session_expired");
}

#[tokio::test]
async fn a_token_that_has_ended_is_never_given() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    world.clock.advance(300);
    assert_eq!(page.share("0").await.json["access_token"], "access-token-2");
}

#[tokio::test]
async fn a_wish_that_is_no_number_is_refused() {
    let world = World::new().await;
    let mut page = world.signed_in().await;
    for wish in ["soon", "-1", "1.5", "99999999999"] {
        assert_eq!(page.share(wish).await.code(), "invalid_request", "{wish}");
    }
    assert_eq!(world.upstream.seen("/realm/token").len(), 1);
}

#[tokio::test]
async fn tabs_that_renew_at_the_same_moment_share_one_call() {
    let world = World::new().await;
    let page = world.signed_in().await;
    world.upstream.script(|script| script.token_waits = true);
    let (mut one, mut two) = (page.clone(), page.clone());
    let release = world.upstream.release_tokens_after(2);
    let (first, second, ()) = tokio::join!(one.refresh(), two.refresh(), release);
    for answer in [&first, &second] {
        assert_eq!(answer.json["access_token"], "access-token-2", "{answer:?}");
    }
    assert_eq!(
        world.upstream.seen("/realm/token").len(),
        2,
        "the sign-in and one"
    );
    assert_eq!(one.deposit().await.status, 200);
    assert_eq!(two.deposit().await.status, 200);
}
