//! The options of `createVolet`, checked before anything is done with them.

use domain::auth::Mode;
use domain::failure::{Code, Failure, Phase};
use domain::forms::Environment;
use domain::json::Json;

use crate::i18n::LANGUAGES;
use crate::jobs::Options;
use crate::platform::location;
use crate::session::Settings;

/// Reads the options.
pub(super) fn read(given: Option<Json>) -> Result<(Options, Settings), Failure> {
    let given = given
        .filter(Json::is_object)
        .ok_or_else(|| wrong("options"))?;
    let origin = location::origin();
    check(&given)?;
    let gateway = absolute(&given.text("gateway"), &origin).ok_or_else(|| wrong("gateway"))?;
    let environment = Environment::parse(&given.text("environment"));
    let options = Options {
        gateway: gateway.clone(),
        environment: environment.ok_or_else(|| wrong("environment"))?,
        lang: language(&given)?,
        host_user: given.text("hostUser"),
        document_types: given.texts("documentTypes"),
    };
    let settings = settings(&given.member("auth"), &given, gateway, &origin)?;
    Ok((options, settings))
}

fn check(given: &Json) -> Result<(), Failure> {
    let types = given.texts("documentTypes");
    if !types.is_empty() && !types.iter().any(|kind| kind == "other") {
        return Err(
            Failure::new(Code::DocumentTypesIncomplete, Phase::Configure).about("documentTypes"),
        );
    }
    Ok(())
}

/// No mode is a silent default, and none takes a secret: a browser keeps none (RFC 6749 §2.1).
fn settings(auth: &Json, given: &Json, gateway: String, origin: &str) -> Result<Settings, Failure> {
    for secret in ["clientSecret", "client_secret"] {
        if auth.has(secret) || given.has(secret) {
            return Err(wrong("auth.clientSecret"));
        }
    }
    let mode = Mode::parse(&auth.text("mode")).ok_or_else(|| wrong("auth.mode"))?;
    let popup = match auth.filled("login").as_deref() {
        None | Some("redirect") => false,
        Some("popup") if mode != Mode::Host => true,
        Some(_) => return Err(wrong("auth.login")),
    };
    let mut settings = Settings {
        gateway,
        mode,
        redirect_uri: auth.text("redirectUri"),
        host_user: given.text("hostUser"),
        issuer: String::new(),
        client_id: String::new(),
        popup,
        keep_alive: !auth.is_false("keepAlive"),
    };
    let comes_back = mode.runs_code_flow() || mode == Mode::Bff && popup;
    if comes_back && !is_page(&settings.redirect_uri, origin) {
        return Err(wrong("auth.redirectUri"));
    }
    if mode.has_cookie() && !is_user(&settings.host_user) {
        return Err(wrong("hostUser"));
    }
    if mode == Mode::Public {
        let issuer = auth.filled("issuer").filter(|issuer| is_secure(issuer));
        settings.issuer = issuer.ok_or_else(|| wrong("auth.issuer"))?;
        let client_id = auth.filled("clientId");
        settings.client_id = client_id.ok_or_else(|| wrong("auth.clientId"))?;
    }
    Ok(settings)
}

/// An address on this page's origin, without query or fragment.
fn is_page(address: &str, origin: &str) -> bool {
    let path = address.strip_prefix(origin);
    path.is_some_and(|path| path.starts_with('/') && !path.contains(['?', '#']))
}

/// What a header can carry.
fn is_user(user: &str) -> bool {
    !user.is_empty() && user.len() <= 128 && user.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Codes and tokens go there: TLS, or this very machine.
fn is_secure(issuer: &str) -> bool {
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = loopback.iter().any(|base| {
        let rest = issuer.strip_prefix(base);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    let plain = !issuer.contains(['?', '#', '@', '\\']);
    plain && (local || issuer.starts_with("https://"))
}

/// One of the languages; French where none is named.
fn language(given: &Json) -> Result<String, Failure> {
    let lang = given.filled("lang").unwrap_or_else(|| "fr".to_owned());
    let known = LANGUAGES.contains(&lang.as_str());
    if known { Ok(lang) } else { Err(wrong("lang")) }
}

/// The gateway's base on this origin: cookies and the token never go elsewhere.
fn absolute(gateway: &str, origin: &str) -> Option<String> {
    let path = gateway
        .strip_prefix(origin)
        .unwrap_or(gateway)
        .trim_end_matches('/');
    let plain =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['?', '#', '\\']);
    plain.then(|| format!("{origin}{path}"))
}

fn wrong(option: &str) -> Failure {
    Failure::new(Code::OptionInvalid, Phase::Configure).about(option)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://app.example";

    #[test]
    fn the_gateway_is_on_the_pages_own_origin() {
        let same = Some("https://app.example/volet".to_owned());
        assert_eq!(absolute("/volet", ORIGIN), same);
        assert_eq!(absolute("https://app.example/volet/", ORIGIN), same);
        for bad in [
            "",
            "volet",
            "//evil.example/volet",
            "https://evil.example/volet",
            "/volet?x",
        ] {
            assert_eq!(absolute(bad, ORIGIN), None, "{bad}");
        }
    }

    fn read(auth: serde_json::Value) -> Result<Settings, String> {
        let given = serde_json::json!({"auth": auth, "hostUser": "u-1"});
        let given = Json::from(given);
        settings(&given.member("auth"), &given, String::new(), ORIGIN)
            .map_err(|failure| failure.field.unwrap_or_default())
    }

    #[test]
    fn each_mode_has_what_it_needs() {
        let json = |text: &str| serde_json::from_str(text).unwrap();
        let callback = r#""redirectUri": "https://app.example/callback""#;
        for (auth, expect) in [
            (
                format!(r#"{{"mode": "mediated", {callback}}}"#),
                Ok(Mode::Mediated),
            ),
            (r#"{"mode": "bff"}"#.to_owned(), Ok(Mode::Bff)),
            (r#"{"mode": "host"}"#.to_owned(), Ok(Mode::Host)),
            (
                format!(
                    r#"{{"mode": "public", {callback}, "issuer": "https://i.example", "clientId": "c"}}"#
                ),
                Ok(Mode::Public),
            ),
            (r#"{}"#.to_owned(), Err("auth.mode")),
            (
                r#"{"mode": "mediated"}"#.to_owned(),
                Err("auth.redirectUri"),
            ),
            (
                r#"{"mode": "bff", "login": "popup"}"#.to_owned(),
                Err("auth.redirectUri"),
            ),
            (
                r#"{"mode": "bff", "login": "iframe"}"#.to_owned(),
                Err("auth.login"),
            ),
            (
                format!(r#"{{"mode": "public", {callback}, "clientId": "c"}}"#),
                Err("auth.issuer"),
            ),
            (
                format!(
                    r#"{{"mode": "public", {callback}, "issuer": "http://i.example", "clientId": "c"}}"#
                ),
                Err("auth.issuer"),
            ),
            (
                format!(
                    r#"{{"mode": "public", {callback}, "issuer": "http://localhost.evil", "clientId": "c"}}"#
                ),
                Err("auth.issuer"),
            ),
            (
                format!(r#"{{"mode": "public", {callback}, "issuer": "http://127.0.0.1:9/x"}}"#),
                Err("auth.clientId"),
            ),
        ] {
            let read = read(json(&auth)).map(|settings| settings.mode);
            assert_eq!(read, expect.map_err(str::to_owned), "{auth}");
        }
    }

    /// The types of the package have no place for a secret; a caller without types is refused.
    #[test]
    fn a_secret_is_refused_in_every_mode() {
        for mode in ["mediated", "bff", "host", "public"] {
            for name in ["clientSecret", "client_secret"] {
                let auth = serde_json::json!({"mode": mode, name: "s",
                    "redirectUri": "https://app.example/callback"});
                assert_eq!(read(auth).unwrap_err(), "auth.clientSecret");
            }
        }
    }

    #[test]
    fn a_redirect_elsewhere_and_an_odd_user_are_refused() {
        for bad in [
            "https://evil.example/callback",
            "https://app.example.evil/callback",
            "https://app.example/callback?x",
            "https://app.example",
        ] {
            let auth = serde_json::json!({"mode": "mediated", "redirectUri": bad});
            assert_eq!(read(auth).unwrap_err(), "auth.redirectUri", "{bad}");
        }
        assert!(is_user("u-1842") && !is_user("") && !is_user("a b") && !is_user(&"x".repeat(129)));
    }

    #[test]
    fn document_types_need_a_place_for_the_others() {
        let given = |types: &[&str]| Json::from(serde_json::json!({"documentTypes": types}));
        let failure = check(&given(&["laboratory"])).unwrap_err();
        assert_eq!(failure.field.as_deref(), Some("documentTypes"));
        assert!(check(&given(&["laboratory", "other"])).is_ok() && check(&given(&[])).is_ok());
    }

    #[test]
    fn a_used_session_is_kept_alive_unless_the_host_says_no() {
        let auth = |keep: bool| serde_json::json!({"mode": "host", "keepAlive": keep});
        assert!(
            read(serde_json::json!({"mode": "host"}))
                .unwrap()
                .keep_alive
        );
        assert!(!read(auth(false)).unwrap().keep_alive && read(auth(true)).unwrap().keep_alive);
    }
}
