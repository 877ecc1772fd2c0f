//! A window of its own for the sign-in, beside the page.

use web_sys::Window;

/// Its name: a second sign-in uses the same window.
const NAME: &str = "volet-login";

const FEATURES: &str = "popup,width=560,height=760";

/// An open window that is still empty.
#[derive(Debug)]
pub(crate) struct Popup(Window);

/// Opens it, in the task of the person's click: later a browser would block it. `None` when it does all the same.
pub(crate) fn open() -> Option<Popup> {
    let opened = super::window()?.open_with_url_and_target_and_features("", NAME, FEATURES);
    opened.ok().flatten().map(Popup)
}

impl Popup {
    /// Sends it to an address.
    pub(crate) fn go(&self, address: &str) -> bool {
        self.0.location().replace(address).is_ok()
    }

    /// Closes it.
    pub(crate) fn close(&self) {
        _ = self.0.close();
    }
}

/// Closes the window that this page is in, where it was opened by a script.
pub(crate) fn close_own() {
    if let Some(window) = super::window() {
        _ = window.close();
    }
}
