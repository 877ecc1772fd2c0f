//! The fields of an address.

use leptos::prelude::*;

use crate::jobs::Path;
use crate::ui::controls::Input;

/// `of` is whose: the paths begin with it.
#[component]
pub(crate) fn Address(of: &'static str) -> impl IntoView {
    let path = |name: &str| Path::Owned([of, ".", name].concat());
    markup! {
        <div class="row address">
            <Input path=path("number") class="short"/>
            <Input path=path("street") class="wide"/>
            <Input path=path("postcode") class="short"/>
            <Input path=path("city")/>
            <Input path=path("country") class="short"/>
        </div>
    }
}
