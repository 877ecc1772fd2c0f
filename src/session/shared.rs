//! A value of the engine that elements follow.
//!
//! A signal keeps a trace of every follower that ever was, also of those that are gone. Each mount therefore follows
//! signals of its own, and they go with it: mounting and unmounting leaves nothing behind.

use std::sync::{Arc, Mutex};

use leptos::prelude::{
    ArcRwSignal, Get as _, GetUntracked as _, Set as _, With as _, WithUntracked as _,
};

use crate::platform::held::held;

type Signals<T> = Mutex<Vec<Option<ArcRwSignal<T>>>>;

/// The value, as one holder sees it. A change is seen by all.
pub(crate) struct Shared<T: Clone + Send + Sync + 'static> {
    all: Arc<Signals<T>>,
    at: usize,
    own: ArcRwSignal<T>,
}

impl<T: Clone + Send + Sync + 'static> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared([redacted])")
    }
}

impl<T: Clone + Send + Sync + 'static> Shared<T> {
    /// A value with its first holder.
    pub(crate) fn new(value: T) -> Self {
        Self::join(Arc::default(), value)
    }

    /// The same value for another holder.
    pub(crate) fn mirror(&self) -> Self {
        Self::join(Arc::clone(&self.all), self.own.get_untracked())
    }

    fn join(all: Arc<Signals<T>>, value: T) -> Self {
        let own = ArcRwSignal::new(value);
        let mut signals = held(&all);
        let at = signals
            .iter()
            .position(Option::is_none)
            .unwrap_or(signals.len());
        if at == signals.len() {
            signals.push(None);
        }
        if let Some(place) = signals.get_mut(at) {
            *place = Some(own.clone());
        }
        drop(signals);
        Self { all, at, own }
    }

    /// This holder's signal, to be followed. It is not for writing: others would not see it.
    pub(crate) fn signal(&self) -> ArcRwSignal<T> {
        self.own.clone()
    }

    /// Reads and follows.
    pub(crate) fn get(&self) -> T {
        self.own.get()
    }

    /// Reads.
    pub(crate) fn get_untracked(&self) -> T {
        self.own.get_untracked()
    }

    /// Reads and follows, without a copy.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.own.with(read)
    }

    /// Reads, without a copy.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.own.with_untracked(read)
    }

    /// Writes, for all.
    pub(crate) fn set(&self, value: T) {
        let all: Vec<_> = held(&self.all).iter().flatten().cloned().collect();
        for signal in all {
            signal.set(value.clone());
        }
    }

    /// Changes, for all.
    pub(crate) fn update(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.own.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

impl<T: Clone + Send + Sync + 'static> Drop for Shared<T> {
    fn drop(&mut self) {
        if let Some(place) = held(&self.all).get_mut(self.at) {
            *place = None;
        }
    }
}
