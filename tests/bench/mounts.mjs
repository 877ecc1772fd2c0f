// 200 mounts and unmounts of the form: what must stay flat.

import { openCertificate } from './demo.mjs';

export async function mounts(context) {
  const opened = await openWithMemory(context);
  const devtools = await context.newCDPSession(opened);
  const rows = [];
  for (const count of [1, 19, 180, 200]) {
    await mountAgain(opened, count);
    rows.push({ mounts: (rows.at(-1)?.mounts ?? 0) + count, ...(await measure(opened, devtools)) });
  }
  await opened.close();
  return rows;
}

async function openWithMemory(context) {
  await context.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...words) => {
      const made = await instantiate.apply(WebAssembly, words);
      globalThis.wasmMemory ??= made.instance.exports.memory;
      return made;
    };
  });
  return openCertificate(context);
}

function mountAgain(page, count) {
  return page.evaluate(async (times) => {
    const place = document.querySelector('volet-form').parentElement;
    for (let at = 0; at < times; at += 1) {
      place.querySelector('volet-form').remove();
      const form = document.createElement('volet-form');
      form.type = 'ecit';
      const painted = new Promise((done) => { form.addEventListener('volet-preview', done, { once: true }); });
      place.append(form);
      await painted;
    }
  }, count);
}

async function measure(page, devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  const wasm = await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0);
  return { wasmKiB: wasm / 1024, heapKiB: Math.round(usedSize / 1024), nodes, listeners: jsEventListeners };
}
