//! What there is to say beside the rows: that a search goes on, why the record gives nothing, what may be missing.

use domain::dsp::identity::Trait;
use domain::dsp::notice::Notice;
use domain::dsp::paging::Incomplete;
use domain::failure::Failure;
use leptos::prelude::*;

use super::desk::{Desk, reading};
use crate::i18n::I18n;
use crate::jobs::records::{Progress, Purpose, Section, again};
use crate::platform::reactive::memo;
use crate::ui::failure;

/// The lines for an element's searches, each once; a failure has its retry beside it. Local rows are never in doubt.
#[component]
pub(super) fn Notices(purposes: Vec<Purpose>) -> impl IntoView {
    let desk = Desk::here();
    let of = |purpose| {
        (
            purpose,
            reading(&desk.stand, &desk.shelf, purpose, Said::of),
        )
    };
    let all: Vec<_> = purposes.into_iter().map(of).collect();
    let said = memo(move || {
        let said = all.iter().map(|(purpose, said)| (*purpose, said()));
        said.collect::<Vec<_>>()
    });
    let signed_out = {
        let (state, include) = (desk.stand.app.state.signal(), desk.shelf.include.signal());
        memo(move || include.get() && state.with(|state| state.session().is_none()))
    };
    // A search is about to begin while the filters are looked up.
    let (ready, included) = (desk.shelf.ready.signal(), desk.shelf.include.signal());
    let searching = memo(move || {
        let asks = said.with(|all| all.iter().any(|one| one.1.is_searching()));
        asks || included.get() && !ready.get()
    });
    let (busy, sign_in) = (desk.t("records.searching"), desk.t("records.sign_in"));
    let lines = move || {
        let (i18n, environment) = (&desk.stand.i18n, desk.stand.app.options.environment);
        let mut lines: Vec<Line> = Vec::new();
        for line in said
            .get()
            .iter()
            .flat_map(|one| one.1.lines(i18n, environment))
        {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
            .into_iter()
            .map(|line| markup! { <p class="notice" data-severity=line.severity data-code=line.code>{line.words}</p> })
            .collect_view()
    };
    markup! {
        <div class="said" role="status">
            <Show when=move || searching.get()>
                <p class="quiet" data-busy="">{busy.clone()}</p>
            </Show>
            <Show when=move || signed_out.get()>
                <p class="quiet">{sign_in.clone()}</p>
            </Show>
            {lines}
        </div>
        <Retry said/>
    }
}

/// Asks again: after a failure, and for what is missing.
#[component]
fn Retry(said: Memo<Vec<(Purpose, Said)>>) -> impl IntoView {
    let desk = Desk::here();
    let words = desk.t("records.retry");
    let on_click = move |_| {
        for (purpose, _) in said.get_untracked().iter().filter(|one| one.1.may_retry()) {
            again(&desk.stand, &desk.shelf, *purpose);
        }
    };
    markup! {
        <Show when=move || said.with(|all| all.iter().any(|one| one.1.may_retry()))>
            <button type="button" data-action="retry" part="button" on:click=on_click.clone()>{words.clone()}</button>
        </Show>
    }
}

/// What is said of a section, without its rows.
#[derive(Clone, PartialEq, Eq, Default)]
struct Said {
    progress: Progress,
    notices: Vec<Notice>,
    incomplete: Option<&'static str>,
}

#[derive(PartialEq, Eq)]
struct Line {
    severity: &'static str,
    code: &'static str,
    words: String,
}

impl Said {
    fn of(section: &Section) -> Self {
        Self {
            progress: section.progress.clone(),
            notices: section.notices.iter().copied().collect(),
            incomplete: section.incomplete.map(|why| why.name()),
        }
    }

    fn is_searching(&self) -> bool {
        self.progress == Progress::Searching
    }

    fn may_retry(&self) -> bool {
        let failed = matches!(
            &self.progress,
            Progress::Failed(Failure {
                retryable: true,
                ..
            })
        );
        // What is too large now will be so again.
        let may_grow = self
            .incomplete
            .is_some_and(|why| why != Incomplete::TooLarge.name());
        failed || may_grow && !self.is_searching()
    }

    fn lines(&self, i18n: &I18n, environment: domain::forms::Environment) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut say = |severity, code, words| {
            lines.push(Line {
                severity,
                code,
                words,
            })
        };
        match &self.progress {
            Progress::Idle | Progress::Searching | Progress::Done => {}
            Progress::Failed(failure) => {
                let words = match failure.code {
                    domain::failure::Code::NotEntitled => i18n.text("records.forbidden"),
                    _ => failure::sentence(i18n, failure, environment),
                };
                say("error", failure.code.as_str(), words);
            }
            Progress::Conflict(traits) => {
                let name = |one: &Trait| i18n.text(&["records.trait.", one.name()].concat());
                let names: Vec<String> = traits.iter().map(name).collect();
                let words = i18n.fill("records.conflict", &[("traits", &names.join(", "))]);
                say("error", "patient_conflict", words);
            }
            Progress::Unidentified => {
                say("warning", "unidentified", i18n.text("records.unidentified"));
            }
        }
        if let Some(why) = self.incomplete {
            say(
                "warning",
                "incomplete",
                i18n.text(&["records.incomplete.", why].concat()),
            );
        }
        for notice in &self.notices {
            let (code, key) = match notice {
                Notice::Incomplete => ("incomplete", "records.notice.incomplete"),
                Notice::Withheld => ("withheld", "records.notice.withheld"),
                Notice::ServerProblem => ("server", "records.notice.server"),
                Notice::Unreadable => ("unreadable", "records.notice.unreadable"),
            };
            say("warning", code, i18n.text(key));
        }
        lines
    }
}
