//! `<volet-documents>`: documents of the host and of the shared record, of the element's types, in one list.

use std::sync::Arc;

use domain::context::Context;
use domain::dates;
use domain::dsp::merge::merge;
use domain::dsp::placement::Places;
use domain::dsp::{Document, DocumentKind};
use leptos::prelude::*;

use super::list::List;
use super::notices::Notices;
use super::toolbar::Toolbar;
use super::viewer::{Open, Viewer};
use crate::jobs::records::{Progress, Purpose, Shelf, Stand, local, want};
use crate::platform::late::late;
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

/// What the parts of the element share.
#[derive(Clone)]
pub(super) struct Desk {
    /// The engine and the element.
    pub(super) stand: Stand,
    /// What was read of the record.
    pub(super) shelf: Arc<Shelf>,
    /// The element's types.
    pub(super) kinds: Arc<[DocumentKind]>,
    /// What is shown: of these types, since the chosen day.
    pub(super) shown: Memo<Rows>,
    /// The open document.
    pub(super) open: RwSignal<Option<Open>>,
}

impl Desk {
    /// The desk around a component.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// A text that follows the language.
    pub(super) fn t(&self, key: &'static str) -> impl Fn() -> String + Clone + Send + use<> {
        let i18n = self.stand.i18n.clone();
        move || i18n.text(key)
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
    follow(&stand, &shelf);
    let shown = shown(&stand, &shelf, &kinds);
    provide_context(Desk {
        stand,
        shelf,
        kinds,
        shown,
        open: RwSignal::new(None),
    });
    markup! {
        <Toolbar/>
        <Notices purpose=Purpose::Documents/>
        <Viewer/>
        <List/>
    }
}

/// Searches when somebody is signed in, the patient is another one, or the record is to be included again.
fn follow(stand: &Stand, shelf: &Arc<Shelf>) {
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    let patient = {
        let context = stand.app.context.signal();
        Memo::new(move |_| context.with(Context::patient_key))
    };
    let signed_in = {
        let state = stand.app.state.signal();
        Memo::new(move |_| state.with(|state| state.session().is_some()))
    };
    let include = shelf.include.signal();
    Effect::new(move |_| {
        patient.track();
        if signed_in.get() && include.get() {
            want(&stand, &shelf, Purpose::Documents);
        }
    });
}

/// All documents, then those of the element's types since the chosen day.
fn shown(stand: &Stand, shelf: &Arc<Shelf>, kinds: &Arc<[DocumentKind]>) -> Memo<Rows> {
    let all = all(stand, shelf);
    let (since, kinds) = (shelf.since.signal(), Arc::clone(kinds));
    let named = stand.app.options.document_types.iter();
    let named: Vec<DocumentKind> = named.filter_map(|name| DocumentKind::named(name)).collect();
    let places = Places::new(named).or_else(|_| Places::new(DocumentKind::ALL));
    Memo::new(move |_| {
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
    let (given, include) = (stand.given.clone(), shelf.include.signal());
    let section = shelf.section(Purpose::Documents).signal();
    let context = stand.app.context.signal();
    let (app, shelf) = (Arc::clone(&stand.app), Arc::clone(shelf));
    Memo::new(move |_| {
        let own = given.with(|given| local(given, shelf.map(&app)));
        let patient = context.with(Context::patient_key);
        let dsp = section.with(|section| {
            let of_patient = section.patient == patient && include.get();
            let documents = section.pages.iter().flat_map(|page| &page.documents);
            documents
                .filter(|_| of_patient)
                .cloned()
                .collect::<Vec<_>>()
        });
        Rows(Arc::new(
            merge(own, dsp).into_iter().map(Arc::new).collect(),
        ))
    })
}

/// Whether a search is under way.
pub(super) fn is_searching(progress: &Progress) -> bool {
    matches!(progress, Progress::Searching)
}
