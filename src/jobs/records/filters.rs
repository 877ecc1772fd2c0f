//! "Depuis" and "Inclure les résultats provenant du DSP" as the professional left them (UX-08), in the host's store.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use leptos::task::spawn_local;

use super::{Shelf, Stand};
use crate::platform::bridge;

const NAME: &str = "filters";
/// The word for a record that is not to be included.
const WITHOUT: &str = "without";

/// One of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Filter {
    /// "Depuis".
    Since,
    /// "Inclure les résultats provenant du DSP".
    Include,
}

/// How far an engine is with them.
#[derive(Default)]
pub(super) struct Filters {
    /// They were asked of the store.
    asked: AtomicBool,
    /// They were read: what the store holds and did not say is not written over.
    read: AtomicBool,
    /// The person has chosen a day, and whether to include the record.
    chosen: [AtomicBool; 2],
}

/// Puts them back once an engine; of the two the one stays that the person was quicker to choose. Nothing is searched before it
/// is known whether to: that nothing is to be asked may have been said before.
pub(crate) fn remember(stand: &Stand, shelf: &Arc<Shelf>) {
    if shelf.core.filters.asked.swap(true, Relaxed) {
        return;
    }
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    spawn_local(async move {
        let kept = bridge::kept(&stand.app.host, NAME).await;
        let filters = &shelf.core.filters;
        let [day, inclusion] = &filters.chosen;
        let (day, inclusion) = (day.load(Relaxed), inclusion.load(Relaxed));
        let is_read = kept.is_ok();
        let text = kept.ok().flatten();
        if let Some((since, include)) = text.as_deref().and_then(|text| text.split_once(' ')) {
            if !day {
                shelf.since.set(since.to_owned());
            }
            if !inclusion {
                shelf.include.set(include != WITHOUT);
            }
        }
        filters.read.store(is_read, Relaxed);
        shelf.ready.set(true);
        if is_read && (day || inclusion) {
            store(&stand, &shelf).await;
        }
    });
}

/// Keeps one that was chosen, once it is known what is kept of the other.
pub(crate) fn keep(stand: &Stand, shelf: &Arc<Shelf>, which: Filter) {
    let filters = &shelf.core.filters;
    filters.chosen[which as usize].store(true, Relaxed);
    if which == Filter::Include {
        shelf.ready.set(true);
    }
    if filters.read.load(Relaxed) {
        let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
        spawn_local(async move { store(&stand, &shelf).await });
    }
}

/// Writes both as they are now. A store that fails costs no more than the memory of a filter.
async fn store(stand: &Stand, shelf: &Shelf) {
    let include = shelf.include.get_untracked();
    let word = if include { "with" } else { WITHOUT };
    let text = [&shelf.since.get_untracked(), word].join(" ");
    _ = bridge::keep(&stand.app.host, NAME, &text).await;
}
