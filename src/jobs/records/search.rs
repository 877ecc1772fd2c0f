//! Searches the shared record, page after page, and puts what comes on the shelf while it comes.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::context::Context;
use domain::dsp::notice;
use domain::dsp::page::Page;
use domain::dsp::paging::{Chain, Incomplete, LIMITS, Step};
use domain::dsp::query;
use domain::failure::{Code, Failure, Phase};
use http::{Request, StatusCode};
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

/// Begins a search unless it was begun for this patient.
pub(crate) fn want(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) {
    let patient = stand.app.context.with_untracked(Context::patient_key);
    let begun = shelf
        .section(purpose)
        .with_untracked(|section| section.patient == patient && section.progress != Progress::Idle);
    if !begun {
        again(stand, shelf, purpose);
    }
}

/// Begins a search anew.
pub(crate) fn again(stand: &Stand, shelf: &Arc<Shelf>, purpose: Purpose) {
    let run = Run {
        number: shelf.begin(purpose),
        stand: stand.clone(),
        shelf: Arc::clone(shelf),
        purpose,
        section: Section {
            patient: stand.app.context.with_untracked(Context::patient_key),
            progress: Progress::Searching,
            ..Section::default()
        },
    };
    spawn_local(run.search());
}

/// One search of a patient's record.
struct Run {
    number: u32,
    stand: Stand,
    shelf: Arc<Shelf>,
    purpose: Purpose,
    section: Section,
}

impl Run {
    async fn search(mut self) {
        self.publish();
        let progress = match identified(&self.stand, &self.shelf).await {
            Ok(patient) => self.queries(&patient).await,
            Err(progress) => progress,
        };
        if let Progress::Failed(failure) = &progress {
            self.stand.emit_to_all("volet-error", failure);
        }
        self.section.progress = progress;
        self.publish();
    }

    /// Asks every query of the purpose; one that fails leaves what others brought.
    async fn queries(&mut self, patient: &str) -> Progress {
        let Some(base) = self.stand.app.session.dsp_base().await else {
            return failed(Code::DspUnavailable);
        };
        let (stand, shelf) = (self.stand.clone(), Arc::clone(&self.shelf));
        let Some(map) = shelf.map(&stand.app) else {
            return Progress::Failed(
                Failure::new(Code::OptionInvalid, Phase::Configure).about("typeMap"),
            );
        };
        let mut trouble = None;
        for one in map.queries(self.purpose.name()) {
            let request = query::list(&stand.app.options.gateway, one, patient);
            if let Err(progress) = self.pages(request, &base).await {
                trouble.get_or_insert(progress);
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

    /// Follows the chain of one query's pages.
    async fn pages(&mut self, first: Request<Vec<u8>>, base: &str) -> Result<(), Progress> {
        let mut chain = Chain::new(base, LIMITS);
        let mut seen = BTreeSet::new();
        let mut request = first;
        let mut is_query = true;
        loop {
            let answer = ask(&self.stand, &request, is_query).await;
            if !self.is_wanted() {
                return Ok(());
            }
            let (page, bytes) = match answer {
                Ok(answer) => answer,
                // In the middle of a chain: what has come stays, and the list says that it is not all.
                Err(progress) if is_query => return Err(progress),
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
            match step {
                Step::Follow(path) => request = query::page(&self.stand.app.options.gateway, &path),
                Step::End => return Ok(()),
                Step::Stop(why) => {
                    self.stop(why);
                    return Ok(());
                }
            }
            self.publish();
        }
    }

    fn stop(&mut self, why: Incomplete) {
        if matches!(why, Incomplete::LinkRefused(_)) {
            let failure = Failure::new(Code::DspLinkRefused, Phase::Search);
            self.stand.emit_to_all("volet-error", &failure);
        }
        self.section.incomplete = Some(why);
    }

    /// Whether the search is still the last one, and its patient still the open one: an answer about another never
    /// paints.
    fn is_wanted(&self) -> bool {
        let patient = self.stand.app.context.with_untracked(Context::patient_key);
        patient == self.section.patient && self.shelf.is_last(self.purpose, self.number)
    }

    fn publish(&self) {
        if self.is_wanted() {
            let section = Arc::new(self.section.clone());
            self.shelf.section(self.purpose).set(section);
        }
    }
}

/// One request: its page, read by the worker, and how many bytes it had.
pub(super) async fn ask(
    stand: &Stand,
    request: &Request<Vec<u8>>,
    is_query: bool,
) -> Result<(Page, usize), Progress> {
    let response = match stand.app.session.send(request, SEARCH).await {
        Ok(response) => response,
        Err(Lost::Session) => return Err(Progress::Idle),
        Err(Lost::Token(_) | Lost::Answer) => return Err(failed(Code::DspUnavailable)),
    };
    let logged = domain::problem::correlation_id(&response);
    if is_query {
        audit(stand, "query", None, &logged);
    }
    if let Some(failure) = refused(response.status(), logged) {
        return Err(Progress::Failed(failure));
    }
    let body = response.into_body();
    let bytes = body.len();
    let text = bridge::read_answer(&stand.app.host, &body).await;
    let page = text.ok().and_then(|text| Page::read(text.as_bytes()));
    page.map(|page| (page, bytes))
        .ok_or_else(|| failed(Code::DspUnavailable))
}

fn refused(status: StatusCode, logged: String) -> Option<Failure> {
    let code = match notice::Failure::of_status(status.as_u16())? {
        notice::Failure::SignedOut => Code::SessionExpired,
        notice::Failure::Forbidden => Code::NotEntitled,
        notice::Failure::NotAvailable
        | notice::Failure::NotAcceptable
        | notice::Failure::Unavailable => Code::DspUnavailable,
    };
    Some(Failure::new(code, Phase::Search).logged_as(logged))
}

fn failed(code: Code) -> Progress {
    Progress::Failed(Failure::new(code, Phase::Search))
}
