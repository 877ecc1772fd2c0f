//! Texts that outlive the page: sealed by the package's `drafts.js`, kept in this tab's session storage.
//!
//! An entry's name says nothing. The host's user is part of what the seal is bound to: for another user it stays shut.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::bridge::{Host, Unavailable};
use super::{random, storage};

#[wasm_bindgen]
extern "C" {
    /// The package's `drafts.js`, loaded once.
    #[wasm_bindgen(method)]
    fn drafts(this: &Host) -> Promise;

    type Seals;

    #[wasm_bindgen(method)]
    fn seal(this: &Seals, name: &str, bound: &str, text: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn open(this: &Seals, name: &str, bound: &str, sealed: &str) -> Promise;

    #[wasm_bindgen(method)]
    fn forget(this: &Seals, name: &str) -> Promise;
}

/// What an entry is. Each kind has a key of its own, so that one can be thrown away without the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// What was typed.
    Draft,
    /// A document whose outcome is open.
    Send,
    /// A document that was sent.
    Filed,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Send => "send",
            Self::Filed => "filed",
        }
    }
}

/// The place of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) kind: Kind,
    name: String,
}

impl Entry {
    /// A new place with a random name; `None` where the browser has no generator.
    pub(crate) fn make(kind: Kind) -> Option<Self> {
        let letter = |byte: u8| char::from(b'a' + byte % 26);
        let letters = random::bytes::<20>().ok()?.map(letter);
        let name = format!("{}.{}", kind.word(), String::from_iter(letters));
        Some(Self { kind, name })
    }

    /// Every place of a kind in this tab.
    pub(crate) fn all(kind: Kind) -> Vec<Self> {
        let prefix = format!("{}.", kind.word());
        let names = storage::names().into_iter();
        let ours = names.filter(|name| name.starts_with(&prefix));
        ours.map(|name| Self { kind, name }).collect()
    }

    /// Whether something is kept there.
    pub(crate) fn is_there(&self) -> bool {
        storage::get(&self.name).is_some()
    }

    /// Erases it, at once.
    pub(crate) fn erase(&self) {
        storage::remove(&self.name);
    }

    /// Seals a text for this place.
    pub(crate) async fn seal(&self, host: &Host, user: &str, text: &str) -> Option<String> {
        let seals = load(host).await.ok()?;
        let sealing = seals.seal(self.kind.word(), &self.bound(user), text);
        JsFuture::from(sealing).await.ok()?.as_string()
    }

    /// Puts a sealed text there; `false` where the browser refuses storage, or has no more room.
    pub(crate) fn put(&self, sealed: &str) -> bool {
        storage::set(&self.name, sealed)
    }

    /// Opens what is there; `Some(None)` for what does not open.
    pub(crate) async fn open(&self, host: &Host, user: &str) -> Option<Option<String>> {
        let seals = load(host).await.ok()?;
        let sealed = storage::get(&self.name)?;
        let opening = seals.open(self.kind.word(), &self.bound(user), &sealed);
        let opened = JsFuture::from(opening).await;
        Some(opened.ok().and_then(|text| text.as_string()))
    }

    /// An entry that is moved to another name, or met by another user of the host, does not open.
    fn bound(&self, user: &str) -> String {
        format!("{}\n{user}", self.name)
    }
}

/// Loads the module, so that the first letter typed finds it there.
pub(crate) async fn warm(host: &Host) {
    _ = load(host).await;
}

/// Throws the key of a kind away, for every tab.
pub(crate) async fn forget(host: &Host, kind: Kind) {
    if let Ok(seals) = load(host).await {
        _ = JsFuture::from(seals.forget(kind.word())).await;
    }
}

async fn load(host: &Host) -> Result<Seals, Unavailable> {
    JsFuture::from(host.drafts())
        .await
        .map(JsCast::unchecked_into)
        .map_err(|_| Unavailable)
}
