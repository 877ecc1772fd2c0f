//! The components. They show state and forward events; rules live in `domain`, work in `jobs`.
#![expect(
    unreachable_pub,
    reason = "`#[component]` declares the properties of each component as `pub`"
)]

/// Leptos' `view!` with a scope class. Without one, static elements become `innerHTML`, which Trusted Types refuse.
macro_rules! markup {
    ($($token:tt)*) => { ::leptos::view! { class = "v", $($token)* } };
}

mod controls;
mod failure;
mod form;
mod late;
mod memo;
mod pages;
mod records;
mod session;

pub(crate) use form::{Desk, FormView, show_patients_own};
pub(crate) use records::RecordsView;
pub(crate) use session::SessionView;

/// The style of every element, for an adopted style sheet.
pub(crate) const STYLE: &str = include_str!("style.css");
