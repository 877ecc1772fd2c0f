//! A view whose code is fetched when it is first shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::I18n;
use crate::platform::late::{Later, Missing};

/// A view of a part, to be called in the place where it is shown.
pub(crate) type View = fn() -> AnyView;

/// Shows what `fetch` brings; a part that cannot be fetched says so in its place.
#[component]
pub(crate) fn Late(fetch: fn() -> Later<Result<View, Missing>>, i18n: I18n) -> impl IntoView {
    let fetched = ArcRwSignal::new(None::<Result<View, Missing>>);
    let slot = fetched.clone();
    let texts = i18n.clone();
    spawn_local(async move {
        let view = match texts.add_late().await {
            Ok(()) => fetch().await,
            Err(missing) => Err(missing),
        };
        slot.set(Some(view));
    });
    move || {
        let i18n = i18n.clone();
        fetched.get().map(|view| match view {
            Ok(view) => view(),
            Err(Missing) => {
                let words = move || i18n.text("error.part_unavailable");
                markup! { <p class="notice" data-severity="error" role="alert">{words}</p> }
                    .into_any()
            }
        })
    }
}
