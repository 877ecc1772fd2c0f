// PDF and DataMatrix beside other libraries, in the same browser on the same page: the same forms, drawn from the same
// display list with the same font. Judges from outside say whether all files hold the same words and symbols.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { decoded, pdfText, rasterised } from '../e2e/support/judges.js';
import { ORIGIN, openCertificate, percentile } from './demo.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, '../../target/bench');
const PDF_PEERS = ['pdf-lib', 'jspdf', 'pdfmake'];
const ROUNDS = 30;
const COLD_STARTS = 5;
const MANY = 1000;
const LINES = 40;
const PAYLOAD = 'DMCIT;1;1985031402717;I;20261122;20261124;20261122;90813319';
/** 22 November 2026, 01:24:05 UTC: what is given makes the file, no clock does. */
const CREATED = 1_795_310_645;

/** `{pdf: {ecit, memo}, symbol, cold, many, transfer}`. */
export async function peers(browser, context) {
  const bundles = await stage();
  const sizes = await transfer(bundles);
  const forms = { ecit: await certificate(context), memo: await memo(context) };
  const page = await open(context);
  const figures = { rounds: ROUNDS, pdf: {}, transfer: sizes };
  for (const [name, jobs] of Object.entries(forms)) {
    forms[name] = await call(page, 'withPages', jobs);
    const made = await call(page, 'files', forms[name]);
    judge(made, forms[name]);
    const times = await call(page, 'compare', forms[name], ROUNDS);
    figures.pdf[name] = Object.fromEntries(Object.entries(times).map(([who, values]) =>
      [who, { ...summary(values), bytes: sizeOf(made[who.startsWith('ours') ? 'ours' : who]) }]));
  }
  figures.symbol = symbolFigures(await call(page, 'symbols', PAYLOAD, 40, 25));
  await page.close();
  const [copy] = forms.ecit;
  figures.cold = await coldStarts(browser, copy);
  figures.many = await manyPages(browser, copy);
  return figures;
}

const summary = (values) => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });
const sizeOf = (files) => files.reduce((sum, bytes) => sum + bytes.length, 0);

/** To a thousandth: a symbol takes less than the clock's step. */
function symbolFigures({ modules, encode, decode }) {
  const fine = (values) => {
    const thousandths = summary(values.map((value) => value * 1000));
    return { p50: thousandths.p50 / 1000, p95: thousandths.p95 / 1000 };
  };
  const each = (times) => Object.fromEntries(Object.entries(times).map(([who, values]) => [who, fine(values)]));
  return { modules, encode: each(encode), decode: each(decode) };
}

/** Bundles each library as a page would, and puts it where the demo serves it. */
async function stage() {
  const folder = join(process.env.VOLET_STAGED, 'www/bench');
  mkdirSync(folder, { recursive: true });
  const sources = ['measure', ...PDF_PEERS, 'bwip-js', 'zxing'];
  await build({
    entryPoints: sources.map((name) => join(HERE, `peers/${name}.js`)),
    outdir: folder, bundle: true, minify: true, format: 'esm', logLevel: 'error', external: ['/pkg/*', '/bench/*'],
  });
  for (const name of ['symbol.js', 'symbol_bg.wasm']) await copyFile(join(TARGET, 'symbol', name), join(folder, name));
  return folder;
}

/** Bytes after Brotli: what a page fetches for its first file or symbol. */
async function transfer(folder) {
  const packed = (path) => brotliCompressSync(readFileSync(path)).length;
  const own = (...names) => names.reduce((sum, name) => sum + statSync(join(process.env.VOLET_STAGED, 'pkg', `${name}.br`)).size, 0);
  const fonts = own('dist/fonts/arimo-regular.ttf', 'dist/fonts/arimo-bold.ttf');
  return {
    fonts,
    pdf: {
      ours: own('dist/pdf_bg.wasm', 'dist/pdf-worker.js', 'workers.js'),
      ...Object.fromEntries(PDF_PEERS.map((name) => [name, packed(join(folder, `${name}.js`))])),
    },
    symbol: {
      'ours, with layout and painter': own('dist/preview_bg.wasm', 'dist/preview.js'),
      'ours, writing and reading alone': packed(join(folder, 'symbol_bg.wasm')) + packed(join(folder, 'symbol.js')),
      'bwip-js': await shaken("export { datamatrix, drawingSVG } from 'bwip-js'"),
      '@zxing/library, writing and reading': packed(join(folder, 'zxing.js')),
    },
  };
}

/** A library without what this use of it does not need. */
async function shaken(contents) {
  const { outputFiles: [file] } = await build({
    stdin: { contents, resolveDir: HERE }, bundle: true, minify: true, format: 'esm', write: false, logLevel: 'error',
  });
  return brotliCompressSync(file.contents).length;
}

/** A page without the practice software and its policy: the peers were not written for that. */
async function open(context) {
  const page = await context.newPage();
  await page.route(`${ORIGIN}/side-by-side`, (route) => route.fulfill({
    contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Side by side</title><body></body></html>',
  }));
  await page.goto(`${ORIGIN}/side-by-side`);
  return page;
}

/** Calls a function of `peers/measure.js`. */
const call = (page, name, ...words) => page.evaluate(async ([what, given]) =>
  (await import('/bench/measure.js'))[what](...given), [name, words]);

/** What the form asks of the PDF worker, for each copy. */
async function certificate(context) {
  const page = await openCertificate(context);
  const jobs = await asked(page, {
    certificate: { days: '3', diagnosis: 'J11', outings: 'allowed' },
  }, ['caisse', 'employeur', 'assure']);
  await page.close();
  return jobs;
}

async function memo(context) {
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/#/patients/p-1002/facturation`);
  await page.locator('volet-form [name="line.1.code"]').waitFor();
  const line = (at) => [String(at), { code: 'C1', date: '2026-11-20', time: `${String(8 + at % 10).padStart(2, '0')}:${10 + at % 45}`, count: '1', amount: '62.60' }];
  const lines = Object.fromEntries(Array.from({ length: LINES }, (_, at) => line(at + 1)));
  const jobs = await asked(page, { memo: { number: '2026-0042' }, line: lines }, ['mh']);
  await page.close();
  return jobs;
}

async function asked(page, value, copies) {
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    window.jobs = [];
    Worker.prototype.postMessage = function post(message, ...rest) {
      if (message.method === 'write') window.jobs.push(message.words);
      return postMessage.call(this, message, ...rest);
    };
  });
  const words = await page.evaluate(async ([given, wanted]) => {
    const form = document.querySelector('volet-form');
    form.value = given;
    await new Promise((done) => { setTimeout(done, 500); });
    for (const copy of wanted) await form.pdf({ copy });
    return window.jobs;
  }, [value, copies]);
  return words.map(([request, volet]) => ({ request, volet, created: CREATED, title: `Volet ${volet}`, author: 'Anne Weber' }));
}

/** All hold the same letters, and the symbol says what it has to say. */
function judge(made, jobs) {
  const letters = (bytes) => [...pdfText(Uint8Array.from(bytes)).replace(/\s/g, '')].sort().join('');
  jobs.forEach(({ volet, payload }, at) => {
    const wanted = letters(made.ours[at]);
    for (const [who, files] of Object.entries(made)) {
      mkdirSync(TARGET, { recursive: true });
      writeFileSync(join(TARGET, `${who}-${volet}.pdf`), Uint8Array.from(files[at]));
      if (letters(files[at]) !== wanted) throw new Error(`${who} writes other words on ${volet}`);
      if (payload && decoded(rasterised(Uint8Array.from(files[at]))) !== payload) throw new Error(`${who} draws another symbol on ${volet}`);
    }
  });
}

/** Each in a browser context of its own: nothing is cached, nothing is compiled. */
async function coldStarts(browser, job) {
  const figures = {};
  for (const name of ['ours', ...PDF_PEERS]) {
    const times = [];
    for (let at = 0; at < COLD_STARTS; at += 1) {
      const context = await browser.newContext();
      const page = await open(context);
      times.push(await call(page, 'cold', name, job));
      await context.close();
    }
    figures[name] = summary(times);
  }
  return figures;
}

/** Memory that is held after so many pages: the module's own, or what is left on the heap when it was swept. */
async function manyPages(browser, job) {
  const figures = { pages: MANY };
  for (const name of ['ours', ...PDF_PEERS]) {
    const context = await browser.newContext();
    const page = await open(context);
    const devtools = await context.newCDPSession(page);
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      return (await devtools.send('Runtime.getHeapUsage')).usedSize;
    };
    await call(page, 'many', name, job, 1);
    const first = await heap();
    const { before, memory } = await call(page, 'many', name, job, MANY);
    const last = await heap();
    const kib = (bytes) => Math.round(bytes / 1024);
    figures[name] = memory ? { first: kib(before), last: kib(memory) } : { first: kib(first), last: kib(last) };
    await context.close();
  }
  return figures;
}
