// A PDF file in the page: a picture of each page with its text over it. pdf.js draws it; nothing of it runs in the
// document, and no frame, embed or address of its own is used.

import { trusted } from './assets.js';

/** Points an inch. */
export const POINTS = 72;

/** Milliseconds after which a worker that has not opened a file counts as dead. */
const PATIENCE = 30_000;

/** What decodes fax pages, JBIG2 and JPEG 2000: what scanners write. Each is fetched with the first image that needs it. */
const DECODERS = {
  'jbig2.wasm': new URL('./dist/pdfjs/wasm/jbig2.wasm', import.meta.url),
  'openjpeg.wasm': new URL('./dist/pdfjs/wasm/openjpeg.wasm', import.meta.url),
};

/**
 * Shows the pages in `place`: the first is there when this resolves, the others are painted as they come near. `lacks`
 * resolves to whether something of the file cannot be drawn, at the latest when `close()` takes the pages away.
 */
export async function showPdf(bytes, place) {
  const { pdf, end } = await open(bytes);
  const pages = new Pages(pdf, place);
  const close = () => {
    pages.close();
    place.replaceChildren();
    end();
  };
  try {
    await pages.begin();
  } catch (error) {
    close();
    throw error;
  }
  return { lacks: pages.lacks, close };
}

class Pages {
  lacks;
  #pdf;
  #place;
  #told;
  #closed = false;
  #near = new IntersectionObserver((all) => this.#follow(all), { rootMargin: '100%' });

  constructor(pdf, place) {
    this.#pdf = pdf;
    this.#place = place;
    this.lacks = new Promise((resolve) => { this.#told = resolve; });
  }

  /** The first page, and a sheet of its size for each of the others. */
  async begin() {
    const first = await this.#pdf.getPage(1);
    const sheet = sheetFor(first, this.#place);
    await this.#fill(first, sheet);
    for (let number = 2; number <= this.#pdf.numPages && !this.#closed; number += 1) {
      const next = sheetFor(first, this.#place);
      next.dataset.number = number;
      this.#near.observe(next);
    }
  }

  close() {
    this.#closed = true;
    this.#near.disconnect();
    // Who still waits is let go, and with him the file.
    this.#told(false);
  }

  #follow(all) {
    for (const { isIntersecting, target } of all) {
      if (!isIntersecting) continue;
      this.#near.unobserve(target);
      this.#show(target).catch(() => this.#lose());
    }
  }

  async #show(sheet) {
    const page = await this.#pdf.getPage(Number(sheet.dataset.number));
    size(sheet, page);
    await this.#fill(page, sheet);
  }

  async #fill(page, sheet) {
    const { items } = await page.getTextContent();
    if (!this.#closed && !(await fill(sheet, page, items))) this.#lose();
  }

  #lose() {
    if (!this.#closed) this.#told(true);
  }
}

/** A file, read by a worker of its own that ends with it: one file cannot hold up another. */
export async function open(data) {
  const pdfjs = await import('./dist/pdfjs/pdf.min.mjs');
  const script = trusted(new URL('./dist/pdfjs/pdf.worker.min.mjs', import.meta.url));
  const port = new Worker(script, { type: 'module', name: 'volet-viewer' });
  const task = pdfjs.getDocument({
    data,
    worker: pdfjs.PDFWorker.create({ port }),
    BinaryDataFactory: Decoders,
    disableFontFace: true,
    enableXfa: false,
    isEvalSupported: false,
    useWorkerFetch: false,
    verbosity: 0,
  });
  const end = () => {
    task.destroy().catch(() => {});
    port.terminate();
  };
  let late;
  // pdf.js itself waits for ever for a worker whose script does not come.
  const lost = new Promise((_, reject) => {
    port.onerror = () => reject(new Error('crashed'));
    late = setTimeout(() => reject(new Error('silent')), PATIENCE);
  });
  try {
    return { pdf: await Promise.race([task.promise, lost]), end };
  } catch (error) {
    end();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** What pdf.js asks for while it decodes; of what it could ask for, the package holds the decoders of images. */
class Decoders {
  async fetch({ filename }) {
    const url = DECODERS[filename];
    const file = url && (await fetch(url));
    if (!file?.ok) throw new Error(`${filename} is not there`);
    return new Uint8Array(await file.arrayBuffer());
  }
}

/** A whole page, as wide as its place. */
export const draw = (page, items, place) => fill(sheetFor(page, place), page, items);

function sheetFor(page, place) {
  const sheet = place.appendChild(document.createElement('div'));
  sheet.className = 'official-page';
  size(sheet, page);
  return sheet;
}

function size(sheet, page) {
  const { width, height } = page.getViewport({ scale: 1 });
  sheet.style.setProperty('aspect-ratio', `${width} / ${height}`);
}

/** A canvas on the device's own pixels, and the texts over it for readers and for copying. Tells whether all was drawn. */
async function fill(sheet, page, items) {
  const { width, height } = page.getViewport({ scale: 1 });
  const canvas = sheet.appendChild(document.createElement('canvas'));
  const across = (sheet.clientWidth || width) * devicePixelRatio;
  const isWhole = await paint(page, canvas, across / width);
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
  return isWhole;
}

/** Tells whether all was drawn: of an image that it cannot decode pdf.js keeps `null`, and draws the rest. */
export async function paint(page, canvas, scale) {
  const viewport = page.getViewport({ scale });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport }).promise;
  return [...page.objs, ...page.commonObjs].every(([, drawn]) => drawn !== null);
}
