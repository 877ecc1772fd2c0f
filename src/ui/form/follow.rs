//! What a form does by itself: it is kept while it is written, wiped at sign-out, and takes back words that no longer hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::auth::State;
use domain::econnector::Availability;
use domain::failure::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Desk, exchange};
use crate::jobs::{App, Form, ask_availability, keep_draft, warm_drafts};
use crate::platform::reactive::{effect, memo};
use crate::platform::timer;

/// How long an eConnector that is down is left alone, in milliseconds.
const ASK_AGAIN_AFTER: u32 = 30_000;

/// Every change of the text and of the stage is kept. What seals is fetched once the form is shown.
pub(super) fn keep(desk: &Desk) {
    let desk = desk.clone();
    let app = Arc::clone(&desk.app);
    set_timeout(
        move || spawn_local(async move { warm_drafts(&app).await }),
        Duration::from_millis(1),
    );
    effect(move || {
        desk.form.follow();
        desk.form.dirty.track();
        desk.form.stage.track();
        keep_draft(&desk.app, &desk.form);
    });
}

/// A sign-out wipes what is on the screen.
pub(super) fn wipe(app: &Arc<App>, showing: &ArcRwSignal<Arc<dyn Form>>) {
    let (app, showing) = (Arc::clone(app), showing.clone());
    each_time(app.wiped.signal(), move || {
        showing.get_untracked().reset(&app);
    });
}

/// What an earlier page has kept may come when a form is shown already.
pub(super) fn find(app: &Arc<App>, showing: &ArcRwSignal<Arc<dyn Form>>) {
    let (app, showing) = (Arc::clone(app), showing.clone());
    each_time(app.found.signal(), move || {
        let shown = showing.get_untracked();
        if app.settle_found(&*shown) {
            exchange(&app, &showing, shown);
        }
    });
}

/// What went wrong is no longer said when its cause has gone away: somebody is signed in again, the eConnector is back,
/// or the text was changed.
pub(super) fn take_back_trouble(desk: &Desk) {
    let (state, availability) = (desk.app.state.signal(), desk.app.availability.signal());
    let live = memo(move || state.with(|state: &State| state.session().is_some()));
    let up = memo(move || availability.get() == Availability::Up);
    let form = Arc::clone(&desk.form);
    when_it_becomes_true(live, move || {
        form.forgive(|code| {
            matches!(
                code,
                Code::SessionExpired | Code::SessionOfAnotherUser | Code::GatewayUnavailable
            )
        });
    });
    let form = Arc::clone(&desk.form);
    when_it_becomes_true(up, move || {
        form.forgive(|code| matches!(code, Code::EconnectorDown | Code::GatewayUnavailable));
    });
    let form = Arc::clone(&desk.form);
    let mut begun = false;
    effect(move || {
        form.follow();
        if begun {
            form.forgive(Code::is_about_the_form);
        }
        begun = true;
    });
}

/// An eConnector that is down is asked again from time to time: that it is back is seen without a click.
pub(super) fn ask_while_down(app: &Arc<App>) {
    let app = Arc::clone(app);
    let availability = app.availability.signal();
    let down = memo(move || availability.get() == Availability::Down);
    effect(move || {
        if !down.get() {
            return;
        }
        let over = Arc::new(AtomicBool::new(false));
        let (app, ended) = (Arc::clone(&app), Arc::clone(&over));
        on_cleanup(move || over.store(true, Ordering::Relaxed));
        spawn_local(async move {
            loop {
                timer::wait(ASK_AGAIN_AFTER).await;
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                ask_availability(&app).await;
            }
        });
    });
}

fn each_time(times: ArcRwSignal<u32>, act: impl Fn() + Send + Sync + 'static) {
    let mut before = times.get_untracked();
    effect(move || {
        let now = times.get();
        if now != before {
            act();
        }
        before = now;
    });
}

fn when_it_becomes_true(fact: Memo<bool>, act: impl Fn() + Send + Sync + 'static) {
    let mut before = true;
    effect(move || {
        let now = fact.get();
        if now && !before {
            act();
        }
        before = now;
    });
}
