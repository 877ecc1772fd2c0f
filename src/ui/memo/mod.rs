//! The fields of the fee memo (*mémoire d'honoraires*), for both routes.

mod act;
mod line;
mod lines;
mod payment;
mod people;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::lines::Lines;
use self::payment::Payment;
use self::people::{Head, People};
use crate::jobs::{Memo, load_acts};
use crate::platform::late::late;
use crate::ui::form::Desk;
use crate::ui::late::View;

/// The memo whose fields these are.
#[derive(Clone)]
struct Sheet(Arc<Memo>);

impl Sheet {
    fn here() -> Self {
        expect_context()
    }
}

late! { memo,
/// The fields, in the order in which a memo is written.
pub(super) async fn memo_fields() -> View {
    fields
}}

fn fields() -> AnyView {
    let desk = Desk::here();
    let Some(form) = desk.form.clone().as_memo() else {
        return ().into_any();
    };
    let (app, memo) = (Arc::clone(&desk.app), Arc::clone(&form));
    spawn_local(async move { load_acts(&app, &memo).await });
    provide_context(Sheet(form));
    markup! {
        <People/>
        <Head/>
        <Lines/>
        <Payment/>
    }
    .into_any()
}
