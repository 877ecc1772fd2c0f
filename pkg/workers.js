// The package's workers: one of a kind for all elements of a page, started at the first question, started again after a
// crash, stopped when the last element that uses them goes.
//
// A worker answers one question at a time. A question that waits is replaced by a newer one on the same topic, and what
// comes back for an older one is thrown away: the latest wins, and both who asked get its answer.

import { loadFonts, trusted } from './assets.js';

/** Milliseconds without an answer after which a worker counts as dead. */
const PATIENCE = { start: 60_000, answer: 10_000 };
/** How often a question is asked before it counts as the cause of the crash. */
const TRIES = 2;

const helpers = new Map();
/** Who wants to know how far the PDF engine is on its way, and what is known of that. */
const followers = new Set();
let known;
/** Where each copy was last asked for by its button: a form that has gone is not held. */
const places = new Map();

/** The worker with this script, the same for everybody on the page. */
function helper(script, wasm, tell) {
  const key = String(script);
  if (!helpers.has(key)) helpers.set(key, new Helper(script, wasm, tell));
  return helpers.get(key);
}

/** Writes PDF files. */
export function pdfWorker(script = new URL('./dist/pdf-worker.js', import.meta.url)) {
  return helper(script, new URL('./dist/pdf_bg.wasm', import.meta.url), (news) => {
    known = news;
    for (const callback of followers) callback(news);
  });
}

/**
 * Calls back at once and at each change: `{received, total}` in bytes while the PDF engine is fetched, without `total` where
 * nobody knows it; `null` once it is there; `undefined` while none is on its way. Answers with the way to stop it.
 */
export function followPdf(callback) {
  followers.add(callback);
  callback(known);
  return () => followers.delete(callback);
}

/** The file of this copy, when one is written, is waited for in `place`. */
export function waitAt(volet, place) {
  places.set(volet, new WeakRef(place));
}

/** Writes the PDF file of a copy. Who waits for it sees how far the engine is on its way. */
export function writePdf(script, copies, volet, created) {
  const file = pdfWorker(script).ask('write', [copies, volet, created]);
  const place = places.get(volet)?.deref();
  places.delete(volet);
  if (place && known) import('./progress.js').then(({ showProgress }) => showProgress(place), () => {});
  return file;
}

/** Fetches and starts the PDF engine when the page has nothing else to do. */
export function warmPdf(script) {
  const soon = globalThis.requestIdleCallback ?? setTimeout;
  soon(() => pdfWorker(script).warm());
}

/** Reads symbols back. */
export function proofWorker() {
  return helper(
    new URL('./dist/proof-worker.js', import.meta.url),
    new URL('./dist/proof_bg.wasm', import.meta.url),
  );
}

/** Ends every worker; the next question starts its own again. */
export function stopAll() {
  places.clear();
  for (const one of helpers.values()) one.stop();
}

class Helper {
  #script;
  #wasm;
  #waiting = [];
  #current;
  /** The worker that is there or on its way; each start is an object of its own, so that a late word of another is known. */
  #run;
  #timer;
  #last = 0;
  #tell;

  constructor(script, wasm, tell = () => {}) {
    this.#script = script;
    this.#wasm = wasm;
    this.#tell = tell;
  }

  /** Fetches and starts it before it is needed. */
  async warm() {
    await this.#started().catch(() => {});
  }

  /** Calls `method` of the module. Questions with no topic are all answered. */
  ask(method, words, topic) {
    const call = { id: ++this.#last, method, words, topic, tries: 0 };
    call.answer = new Promise((resolve, reject) => Object.assign(call, { resolve, reject }));
    if (topic !== undefined) this.#supersede(call);
    this.#waiting.push(call);
    this.#next();
    return call.answer;
  }

  /** Ends the worker; what was asked is rejected. */
  stop() {
    const calls = [this.#current, ...this.#waiting].filter(Boolean);
    this.#waiting = [];
    this.#current = undefined;
    this.#end();
    for (const { reject } of calls) reject(new Error('stopped'));
  }

  #supersede(call) {
    const same = ({ topic }) => topic === call.topic;
    for (const old of this.#waiting.filter(same)) old.resolve(call.answer);
    this.#waiting = this.#waiting.filter((old) => !same(old));
    if (this.#current && same(this.#current)) this.#current.resolve(call.answer);
  }

  async #next() {
    if (this.#current || this.#waiting.length === 0) return;
    const call = this.#waiting.shift();
    this.#current = call;
    call.tries += 1;
    try {
      const worker = await this.#started();
      if (this.#current !== call) return;
      this.#timer = setTimeout(() => this.#crashed(), PATIENCE.answer);
      const { id, method, words } = call;
      worker.postMessage({ type: 'ask', id, method, words });
    } catch (error) {
      if (this.#current === call) this.#done((one) => one.reject(error));
    }
  }

  #done(settle) {
    clearTimeout(this.#timer);
    const call = this.#current;
    this.#current = undefined;
    settle(call);
    this.#next();
  }

  #hear({ type, id, answer, error, broken }) {
    if (id !== this.#current?.id) return;
    if (type === 'answer') this.#done((call) => call.resolve(answer));
    else if (broken) this.#crashed();
    else this.#done((call) => call.reject(new Error(error)));
  }

  /** Another worker gets the same question, unless that brought down the second one, too. */
  #crashed() {
    this.#end();
    const call = this.#current;
    this.#current = undefined;
    if (!call) return;
    if (call.tries < TRIES) this.#waiting.unshift(call);
    else call.reject(new Error('crashed'));
    this.#next();
  }

  /** Gives up the worker that is there or on its way. */
  #end() {
    clearTimeout(this.#timer);
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    run.worker?.terminate();
    run.reject(new Error('stopped'));
    this.#tell();
  }

  #started() {
    this.#run ??= this.#start();
    return this.#run.ready;
  }

  #start() {
    const [ready, resolve, reject] = open();
    const run = { ready, resolve, reject, isReady: false };
    const timer = setTimeout(() => reject(new Error('silent')), PATIENCE.start);
    ready.catch(() => run === this.#run && this.#end()).finally(() => clearTimeout(timer));
    this.#tell({ received: 0 });
    loadFonts().then((fonts) => run === this.#run && this.#make(run, fonts)).catch(reject);
    return run;
  }

  #make(run, [regular, bold]) {
    run.worker = new Worker(trusted(this.#script), { name: `volet-${nameOf(this.#script)}` });
    run.worker.onmessage = ({ data }) => run === this.#run && this.#take(run, data);
    run.worker.onerror = () => {
      if (!run.isReady) run.reject(new Error('crashed'));
      else if (run === this.#run) this.#crashed();
    };
    run.worker.postMessage({ type: 'start', wasm: String(this.#wasm), regular, bold });
  }

  #take(run, message) {
    if (run.isReady) {
      if (message.type !== 'progress') this.#hear(message);
    } else if (message.type === 'progress') {
      this.#tell(message);
    } else if (message.type === 'ready') {
      run.isReady = true;
      run.resolve(run.worker);
      this.#tell(null);
    } else if (message.type === 'failed') {
      run.reject(new Error(message.error));
    }
  }
}

function open() {
  const handles = {};
  const promise = new Promise((resolve, reject) => Object.assign(handles, { resolve, reject }));
  return [promise, handles.resolve, handles.reject];
}

function nameOf(script) {
  return String(script).split('/').pop().split('-')[0];
}
