// The package's side of the shared record, loaded when one of its elements first needs it.

import { trusted } from './assets.js';
import { Kept } from './kept.js';

/** Milliseconds for one answer of a hundred megabytes at most; a worker that is silent for longer is dead. */
const PATIENCE = 30_000;

/** Reads answers in a worker, keeps refusals and filters, shows PDF files. */
export class Records {
  #typeMap;
  #kept;
  #worker;
  #calls = new Map();
  #last = 0;

  constructor({ typeMap, store, user, engine }) {
    this.#typeMap = typeMap;
    // Without a store of the host's, both last as long as the engine.
    this.#kept = new Kept(store ?? memoryStore(), String(user ?? ''));
    engine.addEventListener('volet-session', ({ detail: { state } }) => {
      if (['signed-out', 'expired'].includes(state)) this.#kept.forget();
    });
  }

  /** The rows of one answer, as JSON text. The bytes go over to the worker, which is started at the first answer. */
  read(bytes) {
    this.#worker ??= this.#start();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.stop(), PATIENCE);
      this.#calls.set(id, { resolve, reject, late });
      this.#worker.postMessage({ id, bytes }, [bytes.buffer]);
    });
  }

  kept(what) {
    return this.#kept.read(what);
  }

  keep(what, text) {
    return this.#kept.keep(what, text);
  }

  async showPdf(bytes, place) {
    const { showPdf } = await import('./viewer.js');
    return showPdf(bytes, place);
  }

  /** The engine has ended. */
  end() {
    this.stop();
    this.#kept.forget();
  }

  /** Ends the worker; what was asked is rejected, and the next answer starts another. */
  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject, late } of this.#calls.values()) {
      clearTimeout(late);
      reject(new Error('stopped'));
    }
    this.#calls.clear();
  }

  #start() {
    const worker = new Worker(trusted(new URL('./dist/records-worker.js', import.meta.url)), { name: 'volet-records' });
    worker.onmessage = ({ data: { id, text, error, broken } }) => {
      if (broken) {
        if (this.#worker === worker) this.stop();
        return;
      }
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      clearTimeout(call?.late);
      if (text === undefined) call?.reject(new Error(error));
      else call?.resolve(text);
    };
    worker.onerror = () => { if (this.#worker === worker) this.stop(); };
    worker.postMessage({ wasm: String(new URL('./dist/records_bg.wasm', import.meta.url)), typeMap: this.#typeMap });
    return worker;
  }
}

function memoryStore() {
  const kept = new Map();
  return {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, bytes) => { kept.set(key, bytes); },
    delete: async (key) => { kept.delete(key); },
  };
}
