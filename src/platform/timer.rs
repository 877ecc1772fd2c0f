//! Waiting.

use std::future::Future;
use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;

/// Waits that many milliseconds; a wait that is dropped is called off, and leaves nothing in the browser's list.
pub(crate) async fn wait(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

/// What the work comes to, or `None` when it takes longer than that many milliseconds.
pub(crate) async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(wait(milliseconds))).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
