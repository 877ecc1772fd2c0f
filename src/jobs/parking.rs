//! Forms that no element shows: the next one of the same patient takes its own over, so that moving an element loses nothing.

use std::sync::{Arc, MutexGuard};

use domain::context::{Context, Identity};

use super::{App, Form, FormType, drafts};
use crate::platform::held::held;

impl App {
    /// The patient's parked form, or a new one, for an element that is mounted or that shows another patient now.
    pub(crate) fn take_form(
        &self,
        kind: FormType,
        make: impl FnOnce(&Context, &[Identity]) -> Arc<dyn Form>,
    ) -> Arc<dyn Form> {
        self.take_parked(kind).unwrap_or_else(|| {
            let context = self.context.get_untracked();
            make(&context, &self.identities())
        })
    }

    /// The patient's parked form.
    pub(crate) fn take_parked(&self, kind: FormType) -> Option<Arc<dyn Form>> {
        let mut parked = self.parked();
        let at = parked.iter().position(self.is_next(kind))?;
        let form = parked.swap_remove(at);
        form.take_out();
        // One that is on its way stays as it is, since the send holds it.
        if form.is_unfinished() {
            return Some(form);
        }
        Some(form.renewed())
    }

    /// Whether a form of the patient waits to be shown again.
    pub(crate) fn has_parked(&self, kind: FormType) -> bool {
        self.parked().iter().any(self.is_next(kind))
    }

    fn is_next(&self, kind: FormType) -> impl FnMut(&Arc<dyn Form>) -> bool + use<> {
        let patient = self.context.with_untracked(Context::patient_key);
        move |form| form.kind() == kind && form.is_of(&patient)
    }

    /// Keeps a form that loses its element, while it is the open patient's or its outcome is open. A new one is as good as
    /// one that nobody has typed in, and a receipt gives way to a form that waits already.
    pub(crate) fn park(&self, form: Arc<dyn Form>) {
        if form.is_blank() {
            return;
        }
        let patient = self.context.with_untracked(Context::patient_key);
        form.put_away();
        let here = patient.is_none() || form.is_of(&patient);
        if form.is_kept() || here && (form.is_pending() || !self.has_parked(form.kind())) {
            self.parked().push(form);
        } else {
            drafts::discard(form.course());
        }
    }

    /// Takes a form that an earlier page has kept, unless this page has a newer one.
    pub(super) fn take_back(&self, form: Arc<dyn Form>) {
        let late = self.parked().iter().any(|newer| newer.outdates(&*form));
        if late {
            drafts::discard(form.course());
            return;
        }
        self.park(form);
        self.found.update(|times| *times = times.wrapping_add(1));
    }

    /// Settles what came late beside the form that is shown: it is dropped where somebody has typed meanwhile. `true` where
    /// nobody has, and it is to be shown.
    pub(crate) fn settle_found(&self, shown: &dyn Form) -> bool {
        self.keep_parked(|late| !shown.outdates(late));
        shown.is_blank() && self.parked().iter().any(|late| late.is_like(shown))
    }

    pub(super) fn keep_parked(&self, stays: impl Fn(&dyn Form) -> bool) {
        self.parked().retain(|form| {
            let stays = stays(&**form);
            if !stays {
                drafts::discard(form.course());
            }
            stays
        });
    }

    fn parked(&self) -> MutexGuard<'_, Vec<Arc<dyn Form>>> {
        held(&self.parked)
    }
}
