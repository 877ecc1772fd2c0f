//! "Depuis" and "Inclure les résultats provenant du DSP" as the professional left them (UX-08), in the host's store.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::{Shelf, Stand};
use crate::platform::bridge;

const NAME: &str = "filters";
/// The word for a record that is not to be included.
const WITHOUT: &str = "without";

/// Puts them back once an engine, unless the person was quicker. Until then nothing is searched: that nothing is to be asked may
/// have been said before.
pub(crate) fn remember(stand: &Stand, shelf: &Arc<Shelf>) {
    if !shelf.is_first() {
        return;
    }
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    spawn_local(async move {
        let text = bridge::kept(&stand.app.host, NAME).await.ok().flatten();
        if shelf.ready.get_untracked() {
            return;
        }
        if let Some((since, include)) = text.as_deref().and_then(|text| text.split_once(' ')) {
            shelf.since.set(since.to_owned());
            shelf.include.set(include != WITHOUT);
        }
        shelf.ready.set(true);
    });
}

/// Keeps them as they are now. A store that fails costs no more than the memory of a filter.
pub(crate) fn keep(stand: &Stand, shelf: &Arc<Shelf>) {
    shelf.ready.set(true);
    let include = shelf.include.get_untracked();
    let word = if include { "with" } else { WITHOUT };
    let text = [&shelf.since.get_untracked(), word].join(" ");
    let host = stand.app.host.clone();
    spawn_local(async move { _ = bridge::keep(&host, NAME, &text).await });
}
