//! What one engine has read of the shared record, for all its elements: of one patient at a time.

use std::array;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{Datelike as _, NaiveDate};
use domain::auth::Session;
use domain::context::{Identity, PatientKey};
use domain::dsp::antecedents::Refusal;
use domain::dsp::identity::Trait;
use domain::dsp::notice::Notice;
use domain::dsp::page::Page;
use domain::dsp::paging::Incomplete;
use domain::dsp::type_map::TypeMap;
use domain::failure::Failure;

use super::filters::Filters;
use super::identify::Known;
use crate::jobs::App;
use crate::platform::bridge;
use crate::session::Shared;

/// What is searched for. The names are those of the type map's queries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Documents of every type.
    Documents,
    /// Laboratory results.
    Laboratory,
    /// Prescriptions and dispensations.
    Prescription,
    /// Vaccinations, given and due.
    Vaccination,
    /// Antecedents.
    Antecedents,
}

impl Purpose {
    const COUNT: usize = 5;

    /// The word of the type map.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Laboratory => "laboratory",
            Self::Prescription => "prescription",
            Self::Vaccination => "vaccination",
            Self::Antecedents => "antecedents",
        }
    }
}

/// Where a search stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Progress {
    /// It has not begun: nobody is signed in, or nobody wants it.
    #[default]
    Idle,
    /// It is under way; what has come is shown.
    Searching,
    /// It has ended.
    Done,
    /// It has ended with nothing.
    Failed(Failure),
    /// The record is not the patient's: these traits differ, and nothing of it is shown.
    Conflict(Vec<Trait>),
    /// There is no record, or more than one, for this patient.
    Unidentified,
}

/// What a search has brought.
#[derive(Clone, Default)]
pub(crate) struct Section {
    /// Of whom.
    pub(crate) patient: PatientKey,
    /// How far.
    pub(crate) progress: Progress,
    /// The pages, in order.
    pub(crate) pages: Vec<Arc<Page>>,
    /// What the other side says of its answers.
    pub(crate) notices: BTreeSet<Notice>,
    /// Why it is not all.
    pub(crate) incomplete: Option<Incomplete>,
    /// Nothing older than this was asked for, where a query can say so.
    pub(crate) since: Option<NaiveDate>,
}

domain::redacted!(Section);

/// What a professional refused for a patient.
#[derive(Default)]
pub(crate) struct Refusals {
    /// The name of their entry in the host's store; none where there is no patient, or nothing was read yet.
    pub(crate) name: Option<String>,
    /// The store did not answer: what it holds is not written over.
    pub(super) is_unread: bool,
    /// What is refused.
    pub(crate) all: Vec<Refusal>,
}

domain::redacted!(Refusals);

/// The record's id of the patient, or why there is none.
pub(super) type Found = Result<String, Progress>;

/// For whom is searched: when somebody signed in, and in whose name that person may act, once that is known.
///
/// Assumption: a sign-in may be another person's, with the very names of the one before (two secretaries of one doctor)
/// or none. The page knows nothing else of the person: what was read for one sign-in is shown in no other.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Who {
    begun: i64,
    names: Vec<Identity>,
}

impl Who {
    /// Of a live session.
    pub(crate) fn of(session: &Session) -> Self {
        Self {
            begun: session.begun,
            names: session.identities.clone(),
        }
    }

    fn is_another(&self, before: &Self) -> bool {
        let named = !self.names.is_empty() && !before.names.is_empty();
        self.begun != before.begun || named && self.names != before.names
    }
}

/// What the mounts share.
#[derive(Default)]
pub(super) struct Core {
    runs: [AtomicU32; Purpose::COUNT],
    /// Whose record was found last: asked once for all searches.
    pub(super) identity: futures_util::lock::Mutex<Option<Known>>,
    /// The sign-in for which was searched last.
    who: Mutex<Option<Who>>,
    /// Searches that asked for it.
    pub(super) asked: AtomicU32,
    map: OnceLock<TypeMap>,
    pub(super) filters: Filters,
    /// Documents that were on the screen.
    seen: Mutex<BTreeSet<String>>,
}

/// The shelf, as one mount sees it.
pub(crate) struct Shelf {
    sections: [Shared<Arc<Section>>; Purpose::COUNT],
    /// "Inclure les résultats provenant du DSP".
    pub(crate) include: Shared<bool>,
    /// "Depuis", an ISO day or empty.
    pub(crate) since: Shared<String>,
    /// Whether the record is to be included is known: from the store, or said since.
    pub(crate) ready: Shared<bool>,
    /// What this professional refused for the patient.
    pub(crate) refusals: Shared<Arc<Refusals>>,
    /// How often everything was dropped: what is open goes too.
    pub(crate) forgotten: Shared<u32>,
    pub(super) core: Arc<Core>,
}

domain::redacted!(Shelf);

impl Shelf {
    /// The engine's shelf, made at its first use.
    pub(crate) fn of(app: &App) -> Arc<Self> {
        let made = app.shelf.get_or_init(|| Box::new(Self::new()));
        Arc::new(
            made.downcast_ref::<Self>()
                .map_or_else(Self::new, Self::mirror),
        )
    }

    fn new() -> Self {
        Self {
            sections: array::from_fn(|_| Shared::new(Arc::default())),
            include: Shared::new(true),
            since: Shared::new(String::new()),
            ready: Shared::new(false),
            refusals: Shared::new(Arc::default()),
            forgotten: Shared::new(0),
            core: Arc::default(),
        }
    }

    fn mirror(&self) -> Self {
        Self {
            sections: array::from_fn(|at| self.sections[at].mirror()),
            include: self.include.mirror(),
            since: self.since.mirror(),
            ready: self.ready.mirror(),
            refusals: self.refusals.mirror(),
            forgotten: self.forgotten.mirror(),
            core: Arc::clone(&self.core),
        }
    }

    /// The day of "Depuis". A year with fewer than four digits is one that is being typed.
    pub(crate) fn day(&self) -> Option<NaiveDate> {
        let day = domain::dates::parse(&self.since.with_untracked(Clone::clone))?;
        (day.year() >= 1900).then_some(day)
    }

    /// What a search has brought.
    pub(crate) fn section(&self, purpose: Purpose) -> &Shared<Arc<Section>> {
        &self.sections[purpose as usize]
    }

    /// Begins a search anew; what an older one still brings is dropped.
    pub(super) fn begin(&self, purpose: Purpose) -> u32 {
        self.core.runs[purpose as usize].fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Drops everything that was read, and what searches still bring.
    pub(crate) fn forget(&self) {
        for (run, section) in self.core.runs.iter().zip(&self.sections) {
            run.fetch_add(1, Ordering::Relaxed);
            if section.with_untracked(|section| section.progress != Progress::Idle) {
                section.set(Arc::default());
            }
        }
        self.seen().clear();
        self.forgotten.set(self.forgotten.get_untracked() + 1);
    }

    /// Drops everything when it was read by another person: whoever signs in sees what is open to that person.
    pub(crate) fn belongs_to(&self, who: Who) {
        let before = lock(&self.core.who).replace(who.clone());
        if before.is_some_and(|before| who.is_another(&before)) {
            self.forget();
        }
    }

    /// Whether this search is the last one that was begun.
    pub(super) fn is_last(&self, purpose: Purpose, run: u32) -> bool {
        self.core.runs[purpose as usize].load(Ordering::Relaxed) == run
    }

    /// The host's table of types and queries, or ours.
    pub(crate) fn map(&self, app: &App) -> Option<&TypeMap> {
        if self.core.map.get().is_none() {
            let own = bridge::type_map(&app.host);
            let map = match own {
                Some(text) => TypeMap::parse(text.as_bytes()),
                None => TypeMap::built_in(),
            };
            _ = self.core.map.set(map.ok()?);
        }
        self.core.map.get()
    }

    /// Notes documents that are on the screen.
    pub(crate) fn see(&self, ids: impl Iterator<Item = String>) {
        self.seen().extend(ids);
    }

    /// Whether a document was on the screen.
    pub(crate) fn has_seen(&self, id: &str) -> bool {
        self.seen().contains(id)
    }

    fn seen(&self) -> MutexGuard<'_, BTreeSet<String>> {
        lock(&self.core.seen)
    }
}

fn lock<T>(one: &Mutex<T>) -> MutexGuard<'_, T> {
    one.lock().unwrap_or_else(PoisonError::into_inner)
}
