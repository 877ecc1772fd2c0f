//! The options of `createVolet`, checked before anything is done with them.

use domain::failure::{Code, Failure, Phase};
use domain::forms::Environment;
use serde::Deserialize;

use crate::jobs::Options;
use crate::platform::location;
use crate::session::Settings;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Given {
    gateway: String,
    auth: GivenAuth,
    host_user: String,
    environment: Option<Environment>,
    lang: String,
    document_types: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct GivenAuth {
    mode: String,
    redirect_uri: String,
}

/// Reads the options from JSON text.
pub(super) fn read(json: &str) -> Result<(Options, Settings), Failure> {
    let given: Given = serde_json::from_str(json).map_err(|_| wrong("environment"))?;
    let origin = location::origin();
    check(&given, &origin)?;
    let gateway = absolute(&given.gateway, &origin).ok_or_else(|| wrong("gateway"))?;
    let options = Options {
        gateway: gateway.clone(),
        environment: given.environment.ok_or_else(|| wrong("environment"))?,
        lang: if given.lang.is_empty() {
            "fr".to_owned()
        } else {
            given.lang
        },
    };
    let redirect_uri = given.auth.redirect_uri;
    Ok((
        options,
        Settings {
            gateway,
            redirect_uri,
            host_user: given.host_user,
        },
    ))
}

/// No mode is a silent default, and this version has one.
fn check(given: &Given, origin: &str) -> Result<(), Failure> {
    if given.auth.mode != "mediated" {
        return Err(wrong("auth.mode"));
    }
    let ours = given.auth.redirect_uri.strip_prefix(origin);
    if !ours.is_some_and(|path| path.starts_with('/') && !path.contains(['?', '#'])) {
        return Err(wrong("auth.redirectUri"));
    }
    let header = !given.host_user.is_empty()
        && given.host_user.len() <= 128
        && given.host_user.bytes().all(|byte| byte.is_ascii_graphic());
    if !header {
        return Err(wrong("hostUser"));
    }
    let types = given.document_types.as_deref();
    if types.is_some_and(|types| !types.iter().any(|kind| kind == "other")) {
        return Err(wrong("documentTypes"));
    }
    Ok(())
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

    #[test]
    fn each_wrong_option_is_named() {
        let check_named = |change: &str, value: serde_json::Value, option: &str| {
            let mut json = serde_json::json!({
                "auth": {"mode": "mediated", "redirectUri": "https://app.example/callback"},
                "hostUser": "u-1",
            });
            *json.pointer_mut(change).unwrap() = value;
            let given: Given = serde_json::from_value(json).unwrap();
            let failure = check(&given, ORIGIN).unwrap_err();
            assert_eq!(failure.field.as_deref(), Some(option));
        };
        check_named("/auth/mode", "".into(), "auth.mode");
        check_named(
            "/auth/redirectUri",
            "https://evil.example/callback".into(),
            "auth.redirectUri",
        );
        check_named(
            "/auth/redirectUri",
            "https://app.example.evil/callback".into(),
            "auth.redirectUri",
        );
        check_named("/hostUser", "".into(), "hostUser");
        check_named("/hostUser", "a b".into(), "hostUser");
    }
}
