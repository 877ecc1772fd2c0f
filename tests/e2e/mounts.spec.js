// Two hundred mounts and unmounts leave the page as it was.

import { makeEngine, openBlank } from './support/blank.js';
import { atTheDesk, openCertificate } from './support/practice.js';
import { expect, test } from './support/test.js';

const WASM_PAGE = 65_536;

/** The preview's own memory, which its glue gives to nobody; and files of the page that are still to be had by an address. */
const spy = (page) => page.addInitScript(() => {
  window.memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...words) => {
      const made = await own(...words);
      const { memory } = (made.instance ?? made).exports;
      if (memory) window.memories.add(memory);
      return made;
    };
  }
  window.files = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (file) => {
    const address = createObjectURL.call(URL, file);
    window.files.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => {
    window.files.delete(address);
    return revokeObjectURL.call(URL, address);
  };
});

test('200 mounts and unmounts leave nothing behind', async ({ page }) => {
  test.setTimeout(180_000);
  await spy(page);
  await openBlank(page);
  await makeEngine(page);
  const session = await page.context().newCDPSession(page);
  // The module's memory never shrinks: what one round leaves to be collected is the room of the next.
  await mounts(page, 200);
  const before = await left(page, session);
  await mounts(page, 200);
  const after = await left(page, session);

  expectNothingLeft(before, after);
  // What 200 mounts leave in the module's memory is less than a kilobyte each.
  expect(after.wasm - before.wasm).toBeLessThanOrEqual(3 * WASM_PAGE);
});

test('nor do they in the file of a patient, with somebody signed in and a store that takes its time', async ({ page }) => {
  test.setTimeout(180_000);
  await spy(page);
  await atTheDesk(page);
  const session = await page.context().newCDPSession(page);
  await mountsInPlace(page, 200);
  await isRead(page);
  const before = await left(page, session);
  await mountsInPlace(page, 200);
  await isRead(page);
  const after = await left(page, session);

  expectNothingLeft(before, after);
  // A form that waits for an answer while the next one is mounted is room that is never given back.
  expect(after.wasm - before.wasm).toBeLessThanOrEqual(6 * WASM_PAGE);
});

test('a list of documents that comes and goes leaves nothing behind', async ({ page }) => {
  test.setTimeout(180_000);
  await spy(page);
  await openBlank(page);
  await makeEngine(page);
  const session = await page.context().newCDPSession(page);
  await lists(page, 60);
  const before = await left(page, session);
  await lists(page, 60);
  const after = await left(page, session);
  for (const what of ['workers', 'fonts', 'elements', 'documents']) expect(after[what], what).toBe(before[what]);
  expect(after.nodes - before.nodes).toBeLessThan(30);
  expect(after.listeners - before.listeners).toBeLessThan(30);
  expect(after.wasm - before.wasm).toBeLessThanOrEqual(3 * WASM_PAGE);
  expect(after.files).toBe(0);
});

test('files that are saved and printed leave no address behind', async ({ page, context }) => {
  await spy(page);
  await page.clock.install();
  await openCertificate(page);
  for (let round = 0; round < 3; round += 1) {
    const saved = page.waitForEvent('download');
    await page.locator('[data-action="download-pdf"][data-volet="assure"]').click();
    await saved;
  }
  const paper = context.waitForEvent('page');
  await page.locator('[data-action="print"][data-volet="assure"]').click();
  await (await paper).close();
  expect(await page.evaluate(() => window.files.size)).toBe(4);
  await page.clock.fastForward(600_000);
  await expect.poll(() => page.evaluate(() => window.files.size)).toBe(0);
});

function expectNothingLeft(before, after) {
  expect(after.workers).toBe(before.workers);
  expect(after.fonts).toBe(before.fonts);
  expect(after.elements).toBe(before.elements);
  expect(after.documents).toBe(before.documents);
  // One node or one listener that stays with each mount would be 200.
  expect(after.nodes - before.nodes).toBeLessThan(100);
  expect(after.listeners - before.listeners).toBeLessThan(100);
  // The widget's and the preview's.
  expect(after.memories.length).toBeGreaterThan(1);
  expect(after.memories).toHaveLength(before.memories.length);
  after.memories.forEach((bytes, at) => expect(bytes - before.memories[at]).toBeLessThanOrEqual(3 * WASM_PAGE));
  expect(after.files).toBe(0);
}

/** Mounts a list of the host's own documents, waits until it is painted, takes it away. */
const lists = (page, times) => page.evaluate(async (count) => {
  for (let at = 0; at < count; at += 1) {
    const list = document.createElement('volet-documents');
    list.type = 'laboratory other';
    list.localDocuments = [{ id: 'l-1', date: '2026-11-12', from: 'Dr A', title: 'Note', typeName: 'other', open() {} }];
    document.body.append(list);
    while (!list.shadowRoot.querySelector('tbody tr')) await new Promise((next) => { requestAnimationFrame(next); });
    list.remove();
  }
}, times);

/** Mounts a form and a session, waits until the page is painted, takes both away. */
const mounts = (page, times) => page.evaluate(async (count) => {
  for (let at = 0; at < count; at += 1) {
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    const painted = new Promise((resolve) => form.addEventListener('volet-preview', resolve, { once: true }));
    const session = document.createElement('volet-session');
    document.body.append(form, session);
    await painted;
    form.remove();
    session.remove();
  }
}, times);

/** The worker that reads symbols back is there, and has nothing to do. */
const isRead = (page) => expect(page.locator('volet-form [data-proof]')).toHaveAttribute('data-proof', 'read');

/** Takes the form away and puts another in its place, as soon as its page is painted. */
const mountsInPlace = (page, times) => page.evaluate(async (count) => {
  const place = document.querySelector('volet-form').parentElement;
  for (let at = 0; at < count; at += 1) {
    place.querySelector('volet-form').remove();
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    const painted = new Promise((resolve) => form.addEventListener('volet-preview', resolve, { once: true }));
    place.append(form);
    await painted;
  }
}, times);

/** What is alive after the garbage has gone. */
async function left(page, session) {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { documents, nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const own = await page.evaluate(async () => {
    const module = await import('/pkg/dist/volet.js');
    const { memory } = await module.default();
    return {
      wasm: memory.buffer.byteLength,
      fonts: document.fonts.size,
      elements: document.querySelectorAll('*').length,
      memories: [...window.memories].map((one) => one.buffer.byteLength),
      files: window.files.size,
    };
  });
  return { ...own, documents, nodes, listeners: jsEventListeners, workers: page.workers().length };
}
