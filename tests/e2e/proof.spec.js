// The pages prove themselves: symbols are read back, fields and places belong together, workers come and go.

import { deposits } from './support/sandbox.js';
import * as desk from './support/practice.js';
import { expect, test } from './support/test.js';

const badge = (page) => page.locator('volet-form [data-proof]');
const says = (page, word) => expect(badge(page)).toHaveAttribute('data-proof', word, { timeout: 15_000 });
const reader = (page) => page.workers().find((worker) => worker.url().endsWith('/proof-worker.js'));

/** Turns over a few modules of every symbol on its way to the reader, once `window.flipped` is set. */
async function flipOnTheWay(page) {
  await page.addInitScript(() => {
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
}

test('a codeword that is flipped turns the badge, and nothing is sent', async ({ page }) => {
  await flipOnTheWay(page);
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await says(page, 'read');
  await page.evaluate(() => { window.flipped = true; });
  await desk.fill(page, { 'certificate.days': '2' });
  await says(page, 'different');
  await desk.button(page, 'send').click();
  await desk.saysFailure(page, 'symbol_unreadable');
  const code = await page.locator('volet-form').evaluate((form) => form.send().catch((error) => error.code));
  expect(code).toBe('symbol_unreadable');
  expect(await deposits()).toEqual([]);
  await page.evaluate(() => { window.flipped = false; });
  await desk.fill(page, { 'certificate.days': '3' });
  await says(page, 'read');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('a reader that is killed is started again, and the latest question is answered', async ({ page }) => {
  test.setTimeout(60_000);
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  await says(page, 'read');
  await reader(page).evaluate(() => self.close());
  await desk.fill(page, { 'certificate.days': '5' });
  await says(page, 'pending');
  await says(page, 'read');
});

test('all forms of a page share one reader and one writer, which end with the last form', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  await page.evaluate(() => {
    const other = document.createElement('volet-form');
    other.type = 'ecit';
    document.querySelector('volet-form').after(other);
  });
  await expect(page.locator('volet-form [data-proof="read"]')).toHaveCount(2, { timeout: 15_000 });
  const sizes = await page.locator('volet-form').evaluateAll((forms) => Promise.all(
    forms.flatMap((form) => ['caisse', 'employeur', 'assure'].map((copy) => form.pdf({ copy }).then((file) => file.length)))));
  expect(sizes).toHaveLength(6);
  expect(Math.min(...sizes)).toBeGreaterThan(4000);
  const names = () => page.workers().map((worker) => worker.url().split('/').pop()).sort();
  expect(names()).toEqual(['pdf-worker.js', 'proof-worker.js']);
  await page.evaluate(() => document.querySelector('volet-form').remove());
  expect(names()).toHaveLength(2);
  await page.evaluate(() => document.querySelector('volet-form').remove());
  await expect.poll(names).toEqual([]);
});

test('a field and its place on the page belong together', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.field(page, 'insured.lastName').focus();
  const outline = (volet) => desk.copy(page, volet).locator('rect.focus');
  await expect(outline('caisse')).toHaveAttribute('data-place', 'insured.lastName');
  await expect(outline('employeur')).toHaveCount(1);
  await desk.field(page, 'certificate.diagnosis').focus();
  await expect(outline('caisse')).toHaveAttribute('data-place', 'certificate.diagnosis');
  await expect(outline('employeur')).toHaveCount(0);
  await desk.copy(page, 'caisse').locator('text[data-field="insured.firstName"]').first().click();
  await expect(desk.field(page, 'insured.firstName')).toBeFocused();
  await click(page, 'caisse', await placeOf(page, 'certificate.diagnosis'));
  await expect(desk.field(page, 'certificate.diagnosis')).toBeFocused();
});

test('issues are marked on the page', async ({ page }) => {
  await desk.atTheDesk(page);
  await desk.button(page, 'send').click();
  const mark = desk.copy(page, 'caisse').locator('rect.issue[data-place="certificate.diagnosis"]');
  await expect(mark).toHaveCount(1);
  await desk.fill(page, { 'certificate.diagnosis': 'J11' });
  await expect(mark).toHaveCount(0);
});

test('the symbol lies on whole pixels of the screen', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  const rests = await desk.copy(page, 'caisse').evaluate((svg) => {
    const { a, e, f } = svg.getScreenCTM();
    const path = svg.querySelector('path[data-symbol]').getAttribute('d');
    const [left, top] = path.match(/^M([\d.]+) ([\d.]+)/).slice(1).map(Number);
    const height = Number(path.match(/v([\d.]+)h/)[1]);
    return [left * a + e, top * a + f, height * a].map((pixels) => Math.abs(pixels * devicePixelRatio
      - Math.round(pixels * devicePixelRatio)));
  });
  expect(Math.max(...rests)).toBeLessThan(0.02);
});

/** The middle of an empty field's place on its copy, found by giving it the focus. */
async function placeOf(page, name) {
  await desk.field(page, name).focus();
  const outline = desk.copy(page, 'caisse').locator('rect.focus');
  await expect(outline).toHaveAttribute('data-place', name);
  const position = await outline.evaluate((rect) => {
    const [place, svg] = [rect, rect.ownerSVGElement].map((node) => node.getBoundingClientRect());
    return { x: place.x - svg.x + place.width / 2, y: place.y - svg.y + place.height / 2 };
  });
  await desk.field(page, 'insured.city').focus();
  return position;
}

const click = (page, volet, position) => desk.copy(page, volet).click({ position });
