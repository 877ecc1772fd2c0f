// What was asked about one patient and comes late never shows under the next (UX-17), in an element that stays.

import { OPTIONS } from './support/blank.js';
import * as record from './support/records.js';
import { advance } from './support/sandbox.js';
import { expect, test } from './support/test.js';

const { LUKASZ } = record;
const CLAIRE = { matricule: '1987020801954', lastName: 'Hoffmann', birthName: 'Thill', firstName: 'Claire', birthDate: '1987-02-08', sex: 'female' };

/** Holds what is asked of an address about the first patient; answers with the way to let it go. */
async function hold(page, address, isHis = () => true) {
  let release;
  const held = new Promise((done) => { release = done; });
  let late;
  await page.route(address, async (route) => {
    if (!isHis(route.request())) return route.continue();
    late ??= route.request();
    const answer = await route.fetch();
    await held;
    return route.fulfill({ response: answer });
  });
  return async () => {
    release();
    await late.response();
    // Time for an answer of some kilobytes to be read and painted, if it were.
    await page.waitForTimeout(500);
  };
}

/** Every address of the record that is asked from now on. */
function listenToRecord(page) {
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/volet/dsp/')) asked.push(request.url()); });
  return asked;
}

const turnTo = (page, patient) => page.evaluate((given) => window.engine.setContext({ patient: given }), patient);
const about = (id) => (request) => decodeURIComponent(request.postData() ?? '').includes(id);

for (const [what, address, type, his, hers] of [
  ['documents', 'DocumentReference', 'other', /diabétologie/, /./],
  ['results', 'Observation', 'laboratory', /HbA1c/, /INR/],
  ['reports', 'DiagnosticReport', 'laboratory', /HbA1c/, /INR/],
  ['prescriptions', 'CarePlan', 'prescription', /Ordonnance de laboratoire du 12.11.2026/, /./],
  ['vaccinations', 'Immunization', 'vaccination', /18\/06\/2021/, /./],
]) {
  test(`${what} that come late are not shown under another patient`, async ({ page }) => {
    await record.blankWithEngine(page);
    const asked = page.waitForRequest((request) => request.url().includes(`/dsp/${address}/_search`) && about('dsp-1002')(request));
    const letGo = await hold(page, `**/volet/dsp/${address}/_search`, about('dsp-1002'));
    await record.showOn(page, { ...LUKASZ, type });
    await asked;
    await turnTo(page, CLAIRE);
    await record.settled(page);
    await expect(record.list(page)).toContainText(hers);
    const shown = await record.list(page).innerText();
    await letGo();
    await expect(record.list(page)).not.toContainText(his);
    expect(await record.list(page).innerText()).toBe(shown);
  });
}

for (const [what, close, reopen] of [
  ['a file that is closed',
    (page) => page.evaluate(() => {
      document.querySelector('volet-documents').remove();
      window.engine.setContext({ patient: null });
    }),
    (page) => record.showOn(page, { ...LUKASZ, type: 'other' })],
  ['a record that is not to be included any more', (page) => record.include(page).uncheck(), (page) => record.include(page).check()],
]) {
  test(`${what} is asked no further, and searched anew when it is wanted again`, async ({ page }) => {
    await record.blankWithEngine(page);
    await record.inSmallPages(page);
    const second = page.waitForRequest(/_getpages/);
    const letGo = await hold(page, /_getpages/);
    await record.showOn(page, { ...LUKASZ, type: 'other' });
    await second;
    const asked = listenToRecord(page);
    await close(page);
    await letGo();
    expect(asked).toEqual([]);
    await page.unroute(/_getpages/);
    await reopen(page);
    await record.settled(page);
    await expect(record.row(page, 'Consultation de diabétologie')).toBeVisible();
    await expect(record.notice(page, 'incomplete')).toHaveCount(0);
  });
}

test('what was asked before "Depuis" was changed does not take the place of what was asked since', async ({ page }) => {
  await record.blankWithEngine(page);
  await record.showOn(page, { ...record.BAD, type: 'other' });
  await record.settled(page);
  await record.since(page).fill('2026-06-01');
  await page.evaluate(() => document.querySelector('volet-documents').remove());
  const narrow = (request) => /creation=ge/.test(request.postData() ?? '');
  const asked = page.waitForRequest(narrow);
  const letGo = await hold(page, '**/volet/dsp/DocumentReference/_search', narrow);
  await record.showOn(page, { ...LUKASZ, type: 'other' });
  await asked;
  await record.since(page).fill('');
  await record.settled(page);
  await expect(record.row(page, 'Fiche de liaison')).toBeVisible();
  const all = await record.rows(page, 'dsp').count();
  await letGo();
  await record.settled(page);
  await expect(record.rows(page, 'dsp')).toHaveCount(all);
});

test('what was read of the last patient is not shown under the next while nobody can search', async ({ page }) => {
  await record.blankWithEngine(page);
  await record.showOn(page, { ...LUKASZ, type: 'other' });
  await record.settled(page);
  // The session ends by itself: what was read of this patient stays in sight.
  await advance(3 * 3600);
  await record.row(page, 'Fiche de liaison').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.said .quiet')).toContainText('Connectez-vous');
  await expect(record.rows(page, 'dsp').first()).toBeVisible();
  await turnTo(page, CLAIRE);
  await expect(record.rows(page, 'dsp')).toHaveCount(0);
  await expect(record.rows(page, 'local')).toHaveCount(1);
});

test('a document that is open, or about to, goes with its patient', async ({ page }) => {
  await record.blankWithEngine(page);
  await record.showOn(page, { ...LUKASZ, type: 'other' });
  await record.settled(page);
  const viewer = record.list(page).locator('.viewer');
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await expect(viewer.locator('.text')).toContainText('Diabète');
  await turnTo(page, CLAIRE);
  await expect(viewer).toHaveCount(0);
  await turnTo(page, LUKASZ);
  await record.settled(page);
  const asked = page.waitForRequest('**/volet/dsp/Binary/**');
  const letGo = await hold(page, '**/volet/dsp/Binary/**');
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await asked;
  await turnTo(page, CLAIRE);
  await record.settled(page);
  await letGo();
  await expect(viewer).toHaveCount(0);
  await expect(record.list(page)).not.toContainText('Diabète');
});

test('antecedents and refusals that come late are not shown under another patient', async ({ page }) => {
  await record.blankWithEngine(page);
  await page.evaluate(async (options) => {
    window.engine.destroy();
    const { createVolet } = await import('/pkg/index.js');
    window.kept = new Map();
    window.waits = [];
    const wait = () => (window.slow ? new Promise((done) => window.waits.push(done)) : undefined);
    const store = {
      get: async (name) => { const text = window.kept.get(name) ?? null; await wait(); return text; },
      set: async (name, bytes) => { window.kept.set(name, bytes); },
      delete: async (name) => { window.kept.delete(name); },
    };
    window.engine = await createVolet({ ...options, store });
    document.body.append(document.createElement('volet-antecedents'));
  }, OPTIONS);
  const list = page.locator('volet-antecedents');
  const complete = () => expect(list.locator('[data-list="offered"]:not([aria-busy])')).toBeVisible();
  await turnTo(page, LUKASZ);
  await complete();
  await list.locator('[data-list="offered"] [data-action="refuse"]').first().click();
  await expect(list.locator('[data-list="refused"] > li')).toHaveCount(1);
  await expect.poll(() => page.evaluate(() => window.kept.size)).toBeGreaterThan(0);
  await turnTo(page, CLAIRE);
  await complete();
  await expect(list.locator('[data-list="refused"] > li')).toHaveCount(0);
  // His refusals and conditions are asked for, and answered when her file is open.
  const letGo = await hold(page, '**/volet/dsp/Condition/_search', about('dsp-1002'));
  const asked = page.waitForRequest((request) => request.url().includes('/Condition/_search'));
  await page.evaluate(() => { window.slow = true; });
  await turnTo(page, LUKASZ);
  await asked;
  await expect.poll(() => page.evaluate(() => window.waits.length)).toBe(1);
  await page.evaluate(() => { window.slow = false; });
  await turnTo(page, CLAIRE);
  await complete();
  const hers = await list.locator('strong').allTextContents();
  await page.evaluate(() => window.waits.forEach((done) => done()));
  await letGo();
  expect(await list.locator('strong').allTextContents()).toEqual(hers);
  await expect(list.locator('[data-list="refused"] > li')).toHaveCount(0);
});
