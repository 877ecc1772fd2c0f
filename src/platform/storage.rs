//! This tab's session storage, under keys of ours only. It holds a sign-in on its way and nothing else.

const PREFIX: &str = "volet.";

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

fn storage() -> Option<web_sys::Storage> {
    super::window()?.session_storage().ok()?
}

fn name(key: &str) -> String {
    format!("{PREFIX}{key}")
}
