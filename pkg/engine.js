// `createVolet`: one engine. Elements find it by their `volet` property, or because it is the only one on the page.

import { loadLocale, loadPreview, loadSignatures, loadTable, loadWidget, loadWorkers } from './assets.js';
import { asVoletError, VoletError } from './errors.js';

const engines = new Set();
/** Engines on their way: the first of a page takes back what the page before has kept, and no other does. */
const starting = new Set();
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
  const { transport, wasmUrl, workerUrl, pdfEngine = 'first-use', store, diagnoses, tariffs, ...plain } = options;
  if (transport !== undefined && typeof transport !== 'function') {
    throw new VoletError({ code: 'option_invalid', phase: 'configure', field: 'transport' });
  }
  if (options.auth?.mode === 'host' && typeof options.auth.getToken !== 'function') {
    throw new VoletError({ code: 'option_invalid', phase: 'configure', field: 'auth.getToken' });
  }
  if (!['first-use', 'idle'].includes(pdfEngine)) {
    throw new VoletError({ code: 'option_invalid', phase: 'configure', field: 'pdfEngine' });
  }
  const widget = await loadWidget(wasmUrl);
  const volet = new Volet();
  const isFirst = engines.size + starting.size === 0;
  starting.add(volet);
  try {
    volet.begin(widget, plain, { transport, workerUrl, pdfEngine, store, tables: { diagnoses, tariffs } });
    if (isFirst) await volet.module.restore();
    await volet.module.start();
  } catch (error) {
    volet.destroy();
    throw asVoletError(error);
  } finally {
    starting.delete(volet);
  }
  engines.add(volet);
  for (const callback of waiting) callback();
  setTimeout(() => volet.listenersMayBeThere());
  return volet;
}

class Volet extends EventTarget {
  /** The module's side; the elements of this package use it. */
  module;
  #workerUrl;
  #records;
  #early = [];

  begin(widget, options, { transport, workerUrl, pdfEngine, store, tables }) {
    this.#workerUrl = workerUrl;
    const typeMap = options.typeMap && JSON.stringify(options.typeMap);
    const records = async (work, ...words) => {
      this.#records ??= import('./records.js').then(
        ({ Records }) => new Records({ typeMap, store, user: options.hostUser, engine: this }),
        (error) => {
          this.#records = undefined;
          throw error;
        },
      );
      return (await this.#records)[work](...words);
    };
    const host = {
      emit: (name, detail) => this.emit(name, detail),
      composed: (value) => JSON.stringify(value, (_, member) => member?.normalize?.('NFC') ?? member),
      locale: (lang) => loadLocale(lang),
      table: async (name) => (tables[name] ? JSON.stringify(tables[name]) : loadTable(name)),
      preview: () => this.#preview(pdfEngine),
      drafts: () => import('./drafts.js'),
      typeMap: () => typeMap,
      readAnswer: (bytes) => records('read', bytes),
      hasStore: Boolean(store),
      kept: (what) => records('kept', what),
      keep: (what, text) => records('keep', what, text),
      digest: (name, bytes) => crypto.subtle.digest(name, bytes),
      showPdf: (bytes, place) => records('showPdf', bytes, place),
      writePdf: (...words) => this.#writePdf(words),
      getToken: async (minValidity) => options.auth.getToken({ minValidity }),
      verifySignature: async (jwt, keys) => (await loadSignatures()).verify(jwt, JSON.parse(keys)),
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
    this.#records?.then((records) => records.end(), () => {});
    module?.free();
  }

  /** What happened while `createVolet` ran is told when the host has had a chance to listen. */
  listenersMayBeThere() {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const event of early) this.dispatchEvent(event);
  }

  /** An event of the module's, or of an element's that concerns the engine too. */
  emit(name, detail) {
    const event = new CustomEvent(name, { detail });
    if (this.#early) this.#early.push(event);
    else this.dispatchEvent(event);
  }

  /** The engine that writes files is fetched when the pages are there, where the host wants it before the first file. */
  async #preview(pdfEngine) {
    const module = await loadPreview();
    if (pdfEngine === 'idle') loadWorkers().then(({ warmPdf }) => warmPdf(this.#workerUrl), () => {});
    return module;
  }

  async #writePdf(words) {
    const { writePdf } = await loadWorkers();
    return writePdf(this.#workerUrl, ...words);
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
