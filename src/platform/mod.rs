//! Adapters to the browser: what the rest of the widget needs of it, and nothing else of it.

pub(crate) mod bridge;
pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod download;
pub(crate) mod held;
pub(crate) mod http;
pub(crate) mod late;
pub(crate) mod location;
pub(crate) mod locks;
pub(crate) mod popup;
pub(crate) mod random;
pub(crate) mod reactive;
pub(crate) mod sealed;
pub(crate) mod storage;
pub(crate) mod timer;
pub(crate) mod wake;

/// The window. The widget runs in pages only; without a window nothing of it is called.
fn window() -> Option<web_sys::Window> {
    web_sys::window()
}
