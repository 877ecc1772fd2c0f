// What the page's own scripts send. Chromium keeps no body of a request that was made from a `Request`, so the page keeps it.

/** From the next navigation on; read it with `sent`. */
export const watch = (page) => page.addInitScript(() => {
  window.wire = [];
  const { fetch } = window;
  window.fetch = async (resource, options) => {
    const request = new Request(resource, options);
    window.wire.push({ url: request.url, body: await request.clone().text() });
    return fetch.call(window, request);
  };
});

/** Holds every request to an address from now on; gives the way to let them go. */
export async function hold(page, address) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Turns over a few modules of every symbol on its way to the reader, once `window.flipped` is set. */
export const flipOnTheWay = (page) => page.addInitScript(() => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function post(message, ...rest) {
    if (window.flipped && message.method === 'prove') {
      const parts = JSON.parse(message.words[0]);
      for (const { symbol } of parts.flatMap(({ items }) => items)) {
        if (!symbol) continue;
        const turned = [...symbol.rows[6].slice(6, 9)].map((module) => (module === '1' ? '0' : '1')).join('');
        symbol.rows[6] = symbol.rows[6].slice(0, 6) + turned + symbol.rows[6].slice(9);
      }
      message.words[0] = JSON.stringify(parts);
    }
    return postMessage.call(this, message, ...rest);
  };
});

/** `[{url, body}]` since the page was loaded. */
export const sent = (page) => page.evaluate(() => window.wire);

/** The bodies of the calls that meant to deposit a document. */
export const deposited = async (page) =>
  (await sent(page)).filter(({ url }) => url.endsWith('/send-document')).map(({ body }) => body);
