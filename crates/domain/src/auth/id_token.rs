//! The checks of an id_token (OpenID Connect Core 1.0 §3.1.3.7) in `public` mode, each with a code of its own.
//!
//! The signature is verified by the browser's WebCrypto (`pkg/jws.js`); here are the algorithm and the claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::failure::Code;
use crate::json::Json;

/// For clocks that differ a little (RFC 7519 §4.1.4), in seconds.
const LEEWAY: i64 = 60;

/// A page's clock may be wrong by so many seconds and still sign in: the issuer's own time is read from the answer.
const LARGEST_SKEW: i64 = 600;

/// Signatures of a key pair only: with an HMAC whoever knows the secret could sign, and `none` is no signature.
const ALGORITHMS: [&str; 8] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
];

/// The part of a JWT's header that is needed to verify it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// `alg`, one of those accepted.
    pub alg: String,
    /// `kid`.
    pub kid: Option<String>,
}

/// What an id_token has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The issuer that was asked.
    pub issuer: &'a str,
    /// This client.
    pub client_id: &'a str,
    /// The nonce of this sign-in; a refresh need not repeat it (Core §12.2).
    pub nonce: Option<&'a str>,
    /// Who signed in before; a refresh must not bring another.
    pub sub: Option<&'a str>,
}

/// The header, if its algorithm is accepted.
pub fn header(jwt: &str) -> Result<Header, Code> {
    let json = part(jwt, 0).ok_or(Code::IdTokenMalformed)?;
    let alg = json.text("alg");
    if alg.starts_with("HS") {
        return Err(Code::IdTokenHmac);
    }
    if !ALGORITHMS.contains(&alg.as_str()) {
        return Err(Code::IdTokenAlg);
    }
    let kid = json.filled("kid");
    Ok(Header { alg, kid })
}

/// The claims, not checked yet.
pub fn claims(jwt: &str) -> Result<Json, Code> {
    part(jwt, 1).ok_or(Code::IdTokenMalformed)
}

fn part(jwt: &str, at: usize) -> Option<Json> {
    if jwt.split('.').count() != 3 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(at)?).ok()?;
    Json::parse(&bytes).filter(Json::is_object)
}

/// Checks every claim and gives the `sub`. `now` is seconds of the page's clock.
pub fn check_claims(claims: &Json, expected: Expected<'_>, now: i64) -> Result<String, Code> {
    if claims.text("iss") != expected.issuer {
        return Err(Code::IssuerMismatch);
    }
    let mut audience = claims.texts("aud");
    audience.extend(claims.filled("aud"));
    if audience.is_empty() {
        return Err(Code::IdTokenAudienceMissing);
    }
    if !audience.iter().any(|one| one == expected.client_id) {
        return Err(Code::IdTokenAudience);
    }
    // Points 4 and 5: given, `azp` is us; with several audiences it has to be given.
    match claims.filled("azp") {
        Some(party) if party == expected.client_id => {}
        None if audience.len() == 1 => {}
        _ => return Err(Code::IdTokenAzp),
    }
    let issued = claims.number("iat");
    if issued == 0 {
        return Err(Code::IdTokenIat);
    }
    if claims.number("exp") + LEEWAY <= at_the_issuer(issued, now) {
        return Err(Code::IdTokenExpired);
    }
    if expected
        .nonce
        .is_some_and(|nonce| claims.text("nonce") != nonce)
    {
        return Err(Code::NonceMismatch);
    }
    let sub = claims.filled("sub").ok_or(Code::IdTokenSubject)?;
    if expected.sub.is_some_and(|known| known != sub) {
        return Err(Code::IdTokenSubjectChanged);
    }
    Ok(sub)
}

/// Whether the id_token goes with this access token (Core §3.1.3.6): `at_hash` is optional, and checked where it is made
/// with SHA-256, as every algorithm that ends in 256 does.
pub fn check_at_hash(claims: &Json, alg: &str, access_token: &str) -> Result<(), Code> {
    let Some(told) = claims.filled("at_hash").filter(|_| alg.ends_with("256")) else {
        return Ok(());
    };
    let digest = Sha256::digest(access_token);
    let half = digest.get(..16).unwrap_or_default();
    if told == URL_SAFE_NO_PAD.encode(half) {
        Ok(())
    } else {
        Err(Code::IdTokenAtHash)
    }
}

/// What the issuer's clock says now: the answer has just come from it, so that `iat` shows by how much the page's clock
/// is wrong. Beyond [`LARGEST_SKEW`] the page's clock counts: the token may simply be old.
fn at_the_issuer(issued: i64, now: i64) -> i64 {
    issued.clamp(now - LARGEST_SKEW, now + LARGEST_SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const NOW: i64 = 1_800_000_000;

    const EXPECTED: Expected<'_> = Expected {
        issuer: "https://issuer.example",
        client_id: "volet",
        nonce: Some("n"),
        sub: None,
    };

    fn good() -> Value {
        json!({"iss": "https://issuer.example", "sub": "s", "aud": "volet", "azp": "volet",
            "nonce": "n", "iat": NOW, "exp": NOW + 300})
    }

    fn check(change: impl FnOnce(&mut Value), expect: Result<&str, Code>) {
        let mut claims = good();
        change(&mut claims);
        let shown = claims.to_string();
        let result = check_claims(&Json::from(claims), EXPECTED, NOW);
        assert_eq!(result, expect.map(str::to_owned), "{shown}");
    }

    /// The claims of the negative modules of the OpenID Foundation's relying-party tests.
    #[test]
    fn each_wrong_claim_has_its_code() {
        check(|_| {}, Ok("s"));
        check(
            |c| c["iss"] = json!("https://other.example"),
            Err(Code::IssuerMismatch),
        );
        check(
            |c| c["iss"] = json!("https://issuer.example/"),
            Err(Code::IssuerMismatch),
        );
        check(|c| c["aud"] = json!("other"), Err(Code::IdTokenAudience));
        for none in [json!([]), Value::Null] {
            check(|c| c["aud"] = none, Err(Code::IdTokenAudienceMissing));
        }
        check(|c| c["azp"] = json!("other"), Err(Code::IdTokenAzp));
        check(|c| c["nonce"] = json!("m"), Err(Code::NonceMismatch));
        check(|c| c["nonce"] = Value::Null, Err(Code::NonceMismatch));
        check(|c| c["sub"] = Value::Null, Err(Code::IdTokenSubject));
        check(|c| c["iat"] = Value::Null, Err(Code::IdTokenIat));
        check(|c| c["exp"] = Value::Null, Err(Code::IdTokenExpired));
        check(|c| c["exp"] = json!(NOW - 60), Err(Code::IdTokenExpired));
    }

    #[test]
    fn several_audiences_need_the_authorised_party() {
        check(|c| c["aud"] = json!(["volet", "api"]), Ok("s"));
        let alone = |c: &mut Value| {
            c["aud"] = json!(["volet", "api"]);
            c["azp"] = Value::Null;
        };
        check(alone, Err(Code::IdTokenAzp));
        check(|c| c["azp"] = Value::Null, Ok("s"));
    }

    /// A practice's computer is ten minutes off; a token of an hour ago is old all the same.
    #[test]
    fn the_skew_is_measured_from_the_answer() {
        let shifted = |by: i64| {
            move |c: &mut Value| {
                c["iat"] = json!(NOW + by);
                c["exp"] = json!(NOW + by + 300);
            }
        };
        check(shifted(-599), Ok("s"));
        check(shifted(599), Ok("s"));
        check(shifted(-3_600), Err(Code::IdTokenExpired));
    }

    #[test]
    fn a_refresh_brings_the_same_person() {
        let claims = Json::from(good());
        let refreshed = |sub| {
            let expected = Expected {
                nonce: None,
                sub: Some(sub),
                ..EXPECTED
            };
            check_claims(&claims, expected, NOW)
        };
        assert_eq!(refreshed("s"), Ok("s".to_owned()));
        assert_eq!(refreshed("t"), Err(Code::IdTokenSubjectChanged));
    }

    /// The example of OpenID Connect Core 1.0, A.3.
    #[test]
    fn an_id_token_of_another_access_token_is_refused() {
        let claims = Json::from(json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}));
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(check_at_hash(&claims, "RS256", token), Ok(()));
        assert_eq!(
            check_at_hash(&claims, "RS256", "other"),
            Err(Code::IdTokenAtHash)
        );
        assert_eq!(check_at_hash(&claims, "RS512", "other"), Ok(()));
        assert_eq!(
            check_at_hash(&Json::from(json!({})), "RS256", "other"),
            Ok(())
        );
    }

    #[test]
    fn only_signatures_of_a_key_pair_are_accepted() {
        let jwt = |head: Value| {
            let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.x", encode(head), encode(good()))
        };
        let rs = Header {
            alg: "RS256".into(),
            kid: Some("k".into()),
        };
        assert_eq!(header(&jwt(json!({"alg": "RS256", "kid": "k"}))), Ok(rs));
        for (alg, code) in [
            ("none", Code::IdTokenAlg),
            ("", Code::IdTokenAlg),
            ("rs256", Code::IdTokenAlg),
            ("HS256", Code::IdTokenHmac),
            ("HS512", Code::IdTokenHmac),
        ] {
            assert_eq!(header(&jwt(json!({ "alg": alg }))), Err(code), "{alg}");
        }
        assert_eq!(header("a.b"), Err(Code::IdTokenMalformed));
        assert_eq!(header("§.b.c"), Err(Code::IdTokenMalformed));
        assert_eq!(
            claims(&jwt(json!({}))).map(|claims| claims.text("sub")),
            Ok("s".into())
        );
    }
}
