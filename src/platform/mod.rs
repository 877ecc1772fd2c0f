//! Adapters to the browser: what the rest of the widget needs of it, and nothing else of it.

pub(crate) mod bridge;
pub(crate) mod clock;
pub(crate) mod download;
pub(crate) mod http;
pub(crate) mod location;
pub(crate) mod locks;
pub(crate) mod random;
pub(crate) mod sealed;
pub(crate) mod storage;
pub(crate) mod timer;

/// The window. The widget runs in pages only; without a window nothing of it is called.
fn window() -> Option<web_sys::Window> {
    web_sys::window()
}
