// The custom elements. Each keeps one mount of the module in its open shadow root while it is in a page.

import { lateStyle, loadWidget, stopWorkers } from './assets.js';
import { onlyEngine, whenEnginesChange } from './engine.js';
import { asVoletError, isFailure, VoletError } from './errors.js';

let sheet;
let widget;
let defining;

/** Registers the elements, once. */
export function defineElements({ wasmUrl } = {}) {
  defining ??= define(wasmUrl).catch((error) => {
    defining = undefined;
    throw error;
  });
  return defining;
}

async function define(wasmUrl) {
  widget = await loadWidget(wasmUrl);
  sheet = new CSSStyleSheet();
  sheet.replaceSync(widget.style());
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

/** What all elements do: find the engine, mount, switch the language, unmount. */
class VoletElement extends HTMLElement {
  static observedAttributes = ['lang'];

  #engine;
  #root;
  #stop;
  #mounting;
  mounted;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
  }

  /** The engine. Set it where there is more than one. */
  get volet() {
    return this.#engine ?? onlyEngine();
  }

  set volet(engine) {
    this.#engine = engine ?? undefined;
    this.#remount();
  }

  connectedCallback() {
    // A property set before the element was defined sits on the instance and hides the setter.
    for (const name of ['volet', 'value', 'type', 'readonly', 'localDocuments', 'recorded', 'onaccept']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#stop = whenEnginesChange(() => this.#remount());
    this.#remount();
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#unmount();
  }

  attributeChangedCallback(name) {
    if (name === 'lang') this.mounted?.setLang(this.lang);
  }

  /** `volet-before-send` asks: `false` holds the document back. Every other event only tells. */
  emit = (name, detail) => {
    if (name !== 'volet-before-send') return this.#dispatch(name, detail);
    const waits = [];
    const waitUntil = (promise) => waits.push(promise);
    if (!this.#dispatch(name, { ...detail, waitUntil }, true)) return false;
    return Promise.all(waits).then(() => true, () => false);
  };

  #dispatch(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  #remount() {
    const engine = this.isConnected ? this.volet : undefined;
    const module = engine?.module;
    if (module && module === this.#mounting) return;
    this.#unmount();
    if (module) this.#mountWith(module);
  }

  async #mountWith(module) {
    if (!this.canMount()) return;
    this.#mounting = module;
    const root = document.createElement('div');
    this.#root = root;
    this.shadowRoot.adoptedStyleSheets = [sheet, ...this.styles().map(lateStyle)];
    this.shadowRoot.append(root);
    const isWanted = () => this.#root === root;
    let mounted;
    try {
      mounted = await this.mount(module, root, isWanted);
    } catch (error) {
      if (!isWanted()) return;
      this.#unmount();
      this.#tell(error);
      return;
    }
    if (!isWanted()) {
      mounted?.free();
      return;
    }
    this.mounted = mounted;
    mounted.setLang(this.lang);
    try {
      this.settle();
    } catch (error) {
      this.#tell(error);
    }
    this.#dispatch('volet-ready', { version: widget.version() });
  }

  /** What the module refused is told, since no call of the host's can be rejected; anything else is a fault of ours. */
  #tell(error) {
    if (!isFailure(error)) throw error;
    this.fail(error);
  }

  /** On the element and on the engine. */
  fail(failure) {
    this.emit('volet-error', failure);
    this.volet.emit('volet-error', failure);
  }

  #unmount() {
    this.mounted?.free();
    if (this.mounted) this.leave();
    this.mounted = undefined;
    this.#root?.remove();
    this.#root = undefined;
    this.#mounting = undefined;
  }

  /** Begins anew: what is shown depends on an attribute that changed. */
  again() {
    this.#unmount();
    this.#remount();
  }

  canMount() {
    return true;
  }

  /** The styles that its content needs beyond those of the first load. */
  styles() {
    return [];
  }

  settle() {}

  leave() {}
}

class VoletSession extends VoletElement {
  mount(module, root, wanted) {
    return module.mountSession(root, this.emit, wanted, this.lang);
  }
}

/** An element that shows what its `type` names. `knows(type)` tells which types there are. */
const typed = (Base) => class extends Base {
  static observedAttributes = [...super.observedAttributes, 'type'];

  get type() {
    return this.getAttribute('type') ?? '';
  }

  set type(type) {
    this.setAttribute('type', type);
  }

  /** An unknown type shows nothing and says so. */
  canMount() {
    if (this.knows(this.type)) return true;
    this.fail({ code: 'option_invalid', phase: 'configure', retryable: false, correlationId: '', field: 'type' });
    return false;
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === 'type' && before !== now && this.isConnected) this.again();
  }
};

/** The forms that are shown: the last one that goes stops the workers. */
const shown = new Set();

class VoletForm extends typed(VoletElement) {
  static observedAttributes = [...super.observedAttributes, 'readonly'];

  #value;

  knows(type) {
    return ['ecit', 'mh', 'memoire'].includes(type);
  }

  mount(module, root, wanted) {
    return module.mountForm(root, this.emit, wanted, this.lang, this.readonly, this.type);
  }

  styles() {
    return this.type === 'ecit' ? [] : ['memo'];
  }

  settle() {
    const value = this.#value;
    this.#value = undefined;
    shown.add(this);
    this.mounted.setReadonly(this.readonly);
    if (value) this.mounted.setValue(value);
  }

  leave() {
    shown.delete(this);
    if (shown.size === 0) stopWorkers();
  }

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === 'readonly') this.mounted?.setReadonly(this.readonly);
  }

  get readonly() {
    return this.hasAttribute('readonly');
  }

  set readonly(readonly) {
    this.toggleAttribute('readonly', Boolean(readonly));
  }

  /** The nested object of the field paths; dates ISO. Setting it leaves the fields that it does not name. */
  get value() {
    return this.mounted ? this.mounted.value() : (this.#value ?? null);
  }

  set value(value) {
    if (!this.mounted) {
      this.#value = value;
      return;
    }
    try {
      this.mounted.setValue(value ?? {});
    } catch (error) {
      throw asVoletError(error);
    }
  }

  /** Shows every issue and answers `{valid, complete, dirty, issues}`. */
  validate() {
    return this.#call((mounted) => mounted.validate());
  }

  /** Sends without the look before it. Answers `{documentId, uuidSecu, state, sentAt}`. */
  send() {
    return this.#call((mounted) => mounted.send());
  }

  /** Begins a new certificate. */
  reset() {
    return this.#call((mounted) => mounted.reset());
  }

  /** One copy as bytes: ours, or with `official` what the eConnector answered. */
  pdf({ copy, official = false } = {}) {
    return this.#call((mounted) => mounted.pdf(String(copy), Boolean(official)));
  }

  /** What the host needs to file what was sent, or `null`. */
  receipt() {
    const receipt = this.mounted?.receipt() ?? null;
    if (!receipt) return null;
    const documents = receipt.documents.map((one) => ({ ...one, bytes: bytesOf(one.bytes) }));
    return { ...receipt, documents };
  }

  async #call(work) {
    if (!this.mounted) throw new VoletError({ code: 'state_conflict', phase: 'configure' });
    try {
      return await work(this.mounted);
    } catch (error) {
      throw asVoletError(error);
    }
  }
}

/** What the two elements of the shared record have in common: a list of the host's, and a way to ask the host. */
class VoletRecords extends VoletElement {
  #given = [];
  #sight = new IntersectionObserver((entries) => this.mounted?.setVisible(entries.at(-1).isIntersecting));

  mount(module, root, wanted) {
    return module.mountRecords(root, this.emit, (what, about) => this.ask(what, about), wanted, this.lang, this.kinds);
  }

  styles() {
    return ['records'];
  }

  settle() {
    this.mounted.setGiven({ list: this.#given });
    this.#sight.disconnect();
    this.#sight.observe(this);
  }

  disconnectedCallback() {
    this.#sight.disconnect();
    super.disconnectedCallback();
  }

  get given() {
    return this.#given;
  }

  set given(list) {
    this.#given = [...(list ?? [])];
    this.mounted?.setGiven({ list: this.#given });
  }
}

class VoletDocuments extends typed(VoletRecords) {
  get kinds() {
    return this.type;
  }

  knows(types) {
    const named = types.split(/\s+/).filter(Boolean);
    return named.length > 0 && named.every((type) => DOCUMENT_TYPES.includes(type));
  }

  /** The host's own documents: `[{id, identifier?, sha256?, date, from, title, type | typeName, open()}]`. */
  get localDocuments() {
    return this.given;
  }

  set localDocuments(list) {
    this.given = list;
  }

  /** The host opens its own documents. */
  ask(what, id) {
    return this.given.find((one) => String(one.id) === id)?.open?.();
  }
}

class VoletAntecedents extends VoletRecords {
  #accept = null;

  get kinds() {
    return 'antecedents';
  }

  /** What the host's record holds already: `[{group, system, code, text, onset?}]`. */
  get recorded() {
    return this.given;
  }

  set recorded(list) {
    this.given = list;
  }

  /** Takes an accepted resource into the host's record; the line leaves when its promise resolves. */
  get onaccept() {
    return this.#accept;
  }

  set onaccept(accept) {
    this.#accept = accept ?? null;
  }

  async ask(what, resource) {
    if (typeof this.#accept !== 'function') throw new Error('onaccept');
    await this.#accept(resource);
  }
}

const DOCUMENT_TYPES = ['laboratory', 'prescription', 'vaccination', 'summary', 'imaging', 'other'];

const ELEMENTS = {
  'volet-session': VoletSession,
  'volet-form': VoletForm,
  'volet-documents': VoletDocuments,
  'volet-antecedents': VoletAntecedents,
};

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
