//! The fields of the fee memo (*mémoire d'honoraires*), for both routes.

mod act;
mod line;
mod lines;
mod people;
mod payment;

use std::sync::Arc;

use leptos::prelude::*;

use self::lines::Lines;
use self::payment::Payment;
use self::people::{Head, People};
use crate::jobs::Memo;

/// The memo whose fields these are.
#[derive(Clone)]
struct Sheet(Arc<Memo>);

impl Sheet {
    fn here() -> Self {
        expect_context()
    }
}

/// The fields, in the order in which a memo is written.
pub(super) fn memo(form: Arc<Memo>) -> impl IntoView {
    provide_context(Sheet(form));
    markup! {
        <People/>
        <Head/>
        <Lines/>
        <Payment/>
    }
}
