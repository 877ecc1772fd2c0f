//! `createVolet`: one engine, with its session, its context and its sends.

use std::future::Future;
use std::sync::Arc;

use domain::auth::State;
use domain::context::Context;
use domain::failure::{Code, Failure, Phase};
use domain::json::Json;
use js_sys::{Function, Promise};
use leptos::prelude::Owner;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use web_sys::HtmlElement;

use super::errors::thrown;
use super::form::FormMount;
use super::mount;
use super::options;
use super::records::RecordsMount;
use super::status::Status;
use crate::i18n::I18n;
use crate::jobs::{self, App, FormType, maker};
use crate::platform::bridge::{self, Host};
use crate::platform::http::Http;
use crate::platform::late::Missing;
use crate::session::{Session, Shared};

/// One engine. What it starts ends with it, but for a send that is under way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    app: Arc<App>,
    owner: Owner,
}

#[wasm_bindgen]
impl Engine {
    /// Checks the options. `transport` is the host's own, or `undefined`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: &JsValue,
        transport: Option<Function>,
        host: Host,
    ) -> Result<Self, JsValue> {
        _ = any_spawner::Executor::init_wasm_bindgen();
        let (options, settings) =
            options::read(bridge::to_json(options)).map_err(|failure| thrown(&failure))?;
        let trouble = Shared::new(None);
        let report = {
            let (trouble, host) = (trouble.mirror(), host.clone());
            move |failure: Option<Failure>| {
                if let Some(failure) = &failure {
                    bridge::dispatch(Some(&host), None, "volet-error", &bridge::to_js(failure));
                }
                trouble.set(failure);
            }
        };
        let session = Session::new(Http::new(transport), settings, host.clone(), report);
        let app = App::new(options, session, trouble, host);
        let owner = Owner::new();
        owner.with(|| {
            tell_session(&app);
            jobs::follow_sign_out(&app);
        });
        Ok(Self { app, owner })
    }

    /// Finishes a sign-in that the address answers, and looks the session up.
    pub fn start(&self) -> Promise {
        let session = Arc::clone(&self.app.session);
        promise(async move {
            session.start().await;
            Ok(())
        })
    }

    /// Takes back the forms and open sends that an earlier page of this tab has kept. For the only engine of a page:
    /// another one holds them already.
    pub fn restore(&self) -> Promise {
        let app = Arc::clone(&self.app);
        promise(async move {
            jobs::restore_drafts(&app).await;
            Ok(())
        })
    }

    /// Goes to the issuer.
    pub fn login(&self) -> Promise {
        let app = Arc::clone(&self.app);
        promise(async move { jobs::sign_in(&app).await })
    }

    /// Ends the session here, at the gateway and at the issuer.
    pub fn logout(&self) -> Promise {
        let app = Arc::clone(&self.app);
        promise(async move { jobs::sign_out(&app).await })
    }

    /// `{state, expiresIn}`, as `volet-session` tells it.
    pub fn status(&self) -> JsValue {
        bridge::to_js(&Status::of(&self.app.state.get_untracked()))
    }

    /// `[{documentId, type, state, at}]`.
    pub fn sends(&self) -> JsValue {
        bridge::to_js(&self.app.sends.get_untracked())
    }

    /// Whether leaving the page asks first: a send is under way, or its outcome is open. The way to the issuer leads back
    /// to an open outcome, and is not asked about.
    #[wasm_bindgen(js_name = isSending)]
    pub fn is_sending(&self) -> bool {
        let signing_in = self
            .app
            .state
            .with_untracked(|state| matches!(state, State::SigningIn { .. }));
        self.app.sends.with_untracked(|sends| {
            sends.iter().any(|send| match send.state {
                "sending" => true,
                "unknown" => !signing_in,
                _ => false,
            })
        })
    }

    /// Takes the host's context.
    #[wasm_bindgen(js_name = setContext)]
    pub fn set_context(&self, context: &JsValue) -> Result<(), JsValue> {
        let wrong = Failure::new(Code::OptionInvalid, Phase::Configure).about("context");
        let context = bridge::to_printed_json(&self.app.host, context).filter(Json::is_object);
        let context = context.ok_or_else(|| thrown(&wrong))?;
        self.app.set_context(Context::read(&context));
        Ok(())
    }

    /// Shows `<volet-session>` in a `<div>` of its shadow root: a promise of a `SessionMount`.
    #[wasm_bindgen(js_name = mountSession)]
    pub fn mount_session(
        &self,
        root: HtmlElement,
        emit: Function,
        wanted: Function,
        lang: String,
    ) -> Promise {
        let app = Arc::clone(&self.app);
        future_to_promise(async move {
            let i18n = texts(&app, &lang, &[""]).await;
            if !is_wanted(&wanted) {
                return Ok(JsValue::NULL);
            }
            Ok(mount::session(&app, i18n, root, emit).into())
        })
    }

    /// Shows `<volet-form>` of a type in a `<div>` of its shadow root: a promise of a `FormMount`.
    #[wasm_bindgen(js_name = mountForm)]
    pub fn mount_form(
        &self,
        root: HtmlElement,
        emit: Function,
        wanted: Function,
        lang: String,
        readonly: bool,
        kind: String,
    ) -> Promise {
        let app = Arc::clone(&self.app);
        future_to_promise(async move {
            let wrong = Failure::new(Code::OptionInvalid, Phase::Configure).about("type");
            let kind = FormType::parse(&kind).ok_or_else(|| thrown(&wrong))?;
            let missing = Failure::new(Code::PartUnavailable, Phase::Configure);
            let make = maker(kind).await.map_err(|Missing| thrown(&missing))?;
            let i18n = texts(&app, &lang, kind.texts()).await;
            if !is_wanted(&wanted) {
                return Ok(JsValue::NULL);
            }
            Ok(FormMount::show(&app, (kind, make), i18n, root, emit, readonly).into())
        })
    }

    /// Shows `<volet-documents>` of these types, or `<volet-antecedents>`: a promise of a `RecordsMount`.
    #[wasm_bindgen(js_name = mountRecords)]
    pub fn mount_records(
        &self,
        root: HtmlElement,
        emit: Function,
        ask: Function,
        wanted: Function,
        lang: String,
        kinds: String,
    ) -> Promise {
        let app = Arc::clone(&self.app);
        future_to_promise(async move {
            let i18n = texts(&app, &lang, &["", "records/"]).await;
            if !is_wanted(&wanted) {
                return Ok(JsValue::NULL);
            }
            Ok(RecordsMount::show(&app, i18n, root, emit, ask, kinds).into())
        })
    }
}

/// A promise that borrows nothing: the engine may be freed while it runs.
fn promise(work: impl Future<Output = Result<(), Failure>> + 'static) -> Promise {
    future_to_promise(async move {
        work.await.map_err(|failure| thrown(&failure))?;
        Ok(JsValue::UNDEFINED)
    })
}

/// An element that left while its texts were fetched takes no form.
fn is_wanted(wanted: &Function) -> bool {
    wanted
        .call0(&JsValue::NULL)
        .is_ok_and(|wanted| wanted.is_truthy())
}

async fn texts(app: &App, lang: &str, parts: &'static [&'static str]) -> I18n {
    let lang = if lang.is_empty() {
        &app.options.lang
    } else {
        lang
    };
    I18n::load(&app.host, lang, parts).await
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.app.session.rest();
        self.owner.cleanup();
    }
}

/// `volet-session` on the engine at each change of the state.
fn tell_session(app: &Arc<App>) {
    let app = Arc::clone(app);
    let state = app.state.signal();
    leptos::prelude::Effect::new(move |before: Option<&'static str>| {
        use leptos::prelude::With as _;
        let word = state.with(State::word);
        if before.is_some_and(|before| before != word) {
            let app = Arc::clone(&app);
            spawn_local(async move {
                app.emit(
                    None,
                    "volet-session",
                    &Status::of(&app.state.get_untracked()),
                )
            });
        }
        word
    });
}
