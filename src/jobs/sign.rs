//! Signing in and out, with what becomes of the forms.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::auth::State;
use domain::failure::{Code, Failure};
use leptos::prelude::With as _;

use super::{App, drafts};
use crate::platform::reactive::effect;

/// Signs in. What is typed is in storage before the page is left.
pub(crate) async fn sign_in(app: &App) -> Result<(), Failure> {
    drafts::saved(app).await;
    app.session.login().await
}

/// Signs out, and erases what was typed: the next person at this computer finds nothing.
pub(crate) async fn sign_out(app: &Arc<App>) -> Result<(), Failure> {
    app.leaving.store(true, Ordering::Relaxed);
    app.wipe();
    drafts::saved(app).await;
    app.session.logout().await
}

/// Signs out and leaves the form for the next person at this place: a secretary has prepared it, the doctor sends it.
///
/// Assumption: both sit at the same host user's screen, one after the other. The form stays bound to the patient, the
/// host's user and its time; the issuer's session has ended, so that the doctor signs in with her own password, and
/// looks at the form before it goes. To another screen the host carries `form.value`.
pub(crate) async fn hand_over(app: &App) -> Result<(), Failure> {
    app.leaving.store(true, Ordering::Relaxed);
    drafts::saved(app).await;
    app.session.logout().await
}

/// A sign-out that began elsewhere, in another tab, erases what was typed here too. A session that ends by itself does
/// not: it becomes `Expired`. Nor does one that another user of the host has taken over: what was typed is not that
/// user's, and stays with the one who is at this page.
pub(crate) fn follow_sign_out(app: &Arc<App>) {
    let app = Arc::clone(app);
    let state = app.state.signal();
    let mut was_live = false;
    effect(move || {
        let (live, out) = state.with(|state| {
            let live = state.session().is_some() || *state == State::Expired;
            (live, *state == State::SignedOut)
        });
        if live {
            app.leaving.store(false, Ordering::Relaxed);
        }
        let lost = || {
            app.trouble.with_untracked(|trouble| {
                trouble
                    .as_ref()
                    .is_some_and(|failure| failure.code == Code::SessionOfAnotherUser)
            })
        };
        if out && was_live && !app.leaving.load(Ordering::Relaxed) && !lost() {
            app.wipe();
        }
        was_live = live;
    });
}
