// Who asked what is told to the host, what is new is counted, and nothing of it says anything about the patient.

import { makeEngine, openBlank, OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { advance, journal } from './support/sandbox.js';
import { expect, test } from './support/test.js';

/** Words of p-1002's identity and record. */
const CANARIES = ['Şahin', 'Sahin', 'Łukasz', '1985031402717', '1985-03-14', 'diabétologie', 'metformin', 'Metformine', 'Potassium', 'Weber',
  'Laboratoire', 'dsp-1002'];

/** Keeps every event that reaches the page or the engine. */
const listenToAll = (page) => page.evaluate(() => {
  window.told = [];
  const { volet } = document.querySelector('volet-documents');
  const keep = (where) => ({ type, detail }) => window.told.push({ where, type, detail });
  for (const type of ['volet-audit', 'volet-unseen', 'volet-document-open', 'volet-error']) {
    document.addEventListener(type, keep('document'));
    volet.addEventListener(type, keep('engine'));
  }
});
const told = (page, type, where = 'document') =>
  page.evaluate(([wanted, place]) => window.told.filter((one) => one.type === wanted && one.where === place).map(({ detail }) => detail), [type, where]);

test('a query is told once, whatever its pages, and a retrieval with its document', async ({ page }) => {
  test.setTimeout(120_000);
  await record.blankWithEngine(page);
  await page.evaluate(() => {
    window.audits = [];
    window.engine.addEventListener('volet-audit', ({ detail }) => window.audits.push(detail));
  });
  await record.showOn(page, { ...record.MANY, type: 'imaging other' });
  await record.settled(page, 60_000);
  const queries = await page.evaluate(() => window.audits);
  const searches = record.dspCalls(await journal()).filter(({ path }) => path.endsWith('/_search'));
  expect(record.dspCalls(await journal()).length).toBeGreaterThan(searches.length);
  expect(queries.map(({ action }) => action)).toEqual(searches.map(() => 'query'));
  for (const { correlationId, at, documentId, ...more } of queries) {
    expect(correlationId).toMatch(/\S{8,}/);
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(600_000);
    expect(documentId).toBeUndefined();
    expect(Object.keys(more)).toEqual(['action']);
  }
  expect(new Set(queries.map(({ correlationId }) => correlationId)).size).toBe(queries.length);
  await record.rows(page, 'dsp').first().locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer canvas').first()).toBeVisible({ timeout: 20_000 });
  const audits = await page.evaluate(() => window.audits);
  expect(audits.slice(queries.length)).toEqual([
    { action: 'retrieve', documentId: expect.stringMatching(/^dsp-many-\d{5}$/), correlationId: expect.stringMatching(/\S{8,}/), at: expect.any(String) },
  ]);
});

test('a query whose answer is lost is told too', async ({ page }) => {
  await record.blankWithEngine(page);
  await page.route('**/volet/dsp/DocumentReference/_search', (route) => route.abort());
  await record.showOn(page, { ...record.MANY, type: 'other' });
  await expect(record.notice(page, 'dsp_unavailable')).toBeVisible();
  const audits = await page.evaluate(() => window.heard.filter(({ name }) => name === 'volet-audit'));
  expect(audits.map(({ action, correlationId }) => [action, correlationId === ''])).toEqual([['query', false], ['query', true]]);
});

test('events, addresses, storage and console hold nothing of the patient', async ({ page }) => {
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(request.url()));
  await record.atTab(page, desk.LUKASZ, 'documents');
  await listenToAll(page);
  for (const tab of ['documents', 'laboratoire', 'prescriptions', 'vaccination', 'resume']) {
    await record.openTab(page, desk.LUKASZ, tab);
    await record.settled(page);
  }
  await record.openTab(page, desk.LUKASZ, 'documents');
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer .text')).toBeVisible();
  await record.since(page).fill('2026-01-01');
  const events = await page.evaluate(() => window.told);
  expect(events.some(({ type }) => type === 'volet-audit')).toBe(true);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  const everything = [JSON.stringify(events), ...said, kept].join('\n');
  for (const word of CANARIES) expect(everything.includes(word), word).toBe(false);
  // The engine tells what the element tells.
  expect(await told(page, 'volet-audit', 'engine')).toEqual(await told(page, 'volet-audit'));
  expect((await told(page, 'volet-document-open')).at(-1)).toEqual({ id: 'doc-1002-consult', type: 'other', origin: 'dsp' });
});

test('the practice marks its tabs with what is new, until the list was on the screen', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  const badge = (name) => page.getByRole('tab', { name }).locator('.badge');
  await expect(badge('Laboratoire')).toContainText(/\d+ nouveaux/);
  await expect(badge('Prescriptions')).toContainText(/\d+ nouveaux/);
  await expect(badge('Documents')).toHaveCount(0);
  const counted = Number((await badge('Prescriptions').textContent()).match(/\d+/)[0]);
  await record.openTab(page, desk.LUKASZ, 'prescriptions');
  await record.settled(page);
  expect(await record.rows(page, 'dsp').count()).toBe(counted);
  await expect(badge('Prescriptions')).toHaveCount(0);
  await expect(badge('Laboratoire')).toHaveCount(1);
  // Without the record nothing of it is new.
  await record.include(page).uncheck();
  await expect(badge('Laboratoire')).toHaveCount(0);
});

test('a tab that is not open asks for no more than its count', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  const kinds = async () => new Set(record.dspCalls(await journal()).map(({ path }) => path.split('/')[2]));
  expect(await kinds()).toEqual(new Set(['Patient', 'DocumentReference']));
  // Five lists and the antecedents: one question about the patient, one about documents.
  const asked = record.dspCalls(await journal()).filter(({ path }) => path.endsWith('_search'));
  expect(asked.map(({ path }) => path)).toEqual(['/fhir/Patient/_search', '/fhir/DocumentReference/_search']);
  await record.openTab(page, desk.LUKASZ, 'vaccination');
  await expect(record.list(page).locator('[data-list="vaccinations"]')).toBeVisible();
  expect(await kinds()).toEqual(new Set(['Patient', 'DocumentReference', 'Immunization', 'ImmunizationRecommendation']));
});

test('every document is in exactly one of the practice’s tabs', async ({ page }) => {
  await record.blankWithEngine(page, { documentTypes: ['laboratory', 'prescription', 'other'] });
  await record.showOn(page, { ...record.BAD, type: 'laboratory prescription vaccination summary imaging other' });
  await record.settled(page);
  const ids = async (type) => {
    await page.evaluate((wanted) => { document.querySelector('volet-documents').type = wanted; }, type);
    await record.settled(page);
    await expect(record.list(page).locator('.list, .nothing').first()).toBeVisible();
    return record.rows(page).locator('.title').allTextContents();
  };
  const all = await ids('laboratory prescription vaccination summary imaging other');
  const parts = [];
  for (const type of ['laboratory', 'prescription', 'vaccination', 'summary', 'imaging', 'other']) parts.push(...await ids(type));
  expect(parts.sort()).toEqual(all.sort());
});

test.describe('clicks', () => {
  /** Counts what the person does, and every window or dialogue that opens. */
  async function count(page) {
    const seen = { windows: 0 };
    page.on('popup', () => { seen.windows += 1; });
    page.on('dialog', (dialog) => { seen.windows += 1; dialog.dismiss(); });
    await page.evaluate(() => {
      window.clicks = 0;
      document.addEventListener('click', () => { window.clicks += 1; }, true);
    });
    return { clicks: () => page.evaluate(() => window.clicks), seen };
  }

  test('a result needs none after the tab, a document one, a filter one', async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'documents');
    await record.settled(page);
    const { clicks, seen } = await count(page);
    await page.getByRole('tab', { name: 'Laboratoire' }).click();
    await expect(record.list(page).locator('.lab tbody tr').filter({ hasText: 'Potassium' }).first()).toContainText('6.8');
    expect(await clicks()).toBe(1);
    await page.getByRole('tab', { name: 'Documents' }).click();
    await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
    await expect(record.list(page).locator('.viewer .text')).toBeVisible();
    expect(await clicks()).toBe(3);
    await record.include(page).click();
    await expect(record.rows(page, 'dsp')).toHaveCount(0);
    expect(await clicks()).toBe(4);
    expect(seen.windows).toBe(0);
    await expect(page.locator('dialog[open], [role="dialog"], [aria-modal="true"]')).toHaveCount(0);
  });

  test('closing a document gives the keyboard back to the line', async ({ page }) => {
    await record.atTab(page, desk.LUKASZ, 'documents');
    await record.settled(page);
    const opener = record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]');
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(record.list(page).locator('[data-action="close"]')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(opener).toBeFocused();
  });
});

for (const [who, names] of [
  ['another person', undefined],
  ['one with the same names', (theirs) => theirs],
  ['one whom nobody knows', () => []],
]) test(`${who} who signs in in the same page finds nothing of what was read for the first`, async ({ page }) => {
  test.setTimeout(120_000);
  const signIn = async (user) => {
    const opened = page.waitForEvent('popup');
    await desk.button(page, 'sign-in').click();
    await desk.answerIssuer(await opened, user);
    await expect(desk.button(page, 'sign-out')).toBeVisible({ timeout: 20_000 });
  };
  await openBlank(page);
  await page.evaluate(() => document.body.append(document.createElement('volet-session')));
  await makeEngine(page, { auth: { ...OPTIONS.auth, login: 'popup' } });
  await signIn('dr.weber');
  const { identities } = await page.evaluate(async () =>
    (await fetch('/volet/session', { headers: { 'X-Volet': '1', 'X-Volet-User': 'u-1842' } })).json());
  await record.showOn(page, { ...record.LUKASZ, type: 'other' });
  await record.settled(page);
  await record.row(page, 'Consultation de diabétologie').locator('[data-action="open"]').click();
  await expect(record.list(page).locator('.viewer .text')).toBeVisible();
  const heard = () => page.evaluate(() => window.heard.filter(({ name }) => name === 'volet-audit').map(({ correlationId }) => correlationId));
  const first = await heard();
  // The session ends by itself; what was read stays in sight, for whoever sits there.
  await advance(3 * 3600);
  await record.row(page, 'Fiche de liaison').locator('[data-action="open"]').click();
  await expect(desk.button(page, 'sign-in')).toBeVisible({ timeout: 20_000 });
  await expect(record.rows(page, 'dsp').first()).toBeVisible();
  let release;
  const held = new Promise((done) => { release = done; });
  await page.route('**/volet/dsp/**', async (route) => { await held; await route.continue(); });
  if (names) {
    await page.route('**/volet/session', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json(), identities: names(identities) } });
    });
  }
  await signIn('sec.muller');
  await expect(record.rows(page, 'dsp')).toHaveCount(0);
  await expect(record.list(page).locator('.viewer')).toHaveCount(0);
  release();
  await record.settled(page);
  const second = (await heard()).slice(first.length);
  expect(second.length).toBeGreaterThan(0);
  expect(second.filter((id) => first.includes(id))).toEqual([]);
});

test('a document of the host opens whatever letters its id has', async ({ page }) => {
  await openBlank(page);
  await makeEngine(page);
  const opened = page.evaluate(() => new Promise((resolve) => {
    const list = document.createElement('volet-documents');
    list.type = 'other';
    // As macOS writes the names of files.
    const id = 'Re\u0301sultat.pdf';
    list.localDocuments = [{ id, date: '2026-11-12', from: 'Dr A', title: 'Note', typeName: 'other', open: () => resolve({ id, told }) }];
    let told;
    list.addEventListener('volet-document-open', ({ detail }) => { told = detail.id; });
    document.body.append(list);
  }));
  await page.locator('volet-documents [data-action="open"]').click();
  const { id, told } = await opened;
  expect(told ?? id).toBe(id);
});
