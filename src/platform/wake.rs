//! What a page notices of its own life: that it is seen again, that the network is back, that somebody uses it.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Event, EventTarget, VisibilityState};

/// What was noticed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
    /// The page is seen again, or the network is back.
    Woken,
    /// The page comes out of the back/forward cache.
    CameBack,
    /// The person touched the page.
    Used,
}

/// The listeners; dropping it takes them away.
#[derive(Debug)]
pub(crate) struct Watch {
    listeners: Vec<Listener>,
}

type Listener = (EventTarget, &'static str, Closure<dyn FnMut(Event)>);

impl Watch {
    /// Calls `notice` at each sign.
    pub(crate) fn begin(notice: impl Fn(Sign) + Clone + 'static) -> Self {
        let mut watch = Self {
            listeners: Vec::new(),
        };
        let Some(window) = super::window() else {
            return watch;
        };
        if let Some(document) = window.document() {
            let notice = notice.clone();
            watch.add(document.into(), "visibilitychange", move |_| {
                if is_seen() {
                    notice(Sign::Woken);
                }
            });
        }
        let tell = notice.clone();
        watch.add(window.clone().into(), "online", move |_| tell(Sign::Woken));
        let tell = notice.clone();
        watch.add(window.clone().into(), "pageshow", move |event| {
            let persisted = Reflect::get(&event, &"persisted".into());
            let cached = persisted.is_ok_and(|persisted| persisted.is_truthy());
            if cached {
                tell(Sign::CameBack);
            }
        });
        for name in ["pointerdown", "keydown"] {
            let tell = notice.clone();
            watch.add(window.clone().into(), name, move |_| tell(Sign::Used));
        }
        watch
    }

    fn add(&mut self, target: EventTarget, name: &'static str, hear: impl FnMut(Event) + 'static) {
        let hear = Closure::<dyn FnMut(Event)>::new(hear);
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(true);
        _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            hear.as_ref().unchecked_ref(),
            &options,
        );
        self.listeners.push((target, name, hear));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for (target, name, hear) in &self.listeners {
            let hear = hear.as_ref().unchecked_ref();
            _ = target.remove_event_listener_with_callback_and_bool(name, hear, true);
        }
    }
}

/// Whether the page is seen.
pub(crate) fn is_seen() -> bool {
    super::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}
