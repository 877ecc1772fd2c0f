// What Chromium receives from the navigation to `volet-ready` of the form: nothing is left out by name.

import { ORIGIN, PLACE } from './demo.mjs';

export async function firstLoad(context) {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.clearBrowserCache');
  const names = new Map();
  const received = new Map();
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, request.url));
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    received.set(requestId, (received.get(requestId) ?? 0) + response.encodedDataLength);
  });
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    received.set(requestId, (received.get(requestId) ?? 0) + encodedDataLength);
  });
  let files;
  const ready = new Promise((resolve) => {
    page.exposeFunction('formIsReady', (milliseconds) => {
      files = [...received].map(([id, bytes]) => ({ name: names.get(id)?.replace(ORIGIN, '') ?? '?', bytes }));
      resolve(milliseconds);
    });
  });
  await page.addInitScript(() => {
    document.addEventListener('volet-ready', ({ target }) => {
      if (target.localName === 'volet-form') globalThis.formIsReady(Math.round(performance.now()));
    });
  });
  await page.goto(ORIGIN + PLACE, { waitUntil: 'commit' });
  const milliseconds = await ready;
  await page.close();
  files.sort((a, b) => b.bytes - a.bytes);
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), milliseconds, files };
}
