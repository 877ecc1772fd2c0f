// The page that the eConnector returned: shown as a picture with its text over it, and compared with ours. pdf.js draws
// it; nothing of it runs in the document, and no frame, embed or address of its own is used.

import { loadWorkers, trusted } from './assets.js';

/** Dots an inch at which a symbol is looked for. */
const LOOKING = 150;
/** Points and millimetres an inch. */
const POINTS = 72;
const INCH = 25.4;

let library;
let templates;

/** Shows a file in `place`; answers with what differs from ours. `ours` is JSON of the preview module. */
export async function showOfficial({ bytes, place, ours, volet, environment, wanted }) {
  const pdf = await open(bytes);
  try {
    const theirs = { pages: pdf.numPages, payload: null, texts: [] };
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      if (!wanted()) return [];
      await draw(page, items, place);
      theirs.texts.push(...items.map(({ str }) => str).filter((text) => text.trim()));
      theirs.payload ??= await symbolOf(page);
    }
    return await compare(ours, theirs, await templateOf(environment, volet));
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** The library is fetched with the first official page. Its worker serves all of them. */
async function open(data) {
  library ??= load().catch((error) => {
    library = undefined;
    throw error;
  });
  const { pdfjs, worker } = await library;
  return pdfjs.getDocument({
    data,
    worker,
    disableFontFace: true,
    enableXfa: false,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    verbosity: 0,
  }).promise;
}

async function load() {
  const pdfjs = await import('./dist/pdfjs/pdf.min.mjs');
  const script = trusted(new URL('./dist/pdfjs/pdf.worker.min.mjs', import.meta.url));
  const port = new Worker(script, { type: 'module', name: 'volet-official' });
  return { pdfjs, port, worker: pdfjs.PDFWorker.create({ port }) };
}

/** Ends the worker. */
export function stopOfficial() {
  library?.then(({ port, worker }) => {
    worker.destroy();
    port.terminate();
  }, () => {});
  library = undefined;
}

/** A canvas as wide as its place, on the device's own pixels, and the texts over it for readers and for copying. */
async function draw(page, items, place) {
  const { width, height } = page.getViewport({ scale: 1 });
  const sheet = place.appendChild(document.createElement('div'));
  sheet.className = 'official-page';
  sheet.style.setProperty('aspect-ratio', `${width} / ${height}`);
  const canvas = sheet.appendChild(document.createElement('canvas'));
  const across = (place.clientWidth || width) * devicePixelRatio;
  await paint(page, canvas, across / width);
  const layer = sheet.appendChild(document.createElement('div'));
  layer.className = 'official-text';
  for (const { str, transform, width: long } of items) {
    if (!str.trim()) continue;
    const [, , , size, left, baseline] = transform;
    const run = layer.appendChild(document.createElement('span'));
    run.textContent = str;
    const part = (length, whole) => `${(length / whole) * 100}%`;
    run.style.setProperty('left', part(left, width));
    run.style.setProperty('top', part(height - baseline - size, height));
    run.style.setProperty('width', part(long, width));
    run.style.setProperty('font-size', `${(size / width) * 100}cqw`);
  }
}

async function paint(page, canvas, scale) {
  const viewport = page.getViewport({ scale });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
}

async function symbolOf(page) {
  const canvas = document.createElement('canvas');
  await paint(page, canvas, LOOKING / POINTS);
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d', { willReadFrequently: true }).getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  const { proofWorker } = await loadWorkers();
  return (await proofWorker().ask('find', [luma, width, height, LOOKING / INCH])) ?? null;
}

async function compare(ours, theirs, template) {
  const { proofWorker } = await loadWorkers();
  return JSON.parse(await proofWorker().ask('compare', [ours, JSON.stringify(theirs), JSON.stringify(template)]));
}

/** What is known of a template, or `null`. */
async function templateOf(environment, volet) {
  templates ??= fetch(new URL('./data/official-pages.json', import.meta.url)).then((file) => file.json());
  return (await templates)[environment]?.[volet] ?? null;
}
