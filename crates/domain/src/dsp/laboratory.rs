//! Laboratory results as a table: value, unit, the reference of this person, the previous value, trend, critical marks.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::identity::Sex;
use super::{Coding, Content, FhirDate};

/// A number as the laboratory wrote it (R4 `Quantity`): `72.50` stays `72.50`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quantity {
    /// The digits.
    pub value: String,
    /// `<`, `<=`, `>=`, `>` or nothing.
    pub comparator: String,
    /// The unit as shown.
    pub unit: String,
    /// The unit's code (UCUM), else the unit as shown.
    pub code: String,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Quantity(Quantity),
    /// Words.
    Text(String),
    /// Nothing, and why where that is said.
    Absent(String),
}

/// An age by the calendar: a newborn's reference ends on a day, a child's on a birthday.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Age {
    /// Days.
    Days(u32),
    /// Months; twelve are a year.
    Months(u32),
}

/// A reference range (R4 `Observation.referenceRange`) with whom it is for.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Range {
    /// The least that is usual, digits.
    pub low: String,
    /// The most that is usual, digits.
    pub high: String,
    /// The unit's code of both.
    pub code: String,
    /// In words.
    pub text: String,
    /// Only for this sex.
    pub sex: Option<Sex>,
    /// Only from this age.
    pub from_age: Option<Age>,
    /// Only under this age.
    pub under_age: Option<Age>,
    /// For people or of a kind that cannot be told by machine: pregnancy, under treatment.
    pub special: bool,
}

/// One result.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The id.
    pub id: String,
    /// What was measured; several codes may say the same.
    pub codes: Vec<Coding>,
    /// What was measured, in words.
    pub name: String,
    /// When.
    pub date: FhirDate,
    /// What was found.
    pub value: Value,
    /// References.
    pub ranges: Vec<Range>,
    /// Interpretation codes (HL7 v3 ObservationInterpretation).
    pub interpretation: Vec<String>,
}

/// A report: which results it brings, and the whole of it as it was issued.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// The id.
    pub id: String,
    /// When.
    pub date: FhirDate,
    /// Who made it.
    pub from: String,
    /// What it is called.
    pub title: String,
    /// What the laboratory concludes.
    pub conclusion: String,
    /// References of its results.
    pub results: Vec<String>,
    /// R4 `presentedForm`.
    pub contents: Vec<Content>,
}

crate::redacted!(Quantity, Value, Range, Observation, Report);

/// For whom results are read.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Sex, where known.
    pub sex: Option<Sex>,
    /// Birth date.
    pub born: FhirDate,
}

crate::redacted!(Person);

/// How grave a result is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Flag {
    /// Below the usual.
    Low,
    /// Above the usual.
    High,
    /// Unusual.
    Abnormal,
    /// AA, HH or LL: to be seen at once (France asks software for an alert of its own for these codes, BIO/va1.01).
    Critical,
}

/// Where a value goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trend {
    /// Above the previous one.
    Up,
    /// Below it.
    Down,
    /// The same.
    Level,
}

/// The value before.
#[derive(Clone, PartialEq, Eq)]
pub struct Previous {
    /// The value.
    pub quantity: Quantity,
    /// When.
    pub date: FhirDate,
    /// `None` where one of the two is only a bound, such as `< 5`.
    pub trend: Option<Trend>,
}

crate::redacted!(Previous);

/// The reference of this person.
#[derive(Clone, PartialEq, Eq)]
pub enum Reference {
    /// This range.
    Of(Range),
    /// There are ranges, and which is this person's cannot be told.
    Several,
    /// None is given for this person.
    None,
}

crate::redacted!(Reference);

/// Chooses the range for sex and age on the day of the result. Taking the first would judge women by men's ranges.
pub fn reference(observation: &Observation, person: &Person) -> Reference {
    let ages = Ages::of(&person.born, &observation.date);
    let mut best: Vec<&Range> = Vec::new();
    let mut unsure = false;
    for range in &observation.ranges {
        match applies(range, person.sex, ages) {
            Some(true) => match best.first() {
                Some(known) if conditions(known) > conditions(range) => {}
                Some(known) if conditions(known) < conditions(range) => best = vec![range],
                Some(known) if *known == range => {}
                _ => best.push(range),
            },
            Some(false) => {}
            None => unsure = true,
        }
    }
    match best.as_slice() {
        [one] if !unsure || conditions(one) > 0 => Reference::Of((*one).clone()),
        [] if !unsure => Reference::None,
        // A single range is this person's to read, and not to be judged by: whose it is cannot be told.
        [] => match observation.ranges.as_slice() {
            [one] => Reference::Of(Range {
                special: true,
                ..one.clone()
            }),
            _ => Reference::Several,
        },
        _ => Reference::Several,
    }
}

/// The mark of a result: what the laboratory says, else what the chosen range says.
pub fn flag(observation: &Observation, reference: &Reference) -> Option<Flag> {
    let said = observation.interpretation.iter();
    // A code that is not known says nothing; "normal" does.
    let said: Vec<Option<Flag>> = said
        .filter_map(|code| match code.as_str() {
            "AA" | "HH" | "LL" => Some(Some(Flag::Critical)),
            "H" | "HU" => Some(Some(Flag::High)),
            "L" | "LU" => Some(Some(Flag::Low)),
            "A" | "POS" => Some(Some(Flag::Abnormal)),
            "N" | "NEG" => Some(None),
            _ => None,
        })
        .collect();
    if let Some(gravest) = said.into_iter().max() {
        return gravest;
    }
    let (Value::Quantity(quantity), Reference::Of(range)) = (&observation.value, reference) else {
        return None;
    };
    if !quantity.comparator.is_empty()
        || range.special
        || (!range.code.is_empty() && range.code != quantity.code)
    {
        return None;
    }
    let value = number(&quantity.value)?;
    if number(&range.low).is_some_and(|low| value < low) {
        Some(Flag::Low)
    } else if number(&range.high).is_some_and(|high| value > high) {
        Some(Flag::High)
    } else {
        None
    }
}

/// The latest earlier number of the same code and unit. One of another unit is none: side by side the two would be read as a
/// change.
pub fn previous(observation: &Observation, all: &[Observation]) -> Option<Previous> {
    let Value::Quantity(quantity) = &observation.value else {
        return None;
    };
    let before = observation.date.start()?;
    let mut earlier: Vec<(&Observation, &Quantity)> = all
        .iter()
        .filter(|one| one.id != observation.id && same_code(one, observation))
        .filter(|one| one.date.start().is_some_and(|start| start < before))
        .filter_map(|one| match &one.value {
            Value::Quantity(of) if of.code == quantity.code => Some((one, of)),
            _ => None,
        })
        .collect();
    earlier.sort_by_key(|(one, _)| std::cmp::Reverse(one.date.clone()));
    let (found, value) = earlier.first()?;
    Some(Previous {
        quantity: (*value).clone(),
        date: found.date.clone(),
        trend: trend(value, quantity),
    })
}

/// The series of a result's code and unit, the oldest first, for a chart.
pub fn series<'a>(observation: &Observation, all: &'a [Observation]) -> Vec<(&'a FhirDate, f64)> {
    let Value::Quantity(quantity) = &observation.value else {
        return Vec::new();
    };
    let mut points: Vec<(&FhirDate, f64)> = all
        .iter()
        .filter(|one| same_code(one, observation) && one.date.is_known())
        .filter_map(|one| match &one.value {
            Value::Quantity(of) if of.code == quantity.code && of.comparator.is_empty() => {
                Some((&one.date, number(&of.value)?))
            }
            _ => None,
        })
        .collect();
    points.sort_by_key(|(date, _)| *date);
    points
}

fn trend(from: &Quantity, to: &Quantity) -> Option<Trend> {
    let comparable = from.comparator.is_empty() && to.comparator.is_empty();
    let (from, to) = (number(&from.value)?, number(&to.value)?);
    comparable.then(|| match to.total_cmp(&from) {
        std::cmp::Ordering::Greater => Trend::Up,
        std::cmp::Ordering::Less => Trend::Down,
        std::cmp::Ordering::Equal => Trend::Level,
    })
}

/// Whether two results are of one parameter: they share a code of the same system.
fn same_code(one: &Observation, other: &Observation) -> bool {
    let mut codes = one.codes.iter();
    codes.any(|code| !code.code.is_empty() && other.codes.contains(code))
}

/// Whether a range is for this person; `None` when that cannot be told.
fn applies(range: &Range, sex: Option<Sex>, ages: Option<Ages>) -> Option<bool> {
    let of_sex = match (range.sex, sex) {
        (None, _) => Some(true),
        (Some(wanted), Some(sex)) => Some(wanted == sex),
        (Some(_), None) => None,
    };
    let reached = |age| ages.and_then(|ages| ages.have_reached(age));
    let from = range.from_age.map_or(Some(true), reached);
    let under = range.under_age.map_or(Some(false), reached);
    let special = if range.special { None } else { Some(true) };
    let parts = [of_sex, from, under.map(|is_over| !is_over), special];
    if parts.contains(&Some(false)) {
        Some(false)
    } else if parts.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn conditions(range: &Range) -> usize {
    usize::from(range.sex.is_some())
        + usize::from(range.from_age.is_some() || range.under_age.is_some())
}

/// The day of birth, and the first and the last on which the result can be: a month alone may end a newborn's age.
#[derive(Clone, Copy)]
struct Ages {
    born: NaiveDate,
    first: NaiveDate,
    last: NaiveDate,
}

impl Ages {
    /// `None` where the age cannot be told.
    fn of(born: &FhirDate, result: &FhirDate) -> Option<Self> {
        // A year alone leaves the age open by one.
        let born = born.first_day().filter(|_| born.said().len() == 10)?;
        let (first, last) = (result.first_day()?.max(born), result.last_day()?);
        (first <= last).then_some(Self { born, first, last })
    }

    /// Whether one who was born then is so old; `None` where some days of the result say so and others do not.
    fn have_reached(self, age: Age) -> Option<bool> {
        match age.after(self.born) {
            Some(from) if self.first >= from => Some(true),
            Some(from) if self.last >= from => None,
            // An age that no calendar has is never reached.
            _ => Some(false),
        }
    }
}

impl Age {
    /// The day on which one who was born then is so old.
    fn after(self, born: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => born.checked_add_days(Days::new(days.into())),
            Self::Months(months) => born.checked_add_months(Months::new(months)),
        }
    }
}

/// A finite number.
fn number(digits: &str) -> Option<f64> {
    digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
}

#[cfg(test)]
#[path = "laboratory_tests.rs"]
mod tests;
