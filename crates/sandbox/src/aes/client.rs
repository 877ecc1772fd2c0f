//! The registered client, and its authentication at the token endpoint (RFC 6749 §2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use sha2::{Digest as _, Sha256};

use crate::exchange::{self, Request};
use crate::params::Params;

/// A client secret; prints `[redacted]`.
#[derive(Clone)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes a secret over.
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    /// Compares digests, so that the time taken says nothing about the secret.
    fn is(&self, given: &str) -> bool {
        Sha256::digest(&self.0) == Sha256::digest(given)
    }
}

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A confidential client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// Its secret.
    pub secret: ClientSecret,
    /// Where a code may be sent; compared letter by letter.
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after it has signed out; compared letter by letter.
    pub post_logout_redirect_uris: Vec<String>,
}

/// Why a client is not believed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unauthenticated {
    /// Unknown client, wrong secret, or none given.
    Invalid,
    /// Two ways of authentication in one request, which RFC 6749 §2.3 forbids.
    Twice,
}

impl Client {
    /// Believes `client_secret_basic` or `client_secret_post`, but not both at once.
    pub(super) fn authenticate(
        &self,
        request: &Request,
        params: &Params,
    ) -> Result<(), Unauthenticated> {
        let basic = exchange::header(request, &AUTHORIZATION);
        let posted = params.get("client_secret");
        let (id, secret) = match (basic, posted) {
            (Some(_), Some(_)) => return Err(Unauthenticated::Twice),
            (Some(header), None) => read_basic(header).ok_or(Unauthenticated::Invalid)?,
            (None, Some(secret)) => (
                params.get("client_id").unwrap_or_default().to_owned(),
                secret.to_owned(),
            ),
            (None, None) => return Err(Unauthenticated::Invalid),
        };
        let same_client = params.get("client_id").is_none_or(|given| given == id);
        if same_client && id == self.id && self.secret.is(&secret) {
            Ok(())
        } else {
            Err(Unauthenticated::Invalid)
        }
    }
}

/// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
fn read_basic(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decode(id), form_decode(secret)))
}

fn form_decode(text: &str) -> String {
    // A literal & or = would end the value early; both come percent-encoded from a right client.
    let pair = format!("v={}", text.replace('&', "%26").replace('=', "%3D"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client {
            id: "volet-demo".into(),
            secret: ClientSecret::new("s+1:é".into()),
            redirect_uris: vec![],
            post_logout_redirect_uris: vec![],
        }
    }

    fn check(authorization: Option<&str>, form: &str) -> Result<(), Unauthenticated> {
        let mut request = http::Request::builder();
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, format!("Basic {}", STANDARD.encode(value)));
        }
        let request = request.body(Vec::new()).unwrap();
        client().authenticate(&request, &Params::parse(form.as_bytes()).unwrap())
    }

    #[test]
    fn believes_each_way_but_not_both() {
        let posted = "client_id=volet-demo&client_secret=s%2B1%3A%C3%A9";
        assert_eq!(check(Some("volet-demo:s%2B1%3A%C3%A9"), ""), Ok(()));
        assert_eq!(check(None, posted), Ok(()));
        assert_eq!(
            check(Some("volet-demo:x"), posted),
            Err(Unauthenticated::Twice)
        );
        assert_eq!(
            check(None, "client_id=volet-demo"),
            Err(Unauthenticated::Invalid)
        );
        assert_eq!(
            check(Some("volet-demo:wrong"), ""),
            Err(Unauthenticated::Invalid)
        );
        let other = "client_id=other";
        assert_eq!(
            check(Some("volet-demo:s%2B1%3A%C3%A9"), other),
            Err(Unauthenticated::Invalid)
        );
    }

    #[test]
    fn the_secret_is_not_printed() {
        assert!(!format!("{:?}", client()).contains("s+1"));
    }
}
