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

/** `[{url, body}]` since the page was loaded. */
export const sent = (page) => page.evaluate(() => window.wire);

/** The bodies of the calls that meant to deposit a document. */
export const deposited = async (page) =>
  (await sent(page)).filter(({ url }) => url.endsWith('/send-document')).map(({ body }) => body);
