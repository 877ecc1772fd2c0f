//! Keeps forms through a sign-in, a reload, a dead session and a crash of the page.
//!
//! Each form that somebody has typed in is one sealed entry in the tab's session storage. It goes when the form is sent,
//! wiped or shown for another patient, and at sign-out. A document whose outcome is open is kept with its bytes until
//! the outcome is known: only then can the same bytes go again.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::context::Context;
use domain::kept::Kept;
use futures_util::FutureExt as _;
use futures_util::future::{Shared, select};
use leptos::prelude::{GetUntracked as _, WithUntracked as _};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use super::form::{Form, FormType, maker};
use super::{App, Course, Stage, filed};
use crate::platform::bridge::Host;
use crate::platform::held::held;
use crate::platform::late::late;
use crate::platform::sealed::{self, Entry, Kind};
use crate::platform::{clock, timer};

/// The longest wait for the browser's storage, in milliseconds: a form that cannot be kept must not hold up the work.
const WITHIN: u32 = 2_000;

/// What the next person at this computer is not to find. An open send stays until its outcome is known.
const GOES_AT_SIGN_OUT: [Kind; 2] = [Kind::Draft, Kind::Filed];

/// Where a form is kept. Tickets are handed out in the order of changes: an older text never lands on a newer one.
#[derive(Default)]
pub(crate) struct Keep {
    entry: Option<Entry>,
    ticket: u64,
    written: u64,
}

impl Keep {
    /// A form that was found in storage.
    fn at(entry: Entry) -> Self {
        Self {
            entry: Some(entry),
            ..Self::default()
        }
    }

    fn take_ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Hands the place to the form that goes on; what is still being sealed for the old one is dropped.
    pub(super) fn hand_over(&mut self) -> Self {
        self.written = u64::MAX;
        Self {
            entry: self.entry.take(),
            ..Self::default()
        }
    }
}

type Work = SendWrapper<Shared<Pin<Box<dyn Future<Output = ()>>>>>;

/// What is being sealed now.
#[derive(Clone, Default)]
pub(crate) struct Sealing(Arc<Mutex<Vec<Work>>>);

/// Brings what is kept of a form up to date, after each change of its text or its stage.
pub(crate) fn update(app: &Arc<App>, form: &Arc<dyn Form>) {
    let Some(kind) = wanted(form.course()) else {
        return discard(form.course());
    };
    let mut keep = form.keep();
    let known = keep.entry.as_ref().filter(|entry| entry.kind == kind);
    if kind == Kind::Send && known.is_some() {
        return;
    }
    let Some(entry) = known.cloned().or_else(|| Entry::make(kind)) else {
        return;
    };
    let ticket = keep.take_ticket();
    drop(keep);
    let (engine, form) = (Arc::clone(app), Arc::clone(form));
    begin(app, async move {
        // Without the part nothing is kept; the next change tries again.
        _ = seal(engine, form, entry, ticket).await;
    });
}

late! { drafts,
async fn seal(app: Arc<App>, form: Arc<dyn Form>, entry: Entry, ticket: u64) -> () {
    seal_now(&app, &*form, &entry, ticket).await;
}}

async fn seal_now(app: &App, form: &dyn Form, entry: &Entry, ticket: u64) {
    if wanted(form.course()) != Some(entry.kind) {
        return;
    }
    let text = to_kept(form).write();
    let sealed = entry.seal(&app.host, &app.options.host_user, &text).await;
    let mut keep = form.keep();
    if let Some(sealed) = sealed
        && ticket > keep.written
    {
        keep.written = ticket;
        entry.put(&sealed);
        let old = keep.entry.replace(entry.clone());
        if let Some(old) = old.filter(|old| old != entry) {
            old.erase();
        }
    }
}

/// What is to outlive the page.
pub(super) fn to_kept(form: &dyn Form) -> Kept {
    let open = form.is_unfinished();
    Kept {
        form: form.kind().as_str().to_owned(),
        patient: form.patient().clone(),
        texts: form.texts(),
        deposit: open.then(|| form.deposit()).flatten(),
        replaces: form.to_replaced(),
        owed: form.is_owed(),
        at: clock::now(),
    }
}

/// Erases what is kept of a form.
pub(crate) fn discard(form: &Course) {
    let mut keep = form.keep();
    keep.written = keep.take_ticket();
    if let Some(entry) = keep.entry.take() {
        entry.erase();
    }
}

/// Waits until storage is up to date with everything typed so far: before the page is left for a sign-in, and before a document goes.
pub(crate) async fn saved(app: &App) {
    let all = app.sealing.lock().clone();
    let work = pin!(async move {
        for work in all {
            work.take().await;
        }
    });
    select(work, pin!(timer::wait(WITHIN))).await;
}

/// Takes back what an earlier page of this tab has kept. What does not open, or cannot be read, is dropped: but an open
/// send that does not open may be another user's, and is left to that user. Where it takes long it goes on behind the page:
/// what is kept from now on is this page's own.
pub(crate) async fn restore(app: &Arc<App>) {
    let all = |found: Vec<Entry>| {
        let engine = Arc::clone(app);
        begin(app, async move {
            for entry in found {
                _ = take_back(Arc::clone(&engine), entry).await;
            }
        });
    };
    let listed = Entry::all(Kind::Filed);
    all([Kind::Send, Kind::Draft]
        .into_iter()
        .flat_map(Entry::all)
        .collect());
    saved(app).await;
    all(listed);
}

late! { drafts,
async fn take_back(app: Arc<App>, entry: Entry) -> () {
    match entry.kind {
        Kind::Draft | Kind::Send => open(&app, entry).await,
        Kind::Filed => filed::open(&app, entry).await,
    }
}}

async fn open(app: &App, entry: Entry) {
    let Some(opened) = entry.open(&app.host, &app.options.host_user).await else {
        return;
    };
    let found = opened.and_then(|text| Kept::read(&text, clock::now()));
    let known = found.and_then(|kept| Some((FormType::parse(&kept.form)?, kept)));
    match known {
        Some((kind, kept)) => {
            let Ok(make) = maker(kind).await else { return };
            // A sign-out erases what it finds: what was opened meanwhile goes too.
            if entry.kind == Kind::Draft && !entry.is_there() {
                return;
            }
            if let Some(deposit) = &kept.deposit {
                let since = clock::iso(kept.at);
                app.record_at(kind, &deposit.document_id, "unknown", since);
            }
            let course = Course::restored(&kept, Keep::at(entry));
            let form = make(kind, &Context::default(), &[]);
            app.take_back(form.restored(course, &kept.texts));
        }
        None if entry.kind == Kind::Draft => entry.erase(),
        None => {}
    }
}

/// Erases what anybody typed or sent, in this tab at once and in every other one by throwing the keys away.
pub(super) fn erase(app: &App) {
    for entry in GOES_AT_SIGN_OUT.into_iter().flat_map(Entry::all) {
        entry.erase();
    }
    let host = app.host.clone();
    begin(app, async move { _ = forget(host).await });
}

late! { drafts,
async fn forget(host: SendWrapper<Host>) -> () {
    for kind in GOES_AT_SIGN_OUT {
        sealed::forget(&host, kind).await;
    }
}}

/// Loads what seals, so that the first letter typed finds it there.
pub(crate) async fn warm(app: &App) {
    _ = warm_up(app.host.clone()).await;
}

late! { drafts,
async fn warm_up(host: SendWrapper<Host>) -> () {
    sealed::warm(&host).await;
}}

/// What is worth keeping.
fn wanted(form: &Course) -> Option<Kind> {
    let dirty = form.dirty.get_untracked();
    form.stage.with_untracked(|stage| match stage {
        // Before its bytes are fixed nothing can have gone: a page that is left now has a draft.
        Stage::Sending | Stage::Unknown if form.deposit().is_some() => Some(Kind::Send),
        Stage::Accepted(_) | Stage::Revoked(_) => None,
        _ => dirty.then_some(Kind::Draft),
    })
}

pub(super) fn begin(app: &App, work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    let work = work.shared();
    let mut all = app.sealing.lock();
    all.retain(|work| work.peek().is_none());
    all.push(SendWrapper::new(work.clone()));
    spawn_local(work);
}

impl Sealing {
    fn lock(&self) -> MutexGuard<'_, Vec<Work>> {
        held(&self.0)
    }
}
