// What the package has put into this tab's session storage.

import { expect } from '@playwright/test';

/** `{name: text}` of every entry of ours, or of those of a kind (`draft`, `send`, `filed`). */
export const kept = (page, kind = '') => page.evaluate((wanted) =>
  Object.fromEntries(Object.entries(sessionStorage).filter(([name]) => name.startsWith('volet') && name.slice(6).startsWith(wanted))), kind);

/** Waits until so many entries of a kind are there. */
export const keptAs = (page, kind, count) =>
  expect.poll(async () => Object.keys(await kept(page, kind)).length).toBe(count);

/** What was typed into the one form that is kept, opened as the page of this user opens it. */
const keptTexts = async (page, user) => page.evaluate(async ([[name, sealed], bound]) => {
  const { open } = await import('/pkg/drafts.js');
  const { texts } = JSON.parse(await open('draft', `${name.replace('volet.', '')}\n${bound}`, sealed));
  return texts;
}, [Object.entries(await kept(page, 'draft'))[0] ?? [], user]);

/** Waits until all of this is kept: the first letter makes the entry, and each one after it is sealed in its turn. */
export const keepsTexts = (page, texts, user = 'u-1842') =>
  expect.poll(() => keptTexts(page, user).catch(() => ({}))).toMatchObject(texts);

/** Everything that a script of this page could read of a storage; a key that cannot be taken out reads as its algorithm. */
export const everything = (page) => page.evaluate(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const databases = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const entries = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(entries.getAllKeys()), done(entries.getAll())]);
      databases[`${name}.${store}`] = keys.map((key, at) =>
        [key, values[at] instanceof CryptoKey ? `${values[at].algorithm.name} ${values[at].extractable}` : values[at]]);
    }
    database.close();
  }
  return {
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases,
    cookie: document.cookie,
    caches: await caches.keys(),
    window: window.name,
    history: JSON.stringify(history.state),
  };
});
