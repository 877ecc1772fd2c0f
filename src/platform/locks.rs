//! One holder at a time among all tabs of the origin (Web Locks).

use std::future::Future;
use std::pin::{Pin, pin};

use futures_util::FutureExt as _;
use futures_util::future::{Either, Shared, select};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortController;

use super::timer;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`.
    type Locks;

    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, options: &JsValue, work: &Function) -> Promise;
}

/// Runs the work while holding the lock, and answers `None` when it has not ended within so many milliseconds: work that
/// waits for the lock is then called off, work that holds it goes on to its own end. Whatever happens to it, the lock is
/// free afterwards. Where the browser has no locks the work runs at once.
pub(crate) async fn exclusively<T: Clone + 'static>(
    name: &str,
    within: u32,
    work: impl Future<Output = T> + 'static,
) -> Option<T> {
    let work: Pin<Box<dyn Future<Output = T>>> = Box::pin(work);
    let work: Shared<_> = work.shared();
    let Some((locks, abort)) = locks().zip(AbortController::new().ok()) else {
        return Some(work.await);
    };
    let held = work.clone();
    let run = Closure::once(move || {
        future_to_promise(async move {
            held.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let function: &Function = run.as_ref().unchecked_ref();
    let options = js_sys::Object::new();
    _ = Reflect::set(&options, &"signal".into(), &abort.signal());
    let done = JsFuture::from(locks.request(name, &options, function));
    match select(pin!(done), pin!(timer::wait(within))).await {
        Either::Left((Ok(_), _)) => work.peek().cloned(),
        // Refused by the browser: one tab alone is better than none.
        Either::Left((Err(_), _)) => Some(work.await),
        Either::Right(_) => {
            abort.abort();
            None
        }
    }
}

fn locks() -> Option<Locks> {
    let navigator = super::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}
