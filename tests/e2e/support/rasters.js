// Pages as grey pictures, by the browser and by four readers of PDF that are not ours, and how alike two pictures are.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { HOST } from './addresses.js';
import { withFile } from './judges.js';

const { ssim } = createRequire(import.meta.url)('ssim.js');

/** What all pictures are made as: A4 at 150 dots an inch. */
const WIDTH = 1240;
const HEIGHT = 1754;
/** Pixels that become one when pictures are compared. */
const FAR = 4;
/** Points a millimetre. */
const POINTS = 72 / 25.4;

/**
 * Structural similarity of two pictures: 1 is the same. They are laid over each other to the pixel, since a picture of a
 * screen begins where a pixel does and not where the page does (positions have a test of their own), and compared as an
 * eye sees them from afar: each reader smooths the edges of letters in its own way.
 */
export function alike(one, other) {
  const shift = bestShift(one.luma, other.luma);
  const [a, b] = [smaller(one.luma, 0), smaller(other.luma, shift)];
  return ssim(a, b, { downsample: 'original' }).mssim;
}

/** By how many bytes the other picture lies off, a pixel at most in each direction. */
function bestShift(one, other) {
  const shifts = [-WIDTH, 0, WIDTH].flatMap((rows) => [-1, 0, 1].map((columns) => rows + columns));
  const difference = (shift) => {
    let sum = 0;
    for (let at = WIDTH; at < one.length - 2 * WIDTH; at += 3) sum += Math.abs(one[at] - other[at + shift]);
    return sum;
  };
  return shifts.map((shift) => [difference(shift), shift]).sort(([a], [b]) => a - b)[0][1];
}

/**
 * A page of the preview as the browser paints it: its own nodes with their style, moved to where a pixel begins. The
 * browser has to have two device pixels a pixel.
 */
export async function onScreen(page, svg) {
  const nodes = await svg.evaluate((node, names) => {
    const style = getComputedStyle(node);
    return { markup: node.outerHTML, style: names.map((name) => [name, style.getPropertyValue(name)]) };
  }, ['font-family', 'text-rendering', 'font-kerning', 'font-variant-ligatures', 'white-space', 'background-color']);
  return inReader(page, async (reader) => {
    await reader.evaluate(lay, { ...nodes, width: WIDTH / 2 });
    const picture = await reader.screenshot({ clip: { x: 0, y: 0, width: WIDTH / 2, height: HEIGHT / 2 } });
    return { luma: await greyOf(reader, picture) };
  });
}

async function lay({ markup, style, width }) {
  for (const [weight, name] of [['400', 'regular'], ['700', 'bold']]) {
    const face = new FontFace('Volet Arimo', `url(/pkg/dist/fonts/arimo-${name}.ttf)`, { weight });
    document.fonts.add(await face.load());
  }
  document.body.innerHTML = markup;
  document.body.style.margin = '0';
  const svg = document.querySelector('svg');
  for (const [name, value] of [...style, ['display', 'block'], ['width', `${width}px`], ['height', `${(width * 297) / 210}px`]]) {
    svg.style.setProperty(name, value);
  }
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
  return withFile('page.pdf', file, (path) => {
    const stem = join(path, '..', 'page');
    const place = ['-f', number, '-l', number, '-singlefile', '-scale-to-x', WIDTH, '-scale-to-y', HEIGHT];
    execFileSync('pdftoppm', ['-gray', ...place.map(String), path, stem]);
    return greymap(readFileSync(`${stem}.pgm`));
  });
}

/** By mupdf. */
function mupdf(file, number) {
  return withFile('page.pdf', file, (path) => {
    const size = ['-w', WIDTH, '-h', HEIGHT, '-f'].map(String);
    return greymap(execFileSync('mutool', ['draw', '-q', '-F', 'pgm', '-c', 'gray', ...size, '-o', '-', path, String(number)],
      { maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] }));
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
const pdfjs = (page, file, number) => inReader(page, async (reader) => {
  const png = await reader.evaluate(draw, [Buffer.from(file).toString('base64'), number, WIDTH, HEIGHT]);
  return { luma: await greyOf(reader, Buffer.from(png, 'base64')) };
});

/** `[{text, x, y}]` of a page of a file, by pdf.js: left ends and baselines in millimetres. */
export const textsOf = (page, file, number = 1) => inReader(page, async (reader) => {
  const { items, height } = await reader.evaluate(read, [Buffer.from(file).toString('base64'), number]);
  return items.filter(({ str }) => str.trim()).map(({ str, transform: [, , , , x, y] }) =>
    ({ text: str, x: x / POINTS, y: (height - y) / POINTS }));
});

async function inReader(page, work) {
  const reader = await page.context().newPage();
  try {
    await reader.route(`${HOST}/reader`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await reader.goto(`${HOST}/reader`);
    await reader.evaluate(async () => {
      window.pdfjs = await import('/pkg/dist/pdfjs/pdf.min.mjs');
      window.pdfjs.GlobalWorkerOptions.workerSrc = '/pkg/dist/pdfjs/pdf.worker.min.mjs';
      window.pageOf = async (text, number) => {
        const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        return (await window.pdfjs.getDocument({ data }).promise).getPage(number);
      };
    });
    return await work(reader);
  } finally {
    await reader.close();
  }
}

async function draw([text, number, width, height]) {
  const page = await window.pageOf(text, number);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  await page.render({ canvas, viewport }).promise;
  return canvas.toDataURL('image/png').split(',')[1];
}

async function read([text, number]) {
  const page = await window.pageOf(text, number);
  const { items } = await page.getTextContent();
  return { items, height: page.getViewport({ scale: 1 }).height };
}

/** A binary grey map (`P5`): width, height and the brightest value, then a byte a pixel. */
function greymap(bytes) {
  const [head] = bytes.toString('latin1', 0, 60).match(/^P5\s+(?:#.*\n)?\d+\s+\d+\s+\d+\s/);
  const luma = bytes.subarray(head.length);
  if (luma.length !== WIDTH * HEIGHT) throw new Error(`another size: ${head}`);
  return { luma };
}

/** Means of squares of `FAR` pixels, from a place on. */
function smaller(luma, shift) {
  const [width, height] = [Math.floor(WIDTH / FAR), Math.floor(HEIGHT / FAR)];
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at += 1) {
    const first = FAR * Math.floor(at / width) * WIDTH + FAR * (at % width) + shift;
    let sum = 0;
    for (let pixel = 0; pixel < FAR * FAR; pixel += 1) {
      sum += luma[first + Math.floor(pixel / FAR) * WIDTH + (pixel % FAR)] ?? 255;
    }
    data.fill(sum / FAR / FAR, 4 * at, 4 * at + 3);
  }
  return { width, height, data };
}
