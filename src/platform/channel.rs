//! Messages to the other tabs of this origin (BroadcastChannel). They never carry a token.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::location;

/// A channel that is listened to. Dropping it closes it.
#[derive(Debug)]
pub(crate) struct Channel {
    channel: BroadcastChannel,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens a channel; `hear` gets every text that another tab of this origin sends. `None` where the browser has none.
    pub(crate) fn open(name: &str, mut hear: impl FnMut(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let origin = location::origin();
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // Only this origin can send here; what says otherwise is not believed.
            if event.origin() == origin
                && let Some(text) = event.data().as_string()
            {
                hear(text);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _hear: hear,
        })
    }

    /// Tells the other tabs.
    pub(crate) fn tell(&self, text: &str) {
        _ = self.channel.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
