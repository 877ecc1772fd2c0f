// A page of another software: nothing on it, the same strict policy, the package within reach.

import { HOST } from './addresses.js';
import { isReady } from './practice.js';

/**
 * Opens it. Engines made there end with the page. `connect`: addresses that the page's own software lets itself ask,
 * beside its own.
 */
export async function openBlank(page, { host = HOST, path = '/blank', connect = '' } = {}) {
  await serveBlank(page, { host, path, connect });
  // Chromium asks the person before a page may call an address of her own machine.
  if (connect) await page.context().grantPermissions(['local-network-access'], { origin: host });
  await page.goto(host + path);
}

/** Such a page at an address, for whoever comes there. */
async function serveBlank(page, { host, path, connect }) {
  const { headers } = await fetch(host);
  const policy = headers.get('content-security-policy').replace("connect-src 'self'", `connect-src 'self' ${connect}`);
  await page.route((url) => url.origin === host && url.pathname === path, (route) => route.fulfill({
    contentType: 'text/html',
    headers: { 'content-security-policy': policy },
    body: `<!doctype html><html lang="fr"><title>Autre logiciel</title><body></body></html>`,
  }));
}

/** Options that are right; a page of this origin passes them to `createVolet`. */
export const OPTIONS = {
  gateway: '/volet',
  auth: { mode: 'mediated', redirectUri: `${HOST}/callback` },
  hostUser: 'u-1842',
  environment: 'sandbox',
  lang: 'fr',
};

/** Makes an engine in the page and keeps it as `window.engine`. */
export const makeEngine = (page, changes = {}) => page.evaluate(async (options) => {
  const { createVolet, defineElements } = await import('/pkg/index.js');
  await defineElements();
  window.engine = await createVolet(options);
}, { ...OPTIONS, ...changes });

/** Adds a form and waits until its pages are painted. */
export async function addForm(page) {
  await page.evaluate(() => {
    const form = document.createElement('volet-form');
    form.type = 'ecit';
    document.body.append(form);
  });
  await isReady(page);
}
