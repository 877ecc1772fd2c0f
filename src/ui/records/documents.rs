//! `<volet-documents>`: documents of the host and of the shared record, of the element's types, in one list.

use std::sync::Arc;

use domain::dates;
use domain::dsp::merge::merge;
use domain::dsp::placement::Places;
use domain::dsp::{Document, DocumentKind};
use leptos::prelude::*;

use super::desk::{Desk, Pages, close_with_patient, follow, pages};
use super::laboratory::Laboratory;
use super::list::List;
use super::notices::Notices;
use super::prescriptions::Prescriptions;
use super::toolbar::Toolbar;
use super::unseen::tell_unseen;
use super::vaccinations::Vaccinations;
use super::viewer::Viewer;
use crate::jobs::records::{Purpose, Shelf, Stand, local};
use crate::platform::late::late;
use crate::platform::reactive::memo;
use crate::ui::late::View;

late! { records,
/// The view.
pub(super) async fn documents() -> View {
    || markup! { <Documents/> }.into_any()
}}

/// A list that is the same when it is the very same.
#[derive(Clone)]
pub(super) struct Rows(pub(super) Arc<Vec<Arc<Document>>>);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
fn Documents() -> impl IntoView {
    let stand = expect_context::<Stand>();
    let shelf = Shelf::of(&stand.app);
    let kinds: Arc<[DocumentKind]> = stand
        .kinds
        .split_whitespace()
        .filter_map(DocumentKind::named)
        .collect();
    let purposes = purposes(&kinds);
    follow(&stand, &shelf, purposes.clone());
    let desk = Desk {
        shown: shown(&stand, &shelf, &kinds),
        stand,
        shelf,
        open: RwSignal::new(None),
    };
    tell_unseen(&desk, &kinds);
    close_with_patient(&desk);
    provide_context(desk.clone());
    let has = |kind| kinds.contains(&kind);
    let results = has(DocumentKind::Laboratory).then(|| markup! { <Laboratory/> });
    let prescriptions = has(DocumentKind::Prescription).then(|| markup! { <Prescriptions/> });
    let vaccinations = has(DocumentKind::Vaccination).then(|| markup! { <Vaccinations/> });
    markup! {
        <Toolbar/>
        <Notices purposes=purposes/>
        <Viewer place=desk.open/>
        {results}
        {prescriptions}
        {vaccinations}
        <List/>
    }
}

/// What the element's types need: results and lists beside the documents.
fn purposes(kinds: &[DocumentKind]) -> Vec<Purpose> {
    let of = |kind: &DocumentKind| match kind {
        DocumentKind::Laboratory => Some(Purpose::Laboratory),
        DocumentKind::Prescription => Some(Purpose::Prescription),
        DocumentKind::Vaccination => Some(Purpose::Vaccination),
        DocumentKind::Summary | DocumentKind::Imaging | DocumentKind::Other => None,
    };
    let own = kinds.iter().filter_map(of);
    std::iter::once(Purpose::Documents).chain(own).collect()
}

/// All documents, then those of the element's types since the chosen day.
fn shown(stand: &Stand, shelf: &Arc<Shelf>, kinds: &Arc<[DocumentKind]>) -> Memo<Rows> {
    let all = all(stand, shelf);
    let (since, kinds) = (shelf.since.signal(), Arc::clone(kinds));
    let named = stand.app.options.document_types.iter();
    let named: Vec<DocumentKind> = named.filter_map(|name| DocumentKind::named(name)).collect();
    let places = Places::new(named).or_else(|_| Places::new(DocumentKind::ALL));
    memo(move || {
        let day = dates::parse(&since.get());
        let wanted = |document: &&Arc<Document>| {
            let list = places
                .as_ref()
                .map_or(document.kind, |it| it.list_of(document.kind));
            kinds.contains(&list) && day.is_none_or(|day| document.date.may_be_since(day))
        };
        all.with(|Rows(all)| Rows(Arc::new(all.iter().filter(wanted).cloned().collect())))
    })
}

fn all(stand: &Stand, shelf: &Arc<Shelf>) -> Memo<Rows> {
    let given = stand.given.clone();
    let pages = pages(stand, shelf, Purpose::Documents);
    let (app, shelf) = (Arc::clone(&stand.app), Arc::clone(shelf));
    memo(move || {
        let own = given.with(|given| local(given, shelf.map(&app)));
        let documents = |Pages(pages): &Pages| {
            let documents = pages.iter().flat_map(|page| page.documents.iter().cloned());
            documents.collect::<Vec<_>>()
        };
        let merged = merge(own, pages.with(documents));
        Rows(Arc::new(merged.into_iter().map(Arc::new).collect()))
    })
}
