//! `<volet-documents>` and `<volet-antecedents>`: the shared record in the host's own tabs. All but this entry lies in a
//! part of its own: a form's first load has nothing of it.

mod antecedents;
mod behind;
mod chart;
mod csv;
mod desk;
mod documents;
mod laboratory;
mod list;
mod notices;
mod prescriptions;
mod row;
mod toolbar;
mod unseen;
mod vaccinations;
mod viewer;

use leptos::prelude::*;

use super::late::{Late, View};
use crate::jobs::records::Stand;
use crate::platform::late::{Later, Missing};

/// Fetches the part and shows the element's content.
#[component]
pub(crate) fn RecordsView(stand: Stand) -> impl IntoView {
    let i18n = stand.i18n.clone();
    let (lang, texts) = (i18n.clone(), i18n);
    let fetch: fn() -> Later<Result<View, Missing>> = if &*stand.kinds == "antecedents" {
        || Box::pin(antecedents::antecedents())
    } else {
        || Box::pin(documents::documents())
    };
    provide_context(stand);
    markup! {
        <div class="records" part="records" lang=move || lang.lang()>
            <Late fetch i18n=texts/>
        </div>
    }
}
