//! This tab's session storage, under keys of ours only. It holds a sign-in on its way and sealed texts, nothing else.

/// What the widget's keys begin with. Those of a sign-in, of a draft and of an open send go on with a dot, and are gone when that is
/// done with; what stays until the sign-out has a hyphen.
const PREFIX: &str = "volet";
const STAYS: &str = "filed.";

/// Writes a text. A browser that refuses storage refuses the sign-in: the caller is told.
pub(crate) fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&name(key), text).is_ok())
}

/// Reads a text.
pub(crate) fn get(key: &str) -> Option<String> {
    storage()?.get_item(&name(key)).ok()?
}

/// Erases a text.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        _ = storage.remove_item(&name(key));
    }
}

/// The names of everything of ours that is there.
pub(crate) fn names() -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    let keys = (0..count).filter_map(|at| storage.key(at).ok()?);
    keys.filter_map(|key| Some(key.strip_prefix(PREFIX)?.get(1..)?.to_owned()))
        .collect()
}

fn storage() -> Option<web_sys::Storage> {
    super::window()?.session_storage().ok()?
}

fn name(key: &str) -> String {
    let gap = if key.starts_with(STAYS) { "-" } else { "." };
    [PREFIX, gap, key].concat()
}
