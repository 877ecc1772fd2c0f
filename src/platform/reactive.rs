//! Effects and memos whose code is there once, and not once for each closure.

use leptos::prelude::{ArcMemo, Effect, Memo};

/// Runs `work`, and again whenever a signal that it read changes.
pub(crate) fn effect(work: impl FnMut() + 'static) {
    erased_effect(Box::new(work));
}

fn erased_effect(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| work());
}

/// Whether something holds, for as long as anything follows it: what is shown may be built under another owner.
pub(crate) fn fact(holds: Box<dyn Fn() -> bool + Send + Sync>) -> ArcMemo<bool> {
    ArcMemo::new(move |_| holds())
}

/// A value that follows signals.
pub(crate) fn memo<T>(make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    erased_memo(Box::new(make))
}

fn erased_memo<T>(make: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| make())
}
