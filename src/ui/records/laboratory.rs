//! Laboratory results: a table a report, with this person's reference, the value before and its trend.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dsp::laboratory::{
    Flag, Observation, Person, Reference, Report, Trend, Value, flag, previous, reference, series,
};
use domain::dsp::{Document, DocumentKind, Origin};
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::chart::Chart;
use super::desk::{Desk, Pages};
use super::viewer::{Open, Place, Viewer, act};
use crate::jobs::records::{Purpose, person};
use crate::platform::reactive::memo;
use crate::platform::{clock, download};
use crate::ui::node::Node;

/// Reports shown at first, and with each click on *older*.
const STEP: usize = 12;

/// Every result that was read, for the value before and the chart.
pub(super) type All = Arc<Vec<Observation>>;

/// One report with its results, or the results of one day that no report names.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) report: Report,
    pub(super) results: Vec<Observation>,
}

/// The element's results: nothing has to be clicked.
#[component]
pub(super) fn Laboratory() -> impl IntoView {
    let desk = Desk::here();
    let pages = desk.pages(Purpose::Laboratory);
    let since = desk.shelf.since.signal();
    let groups = memo(move || {
        let day = domain::dates::parse(&since.get());
        let mut groups = pages.with(groups);
        groups.retain(|group| day.is_none_or(|day| group.report.date.may_be_since(day)));
        Arc::new(groups)
    });
    let all = memo(move || pages.with(|pages| Arc::new(observations(pages))));
    let shown = RwSignal::new(STEP);
    let each = move || {
        groups
            .get()
            .iter()
            .take(shown.get())
            .cloned()
            .collect::<Vec<_>>()
    };
    let older = memo(move || groups.with(|groups| groups.len() > shown.get()));
    let more = Signal::derive(desk.t("records.older"));
    let (export, words) = (desk.clone(), desk.t("records.export"));
    let save = move |_| {
        let text = super::csv::results(&export, &groups.get_untracked(), &all.get_untracked());
        download::save(text.as_bytes(), "text/csv", "laboratory.csv");
    };
    let any = memo(move || groups.with(|groups| !groups.is_empty()));
    markup! {
        <Show when=move || any.get()>
            <div class="results">
                <For
                    each
                    key=|group: &Group| (group.report.id.clone(), group.results.len())
                    children=move |one| markup! { <GroupView group=one all/> }
                />
                <div class="actions">
                    <Show when=move || older.get()>
                        <button type="button" part="button" data-action="older" on:click=move |_| shown.update(|shown| *shown += STEP)>
                            {more}
                        </button>
                    </Show>
                    <button type="button" part="button" data-action="export" on:click=save.clone()>{words.clone()}</button>
                </div>
            </div>
        </Show>
    }
}

#[component]
fn GroupView(group: Group, all: Memo<All>) -> impl IntoView {
    let desk = Desk::here();
    let person = person(&desk.stand);
    let date = clock::shown_date(group.report.date.said(), group.report.date.text());
    let head = [date.as_str(), &group.report.title, &group.report.from];
    let head: Vec<&str> = head.into_iter().filter(|text| !text.is_empty()).collect();
    let head = head.join(" – ");
    let caption = head.clone();
    let place: Place = RwSignal::new(None);
    let whole = whole(&desk, &group, place);
    let rows: Vec<_> = group
        .results
        .iter()
        .map(|one| markup! { <ResultRow result=one.clone() all person=person.clone()/> })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        markup! {
            <table class="lab">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{desk.t("records.lab.parameter")}</th>
                        <th scope="col">{desk.t("records.lab.result")}</th>
                        <th scope="col">{desk.t("records.lab.reference")}</th>
                        <th scope="col">{desk.t("records.lab.previous")}</th>
                        <th scope="col">{desk.t("records.lab.chart")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let conclusion = group.report.conclusion.clone();
    let conclusion =
        (!conclusion.is_empty()).then(|| markup! { <p class="conclusion">{conclusion}</p> });
    markup! {
        <section class="report" data-report=group.report.id>
            <div class="viewer-head"><h3>{head}</h3>{whole}</div>
            {table}
            {conclusion}
            <Viewer place/>
        </section>
    }
}

#[component]
fn ResultRow(result: Observation, all: Memo<All>, person: Person) -> impl IntoView {
    let desk = Desk::here();
    let chosen = reference(&result, &person);
    let mark = flag(&result, &chosen);
    let open = RwSignal::new(false);
    let marked = mark.map(|mark| {
        let words = desk.t(mark_key(mark));
        markup! { <span class="flag" data-flag=mark_name(mark)>{words}</span> }
    });
    let reference = {
        let desk = desk.clone();
        move || reference_words(&desk, &chosen)
    };
    let (name, result) = (desk.name(&result.name), Arc::new(result));
    // Results that come with a later page may be the value before.
    let before = {
        let (desk, result) = (desk.clone(), Arc::clone(&result));
        move || all.with(|all| before(&desk, &result, all))
    };
    let has_course = {
        let result = Arc::clone(&result);
        memo(move || all.with(|all| series(&result, all).len() > 1))
    };
    let label = {
        let (i18n, name) = (desk.stand.i18n.clone(), name.clone());
        move || i18n.fill("records.lab.chart.label", &[("parameter", &name())])
    };
    let value = {
        let (desk, result) = (desk.clone(), Arc::clone(&result));
        move || value_words(&desk, &result.value)
    };
    markup! {
        <tr data-origin=Origin::Dsp.name() data-flag=mark.map(mark_name)>
            <th scope="row" data-label=desk.t("records.lab.parameter")>{name}</th>
            <td data-label=desk.t("records.lab.result")><span class="value">{value}</span>{marked}</td>
            <td data-label=desk.t("records.lab.reference")>{reference}</td>
            <td data-label=desk.t("records.lab.previous")>{before}</td>
            <td class="do">
                <Show when=move || has_course.get()>
                    <button
                        type="button"
                        class="small"
                        data-action="chart"
                        aria-label=label.clone()
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <svg viewBox="0 0 20 12" aria-hidden="true"><polyline points="1,10 6,5 11,8 19,1"/></svg>
                    </button>
                </Show>
            </td>
        </tr>
        <Show when=move || open.get()>
            <tr class="charted"><td colspan="5"><Chart result=Arc::clone(&result) all=all.get()/></td></tr>
        </Show>
    }
}

/// The whole report as it was issued, shown below its head. When it is all there is and came with the answer, nothing has to
/// be clicked; what is still at the record is fetched by a click only.
fn whole(desk: &Desk, group: &Group, place: Place) -> Option<Node> {
    let report = &group.report;
    let first = report.contents.first()?;
    let is_all = group.results.is_empty() && !first.data.is_empty();
    let document = Arc::new(Document {
        id: report.id.clone(),
        origin: Origin::Dsp,
        identifiers: Vec::new(),
        date: report.date.clone(),
        from: report.from.clone(),
        title: report.title.clone(),
        kind: DocumentKind::Laboratory,
        contents: report.contents.clone(),
        related: Vec::new(),
    });
    if is_all {
        place.set(Some(Open::begin(desk, Arc::clone(&document), None)));
    }
    let (words, desk) = (desk.t("records.lab.whole"), desk.clone());
    let open = move |event: MouseEvent| act(&desk, &document, place, &event);
    Some(
        markup! { <button type="button" part="button" data-action="open-report" on:click=open>{words}</button> },
    )
}

/// A value in words.
pub(super) fn value_words(desk: &Desk, value: &Value) -> String {
    match value {
        Value::Quantity(of) => [
            [of.comparator.as_str(), &of.value].concat().as_str(),
            &of.unit,
        ]
        .join(" "),
        Value::Text(text) => text.clone(),
        Value::Absent(_) => desk.stand.i18n.text("records.lab.absent"),
    }
}

/// A reference in words.
pub(super) fn reference_words(desk: &Desk, reference: &Reference) -> String {
    match reference {
        Reference::Of(range) if !range.text.is_empty() => range.text.clone(),
        Reference::Of(range) => match (range.low.as_str(), range.high.as_str()) {
            ("", high) => ["≤ ", high].concat(),
            (low, "") => ["≥ ", low].concat(),
            (low, high) => [low, " – ", high].concat(),
        },
        Reference::Several => desk.stand.i18n.text("records.lab.several"),
        Reference::None => String::new(),
    }
}

fn before(desk: &Desk, result: &Observation, all: &All) -> Option<Node> {
    let previous = previous(result, all)?;
    let arrow = previous.trend.map(|trend| {
        let (sign, key) = match trend {
            Trend::Up => ("↗", "records.lab.up"),
            Trend::Down => ("↘", "records.lab.down"),
            Trend::Level => ("→", "records.lab.level"),
        };
        let words = desk.t(key);
        markup! { <span class="trend"><span aria-hidden="true">{sign}</span><span class="unseen">{words}</span></span> }
    });
    let value = value_words(desk, &Value::Quantity(previous.quantity));
    let date = clock::shown_date(previous.date.said(), previous.date.text());
    Some(markup! { <span class="value">{value}</span>{arrow}<span class="quiet">{date}</span> })
}

fn mark_name(flag: Flag) -> &'static str {
    match flag {
        Flag::Low => "low",
        Flag::High => "high",
        Flag::Abnormal => "abnormal",
        Flag::Critical => "critical",
    }
}

/// The words of a flag.
pub(super) fn mark_key(flag: Flag) -> &'static str {
    match flag {
        Flag::Low => "records.lab.flag.low",
        Flag::High => "records.lab.flag.high",
        Flag::Abnormal => "records.lab.flag.abnormal",
        Flag::Critical => "records.lab.flag.critical",
    }
}

fn observations(pages: &Pages) -> Vec<Observation> {
    let mut seen = BTreeMap::new();
    for one in pages.0.iter().flat_map(|page| &page.observations) {
        seen.entry(one.id.clone()).or_insert_with(|| one.clone());
    }
    seen.into_values().collect()
}

/// Reports with their results, the newest first; results that no report names stand under their day.
fn groups(pages: &Pages) -> Vec<Group> {
    let mut rest: BTreeMap<String, Observation> = BTreeMap::new();
    for one in pages.0.iter().flat_map(|page| &page.observations) {
        rest.entry(one.id.clone()).or_insert_with(|| one.clone());
    }
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for report in pages.0.iter().flat_map(|page| &page.reports) {
        if groups.contains_key(&report.id) {
            continue;
        }
        let mut results = Vec::new();
        for reference in &report.results {
            // A panel's components stand under its own id.
            let part = [reference, "#"].concat();
            let of_it = rest
                .keys()
                .filter(|id| *id == reference || id.starts_with(&part));
            let of_it: Vec<String> = of_it.cloned().collect();
            results.extend(of_it.iter().filter_map(|id| rest.remove(id)));
        }
        let group = Group {
            report: report.clone(),
            results,
        };
        groups.insert(report.id.clone(), group);
    }
    for (_, one) in rest {
        let id = ["day ", one.date.said()].concat();
        let group = groups.entry(id.clone()).or_insert_with(|| Group {
            report: Report {
                id,
                date: one.date.clone(),
                ..Report::default()
            },
            results: Vec::new(),
        });
        group.results.push(one);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by(|a, b| b.report.date.cmp(&a.report.date));
    groups
}
