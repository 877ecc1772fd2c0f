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
/** Who wants to know how far the PDF engine is on its way, and how far it is. */
const followers = new Set();
let onTheWay;

/** The worker with this script, the same for everybody on the page. */
function helper(script, wasm, tell) {
  const key = String(script);
  if (!helpers.has(key)) helpers.set(key, new Helper(script, wasm, tell));
  return helpers.get(key);
}

/** Writes PDF files. */
export function pdfWorker(script = new URL('./dist/pdf-worker.js', import.meta.url)) {
  return helper(script, new URL('./dist/pdf_bg.wasm', import.meta.url), (news) => {
    onTheWay = news;
    for (const callback of followers) callback(news);
  });
}

/**
 * Calls back while the PDF engine is fetched: `{received, total}` in bytes, without `total` where nobody knows it, and at
 * last, or at once where nothing is on its way, with nothing. Answers with the way to stop it.
 */
export function followPdf(callback) {
  followers.add(callback);
  callback(onTheWay);
  return () => followers.delete(callback);
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
  for (const one of helpers.values()) one.stop();
}

class Helper {
  #script;
  #wasm;
  #waiting = [];
  #current;
  #worker;
  #ready;
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

  #end() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
  }

  #started() {
    this.#ready ??= this.#start().catch((error) => {
      this.#end();
      throw error;
    }).finally(() => this.#tell());
    return this.#ready;
  }

  async #start() {
    this.#tell({ received: 0 });
    const [regular, bold] = await loadFonts();
    const worker = new Worker(trusted(this.#script), { name: `volet-${nameOf(this.#script)}` });
    this.#worker = worker;
    const [ready, resolve, reject] = open();
    const timer = setTimeout(() => reject(new Error('silent')), PATIENCE.start);
    let coming = true;
    worker.onmessage = ({ data }) => {
      if (data.type === 'progress') {
        if (coming) this.#tell(data);
        return;
      }
      coming = false;
      if (data.type === 'ready') resolve(worker);
      else if (data.type === 'failed') reject(new Error(data.error));
      else if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = () => {
      reject(new Error('crashed'));
      if (worker === this.#worker && this.#current) this.#crashed();
    };
    worker.postMessage({ type: 'start', wasm: String(this.#wasm), regular, bold });
    return ready.finally(() => clearTimeout(timer));
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
