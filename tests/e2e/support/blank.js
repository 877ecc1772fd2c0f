// A page of another software: nothing on it, the same strict policy, the package within reach.

import { HOST } from './addresses.js';
import { isReady } from './practice.js';

/** Opens it. Engines made there end with the page. */
export async function openBlank(page) {
  const { headers } = await fetch(HOST);
  await page.route(`${HOST}/blank`, (route) => route.fulfill({
    contentType: 'text/html',
    headers: { 'content-security-policy': headers.get('content-security-policy') },
    body: '<!doctype html><html lang="fr"><title>Autre logiciel</title><body></body></html>',
  }));
  await page.goto(`${HOST}/blank`);
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
