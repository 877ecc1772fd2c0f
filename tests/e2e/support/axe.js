// Whether everybody can use what is shown, as far as a program can tell.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** axe finds nothing: neither in the widget nor in the software around it. */
export async function isAccessible(page, state) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) =>
      `${target.join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`);
  });
  expect.soft(found, state).toEqual([]);
}

/** Nothing makes the reader scroll sideways (WCAG 1.4.10). */
export async function fitsTheWidth(page, state) {
  const [content, width] = await page.evaluate(() =>
    [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(content, state).toBeLessThanOrEqual(width);
}
