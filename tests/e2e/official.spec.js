// The eConnector's own pages are shown and compared with ours: a template that changes is told the day it does.

import { deposits, scenario } from './support/sandbox.js';
import * as desk from './support/practice.js';
import { expect, test } from './support/test.js';

const official = (page, volet) => page.locator(`volet-form .official[data-volet="${volet}"]`);
const COPIES = ['caisse', 'employeur', 'assure'];

async function send(page) {
  await desk.atTheDesk(page);
  await desk.listen(page, 'volet-error');
  await desk.fill(page, desk.ILLNESS);
  await desk.send(page);
  await desk.hasState(page, 'accepted');
}

test('what the eConnector returned is shown with its text and differs in nothing', async ({ page }) => {
  const violations = [];
  page.on('console', (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) violations.push(message.text());
  });
  await send(page);
  for (const volet of COPIES) {
    await expect(official(page, volet), volet).toHaveAttribute('data-differs', '', { timeout: 20_000 });
    await expect(official(page, volet).locator('canvas')).toBeVisible();
    await expect(official(page, volet).locator('.official-text')).toContainText('Łukasz');
  }
  await expect(official(page, 'employeur').locator('.official-text')).not.toContainText('J11');
  const ink = await official(page, 'caisse').locator('canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 0 && value < 100).length / (canvas.width * canvas.height);
  });
  // The symbol alone covers about three thousandths.
  expect(ink).toBeGreaterThan(0.003);
  expect(await desk.heard(page)).toEqual([]);
  expect(violations).toEqual([]);
  expect(await page.locator('iframe, embed, object').count()).toBe(0);
  await desk.button(page, 'reset').click();
  await expect(official(page, 'caisse')).toHaveCount(0);
});

test('a page that is there already waits for no engine: one that is fetched later for another copy shows nothing at it', async ({ page }) => {
  let shown = 0;
  await page.exposeFunction('progressShown', () => { shown += 1; });
  await send(page);
  const files = page.locator('volet-form .files', { has: page.locator('[data-volet="caisse"]') });
  const download = page.waitForEvent('download');
  await files.locator('[data-action="download-pdf"]').click();
  await download;
  await page.locator('volet-form').evaluate((form) => {
    const watcher = new MutationObserver(() => form.shadowRoot.querySelector('progress') && window.progressShown());
    watcher.observe(form.shadowRoot, { subtree: true, childList: true });
  });
  const engine = page.waitForRequest('**/dist/pdf_bg.wasm');
  const size = page.locator('volet-form').evaluate((form) => form.pdf({ copy: 'employeur' }).then((file) => file.length));
  await engine;
  expect(await size).toBeGreaterThan(1000);
  expect(shown).toBe(0);
});

test('the page of a certificate can be had before it is sent, and nothing is deposited', async ({ page }) => {
  await desk.atTheDesk(page);
  const official = () => page.locator('volet-form').evaluate((form) => form.pdf({ copy: 'employeur', official: true }).then(
    (bytes) => String.fromCharCode(...bytes.slice(0, 5)), ({ code }) => code));
  expect(await official()).toBe('document_not_available');
  await desk.fill(page, desk.ILLNESS);
  expect(await official()).toBe('%PDF-');
  await desk.hasState(page, 'draft');
  expect(await deposits()).toEqual([]);
});

test('a template that has changed is shown and reported', async ({ page }) => {
  await scenario('template_changed', 1);
  await send(page);
  for (const volet of COPIES) {
    await expect(official(page, volet), volet).toHaveAttribute('data-differs', 'words', { timeout: 20_000 });
  }
  await desk.saysFailure(page, 'official_page_differs');
  const told = (await desk.heard(page)).filter(({ where }) => where === 'engine').map(({ detail }) => detail);
  expect(told.map(({ code, field }) => [code, field]).sort()).toEqual(
    COPIES.map((volet) => ['official_page_differs', volet]).sort());
});
