// Loads the package's files: the widget's module, the texts, the preview and the PDF worker. Each is fetched once, and
// only when it is used. Every address is relative to this file; nothing comes from elsewhere.

import init, * as widget from './dist/volet.js';

const locales = new Map();
let loading;
let preview;
let fonts;

/** The widget's module. A second call, or a second engine, gets the same one. */
export function loadWidget(wasmUrl) {
  loading ??= init({ module_or_path: wasmUrl ?? new URL('./dist/volet_bg.wasm', import.meta.url) }).then(
    () => widget,
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** For `dist/parts.js`: a part of the module, fetched when the person first needs it. */
export const fetchPart = read;

/** For `dist/parts.js`; a server may not know the type of WebAssembly. */
export async function instantiatePart(fetched, imports) {
  const file = await fetched;
  return file.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.instantiateStreaming(file, imports)
    : WebAssembly.instantiate(await file.arrayBuffer(), imports);
}

/** The texts of a language as JSON text. */
export function loadLocale(lang) {
  const urls = {
    fr: new URL('./dist/locales/fr.json', import.meta.url),
    en: new URL('./dist/locales/en.json', import.meta.url),
  };
  if (!locales.has(lang)) {
    const texts = read(urls[lang] ?? urls.fr).then((file) => file.text());
    locales.set(lang, texts);
    texts.catch(() => locales.delete(lang));
  }
  return locales.get(lang);
}

/** The preview module with the page's font: it lays the pages out on the main thread. */
export function loadPreview() {
  preview ??= makePreview().catch((error) => {
    preview = undefined;
    throw error;
  });
  return preview;
}

async function makePreview() {
  const [module, [regular, bold]] = await Promise.all([import('./dist/preview.js'), loadFonts()]);
  await module.default({ module_or_path: new URL('./dist/preview_bg.wasm', import.meta.url) });
  for (const [bytes, weight] of [[regular, '400'], [bold, '700']]) {
    const face = new FontFace('Volet Arimo', bytes, { weight });
    document.fonts.add(await face.load());
  }
  return new module.Preview(new Uint8Array(regular), new Uint8Array(bold));
}

/** The page's font in two weights, cut to the letters that a form may hold. */
export function loadFonts() {
  fonts ??= Promise.all([
    read(new URL('./dist/fonts/arimo-regular.ttf', import.meta.url)).then((file) => file.arrayBuffer()),
    read(new URL('./dist/fonts/arimo-bold.ttf', import.meta.url)).then((file) => file.arrayBuffer()),
  ]).catch((error) => {
    fonts = undefined;
    throw error;
  });
  return fonts;
}

async function read(url) {
  const file = await fetch(url);
  if (!file.ok) throw new Error(`${url.pathname}: ${file.status}`);
  return file;
}

let policy;

/** A worker's address under Trusted Types: the one named policy, which lets this package's own worker through. */
function trusted(url) {
  if (!globalThis.trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('volet', { createScriptURL: (address) => address });
  return policy.createScriptURL(String(url));
}

/** The PDF engine: one worker, started at the first PDF, started again after a crash, stopped with its last user. */
export class PdfWorker {
  #url;
  #worker;
  #calls = new Map();
  #last = 0;

  constructor(workerUrl) {
    this.#url = workerUrl ?? new URL('./dist/pdf-worker.js', import.meta.url);
  }

  /** `copies` is JSON text; answers with the bytes of one copy. */
  async write(copies, volet, created) {
    this.#worker ??= this.#start();
    const worker = await this.#worker;
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      worker.postMessage({ id, copies, volet, created });
    });
  }

  stop() {
    this.#worker?.then((worker) => worker.terminate(), () => {});
    this.#worker = undefined;
    for (const { reject } of this.#calls.values()) reject(new Error('stopped'));
    this.#calls.clear();
  }

  async #start() {
    const [regular, bold] = await loadFonts().catch((error) => {
      this.#worker = undefined;
      throw error;
    });
    const worker = new Worker(trusted(this.#url), { name: 'volet-pdf' });
    worker.onmessage = ({ data: { id, file, error } }) => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (file) call?.resolve(file);
      else call?.reject(new Error(error));
    };
    worker.onerror = () => this.stop();
    const wasm = String(new URL('./dist/pdf_bg.wasm', import.meta.url));
    worker.postMessage({ wasm, regular, bold });
    return worker;
  }
}

/** Reads what the shared record answers: one worker, started at the first answer, again after a crash. */
export class RecordsWorker {
  #typeMap;
  #worker;
  #calls = new Map();
  #last = 0;

  constructor(typeMap) {
    this.#typeMap = typeMap;
  }

  /** The rows of one answer, as JSON text. The bytes go over to the worker. */
  read(bytes) {
    this.#worker ??= this.#start();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#worker.postMessage({ id, bytes }, [bytes.buffer]);
    });
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#calls.values()) reject(new Error('stopped'));
    this.#calls.clear();
  }

  #start() {
    const worker = new Worker(trusted(new URL('./dist/records-worker.js', import.meta.url)), { name: 'volet-records' });
    worker.onmessage = ({ data: { id, text, error } }) => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (text === undefined) call?.reject(new Error(error));
      else call?.resolve(text);
    };
    worker.onerror = () => this.stop();
    worker.postMessage({ wasm: String(new URL('./dist/records_bg.wasm', import.meta.url)), typeMap: this.#typeMap });
    return worker;
  }
}
