//! A certificate that is still to be transmitted is offered again when its patient comes back, where the host gives a store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::kept::Kept;
use leptos::prelude::*;
use leptos::task::{spawn_local, spawn_local_scoped_with_cancellation};
use web_sys::MouseEvent;

use super::summary::{FIRST_FIELD, RESEND, focus_soon};
use super::{Desk, show_in_its_place};
use crate::jobs::{FormType, Owed, Stage, find_owed, keep_owed, list_resumed, resume, settle_owed};
use crate::platform::late::late;
use crate::platform::reactive::{effect, memo};
use crate::platform::{clock, timer};
use crate::ui::late::{Late, View};
use crate::ui::node::Node;

/// What is typed on is kept so much later, in milliseconds: a store may be far away.
const KEEP_AFTER: u32 = 1_000;

/// The offer; the store is asked when the form and its pages are there. A memo that was handed out on paper is not transmitted
/// any more.
#[component]
pub(super) fn OwedNotice() -> impl IntoView {
    let desk = Desk::here();
    let (texts, preview) = (desk.i18n.clone(), desk.app.preview.signal());
    let keeps = desk.form.kind() == FormType::Ecit
        && desk.app.host.has_store()
        && !desk.form.patient().is_none();
    markup! {
        <Show when=move || keeps && preview.with(Option::is_some)>
            <Late fetch=|| Box::pin(owed()) i18n=texts.clone()/>
        </Show>
    }
}

late! { deposit,
/// The offer, fetched with the code that sends.
async fn owed() -> View {
    offer
}}

/// What the store has for the patient besides the document on the screen.
#[derive(Clone)]
struct Offer {
    desk: Desk,
    /// Whether the store has been asked and has nothing: there is room for this document.
    is_free: ArcRwSignal<bool>,
    /// What the person may send.
    other: ArcRwSignal<Option<Arc<Kept>>>,
}

fn offer() -> AnyView {
    let offer = Offer {
        desk: Desk::here(),
        is_free: ArcRwSignal::new(false),
        other: ArcRwSignal::new(None),
    };
    offer.ask();
    offer.keep_while_owed();
    offer.drop_when_sent();
    let desk = offer.desk.clone();
    let open = memo(move || !desk.is_locked());
    let body = move || {
        let other = offer.other.get().filter(|_| open.get())?;
        Some(offer.notice(other))
    };
    markup! { <div role="status">{body}</div> }.into_any()
}

impl Offer {
    /// Asks the store when the document comes, at each sign-in and sign-out, and when the document is owed no longer.
    fn ask(&self) {
        let (offer, app) = (self.clone(), Arc::clone(&self.desk.app));
        let identities = memo(move || app.identities());
        let owed = self.desk.form.owed.clone();
        let is_this = memo(move || owed.get() != Owed::No);
        effect(move || {
            identities.track();
            offer.other.set(None);
            offer.is_free.set(is_this.get());
            if is_this.get() {
                return;
            }
            let offer = offer.clone();
            spawn_local_scoped_with_cancellation(async move {
                let found = find_owed(&offer.desk.app, &*offer.desk.form).await;
                match found {
                    Ok(None) => offer.is_free.set(true),
                    Ok(Some(other)) if offer.may_send(&other) => {
                        offer.other.set(Some(Arc::new(other)));
                    }
                    // Somebody else's, or a store that does not answer: nothing is written over it.
                    Ok(Some(_)) | Err(_) => {}
                }
            });
        });
    }

    /// It is shown to whom it may be sent by, and to nobody else.
    fn may_send(&self, other: &Kept) -> bool {
        let (writer, right) = (text(other, "practitioner"), self.desk.form.kind().as_str());
        let identities = self.desk.app.identities();
        identities.iter().any(|known| {
            let is_writer = writer.is_empty() || known.practitioner.code == writer;
            is_writer && known.may(right)
        })
    }

    /// From the page that was handed out, or the send that did not get through, until it is transmitted.
    fn keep_while_owed(&self) {
        let (kept, waiting) = (self.clone(), Arc::new(AtomicBool::new(false)));
        effect(move || {
            let (desk, form) = (&kept.desk, &kept.desk.form);
            form.follow();
            let hindered = form.substitute.get() || desk.is_hindered();
            if hindered && kept.is_free.get() && !form.is_owed() {
                form.owed.set(Owed::Wanted);
            }
            if form.is_owed() && !waiting.swap(true, Ordering::Relaxed) {
                let (desk, waiting) = (desk.clone(), Arc::clone(&waiting));
                spawn_local(async move {
                    timer::wait(KEEP_AFTER).await;
                    waiting.store(false, Ordering::Relaxed);
                    keep_owed(&desk.app, &*desk.form).await;
                });
            }
        });
    }

    /// Somebody has typed the same certificate anew, and it is deposited: nothing is owed any more.
    fn drop_when_sent(&self) {
        let offer = self.clone();
        effect(move || {
            let form = &offer.desk.form;
            let sent = form.stage.with(|stage| matches!(stage, Stage::Accepted(_)));
            let same = |other: &Arc<Kept>| {
                let mut paths = ["certificate.start", "certificate.reason"].into_iter();
                paths.all(|path| form.text(path) == text(other, path))
            };
            if sent
                && offer
                    .other
                    .with_untracked(|other| other.as_ref().is_some_and(same))
            {
                offer.settle();
            }
        });
    }

    fn settle(&self) {
        settle_owed(&self.desk.app, &*self.desk.form);
        self.other.set(None);
        self.is_free.set(true);
    }

    fn notice(&self, other: Arc<Kept>) -> Node {
        let desk = &self.desk;
        let (form, is_open) = (resume(&*desk.form, &other), other.deposit.is_some());
        let at = clock::local_moment(&clock::iso(other.at));
        let before = form.due(&desk.app);
        let i18n = desk.i18n.clone();
        let words = move || {
            let key = if is_open { "owed.open" } else { "owed.notice" };
            let day = before
                .as_ref()
                .map(|day| i18n.fill("deadline.transmit", &[("day", day)]));
            [i18n.fill(key, &[("at", &at)]), day.unwrap_or_default()].join(" ")
        };
        let settle = (!is_open).then(|| {
            let (offer, words) = (self.clone(), desk.t("action.settle_owed"));
            markup! {
                <button type="button" part="button" data-action="settle-owed" on:click=move |_| offer.settle()>
                    {words}
                </button>
            }
        });
        let going = desk.clone();
        let resume = move |event: MouseEvent| {
            focus_soon(&event, if is_open { RESEND } else { FIRST_FIELD });
            if going.form.is_pending() {
                going.app.park(Arc::clone(&going.form));
            }
            list_resumed(&going.app, &*form, &other);
            show_in_its_place(&*going.form, Arc::clone(&form), &going.showing);
        };
        markup! {
            <div class="notice owed" data-severity="warning">
                <p>{words}</p>
                <div class="actions">
                    <button type="button" part="button" data-action="resume-owed" on:click=resume>
                        {desk.t("action.resume_owed")}
                    </button>
                    {settle}
                </div>
            </div>
        }
    }
}

fn text<'a>(kept: &'a Kept, path: &str) -> &'a str {
    let mut texts = kept.texts.iter();
    texts
        .find(|(known, _)| known == path)
        .map_or("", |(_, text)| text)
}
