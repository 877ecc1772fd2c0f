// What the package has put into this tab's session storage.

import { expect } from '@playwright/test';

/** `{name: text}` of every entry of ours, or of those of a kind (`draft`, `send`). */
export const kept = (page, kind = '') => page.evaluate((prefix) =>
  Object.fromEntries(Object.entries(sessionStorage).filter(([name]) => name.startsWith(prefix))), `volet.${kind}`);

/** Waits until so many entries of a kind are there. */
export const keptAs = (page, kind, count) =>
  expect.poll(async () => Object.keys(await kept(page, kind)).length).toBe(count);
