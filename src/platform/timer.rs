//! Waiting.

use gloo_timers::future::TimeoutFuture;

/// Waits that many milliseconds; a wait that is dropped is called off, and leaves nothing in the browser's list.
pub(crate) async fn wait(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}
