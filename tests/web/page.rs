//! A page with one engine, and a gateway that answers through the engine's `transport`.

use js_sys::{Array, Function, Object, Promise, Reflect};
use volet::host::{Engine, FormMount, SessionMount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// How long a condition may take to come true, in steps of 10 ms.
const STEPS: usize = 500;

/// What the gateway answers.
pub(crate) struct Gateway {
    signed_in: bool,
    loses_first: bool,
}

impl Gateway {
    /// No session.
    pub(crate) fn signed_out() -> Self {
        Self {
            signed_in: false,
            loses_first: false,
        }
    }

    /// A doctor's session.
    pub(crate) fn signed_in() -> Self {
        Self {
            signed_in: true,
            ..Self::signed_out()
        }
    }

    /// The first deposit is answered with 504.
    pub(crate) fn losing_the_first_answer(self) -> Self {
        Self {
            loses_first: true,
            ..self
        }
    }

    fn transport(&self, log: &Object) -> Function {
        let script = include_str!("gateway.js");
        let make = Function::new_with_args("log, signedIn, losesFirst", script);
        let made = make.call3(
            &JsValue::NULL,
            log,
            &self.signed_in.into(),
            &self.loses_first.into(),
        );
        made.expect("the gateway").unchecked_into()
    }
}

/// The page.
pub(crate) struct Page {
    engine: Engine,
    root: HtmlElement,
    log: Object,
}

impl Page {
    /// Makes an engine with a patient and looks the session up.
    pub(crate) async fn open(gateway: Gateway) -> Self {
        let document = web_sys::window()
            .expect("a window")
            .document()
            .expect("a document");
        let root: HtmlElement = document
            .create_element("div")
            .expect("a div")
            .unchecked_into();
        document
            .body()
            .expect("a body")
            .append_child(&root)
            .expect("in the page");
        let log = Object::new();
        for name in ["calls", "events"] {
            Reflect::set(&log, &name.into(), &Array::new()).expect("a log");
        }
        let origin = web_sys::window()
            .expect("a window")
            .location()
            .origin()
            .expect("an origin");
        let options = js_sys::JSON::parse(&format!(
            r#"{{"gateway":"/volet","auth":{{"mode":"mediated","redirectUri":"{origin}/callback"}},
                "hostUser":"u-1","environment":"sandbox","lang":"fr"}}"#
        ));
        let transport = gateway.transport(&log);
        let french = include_str!("../../src/i18n/locales/fr.json");
        let late = include_str!("../../src/i18n/locales/late/fr.json");
        let host = Function::new_with_args(
            "log, french, late",
            "return { emit: (name) => log.events.push(name), locale: async (name) => name === 'fr' ? french : late,
                composed: (value) => JSON.stringify(value).normalize('NFC'), hasStore: false,
                table: () => Promise.reject(new Error('none here')),
                preview: () => Promise.reject(new Error('none here')),
                drafts: () => Promise.reject(new Error('none here')),
                writePdf: () => Promise.reject(new Error('none here')) }",
        );
        let host = host
            .call3(&JsValue::NULL, &log, &french.into(), &late.into())
            .expect("the package's side");
        let engine = Engine::new(
            &options.expect("options"),
            Some(transport),
            host.unchecked_into(),
        );
        let page = Self {
            engine: engine.expect("an engine"),
            root,
            log,
        };
        page.set_patient("1893120105732", "Muller");
        wait(page.engine.start()).await;
        page
    }

    /// The host opens a patient's file.
    pub(crate) fn set_patient(&self, matricule: &str, name: &str) {
        let context = js_sys::JSON::parse(&format!(
            r#"{{"practitioner":{{"code":"90813319","lastName":"Weber","firstName":"Anne"}},
                "patient":{{"matricule":"{matricule}","lastName":"{name}","firstName":"Jos",
                "birthDate":"1990-09-30"}}}}"#
        ));
        self.engine
            .set_context(&context.expect("a context"))
            .expect("taken");
    }

    /// Shows `<volet-session>`.
    pub(crate) async fn mount_session(&self) -> JsValue {
        let mounted =
            self.engine
                .mount_session(self.frame(), self.element(), self.element(), String::new());
        wait(mounted).await
    }

    /// Shows `<volet-form>`. Dropping what it answers unmounts it.
    pub(crate) async fn mount_form(&self) -> Mounted {
        let frame = self.frame();
        let mounted = self.engine.mount_form(
            frame.clone(),
            self.element(),
            self.element(),
            String::new(),
            false,
            "ecit".to_owned(),
        );
        Mounted {
            mount: wait(mounted).await,
            frame,
        }
    }

    /// Waits until something holds.
    pub(crate) async fn until(&self, holds: impl Fn(&Self) -> bool) {
        for _ in 0..STEPS {
            if holds(self) {
                return;
            }
            pause(10).await;
        }
        panic!(
            "it never came true; the page says: {}",
            self.root.inner_text()
        );
    }

    /// Whether an element is there.
    pub(crate) fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// All elements.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).expect("a selector");
        (0..found.length())
            .filter_map(|at| found.get(at))
            .map(JsCast::unchecked_into)
            .collect()
    }

    /// What an element says; empty where there is none.
    pub(crate) fn text(&self, selector: &str) -> String {
        let first = self.all(selector).into_iter().next();
        first
            .and_then(|element| element.text_content())
            .unwrap_or_default()
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str) -> String {
        let value = Reflect::get(&self.field(name), &"value".into());
        value
            .ok()
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    }

    /// Types into a field.
    pub(crate) async fn type_in(&self, name: &str, text: &str) {
        let input: HtmlInputElement = self.field(name).unchecked_into();
        input.set_value(text);
        fire(&input, "input").await;
    }

    /// Chooses in a select.
    pub(crate) async fn choose(&self, name: &str, value: &str) {
        let select: HtmlSelectElement = self.field(name).unchecked_into();
        select.set_value(value);
        fire(&select, "change").await;
    }

    /// Leaves a field.
    pub(crate) async fn leave(&self, name: &str) {
        fire(&self.field(name), "blur").await;
    }

    /// Clicks.
    pub(crate) async fn click(&self, selector: &str) {
        self.button(selector).click();
        pause(0).await;
    }

    /// Clicks twice before the page can react.
    pub(crate) fn click_twice(&self, selector: &str) {
        let button = self.button(selector);
        button.click();
        button.click();
    }

    /// Fills in a certificate that may be sent.
    pub(crate) async fn fill_in(&self) {
        self.type_in("certificate.days", "3").await;
        self.type_in("certificate.diagnosis", "J11").await;
    }

    /// How often the transport was called with a tag.
    pub(crate) fn calls(&self, tag: &str) -> usize {
        self.bodies(tag).len()
    }

    /// The bodies of the calls with a tag.
    pub(crate) fn bodies(&self, tag: &str) -> Vec<String> {
        let of_tag = |call: &JsValue| {
            let call: Array = call.clone().unchecked_into();
            (call.get(0).as_string()? == tag).then(|| call.get(1).as_string().unwrap_or_default())
        };
        self.logged("calls")
            .iter()
            .filter_map(|call| of_tag(&call))
            .collect()
    }

    /// How often the engine told an event.
    pub(crate) fn events(&self, name: &str) -> usize {
        self.logged("events")
            .iter()
            .filter(|event| event.as_string().as_deref() == Some(name))
            .count()
    }

    fn logged(&self, what: &str) -> Array {
        Reflect::get(&self.log, &what.into())
            .expect("a log")
            .unchecked_into()
    }

    fn frame(&self) -> HtmlElement {
        let document = self.root.owner_document().expect("a document");
        let frame: HtmlElement = document
            .create_element("div")
            .expect("a div")
            .unchecked_into();
        self.root.append_child(&frame).expect("in the page");
        frame
    }

    /// The element's side: every event is let through.
    fn element(&self) -> Function {
        Function::new_with_args("name, detail", "return true")
    }

    fn field(&self, name: &str) -> Element {
        let found = self.all(&format!("[name='{name}']")).into_iter().next();
        found.unwrap_or_else(|| panic!("no field {name}"))
    }

    fn button(&self, selector: &str) -> HtmlElement {
        let found = self.all(selector).into_iter().next();
        found
            .unwrap_or_else(|| panic!("no {selector}"))
            .unchecked_into()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// A mounted form.
pub(crate) struct Mounted {
    mount: JsValue,
    frame: HtmlElement,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let free: Function = Reflect::get(&self.mount, &"free".into())
            .expect("free")
            .unchecked_into();
        free.call0(&self.mount).expect("freed");
        self.frame.remove();
    }
}

/// The type's methods are reached through JavaScript, as the package does; this holds it in the test's binary.
#[expect(dead_code, reason = "only its presence matters")]
type Exports = (FormMount, SessionMount);

async fn fire(target: &Element, name: &str) {
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict(name, &bubbling).expect("an event");
    target.dispatch_event(&event).expect("dispatched");
    pause(0).await;
}

async fn wait(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.expect("kept")
}

async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("a window");
        let timer =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        timer.expect("a timer");
    });
    wait(promise).await;
}
