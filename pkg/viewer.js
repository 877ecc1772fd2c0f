// A PDF file in the page: a picture of each page with its text over it. pdf.js draws it; nothing of it runs in the
// document, and no frame, embed or address of its own is used.

import { trusted } from './assets.js';

/** Points an inch. */
export const POINTS = 72;

let library;

/** Shows the pages in `place`: the first is there when this resolves, the others follow. `close()` takes them away. */
export async function showPdf(bytes, place) {
  const pdf = await open(bytes);
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    place.replaceChildren();
    pdf.loadingTask.destroy();
  };
  const show = async (number) => {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    if (!closed) await draw(page, items, place);
  };
  const showRest = async () => {
    for (let number = 2; number <= pdf.numPages && !closed; number += 1) await show(number);
  };
  try {
    await show(1);
  } catch (error) {
    close();
    throw error;
  }
  showRest().catch(close);
  return { close };
}

/** The library is fetched with the first file. Its worker serves all of them. */
export async function open(data) {
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
  const port = new Worker(script, { type: 'module', name: 'volet-viewer' });
  return { pdfjs, port, worker: pdfjs.PDFWorker.create({ port }) };
}

/** A canvas as wide as its place, on the device's own pixels, and the texts over it for readers and for copying. */
export async function draw(page, items, place) {
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

export async function paint(page, canvas, scale) {
  const viewport = page.getViewport({ scale });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
}
