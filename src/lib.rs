//! Volet, the widget: a browser module that Luxembourg practice software embeds in its pages.
//!
//! Dependencies point down: `host` → `ui` → `jobs` → `session` → `platform` → the crate `domain`.

pub mod host;
mod i18n;
mod jobs;
mod platform;
mod session;
mod ui;
