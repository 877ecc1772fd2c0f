//! The page's clock.

use std::sync::{Arc, Mutex};

use domain::dates::{self, Date};
use js_sys::{Date as JsDate, Object, Reflect};
use wasm_bindgen::JsValue;

use super::held::held;

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    now_in_milliseconds() / 1_000
}

/// Milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are far inside i64"
)]
pub(crate) fn now_in_milliseconds() -> i64 {
    JsDate::now() as i64
}

/// The current moment as ISO 8601 in UTC.
pub(crate) fn now_iso() -> String {
    String::from(JsDate::new_0().to_iso_string())
}

/// A moment, in seconds since 1970, as ISO 8601 in UTC.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are exact in f64"
)]
pub(crate) fn iso(seconds: i64) -> String {
    let moment = JsDate::new(&(seconds as f64 * 1000.0).into());
    String::from(moment.to_iso_string())
}

/// The time of day of such a moment, as this browser's clock shows it.
pub(crate) fn local_time(iso: &str) -> String {
    String::from(JsDate::new(&iso.into()).to_locale_time_string("fr-LU"))
}

/// A moment as a person of this browser reads it.
pub(crate) fn local_moment(iso: &str) -> String {
    let date = JsDate::new(&iso.into());
    String::from(date.to_locale_string("fr-LU", &JsValue::UNDEFINED))
}

/// The current day in Luxembourg, where the certificate's days are counted.
pub(crate) fn today() -> Date {
    let options = Object::new();
    let zone = JsValue::from_str("Europe/Luxembourg");
    _ = Reflect::set(&options, &JsValue::from_str("timeZone"), &zone);
    let local = String::from(JsDate::new_0().to_locale_date_string("sv-SE", &options));
    dates::parse(&local).unwrap_or_default()
}

/// The same, asked of the browser's calendar once a minute: at each key it would take as long as a check. No day begins within
/// a minute.
#[derive(Clone, Default)]
pub(crate) struct Today(Arc<Mutex<(i64, Date)>>);

impl Today {
    /// The current day in Luxembourg.
    pub(crate) fn get(&self) -> Date {
        let minute = now().div_euclid(60);
        let mut known = held(&self.0);
        if known.0 != minute {
            *known = (minute, today());
        }
        known.1
    }
}

/// Milliseconds of a clock that only goes forward.
pub(crate) fn milliseconds() -> f64 {
    super::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// A day, month or year as it is said (`2024-05-06`, `2024-05`, `2024`), in the order in which it is read here; what is
/// none of them as it was given.
pub(crate) fn shown_date(said: &str, given: &str) -> String {
    if said.is_empty() {
        return given.to_owned();
    }
    let mut parts: Vec<&str> = said.split('-').collect();
    parts.reverse();
    parts.join("/")
}
