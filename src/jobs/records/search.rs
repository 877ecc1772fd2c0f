//! Searches the shared record, page after page, and puts what comes on the shelf while it comes.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Days;
use domain::context::{Context, Person};
use domain::dsp::notice;
use domain::dsp::page::{LARGEST, Page};
use domain::dsp::paging::{Chain, Incomplete, LIMITS, Step};
use domain::dsp::query;
use domain::dsp::type_map::{Query, TypeMap};
use domain::failure::{Code, Failure, Phase};
use http::{Request, Response};
use leptos::task::spawn_local;

use super::Stand;
use super::audit::audit;
use super::identify::identified;
use super::shelf::{Progress, Purpose, Section, Shelf};
use crate::platform::bridge;
use crate::platform::http::Call;
use crate::session::Lost;

const SEARCH: Call = Call {
    tag: "dsp.search",
    within: 30_000,
    keepalive: false,
};

/// Begins a search unless one was begun for this patient that goes back as far as "Depuis" says now. A day that is being typed
/// asks for nothing yet.
pub(crate) fn want(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) {
    let patient = stand.app.context.with_untracked(Context::patient_key);
    let since = shelf.day();
    let is_typing = since.is_none() && shelf.since.with_untracked(|text| !text.is_empty());
    let begun = shelf.section(purpose).with_untracked(|section| {
        let far_enough = section
            .since
            .is_none_or(|day| since.is_some_and(|since| since >= day));
        let same = section.patient == patient && section.progress != Progress::Idle;
        same && (far_enough || is_typing)
    });
    if !begun {
        again(stand, shelf, purpose);
    }
}

/// Begins a search anew.
pub(crate) fn again(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) {
    let context = stand.app.context.get_untracked();
    let run = Run {
        number: shelf.begin(purpose),
        stand: stand.clone(),
        shelf: Arc::clone(shelf),
        purpose,
        section: Section {
            patient: context.patient_key(),
            progress: Progress::Searching,
            since: shelf.day(),
            ..Section::default()
        },
        person: context.patient,
    };
    // At once: the next element of the page sees that the search has begun.
    run.publish();
    spawn_local(run.search());
}

/// One search of a patient's record.
struct Run {
    number: u32,
    stand: Stand,
    shelf: Arc<Shelf>,
    purpose: Purpose,
    section: Section,
    /// Whose record is searched, as the host described them when it began.
    person: Option<Person>,
}

impl Run {
    async fn search(mut self) {
        let progress = self.run().await;
        if self.is_wanted() {
            if let Progress::Failed(failure) = &progress {
                self.stand.emit_to_all("volet-error", failure);
            }
            self.section.progress = progress;
            self.publish();
        } else if self.is_last() {
            // Given up in the middle: who wants it next begins anew.
            self.section = Section::default();
            self.publish();
        }
    }

    async fn run(&mut self) -> Progress {
        let (stand, shelf) = (self.stand.clone(), Arc::clone(&self.shelf));
        let Some(map) = shelf.map(&stand.app) else {
            let failure = Failure::new(Code::OptionInvalid, Phase::Configure);
            return Progress::Failed(failure.about("typeMap"));
        };
        match identified(&stand, &shelf, &self.section.patient, self.person.as_ref()).await {
            Ok(patient) => self.queries(map, &patient).await,
            Err(progress) => progress,
        }
    }

    /// Asks every query of the purpose; one that fails leaves what others brought.
    async fn queries(&mut self, map: &TypeMap, patient: &str) -> Progress {
        let Some(base) = self.stand.app.session.dsp_base().await else {
            return failed(Code::DspUnavailable);
        };
        let mut trouble = None;
        for one in map.queries(self.purpose.name()) {
            if let Err(refused) = self.query(one, patient, &base).await {
                trouble.get_or_insert(refused.into());
            }
            if !self.is_wanted() {
                break;
            }
        }
        match trouble {
            Some(progress) if self.section.pages.is_empty() => progress,
            Some(_) => {
                self.section.incomplete.get_or_insert(Incomplete::Failed);
                Progress::Done
            }
            None => Progress::Done,
        }
    }

    /// Asks one query: for what is not older than the chosen day, where the query has a parameter for it. A server that does
    /// not take that is asked for everything; one that answers with older things has done so already.
    async fn query(&mut self, one: &Query, patient: &str, base: &str) -> Result<(), Refused> {
        let gateway = self.stand.app.options.gateway.clone();
        let day = self.section.since;
        let narrowed = day.and_then(|day| Some((query::since(&gateway, one, patient, day)?, day)));
        let Some(([dated, undated], day)) = narrowed else {
            return self.pages(query::list(&gateway, one, patient), base).await;
        };
        let before = self.section.pages.len();
        let mut done = self.pages(dated, base).await;
        let pages = self.section.pages.iter().skip(before);
        let long_before = day.checked_sub_days(Days::new(2)).unwrap_or(day);
        let is_whole = pages.flat_map(|page| &page.documents).any(|document| {
            let date = &document.date;
            date.is_known() && !date.may_be_since(long_before)
        });
        if done.is_ok() && !is_whole && self.is_wanted() {
            done = self.pages(undated, base).await;
        }
        match done {
            Err(Refused { misunderstood, .. }) if misunderstood => {
                self.pages(query::list(&gateway, one, patient), base).await
            }
            done => done,
        }
    }

    /// Follows the chain of one query's pages.
    async fn pages(&mut self, first: Request<Vec<u8>>, base: &str) -> Result<(), Refused> {
        let mut chain = Chain::new(base, LIMITS);
        let mut seen = BTreeSet::new();
        let mut request = first;
        let mut is_query = true;
        loop {
            if !self.is_wanted() {
                return Ok(());
            }
            let answer = ask(&self.stand, &request, is_query).await;
            if !self.is_wanted() {
                return Ok(());
            }
            let (page, bytes) = match answer {
                Ok(answer) => answer,
                Err(Refused {
                    too_large: true, ..
                }) => {
                    self.section.incomplete = Some(Incomplete::TooLarge);
                    return Ok(());
                }
                // In the middle of a chain: what has come stays, and the list says that it is not all.
                Err(refused) if is_query => return Err(refused),
                Err(_) => {
                    self.section.incomplete = Some(Incomplete::Failed);
                    return Ok(());
                }
            };
            is_query = false;
            let new = page
                .ids
                .iter()
                .filter(|id| seen.insert((*id).clone()))
                .count();
            let step = chain.page(bytes, new, page.next.as_deref());
            if page.cut {
                self.section.incomplete = Some(Incomplete::CutOff);
            }
            self.section.notices.extend(page.notices.iter().copied());
            self.section.pages.push(Arc::new(page));
            self.publish();
            match step {
                Step::Follow(path) => request = query::page(&self.stand.app.options.gateway, &path),
                Step::End => return Ok(()),
                Step::Stop(why) => {
                    self.stop(why);
                    return Ok(());
                }
            }
        }
    }

    fn stop(&mut self, why: Incomplete) {
        if matches!(why, Incomplete::LinkRefused(_)) {
            let failure = Failure::new(Code::DspLinkRefused, Phase::Search);
            self.stand.emit_to_all("volet-error", &failure);
        }
        self.section.incomplete = Some(why);
    }

    /// Whether to go on: no other search was begun in its place, the patient's file is still open, and the record is still to be
    /// included. Nothing more is asked of a record that nobody looks at.
    fn is_wanted(&self) -> bool {
        let open = self.stand.app.context.with_untracked(Context::patient_key);
        self.is_last() && open == self.section.patient && self.shelf.include.get_untracked()
    }

    /// Whether the shelf's place is still this search's.
    fn is_last(&self) -> bool {
        self.shelf.is_last(self.purpose, self.number)
    }

    fn publish(&self) {
        let section = Arc::new(self.section.clone());
        self.shelf.section(self.purpose).set(section);
    }
}

/// A request that brought no page.
pub(super) struct Refused {
    /// What the person is told.
    progress: Progress,
    /// The server does not take the question as it is.
    misunderstood: bool,
    /// The answer is larger than what is read.
    too_large: bool,
}

impl From<Refused> for Progress {
    fn from(refused: Refused) -> Self {
        refused.progress
    }
}

impl From<Progress> for Refused {
    fn from(progress: Progress) -> Self {
        Self {
            progress,
            misunderstood: false,
            too_large: false,
        }
    }
}

/// One request: its page, read by the worker, and how many bytes it had. A query is told to the host's trail even when its
/// answer is lost: the record may have noted it.
pub(super) async fn ask(
    stand: &Stand,
    request: &Request<Vec<u8>>,
    is_query: bool,
) -> Result<(Page, usize), Refused> {
    let response = match stand.app.session.send(request, SEARCH).await {
        Ok(response) => response,
        Err(Lost::Session) => return Err(Progress::Idle.into()),
        Err(Lost::Token(_)) => return Err(failed(Code::DspUnavailable).into()),
        Err(Lost::Answer) => {
            if is_query {
                audit(stand, "query", None, "");
            }
            return Err(failed(Code::DspUnavailable).into());
        }
    };
    let logged = domain::problem::correlation_id(&response);
    if is_query {
        audit(stand, "query", None, &logged);
    }
    if let Some(refused) = refused(&response, logged) {
        return Err(refused);
    }
    let body = response.into_body();
    let bytes = body.len();
    if bytes > LARGEST {
        return Err(too_large());
    }
    let text = bridge::read_answer(&stand.app.host, &body).await;
    let page = text.ok().and_then(|text| Page::read(text.as_bytes()));
    page.map(|page| (page, bytes))
        .ok_or_else(|| failed(Code::DspUnavailable).into())
}

fn refused(response: &Response<Vec<u8>>, logged: String) -> Option<Refused> {
    let why = notice::Failure::of(response)?;
    let code = match why.code() {
        // Of a search it means no more than that there is no answer.
        Code::DocumentNotAvailable => Code::DspUnavailable,
        code => code,
    };
    let failure = Failure::new(code, Phase::Search).logged_as(logged);
    Some(Refused {
        misunderstood: why == notice::Failure::NotUnderstood,
        too_large: why == notice::Failure::TooLarge,
        progress: Progress::Failed(failure),
    })
}

fn too_large() -> Refused {
    Refused {
        too_large: true,
        ..failed(Code::TooLarge).into()
    }
}

fn failed(code: Code) -> Progress {
    Progress::Failed(Failure::new(code, Phase::Search))
}
