// The page that the eConnector returned: shown, and compared with ours.

import { loadTable, loadWorkers } from './assets.js';
import { draw, open, paint, POINTS } from './viewer.js';

/** Dots an inch at which a symbol is looked for. */
const LOOKING = 150;
/** Millimetres an inch. */
const INCH = 25.4;

/** Shows a file in `place`; answers with what differs from ours. `ours` is JSON of the preview module. */
export async function showOfficial({ bytes, place, ours, volet, environment, wanted }) {
  const { pdf, end } = await open(bytes);
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
    end();
  }
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
  return JSON.parse(await loadTable('official-pages'))[environment]?.[volet] ?? null;
}
