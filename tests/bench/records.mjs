// Ten thousand documents of the shared record in one list: first rows, filter, scrolling, memory.

import { ORIGIN, percentile } from './demo.mjs';

const PATIENT = { matricule: '1971060611819', lastName: 'Essai', birthName: 'Essai', firstName: 'Camille', birthDate: '1971-06-06', sex: '' };
/** The documents, and the row of the headings. */
const ROWS = '10001';

/** `{rows, all, filter, longest}` in milliseconds, memory in KiB. */
export async function records(context) {
  const page = await context.newPage();
  const { headers } = await fetch(ORIGIN);
  await page.route(`${ORIGIN}/blank`, (route) => route.fulfill({
    contentType: 'text/html',
    headers: { 'content-security-policy': headers.get('content-security-policy') },
    body: '<!doctype html><html lang="fr"><title>Liste</title><body></body></html>',
  }));
  await page.addInitScript(rememberMemory);
  await page.goto(`${ORIGIN}/blank`);
  await page.evaluate(show, PATIENT);
  const table = page.locator('volet-documents .list table');
  await page.waitForFunction(
    (rows) => document.querySelector('volet-documents')?.shadowRoot.querySelector('table[aria-rowcount]')?.getAttribute('aria-rowcount') === rows,
    ROWS, { timeout: 120_000 });
  const all = await page.evaluate(() => performance.now() - window.answered);
  await table.waitFor();
  const filter = [];
  for (let at = 0; at < 20; at += 1) filter.push(await page.evaluate(choose, `20${10 + at % 10}-01-01`));
  await page.evaluate(choose, '');
  const longest = await page.evaluate(scroll);
  const { rows, wasmKiB, heapKiB } = await page.evaluate(() => ({
    rows: window.painted - window.answered,
    wasmKiB: (window.wasmMemory?.buffer.byteLength ?? 0) / 1024,
    heapKiB: Math.round(performance.memory.usedJSHeapSize / 1024),
  }));
  await page.close();
  const round = (value) => Math.round(value * 10) / 10;
  return {
    rows: round(rows), all: round(all), longest: round(longest), wasmKiB, heapKiB,
    filter: { p50: percentile(filter, 0.5), p95: percentile(filter, 0.95) },
  };
}

function rememberMemory() {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...words) => {
    const made = await instantiate.apply(WebAssembly, words);
    globalThis.wasmMemory ??= made.instance.exports.memory;
    return made;
  };
}

/** Notes when the first answer with documents had come, and when the first row of the record was there. */
async function show(patient) {
  const { fetch } = window;
  window.fetch = async (...words) => {
    const answer = await fetch.apply(window, words);
    if (answer.url.includes('/dsp/DocumentReference')) {
      const read = answer.arrayBuffer.bind(answer);
      answer.arrayBuffer = async () => {
        const bytes = await read();
        window.answered ??= performance.now();
        return bytes;
      };
    }
    return answer;
  };
  const { createVolet, defineElements } = await import('/pkg/index.js');
  await defineElements();
  const volet = await createVolet({
    gateway: '/volet', auth: { mode: 'mediated', redirectUri: `${location.origin}/callback` }, hostUser: 'u-1842',
    environment: 'sandbox', lang: 'fr',
  });
  volet.setContext({ patient });
  const element = document.createElement('volet-documents');
  element.type = 'laboratory prescription vaccination summary imaging other';
  new MutationObserver(() => {
    if (!window.painted && element.shadowRoot.querySelector('tr[data-origin="dsp"]')) {
      requestAnimationFrame(() => { window.painted ??= performance.now(); });
    }
  }).observe(element.shadowRoot, { childList: true, subtree: true });
  document.body.append(element);
}

/** One gesture of the filter, until the list tells another number. */
async function choose(day) {
  const { shadowRoot } = document.querySelector('volet-documents');
  const table = shadowRoot.querySelector('.list table');
  const changed = new Promise((done) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      done(performance.now());
    }).observe(table, { attributes: true, attributeFilter: ['aria-rowcount'] });
  });
  const input = shadowRoot.querySelector('[name="since"]');
  const start = performance.now();
  input.value = day;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return (await changed) - start;
}

/** From top to bottom in a hundred steps; the longest task. */
async function scroll() {
  let longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: 'longtask' });
  const frame = document.querySelector('volet-documents').shadowRoot.querySelector('.frame');
  for (let at = 0; at <= 100; at += 1) {
    frame.scrollTop = (frame.scrollHeight * at) / 100;
    await new Promise((done) => { requestAnimationFrame(done); });
  }
  return longest;
}
