// Loads the package's files: the widget's module, the texts, the preview and its font. Each is fetched once, and only when
// it is used. Every address is relative to this file; nothing comes from elsewhere.

import init, * as widget from './dist/volet.js';

const texts = new Map();
let loading;
let preview;
let workers;
const styles = {};
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

/** The texts of a language as JSON text; those of late views, of the fee memo and of the record are parts of their own. */
export function loadLocale(name) {
  const urls = {
    fr: new URL('./dist/locales/fr.json', import.meta.url),
    de: new URL('./dist/locales/de.json', import.meta.url),
    en: new URL('./dist/locales/en.json', import.meta.url),
    lb: new URL('./dist/locales/lb.json', import.meta.url),
    'records/fr': new URL('./dist/locales/records/fr.json', import.meta.url),
    'records/de': new URL('./dist/locales/records/de.json', import.meta.url),
    'records/en': new URL('./dist/locales/records/en.json', import.meta.url),
    'records/lb': new URL('./dist/locales/records/lb.json', import.meta.url),
    'late/fr': new URL('./dist/locales/late/fr.json', import.meta.url),
    'late/de': new URL('./dist/locales/late/de.json', import.meta.url),
    'late/en': new URL('./dist/locales/late/en.json', import.meta.url),
    'late/lb': new URL('./dist/locales/late/lb.json', import.meta.url),
    'memo/fr': new URL('./dist/locales/memo/fr.json', import.meta.url),
    'memo/de': new URL('./dist/locales/memo/de.json', import.meta.url),
    'memo/en': new URL('./dist/locales/memo/en.json', import.meta.url),
    'memo/lb': new URL('./dist/locales/memo/lb.json', import.meta.url),
  };
  return readOnce(urls[name]);
}

/** A table of the package as JSON text. */
export function loadTable(name) {
  const urls = {
    diagnoses: new URL('./data/diagnoses.json', import.meta.url),
    tariffs: new URL('./data/tariffs.json', import.meta.url),
    'official-pages': new URL('./data/official-pages.json', import.meta.url),
    'billing-rules': new URL('./data/billing-rules.json', import.meta.url),
  };
  return readOnce(urls[name]);
}

function readOnce(url) {
  if (!texts.has(url.href)) {
    const text = read(url).then((file) => file.text());
    texts.set(url.href, text);
    text.catch(() => texts.delete(url.href));
  }
  return texts.get(url.href);
}

/** The check of an id_token's signature: only `public` mode needs it. */
export const loadSignatures = () => import('./jws.js');

/** The preview module with the page's font: it lays the pages out on the main thread. */
export function loadPreview() {
  preview ??= makePreview().catch((error) => {
    preview = undefined;
    throw error;
  });
  return preview;
}

async function makePreview() {
  const [module, { Pages }, [regular, bold]] = await Promise.all([
    import('./dist/preview.js'),
    import('./pages.js'),
    loadFonts(),
  ]);
  await module.default({ module_or_path: new URL('./dist/preview_bg.wasm', import.meta.url) });
  for (const [bytes, weight] of [[regular, '400'], [bold, '700']]) {
    const face = new FontFace('Volet Arimo', bytes, { weight });
    document.fonts.add(await face.load());
  }
  const made = new module.Preview(new Uint8Array(regular), new Uint8Array(bold));
  return { sheets: (frames, tell) => new Pages((all) => made.sheets(all), frames, tell) };
}

/** The style of a part that is shown later than the first load: adopted at once, filled when it has come. */
export function lateStyle(name) {
  styles[name] ??= fetchStyle(name);
  return styles[name];
}

function fetchStyle(name) {
  const sheet = new CSSStyleSheet();
  const address = {
    memo: new URL('./dist/styles/memo.css', import.meta.url),
    records: new URL('./dist/styles/records.css', import.meta.url),
  }[name];
  // Without it everything is there and can be used; the next page load tries again.
  read(address).then((file) => file.text()).then((text) => sheet.replace(text), () => {});
  return sheet;
}

/** What starts the workers, once one is needed. */
export function loadWorkers() {
  workers ??= import('./workers.js').catch((error) => {
    workers = undefined;
    throw error;
  });
  return workers;
}

/** Ends the workers that were started. */
export function stopWorkers() {
  workers?.then(({ stopAll }) => stopAll(), () => {});
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
export function trusted(url) {
  if (!globalThis.trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('volet', { createScriptURL: (address) => address });
  return policy.createScriptURL(String(url));
}
