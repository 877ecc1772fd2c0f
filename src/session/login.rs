//! Going to the issuer: the authorization request of RFC 6749 §4.1.1 with PKCE (RFC 7636) and a nonce, or in `bff` mode
//! the gateway's own sign-in; in this window or in one of its own.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::auth::{Event, Mode, POPUP, State, Transaction};
use domain::failure::{Code, Failure, Phase};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_futures::spawn_local;

use super::arrival::{PLACE, TRANSACTION};
use super::{Session, popup};
use crate::platform::late::late;
use crate::platform::popup::{Popup, open};
use crate::platform::{location, random, storage, timer};

/// A page that is still here after so many milliseconds is not going to be left: the person stayed, or the issuer does
/// not answer.
const LEFT_WITHIN: u32 = 8_000;

/// What `return` of `GET /volet/login` may have at most (docs/gateway.md).
const LONGEST_PLACE: usize = 512;

/// The way to the issuer.
pub(super) struct Way {
    pub(super) address: String,
    /// `state` of the answer.
    pub(super) state: String,
    /// What the code will be exchanged with; none in `bff` mode.
    pub(super) transaction: Option<Transaction>,
}

late! { login,
/// Goes; answers with what came of it when the page is still here.
pub(super) async fn go(session: Arc<Session>) -> Option<Event> {
    set_out(&session).await
}}

async fn set_out(session: &Arc<Session>) -> Option<Event> {
    let window = session.settings.popup.then(open).flatten();
    let way = match prepare(session, window.is_some()).await {
        Ok(way) => way,
        Err(failure) => return fail(window, failure),
    };
    match window {
        Some(window) => popup::wait(session, &window, way).await,
        None => leave(session, &way),
    }
}

fn fail(window: Option<Popup>, failure: Failure) -> Option<Event> {
    if let Some(window) = window {
        window.close();
    }
    Some(Event::TokenFailed(failure))
}

fn failed(code: Code) -> Failure {
    Failure::new(code, Phase::Login)
}

/// Stores what the answer needs, leaves the page, and looks whether it was left.
pub(super) fn leave(session: &Arc<Session>, way: &Way) -> Option<Event> {
    let stored = match &way.transaction {
        Some(transaction) => serde_json::to_string(transaction)
            .is_ok_and(|transaction| storage::set(TRANSACTION, &transaction)),
        None => storage::set(PLACE, &location::place()),
    };
    if !stored || !location::go(&way.address) {
        return Some(Event::TokenFailed(failed(Code::LoginDenied)));
    }
    let (session, going) = (Arc::downgrade(session), session.state_now());
    spawn_local(async move {
        timer::wait(LEFT_WITHIN).await;
        if let Some(session) = session.upgrade()
            && matches!(going, State::SigningIn { .. })
            && session.state_now() == going
        {
            session.run(Event::LoginStalled).await;
        }
    });
    None
}

async fn prepare(session: &Session, in_popup: bool) -> Result<Way, Failure> {
    let prefix = if in_popup { POPUP } else { "" };
    let make = || make_secret().map_err(|_| failed(Code::LoginDenied));
    let state = [prefix, &make()?].concat();
    if session.settings.mode == Mode::Bff {
        let address = gateway_address(session, in_popup, &state);
        return Ok(Way {
            address,
            state,
            transaction: None,
        });
    }
    let configuration = session.configuration_now().await.map_err(failed)?;
    let invalid = |name: &str| failed(Code::OptionInvalid).about(name);
    if configuration.mode != session.settings.mode.as_str() {
        return Err(invalid("auth.mode"));
    }
    let endpoint = AuthUrl::new(configuration.authorization_endpoint)
        .map_err(|_| invalid("authorizationEndpoint"))?;
    let redirect = RedirectUrl::new(session.settings.redirect_uri.clone())
        .map_err(|_| invalid("auth.redirectUri"))?;
    let verifier = PkceCodeVerifier::new(make()?);
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let nonce = make()?;
    let (address, _) = BasicClient::new(ClientId::new(configuration.client_id.clone()))
        .set_auth_uri(endpoint)
        .set_redirect_uri(redirect)
        .authorize_url(|| CsrfToken::new(state.clone()))
        .add_scope(Scope::new("openid".to_owned()))
        .set_pkce_challenge(challenge)
        .add_extra_param("nonce", &nonce)
        .url();
    let transaction = Transaction {
        state: state.clone(),
        nonce,
        code_verifier: verifier.into_secret(),
        return_to: location::place(),
        issuer: configuration.issuer,
        client_id: configuration.client_id,
    };
    Ok(Way {
        address: address.into(),
        state,
        transaction: Some(transaction),
    })
}

/// `GET /volet/login`. A navigation carries no header of ours: the digest of the host's user goes in the address, never the
/// user. The gateway adds its word to the place that it comes back to; a fragment would be lost and waits here.
fn gateway_address(session: &Session, in_popup: bool, state: &str) -> String {
    let settings = &session.settings;
    let place = if in_popup {
        let page = settings.redirect_uri.strip_prefix(&location::origin());
        location::with_query(page.unwrap_or("/"), &[("state", state)])
    } else {
        location::place_without_login_word()
    };
    let place = fitting(&place);
    let user = host_user_digest(&settings.host_user);
    let base = [&settings.gateway, "/login"].concat();
    location::with_query(&base, &[("return", place), ("user", &user)])
}

/// As much of a place as the gateway's cookie holds: without its fragment, and where it is long without its query. The whole
/// place waits in this tab.
fn fitting(place: &str) -> &str {
    let place = place.split('#').next().unwrap_or("/");
    let path = place.split('?').next().unwrap_or("/");
    let mut fitting = [place, path].into_iter();
    let fitting = fitting.find(|place| place.len() <= LONGEST_PLACE);
    fitting.unwrap_or("/")
}

/// As the gateway seals it: base64url of the SHA-256 of a label and the id.
fn host_user_digest(host_user: &str) -> String {
    let labelled = ["volet host user\0", host_user].concat();
    URL_SAFE_NO_PAD.encode(Sha256::digest(labelled))
}

/// 32 random bytes in base64url: 43 characters, as RFC 7636 §4.1 recommends for the verifier.
pub(super) fn make_secret() -> Result<String, random::NoGenerator> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?))
}

#[cfg(test)]
mod tests {
    use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
    use sha2::{Digest as _, Sha256};

    #[test]
    fn a_long_place_is_cut_and_never_refused() {
        let query = "q".repeat(509);
        let path = ["/", &"p".repeat(511)].concat();
        let check = |place: &str, expect: &str| assert_eq!(super::fitting(place), expect);
        check("/patients?tab=2#/p-003", "/patients?tab=2");
        check(&["/patients?", &query].concat(), "/patients");
        check(&["/a?", &query, "#x"].concat(), &["/a?", &query].concat());
        check(&[&path, "?x"].concat(), &path);
        check(&[&path, "p"].concat(), "/");
    }

    /// RFC 7636 Appendix B, and the same by hand.
    #[test]
    fn the_challenge_is_the_hash_of_the_verifier() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            verifier.to_owned(),
        ));
        assert_eq!(
            challenge.as_str(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(challenge.method().as_str(), "S256");
        use base64::Engine as _;
        let hash = Sha256::digest(verifier.as_bytes());
        let by_hand = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(hash);
        assert_eq!(challenge.as_str(), by_hand);
    }
}
