// The pages prove themselves: symbols are read back, fields and places belong together, workers come and go.

import { HOST } from './support/addresses.js';
import { addForm, makeEngine, openBlank, OPTIONS } from './support/blank.js';
import { deposits } from './support/sandbox.js';
import * as desk from './support/practice.js';
import { expect, test } from './support/test.js';
import { flipOnTheWay } from './support/wire.js';

const badge = (page) => page.locator('volet-form [data-proof]');
const says = (page, word) => expect(badge(page)).toHaveAttribute('data-proof', word, { timeout: 15_000 });
const reader = (page) => page.workers().find((worker) => worker.url().endsWith('/proof-worker.js'));

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

test('a reader that gives no answer holds the sending back, and is asked again by itself', async ({ page }) => {
  test.setTimeout(60_000);
  await page.route('**/dist/proof_bg.wasm', (route) => route.abort());
  await desk.atTheDesk(page);
  await desk.fill(page, desk.ILLNESS);
  await says(page, 'silent');
  await desk.button(page, 'send').click();
  await desk.saysFailure(page, 'symbol_unchecked');
  const failure = await page.locator('volet-form').evaluate((form) =>
    form.send().catch(({ code, retryable }) => ({ code, retryable })));
  expect(failure).toEqual({ code: 'symbol_unchecked', retryable: true });
  expect(await deposits()).toEqual([]);
  await page.unroute('**/dist/proof_bg.wasm');
  await says(page, 'read');
  await desk.send(page);
  await desk.hasState(page, 'accepted');
});

test('a writer that is killed in the middle is started again, and the page stays', async ({ page }) => {
  test.setTimeout(60_000);
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    window.killed = 0;
    Worker.prototype.postMessage = function post(message, ...rest) {
      postMessage.call(this, message, ...rest);
      if (message.method === 'write' && window.killed === 0) {
        window.killed += 1;
        this.terminate();
      }
    };
  });
  await desk.openCertificate(page);
  await desk.fill(page, desk.ILLNESS);
  const before = await desk.copy(page, 'caisse').evaluate((svg) => svg.textContent);
  const file = page.locator('volet-form').evaluate(async (form) => (await form.pdf({ copy: 'caisse' })).length);
  await expect.poll(() => page.evaluate(() => window.killed)).toBe(1);
  expect(await desk.copy(page, 'caisse').evaluate((svg) => svg.textContent)).toBe(before);
  expect(await file).toBeGreaterThan(4000);
  expect(await desk.copy(page, 'caisse').evaluate((svg) => svg.textContent)).toBe(before);
});

test('of questions on one topic the latest wins, and all who asked get its answer', async ({ page }) => {
  await openBlank(page);
  const [answers, asked] = await page.evaluate(async () => {
    const { postMessage } = Worker.prototype;
    const words = [];
    Worker.prototype.postMessage = function post(message, ...rest) {
      if (message.type === 'ask') words.push(message.words[0]);
      return postMessage.call(this, message, ...rest);
    };
    const { proofWorker, stopAll } = await import('/pkg/workers.js');
    const part = (payload) => JSON.stringify([{ volet: 'caisse', payload, area: [0, 0, 9, 9], items: [] }]);
    const questions = ['first', 'second', 'third'].map((text) => proofWorker().ask('prove', [part(text)], 'topic'));
    const given = await Promise.all([...questions, proofWorker().ask('prove', ['[]'], 'topic')]);
    stopAll();
    return [given, words.map((text) => JSON.parse(text)[0]?.payload ?? 'last')];
  });
  expect(answers).toEqual(['none', 'none', 'none', 'none']);
  expect(asked).toEqual(['first', 'last']);
});

test('a start that was given up ends no later one', async ({ page }) => {
  await page.clock.install();
  await page.route('**/dist/proof_bg.wasm', () => {}, { times: 1 });
  const asked = page.waitForRequest('**/dist/proof_bg.wasm');
  await openBlank(page);
  await page.evaluate(async () => {
    window.made = 0;
    window.Worker = class extends Worker {
      constructor(...words) {
        super(...words);
        window.made += 1;
      }
    };
    window.workers = await import('/pkg/workers.js');
    window.prove = () => window.workers.proofWorker().ask('prove', ['[]']).catch((error) => error.message);
    window.first = window.prove();
  });
  await asked;
  const given = await page.evaluate(async () => {
    window.workers.stopAll();
    return [await window.first, await window.prove()];
  });
  expect(given).toEqual(['stopped', 'none']);
  // The patience of the first start ends: the second one's worker goes on.
  await page.clock.runFor(60_000);
  expect(await page.evaluate(() => window.prove())).toBe('none');
  expect(await page.evaluate(() => window.made)).toBe(2);
});

test('a broken font file is told, and the form can still be filled in', async ({ page }) => {
  await page.route('**/arimo-bold.ttf', (route) => route.fulfill({ contentType: 'font/ttf', body: 'no font' }));
  await page.goto(`${HOST}/#/patients/${desk.LUKASZ}/certificats`);
  await expect(page.locator('volet-form .pages [role="status"]').first()).toContainText('n’a pas pu être chargé');
  await desk.fill(page, { 'certificate.days': '4' });
  await expect(desk.field(page, 'certificate.days')).toHaveValue('4');
  const code = await page.locator('volet-form').evaluate((form) => form.pdf({ copy: 'caisse' }).catch((error) => error.code));
  expect(code).toBe('preview_failed');
});

test('a text that does not fit is named at its field and on the page, and never cut', async ({ page }) => {
  await desk.openCertificate(page);
  const [fits, tooWide] = ['Martínez Ródenas de la Peña-Żeleński '.repeat(4).trim(), 'W'.repeat(150)];
  await desk.fill(page, { 'insured.lastName': fits });
  await expect(desk.marks(page, 'insured.lastName').filter({ hasText: 'Ne tient pas' })).toHaveCount(0);
  const shown = () => desk.copy(page, 'caisse').locator('text[data-field="insured.lastName"]').allTextContents();
  expect((await shown()).join(' ')).toBe(fits);
  await desk.fill(page, { 'insured.lastName': tooWide });
  await expect(desk.marks(page, 'insured.lastName').filter({ hasText: 'Ne tient pas' })).toBeVisible();
  expect(await shown()).toEqual(['trop long pour la page']);
});

test('the engine that writes files shows how far it is, at the button that waits', async ({ page }) => {
  // What asks for the engine comes late too: until then nothing is on its way.
  for (const file of ['split_deposit.wasm', 'pdf_bg.wasm']) {
    await page.route(`**/dist/${file}`, async (route) => {
      await new Promise((done) => { setTimeout(done, 1500); });
      await route.continue();
    });
  }
  await desk.openCertificate(page);
  const place = page.locator('volet-form .files').first();
  const download = page.waitForEvent('download', { timeout: 30_000 });
  await place.locator('[data-action="download-pdf"]').click();
  await expect(place.locator('progress')).toBeVisible();
  await expect(place.getByRole('status')).toContainText('Préparation du PDF');
  await download;
  await expect(place.locator('progress')).toHaveCount(0);
  const again = page.waitForEvent('download');
  await place.locator('[data-action="download-pdf"]').click();
  await again;
  await expect(place.locator('progress')).toHaveCount(0);
});

test('a host may have that engine fetched before the first file', async ({ page }) => {
  const engine = page.waitForRequest('**/dist/pdf_bg.wasm');
  await openBlank(page);
  await makeEngine(page, { pdfEngine: 'idle' });
  await addForm(page);
  await engine;
  await page.evaluate(() => window.engine.destroy());
  const refused = await page.evaluate(async (options) => {
    const { createVolet } = await import('/pkg/index.js');
    return createVolet(options).catch(({ code, field }) => ({ code, field }));
  }, { ...OPTIONS, pdfEngine: 'soon' });
  expect(refused).toEqual({ code: 'option_invalid', field: 'pdfEngine' });
});
