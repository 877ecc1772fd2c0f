//! One holder at a time among all tabs of the origin (Web Locks).

use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`.
    type Locks;

    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, work: &Function) -> Promise;
}

/// Runs the work while holding the lock. Where the browser has no locks the work runs at once; whatever happens to it,
/// the lock is free afterwards.
pub(crate) async fn exclusively(name: &str, work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    let work: Shared<_> = work.shared();
    let Some(locks) = locks() else {
        return work.await;
    };
    let held = work.clone();
    let run = Closure::once(move || {
        future_to_promise(async move {
            held.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let function: &Function = run.as_ref().unchecked_ref();
    if JsFuture::from(locks.request(name, function)).await.is_err() {
        work.await;
    }
}

fn locks() -> Option<Locks> {
    let navigator = super::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}
