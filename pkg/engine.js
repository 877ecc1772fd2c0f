// `createVolet`: one engine. Elements find it by their `volet` property, or because it is the only one on the page.

import { loadLocale, loadPreview, loadWidget, PdfWorker, RecordsWorker } from './assets.js';
import { asVoletError, VoletError } from './errors.js';

const engines = new Set();
const waiting = new Set();

/** The engine of an element that was given none: the only one on the page. */
export function onlyEngine() {
  return engines.size === 1 ? engines.values().next().value : undefined;
}

/** Calls back when an engine comes or goes; answers with the way to stop it. */
export function whenEnginesChange(callback) {
  waiting.add(callback);
  return () => waiting.delete(callback);
}

/** Makes an engine, finishes a sign-in that the address answers, and looks the session up. */
export async function createVolet(options = {}) {
  const { transport, wasmUrl, workerUrl, store, ...plain } = options;
  if (transport !== undefined && typeof transport !== 'function') {
    throw new VoletError({ code: 'option_invalid', phase: 'configure', field: 'transport' });
  }
  const widget = await loadWidget(wasmUrl);
  const volet = new Volet();
  try {
    volet.begin(widget, plain, transport, workerUrl, store);
    await volet.module.start();
  } catch (error) {
    volet.destroy();
    throw asVoletError(error);
  }
  engines.add(volet);
  for (const callback of waiting) callback();
  setTimeout(() => volet.listenersMayBeThere());
  return volet;
}

class Volet extends EventTarget {
  /** The module's side; the elements of this package use it. */
  module;
  #pdf;
  #records;
  #early = [];

  begin(widget, options, transport, workerUrl, store) {
    this.#pdf = new PdfWorker(workerUrl);
    const typeMap = options.typeMap && JSON.stringify(options.typeMap);
    this.#records = new RecordsWorker(typeMap);
    // Without a store of the host's, refusals last as long as the engine.
    const kept = store ?? memoryStore();
    const withStore = async (work) => work(await import('./refusals.js'), kept, String(options.hostUser ?? ''));
    const host = {
      emit: (name, detail) => this.#emit(new CustomEvent(name, { detail })),
      locale: (lang) => loadLocale(lang),
      preview: () => loadPreview(),
      typeMap: () => typeMap,
      readAnswer: (bytes) => this.#records.read(bytes),
      refusals: (patient) => withStore((it, ...where) => it.readRefusals(...where, patient)),
      keepRefusals: (patient, text) => withStore((it, ...where) => it.keepRefusals(...where, patient, text)),
      digest: (name, bytes) => crypto.subtle.digest(name, bytes),
      showPdf: (bytes, place) => import('./viewer.js').then(({ showPdf }) => showPdf(bytes, place)),
      writePdf: (copies, volet, created) => this.#pdf.write(copies, volet, created),
    };
    this.module = new widget.Engine(options, transport, host);
    addEventListener('beforeunload', this.#askBeforeLeaving);
  }

  login() {
    return this.#call((module) => module.login());
  }

  logout() {
    return this.#call((module) => module.logout());
  }

  status() {
    return this.#call((module) => module.status());
  }

  setContext(context) {
    try {
      this.#alive().setContext(context ?? {});
    } catch (error) {
      throw asVoletError(error);
    }
  }

  /** Every send since the engine was made. */
  get sends() {
    return this.module ? this.module.sends() : [];
  }

  /** Ends the engine; its elements become empty. A send under way still reaches its end at the gateway. */
  destroy() {
    const { module } = this;
    this.module = undefined;
    removeEventListener('beforeunload', this.#askBeforeLeaving);
    engines.delete(this);
    for (const callback of waiting) callback();
    this.#pdf?.stop();
    this.#records?.stop();
    module?.free();
  }

  /** What happened while `createVolet` ran is told when the host has had a chance to listen. */
  listenersMayBeThere() {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.dispatchEvent(event);
  }

  #emit(event) {
    if (this.#early) this.#early.push(event);
    else this.dispatchEvent(event);
  }

  async #call(work) {
    try {
      return await work(this.#alive());
    } catch (error) {
      throw asVoletError(error);
    }
  }

  #alive() {
    if (!this.module) throw new VoletError({ code: 'state_conflict', phase: 'configure' });
    return this.module;
  }

  #askBeforeLeaving = (event) => {
    if (this.module?.isSending()) event.preventDefault();
  };
}

function memoryStore() {
  const kept = new Map();
  return {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, bytes) => { kept.set(key, bytes); },
    delete: async (key) => { kept.delete(key); },
  };
}
