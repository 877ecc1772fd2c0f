// Two hundred mounts and unmounts leave the page as it was.

import { makeEngine, openBlank } from './support/blank.js';
import { expect, test } from './support/test.js';

const WASM_PAGE = 65_536;

test('200 mounts and unmounts leave nothing behind', async ({ page }) => {
  test.setTimeout(180_000);
  await openBlank(page);
  await makeEngine(page);
  const session = await page.context().newCDPSession(page);
  // The module's memory never shrinks: what one round leaves to be collected is the room of the next.
  await mounts(page, 200);
  const before = await left(page, session);
  await mounts(page, 200);
  const after = await left(page, session);

  expect(after.workers).toBe(before.workers);
  expect(after.fonts).toBe(before.fonts);
  expect(after.elements).toBe(before.elements);
  expect(after.documents).toBe(before.documents);
  // One node or one listener that stays with each mount would be 200.
  expect(after.nodes - before.nodes).toBeLessThan(100);
  expect(after.listeners - before.listeners).toBeLessThan(100);
  // What 200 mounts leave in the module's memory is less than a kilobyte each.
  expect(after.wasm - before.wasm).toBeLessThanOrEqual(3 * WASM_PAGE);
});

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
    };
  });
  return { ...own, documents, nodes, listeners: jsEventListeners, workers: page.workers().length };
}
