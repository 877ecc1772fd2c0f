//! One parameter over time, on demand: a line of points, with the same in words for who does not see it.

use std::sync::Arc;

use domain::dsp::laboratory::{Observation, Value, series};
use leptos::prelude::*;

use super::desk::Desk;
use super::laboratory::All;
use crate::platform::clock;

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 90.0;
const EDGE: f64 = 8.0;

/// The chart of a result's code and unit.
#[component]
pub(super) fn Chart(result: Arc<Observation>, all: All) -> impl IntoView {
    let desk = Desk::here();
    let points = series(&result, &all);
    let unit = match &result.value {
        Value::Quantity(of) => of.unit.as_str(),
        Value::Text(_) | Value::Absent(_) => "",
    };
    let said: Vec<String> = points
        .iter()
        .map(|(date, value)| {
            [
                &clock::shown_date(date.said(), date.text()),
                " : ",
                &value.to_string(),
                " ",
                unit,
            ]
            .concat()
        })
        .collect();
    let label = {
        let (i18n, name, said) = (
            desk.stand.i18n.clone(),
            result.name.clone(),
            said.join(", "),
        );
        move || {
            i18n.fill(
                "records.lab.chart.words",
                &[("parameter", &name), ("values", &said)],
            )
        }
    };
    let placed = placed(
        &points
            .iter()
            .map(|(date, value)| (seconds(date.start()), *value))
            .collect::<Vec<_>>(),
    );
    let line: Vec<String> = placed
        .iter()
        .map(|(x, y)| [x.to_string(), y.to_string()].join(","))
        .collect();
    let dots: Vec<_> = placed
        .iter()
        .map(|(x, y)| markup! { <circle cx=x.to_string() cy=y.to_string() r="3"/> })
        .collect();
    let (first, last) = (said.first().cloned(), said.last().cloned());
    markup! {
        <figure class="chart">
            <svg viewBox="0 0 320 90" role="img" aria-label=label>
                <polyline points=line.join(" ")/>
                {dots}
            </svg>
            <figcaption><span>{first}</span><span>{last}</span></figcaption>
        </figure>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are exact in f64"
)]
fn seconds(start: Option<i64>) -> f64 {
    start.unwrap_or_default() as f64
}

/// Places in the picture, to a tenth: time to the right, the least value at the bottom.
fn placed(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let span = |pick: fn(&(f64, f64)) -> f64| {
        let values = points.iter().map(pick);
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let most = values.fold(f64::NEG_INFINITY, f64::max);
        (least, (most - least).max(f64::EPSILON))
    };
    let ((from, time), (least, height)) = (span(|point| point.0), span(|point| point.1));
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    let place = |(at, value): &(f64, f64)| {
        let x = EDGE + (at - from) / time * (WIDTH - 2.0 * EDGE);
        let y = HEIGHT - EDGE - (value - least) / height * (HEIGHT - 2.0 * EDGE);
        (tenth(x), tenth(y))
    };
    points.iter().map(place).collect()
}
