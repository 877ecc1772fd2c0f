// What is seen is what is printed: each page on the screen beside its file, and the file as four readers open it.

import * as desk from './support/practice.js';
import { alike, onPaper, onScreen, poppler, textsOf } from './support/rasters.js';
import { expect, test } from './support/test.js';

const COPIES = ['caisse', 'employeur', 'assure'];
/** Each reader smooths letters in its own way, and a screen sets their feet on whole pixels; another page is far below. */
const SAME = 0.85;
/** Millimetres. */
const APART = 0.3;

test.use({ deviceScaleFactor: 2, viewport: { width: 800, height: 1000 } });

const fileOf = async (page, copy) => Uint8Array.from(await page.locator('volet-form').evaluate(
  async (form, wanted) => [...await form.pdf({ copy: wanted })], copy));

/** `[{text, x, y}]` of a page on the screen, in millimetres. */
const textsOn = (svg) => svg.evaluate((node) => [...node.querySelectorAll('text')]
  .map((text) => ({ text: text.textContent, x: Number(text.getAttribute('x')), y: Number(text.getAttribute('y')) }))
  .filter(({ text }) => text.trim()));

/** Each text of the page is in the file, at its place. */
async function sameTexts(page, svg, file, number) {
  const [screen, paper] = [await textsOn(svg), await textsOf(page, file, number)];
  const missing = screen.filter(({ text, x, y }) => !paper.some((other) => other.text === text
    && Math.hypot(other.x - x, other.y - y) < APART));
  expect(missing).toEqual([]);
  expect(paper.map(({ text }) => text).sort()).toEqual(screen.map(({ text }) => text).sort());
}

/** The page on the screen beside the file by all readers. */
async function samePictures(page, svg, file, number, name) {
  const screen = await onScreen(page, svg);
  const readers = Object.entries(await onPaper(page, file, number));
  for (const [reader, picture] of readers) {
    const found = alike(screen, picture);
    expect.soft(found, `${name} by ${reader}`).toBeGreaterThan(SAME);
  }
}

for (const [what, patient, values] of [
  ['an illness', desk.LUKASZ, desk.ILLNESS],
  ['a leave for family reasons', desk.LINA, { 'certificate.reason': 'crf', 'certificate.days': '2' }],
]) {
  test(`${what}: screen and paper agree, in every reader`, async ({ page }) => {
    test.setTimeout(120_000);
    await desk.openCertificate(page, patient);
    await desk.fill(page, values);
    for (const volet of COPIES) {
      const [svg, file] = [desk.copy(page, volet), await fileOf(page, volet)];
      await sameTexts(page, svg, file, 1);
      await samePictures(page, svg, file, 1, volet);
    }
  });
}

test('a memo of several pages: screen and paper agree, in every reader', async ({ page }) => {
  test.setTimeout(120_000);
  await desk.openMemo(page);
  await page.locator('volet-form').evaluate((form) => {
    const line = { code: 'C1', count: '1', amount: '62.60', date: '2026-11-20' };
    form.value = { line: Object.fromEntries(Array.from({ length: 25 }, (_, at) => [String(at + 1), { ...line, time: `1${at % 10}:15` }])) };
  });
  const sheets = desk.copy(page, 'mh').filter({ visible: true });
  await expect.poll(() => sheets.count()).toBeGreaterThan(1);
  const file = await fileOf(page, 'mh');
  for (let number = 1; number <= await sheets.count(); number += 1) {
    const svg = sheets.nth(number - 1);
    await sameTexts(page, svg, file, number);
    await samePictures(page, svg, file, number, `page ${number}`);
  }
});

test('the comparison sees a page that says something else', async ({ page }) => {
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  const before = await fileOf(page, 'caisse');
  await desk.fill(page, { 'certificate.diagnosis': 'M54.5', 'certificate.outings': 'excluded', 'insured.street': 'Chemin Vert' });
  const screen = await onScreen(page, desk.copy(page, 'caisse'));
  const after = await fileOf(page, 'caisse');
  expect(alike(screen, poppler(before))).toBeLessThan(alike(screen, poppler(after)));
  expect(alike(screen, poppler(await fileOf(page, 'employeur')))).toBeLessThan(SAME - 0.05);
});
