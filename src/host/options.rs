//! The options of `createVolet`, checked before anything is done with them.

use domain::failure::{Code, Failure, Phase};
use domain::forms::Environment;
use domain::json::Json;

use crate::jobs::Options;
use crate::platform::location;
use crate::session::Settings;

/// Reads the options.
pub(super) fn read(given: Option<Json>) -> Result<(Options, Settings), Failure> {
    let given = given
        .filter(Json::is_object)
        .ok_or_else(|| wrong("options"))?;
    let origin = location::origin();
    check(&given, &origin)?;
    let gateway = absolute(&given.text("gateway"), &origin).ok_or_else(|| wrong("gateway"))?;
    let environment = Environment::parse(&given.text("environment"));
    let options = Options {
        gateway: gateway.clone(),
        environment: environment.ok_or_else(|| wrong("environment"))?,
        lang: language(&given)?,
        document_types: given.texts("documentTypes"),
    };
    let redirect_uri = given.member("auth").text("redirectUri");
    Ok((
        options,
        Settings {
            gateway,
            redirect_uri,
            host_user: given.text("hostUser"),
        },
    ))
}

/// No mode is a silent default, and this version has one.
fn check(given: &Json, origin: &str) -> Result<(), Failure> {
    let auth = given.member("auth");
    if auth.text("mode") != "mediated" {
        return Err(wrong("auth.mode"));
    }
    let redirect_uri = auth.text("redirectUri");
    let ours = redirect_uri.strip_prefix(origin);
    if !ours.is_some_and(|path| path.starts_with('/') && !path.contains(['?', '#'])) {
        return Err(wrong("auth.redirectUri"));
    }
    let user = given.text("hostUser");
    let header =
        !user.is_empty() && user.len() <= 128 && user.bytes().all(|byte| byte.is_ascii_graphic());
    if !header {
        return Err(wrong("hostUser"));
    }
    let types = given.texts("documentTypes");
    if !types.is_empty() && !types.iter().any(|kind| kind == "other") {
        return Err(
            Failure::new(Code::DocumentTypesIncomplete, Phase::Configure).about("documentTypes"),
        );
    }
    Ok(())
}

/// One of the four languages of the public contract; French where none is named.
fn language(given: &Json) -> Result<String, Failure> {
    let lang = given.filled("lang").unwrap_or_else(|| "fr".to_owned());
    let known = ["fr", "de", "en", "lb"].contains(&lang.as_str());
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

    #[test]
    fn each_wrong_option_is_named() {
        let check_named = |change: &str, value: serde_json::Value, option: &str| {
            let mut json = serde_json::json!({
                "auth": {"mode": "mediated", "redirectUri": "https://app.example/callback"},
                "hostUser": "u-1",
                "documentTypes": ["other"],
            });
            *json.pointer_mut(change).unwrap() = value;
            let failure = check(&Json::from(json), ORIGIN).unwrap_err();
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
        check_named(
            "/documentTypes",
            serde_json::json!(["laboratory"]),
            "documentTypes",
        );
    }
}
