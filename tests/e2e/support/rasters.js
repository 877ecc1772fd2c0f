// Pages as grey pictures, by the browser and by four readers of PDF that are not ours, and how alike two pictures are.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { HOST } from './addresses.js';

const { ssim } = createRequire(import.meta.url)('ssim.js');

/** What all pictures are made as: A4 at 150 dots an inch. */
export const WIDTH = 1240;
export const HEIGHT = 1754;
/** Points a millimetre. */
const POINTS = 72 / 25.4;

/** Structural similarity of two pictures of the same size: 1 is the same. */
export function alike(one, other) {
  const [a, b] = [one, other].map(({ luma }) => ({ width: WIDTH, height: HEIGHT, data: rgba(luma) }));
  return ssim(a, b, { downsample: 'original' }).mssim;
}

/** A page of the preview as it stands on the screen. The browser has to have two device pixels a pixel. */
export async function onScreen(page, svg) {
  await svg.evaluate((node, [width, height]) => {
    for (const [name, value] of Object.entries({ border: '0', width: `${width}px`, height: `${height}px`, margin: '0' })) {
      node.style.setProperty(name, value);
    }
    // On whole pixels, so that nothing is shifted by a part of one.
    const { x, y } = node.getBoundingClientRect();
    node.style.setProperty('transform', `translate(${Math.ceil(x) - x}px, ${Math.ceil(y) - y}px)`);
  }, [WIDTH / 2, HEIGHT / 2]);
  const picture = await svg.screenshot({ animations: 'disabled' });
  return { luma: await greyOf(page, picture) };
}

/** The grey of a PNG, read by the browser. */
async function greyOf(page, png) {
  const encoded = await page.evaluate(async ([text, width, height]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let grey = '';
    for (let at = 0; at < data.length; at += 4) {
      grey += String.fromCharCode(Math.round(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]));
    }
    return btoa(grey);
  }, [png.toString('base64'), WIDTH, HEIGHT]);
  return Buffer.from(encoded, 'base64');
}

/** `{poppler, mupdf, pdfium, pdfjs}`: what each makes of a page of a file. */
export async function onPaper(page, file, number = 1) {
  return {
    poppler: poppler(file, number),
    mupdf: mupdf(file, number),
    pdfium: await pdfium(file, number),
    pdfjs: await pdfjs(page, file, number),
  };
}

/** By poppler. */
export function poppler(file, number = 1) {
  return withFile(file, (path) => {
    const stem = join(path, '..', 'page');
    const place = ['-f', number, '-l', number, '-singlefile', '-scale-to-x', WIDTH, '-scale-to-y', HEIGHT];
    execFileSync('pdftoppm', ['-gray', ...place.map(String), path, stem]);
    return greymap(readFileSync(`${stem}.pgm`));
  });
}

/** By mupdf. */
function mupdf(file, number) {
  return withFile(file, (path) => {
    const size = ['-w', WIDTH, '-h', HEIGHT, '-f'].map(String);
    return greymap(execFileSync('mutool', ['draw', '-q', '-F', 'pgm', '-c', 'gray', ...size, '-o', '-', path, String(number)],
      { maxBuffer: 2 ** 26 }));
  });
}

/** By pdfium, which Chromium opens files with. */
async function pdfium(file, number) {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(Buffer.from(file));
  try {
    const { data } = await document.getPage(number - 1).render({
      width: WIDTH, height: HEIGHT, colorSpace: 'Gray', render: async ({ data: grey }) => grey,
    });
    return { luma: Buffer.from(data) };
  } finally {
    document.destroy();
    library.destroy();
  }
}

/** By pdf.js, in a page of its own. */
async function pdfjs(page, file, number) {
  const reader = await page.context().newPage();
  try {
    await reader.route(`${HOST}/reader`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await reader.goto(`${HOST}/reader`);
    const png = await reader.evaluate(draw, [Buffer.from(file).toString('base64'), number, WIDTH, HEIGHT]);
    return { luma: await greyOf(reader, Buffer.from(png, 'base64')) };
  } finally {
    await reader.close();
  }
}

async function draw([text, number, width, height]) {
  const pdf = await import('/pkg/dist/pdfjs/pdf.min.mjs');
  pdf.GlobalWorkerOptions.workerSrc = '/pkg/dist/pdfjs/pdf.worker.min.mjs';
  const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const page = await (await pdf.getDocument({ data }).promise).getPage(number);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  await page.render({ canvas, viewport }).promise;
  return canvas.toDataURL('image/png').split(',')[1];
}

/** `[{text, x, y}]` of a page of a file: left ends and baselines in millimetres. */
export async function textsOf(file, number = 1) {
  const pdf = await getDocument({ data: Uint8Array.from(file), verbosity: 0 }).promise;
  const page = await pdf.getPage(number);
  const { height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  await pdf.loadingTask.destroy();
  return items.filter(({ str }) => str.trim()).map(({ str, transform: [, , , , x, y] }) =>
    ({ text: str, x: x / POINTS, y: (height - y) / POINTS }));
}

/** A binary grey map (`P5`): width, height and the brightest value, then a byte a pixel. */
function greymap(bytes) {
  const [head] = bytes.toString('latin1', 0, 60).match(/^P5\s+(?:#.*\n)?\d+\s+\d+\s+\d+\s/);
  const luma = bytes.subarray(head.length);
  if (luma.length !== WIDTH * HEIGHT) throw new Error(`another size: ${head}`);
  return { luma };
}

function rgba(luma) {
  const data = new Uint8ClampedArray(luma.length * 4).fill(255);
  luma.forEach((value, at) => data.fill(value, 4 * at, 4 * at + 3));
  return data;
}

function withFile(bytes, work) {
  const folder = mkdtempSync(join(tmpdir(), 'volet-'));
  try {
    const path = join(folder, 'page.pdf');
    writeFileSync(path, bytes);
    return work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
