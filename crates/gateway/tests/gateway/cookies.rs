//! The sealed cookie: forged, cut, of another key, and too long for one.

use serde_json::Value;

use crate::support::{Page, World, key};

const NAME: &str = "__Host-volet";

async fn is_signed_in(page: &mut Page) -> bool {
    let answer = page.get("/volet/session").await;
    assert_eq!(answer.status, 200);
    answer.json["signedIn"] == Value::Bool(true)
}

#[tokio::test]
async fn a_cookie_that_was_touched_is_no_session_and_is_erased() {
    let world = World::new().await;
    let page = world.signed_in().await;
    let whole = page.cookies[NAME].clone();
    let middle = whole.len() / 2;
    let other = if whole.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let mut tampered = whole.clone();
    tampered.replace_range(middle..=middle, other);
    for value in [
        tampered,
        whole.chars().take(middle).collect(),
        whole.replacen("1.", "2.", 1),
        whole.replacen("1.", "0.", 1),
        whole.replacen("1.", "9999999999.", 1),
        whole.replacen("1.", "", 1),
        "1.".to_owned(),
        "1.AQ".to_owned(),
        String::new(),
    ] {
        let mut page = page.clone();
        page.cookies.insert(NAME.into(), value.clone());
        assert!(!is_signed_in(&mut page).await, "{value}");
        assert!(page.cookies.is_empty(), "{value} was not erased");
        page.cookies.insert(NAME.into(), value.clone());
        assert_eq!(page.deposit().await.code(), "session_expired", "{value}");
        page.cookies.insert(NAME.into(), value.clone());
        assert_eq!(page.refresh().await.code(), "session_expired", "{value}");
        page.cookies.insert(NAME.into(), value);
        assert_eq!(page.post("/volet/logout").await.status, 200);
    }
    assert!(world.upstream.seen("/realm/logout").is_empty());
}

#[tokio::test]
async fn the_previous_key_still_opens_and_the_current_one_seals() {
    let world = World::new().await;
    let (current, previous) = (key(2), key(1));
    let both = [
        ("VOLET_COOKIE_KEY", &*current),
        ("VOLET_COOKIE_KEY_PREVIOUS", &*previous),
    ];
    let rolled = world.instance(&both).await;
    let done = world.instance(&[("VOLET_COOKIE_KEY", &current)]).await;

    let page = world.signed_in().await;
    assert!(
        !is_signed_in(&mut page.at(&done)).await,
        "a retired key opens nothing"
    );
    let mut page = page.at(&rolled);
    assert!(is_signed_in(&mut page).await);
    assert_eq!(page.refresh().await.status, 200);
    assert!(
        is_signed_in(&mut page.at(&done)).await,
        "sealed with the current key"
    );
}

/// Sealed with the same key for another purpose.
#[tokio::test]
async fn the_cookie_of_a_sign_in_is_no_session() {
    let world = World::bff().await;
    let mut page = world.page();
    page.login("/").await;
    let sealed = page.cookies.remove("__Host-volet-login").unwrap();
    page.cookies.insert(NAME.into(), format!("1.{sealed}"));
    assert!(!is_signed_in(&mut page).await);
    assert!(page.cookies.is_empty());
}

#[tokio::test]
async fn a_long_session_is_split_and_joined() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.refresh_token = Some("r".repeat(5_000)));
    let mut page = world.page();
    let answer = page.exchange().await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2);
    assert!(cookies.iter().all(|cookie| cookie.len() <= 4_096));
    assert!(page.cookies.contains_key("__Host-volet.1"));
    assert!(is_signed_in(&mut page).await);

    let mut cut = page.clone();
    cut.cookies.remove("__Host-volet.1");
    assert!(!is_signed_in(&mut cut).await);

    // A shorter session afterwards: the part that is left over is not taken for its own.
    world
        .upstream
        .script(|script| script.refresh_token = Some("short".to_owned()));
    assert_eq!(page.refresh().await.status, 200);
    assert!(is_signed_in(&mut page).await);
    page.post("/volet/logout").await;
    assert!(page.cookies.is_empty(), "each part is erased");
}

#[tokio::test]
async fn a_session_that_no_browser_could_carry_is_refused() {
    let world = World::new().await;
    world
        .upstream
        .script(|script| script.refresh_token = Some("r".repeat(20_000)));
    let answer = world.page().exchange().await;
    assert_eq!((answer.status, answer.code()), (500, "server_error"));
    let ended = world.upstream.seen("/realm/logout");
    assert_eq!(ended.len(), 1, "nobody has the tokens");
    assert!(ended[0].body.contains("refresh_token=rrrr"));
}
