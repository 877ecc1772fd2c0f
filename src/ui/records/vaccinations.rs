//! Vaccinations: what was given with dose and lot, and what is due next.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::dsp::Origin;
use domain::dsp::vaccinations::{Standing, Vaccination, next};
use leptos::prelude::*;

use super::behind;
use super::desk::{Desk, Pages};
use crate::jobs::records::Purpose;
use crate::platform::clock;
use crate::platform::reactive::memo;
use crate::ui::node::Node;

/// The element's vaccinations.
#[component]
pub(super) fn Vaccinations() -> impl IntoView {
    let desk = Desk::here();
    let pages = desk.pages(Purpose::Vaccination);
    let since = desk.shelf.since.signal();
    let given = memo(move || {
        let day = domain::dates::parse(&since.get());
        let mut seen = BTreeSet::new();
        let mut given: Vec<Vaccination> = pages.with(|pages| {
            let all = pages.0.iter().flat_map(|page| &page.vaccinations);
            all.filter(|one| one.id.is_empty() || seen.insert(one.id.clone()))
                .cloned()
                .collect()
        });
        given.retain(|one| day.is_none_or(|day| one.date.may_be_since(day)));
        given.sort_by(|a, b| b.date.cmp(&a.date));
        Arc::new(given)
    });
    let due = memo(move || {
        let due = pages.with(|pages| pages.0.iter().flat_map(|page| page.due.clone()).collect());
        Arc::new(next(due, clock::today()))
    });
    let documents = desk.pages(Purpose::Documents);
    let rows = {
        let desk = desk.clone();
        move || {
            let documents = documents.get();
            let row = |one: &Vaccination| row(&desk, one, &documents);
            given.get().iter().map(row).collect_view()
        }
    };
    let heads = desk.clone();
    let coming = {
        let desk = desk.clone();
        move || {
            let line = |(standing, one): &(Standing, domain::dsp::vaccinations::Due)| {
                let key = match standing {
                    Standing::Overdue => "records.vaccine.overdue",
                    Standing::Ahead => "records.vaccine.ahead",
                    Standing::Open | Standing::Closed => "records.vaccine.open",
                };
                let date = clock::shown_date(one.date.said(), one.date.text());
                let what = if one.vaccine.is_empty() {
                    one.disease.clone()
                } else {
                    one.vaccine.clone()
                };
                let state = if *standing == Standing::Overdue {
                    "overdue"
                } else {
                    "ahead"
                };
                markup! {
                    <li><span class="date">{date}</span><span>{what}</span><span class="quiet">{one.dose.clone()}</span>
                        <span class="badge" data-due=state>{desk.t(key)}</span></li>
                }
            };
            due.get().iter().map(line).collect_view()
        }
    };
    let title = desk.t("records.vaccine.next");
    markup! {
        <Show when=move || due.with(|due| !due.is_empty())>
            <section><h3>{title.clone()}</h3><ul class="lines" data-list="due">{coming.clone()}</ul></section>
        </Show>
        <Show when=move || given.with(|given| !given.is_empty())>
            <table class="lab" data-list="vaccinations">
                <caption class="unseen">{heads.t("records.vaccine.given")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{heads.t("records.date")}</th>
                        <th scope="col">{heads.t("records.vaccine")}</th>
                        <th scope="col">{heads.t("records.vaccine.dose")}</th>
                        <th scope="col">{heads.t("records.vaccine.lot")}</th>
                        <th scope="col">{heads.t("records.from")}</th>
                        <th scope="col">{heads.t("records.actions")}</th>
                    </tr>
                </thead>
                <tbody>{rows.clone()}</tbody>
            </table>
        </Show>
    }
}

fn row(desk: &Desk, one: &Vaccination, documents: &Pages) -> Node {
    let own = ["Immunization/", &one.id].concat();
    let document = behind::button(desk, documents, &[&*own], &[]);
    let date = clock::shown_date(one.date.said(), one.date.text());
    let against = one.diseases.join(", ");
    let against = (!against.is_empty()).then(|| markup! { <span class="quiet">{against}</span> });
    let not_done = one.not_done.then(|| {
        let words = desk.t("records.vaccine.not_done");
        markup! { <span class="badge" data-due="overdue">{words}</span> }
    });
    let reported = one.reported.then(|| {
        let words = desk.t("records.vaccine.reported");
        markup! { <span class="badge">{words}</span> }
    });
    markup! {
        <tr data-origin=Origin::Dsp.name()>
            <td class="date" data-label=desk.t("records.date")>{date}</td>
            <th scope="row" data-label=desk.t("records.vaccine")><span>{desk.name(&one.vaccine)}</span>{against}{not_done}{reported}</th>
            <td data-label=desk.t("records.vaccine.dose")>{one.dose.clone()}</td>
            <td data-label=desk.t("records.vaccine.lot")>{one.lot.clone()}</td>
            <td data-label=desk.t("records.from")>{one.from.clone()}</td>
            <td class="do">{document}</td>
        </tr>
    }
}
