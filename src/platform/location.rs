//! The page's address.

use domain::auth::Callback;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// How the gateway names the end of its own sign-in in the address.
const LOGIN_WORD: &str = "volet_login";

/// The origin, `https://host:port`.
pub(crate) fn origin() -> String {
    super::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// The address without query and fragment.
pub(crate) fn here() -> String {
    let path = super::window().and_then(|window| window.location().pathname().ok());
    format!("{}{}", origin(), path.unwrap_or_default())
}

/// Path, query and fragment: the place to come back to.
pub(crate) fn place() -> String {
    let href = super::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    href.strip_prefix(&origin()).unwrap_or("/").to_owned()
}

/// The query, with its question mark where there is one.
pub(crate) fn query() -> String {
    super::window()
        .and_then(|window| window.location().search().ok())
        .unwrap_or_default()
}

/// What a query may say as an answer of the issuer, or of the gateway.
pub(crate) fn callback(query: &str) -> Callback {
    let Ok(query) = UrlSearchParams::new_with_str(query) else {
        return Callback::default();
    };
    Callback {
        code: query.get("code"),
        state: query.get("state"),
        error: query.get("error"),
        iss: query.get("iss"),
        volet_login: query.get(LOGIN_WORD),
    }
}

/// The place without the word that the gateway added to it.
pub(crate) fn place_without_login_word() -> String {
    let place = place();
    let (rest, fragment) = place.split_once('#').unwrap_or((&place, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(LOGIN_WORD))
        .collect();
    let query = if kept.is_empty() { "" } else { "?" };
    let fragment_mark = if fragment.is_empty() { "" } else { "#" };
    [path, query, &kept.join("&"), fragment_mark, fragment].concat()
}

/// An address with parameters added to its query.
pub(crate) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let Ok(query) = UrlSearchParams::new() else {
        return address.to_owned();
    };
    for (name, value) in pairs {
        query.append(name, value);
    }
    let mark = if address.contains('?') { "&" } else { "?" };
    [address, mark, &String::from(query.to_string())].concat()
}

/// Puts another address of this origin in the bar, without loading it.
pub(crate) fn replace(place: &str) {
    if let Some(history) = super::window().and_then(|window| window.history().ok()) {
        let place = if is_place(place) { place } else { "/" };
        _ = history.replace_state_with_url(&JsValue::NULL, "", Some(place));
    }
}

/// Leaves the page.
pub(crate) fn go(address: &str) -> bool {
    super::window().is_some_and(|window| window.location().assign(address).is_ok())
}

/// Only a path of this origin: what storage holds is no reason to go elsewhere.
fn is_place(place: &str) -> bool {
    place.starts_with('/') && !place.starts_with("//") && !place.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::is_place;

    #[test]
    fn only_a_path_of_this_origin_is_a_place() {
        assert!(is_place("/#/patients/p-003/certificats") && is_place("/"));
        for elsewhere in [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:0",
        ] {
            assert!(!is_place(elsewhere), "{elsewhere}");
        }
    }
}
