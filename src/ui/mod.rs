//! The components. They show state and forward events; rules live in `domain`, work in `jobs`.
#![expect(
    unreachable_pub,
    reason = "`#[component]` declares the properties of each component as `pub`"
)]

/// Elements, components and `{expressions}` as a [`node::Node`].
macro_rules! markup {
    ($($token:tt)*) => { ::markup::markup! { $($token)* } };
}

mod controls;
mod failure;
mod form;
mod late;
mod memo;
mod node;
mod pages;
mod records;
mod session;

pub(crate) use form::{Desk, FormView, show_patients_own};
pub(crate) use records::RecordsView;
pub(crate) use session::SessionView;

/// The style of every element, for an adopted style sheet.
pub(crate) const STYLE: &str = include_str!("style.css");
