//! `volet-unseen`: how many documents of the shared record were not on the screen yet, so that the host can mark its tab.
//!
//! Assumption: a document was seen when its list was shown in this page; the next page begins anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dsp::{Document, DocumentKind, Origin};
use leptos::prelude::*;
use serde::Serialize;

use super::desk::Desk;
use super::documents::Rows;

/// Tells after each change, for each of the element's types.
pub(super) fn tell_unseen(desk: &Desk, kinds: &Arc<[DocumentKind]>) {
    #[derive(Serialize)]
    struct Unseen {
        #[serde(rename = "type")]
        kind: &'static str,
        count: usize,
    }
    let (desk, kinds) = (desk.clone(), Arc::clone(kinds));
    let visible = desk.stand.visible.clone();
    Effect::new(move |before: Option<BTreeMap<DocumentKind, usize>>| {
        let rows = desk.shown.get();
        if visible.get() {
            desk.shelf.see(of_record(&rows).map(|one| one.id.clone()));
        }
        let mut counts: BTreeMap<_, _> = kinds.iter().map(|kind| (*kind, 0)).collect();
        for one in of_record(&rows).filter(|one| !desk.shelf.has_seen(&one.id)) {
            // What has no place of its own is counted where it is listed.
            let kind = if kinds.contains(&one.kind) {
                one.kind
            } else {
                DocumentKind::Other
            };
            *counts.entry(kind).or_default() += 1;
        }
        let before = before.unwrap_or_default();
        for (kind, count) in &counts {
            if before.get(kind).copied().unwrap_or_default() != *count {
                let detail = Unseen {
                    kind: kind.name(),
                    count: *count,
                };
                desk.stand.emit("volet-unseen", &detail);
            }
        }
        counts
    });
}

fn of_record(rows: &Rows) -> impl Iterator<Item = &Document> {
    let documents = rows.0.iter().map(AsRef::as_ref);
    documents.filter(|one| one.origin == Origin::Dsp)
}
