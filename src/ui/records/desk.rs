//! What the parts of an element share, and when it searches.

use std::sync::Arc;

use domain::auth::State;
use domain::context::Context;
use domain::dsp::page::Page;
use leptos::prelude::*;

use super::documents::Rows;
use super::viewer::Place;
use crate::jobs::records::{Progress, Purpose, Section, Shelf, Stand, Who, remember_filters, want};
use crate::platform::reactive::{effect, memo};

/// The pages of a search, the same when they are the very same.
#[derive(Clone, Default)]
pub(super) struct Pages(pub(super) Vec<Arc<Page>>);

impl PartialEq for Pages {
    fn eq(&self, other: &Self) -> bool {
        let mut both = self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && both.all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

/// What the parts of the element share.
#[derive(Clone)]
pub(super) struct Desk {
    /// The engine and the element.
    pub(super) stand: Stand,
    /// What was read of the record.
    pub(super) shelf: Arc<Shelf>,
    /// What is shown: of the element's types, since the chosen day.
    pub(super) shown: Memo<Rows>,
    /// The open document.
    pub(super) open: Place,
}

impl Desk {
    /// The desk around a component.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// What a search brought about the open patient; nothing while the record is not to be included.
    pub(super) fn pages(&self, purpose: Purpose) -> Memo<Pages> {
        pages(&self.stand, &self.shelf, purpose)
    }

    /// A name of the record; for one that is missing that it has none.
    pub(super) fn name(&self, name: &str) -> impl Fn() -> String + Clone + Send + use<> {
        let (i18n, name) = (self.stand.i18n.clone(), name.to_owned());
        move || {
            if name.is_empty() {
                i18n.text("records.untitled")
            } else {
                name.clone()
            }
        }
    }

    /// A text that follows the language.
    pub(super) fn t(&self, key: &'static str) -> impl Fn() -> String + Clone + Send + use<> {
        let i18n = self.stand.i18n.clone();
        move || i18n.text(key)
    }
}

/// What a search brought about the open patient.
pub(super) fn pages(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) -> Memo<Pages> {
    memo(reading(stand, shelf, purpose, |section| {
        Pages(section.pages.clone())
    }))
}

/// Whether a search about the open patient goes on.
pub(super) fn searching(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) -> Memo<bool> {
    memo(reading(stand, shelf, purpose, |section| {
        section.progress == Progress::Searching
    }))
}

/// Reads a search; an empty one while the record is not to be included, or when it was about another patient. Nothing comes
/// from the shelf to the screen but by this (UX-17): the shelf may hold the last patient while nobody can search for the next.
pub(super) fn reading<R: 'static>(
    stand: &Stand,
    shelf: &Arc<Shelf>,
    purpose: Purpose,
    read: fn(&Section) -> R,
) -> impl Fn() -> R + Send + Sync + use<R> {
    let (section, include) = (shelf.section(purpose).signal(), shelf.include.signal());
    let context = stand.app.context.signal();
    move || {
        let (patient, included) = (context.with(Context::patient_key), include.get());
        section.with(|section| {
            if included && section.patient == patient {
                read(section)
            } else {
                read(&Section::default())
            }
        })
    }
}

/// Searches when somebody is signed in, the patient is another one, the record is to be included again, or what is older is
/// wanted. What lists show beside the documents waits until the element is on the screen: a tab that is not open asks for no
/// more than it needs to be counted.
pub(super) fn follow(stand: &Stand, shelf: &Arc<Shelf>, purposes: Vec<Purpose>) {
    remember_filters(stand, shelf);
    let visible = stand.visible.clone();
    let shown = Memo::new(move |before: Option<&bool>| before == Some(&true) || visible.get());
    let (stand, shelf) = (stand.clone(), Arc::clone(shelf));
    let patient = {
        let context = stand.app.context.signal();
        memo(move || context.with(Context::patient_key))
    };
    let signed_in = {
        let state = stand.app.state.signal();
        memo(move || state.with(|state| state.session().is_some()))
    };
    let signed_out = {
        let state = stand.app.state.signal();
        memo(move || state.with(|state| matches!(state, State::SignedOut)))
    };
    let who = {
        let state = stand.app.state.signal();
        memo(move || state.with(|state| state.session().map(Who::of)))
    };
    let (include, since, ready) = (
        shelf.include.signal(),
        shelf.since.signal(),
        shelf.ready.signal(),
    );
    effect(move || {
        patient.with(|_| ());
        since.track();
        if signed_out.get() {
            shelf.forget();
        }
        if let Some(who) = who.get() {
            shelf.belongs_to(who);
        }
        // A table that cannot be used is told before anybody signs in; with it nothing is asked.
        let first = purposes.first().filter(|_| shelf.map(&stand.app).is_none());
        if let Some(purpose) = first {
            want(&stand, &shelf, *purpose);
        } else if ready.get() && signed_in.get() && include.get() {
            let all = shown.get();
            let wanted = purposes
                .iter()
                .filter(|one| all || **one == Purpose::Documents);
            wanted.for_each(|purpose| want(&stand, &shelf, *purpose));
        }
    });
}

/// The open document goes with its patient, and with what was read for another person.
pub(super) fn close_with_patient(desk: &Desk) {
    let (context, forgotten, open) = (
        desk.stand.app.context.signal(),
        desk.shelf.forgotten.signal(),
        desk.open,
    );
    let whose = memo(move || (context.with(Context::patient_key), forgotten.get()));
    effect(move || {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        whose.with(|_| ());
        open.set(None);
    });
}
