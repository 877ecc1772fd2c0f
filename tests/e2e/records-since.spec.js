// "Depuis": asked of the server, so that older pages are not fetched, and right whatever the server makes of it.

import { OPTIONS } from './support/blank.js';
import * as desk from './support/practice.js';
import * as record from './support/records.js';
import { expect, test } from './support/test.js';

const SEARCH = '**/volet/dsp/DocumentReference/_search';
const forms = (page) => {
  const sent = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/dsp/DocumentReference/_search')) sent.push(new URLSearchParams(request.postData()));
  });
  return sent;
};
const pages = (page) => {
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('_getpages')) asked.push(request.url()); });
  return asked;
};
const count = (page) => record.list(page).locator('.list table').getAttribute('aria-rowcount').then(Number);
/** What a professional left in the filter. */
async function leave(page, day) {
  await record.showOn(page, { ...record.BAD });
  await record.settled(page);
  await record.since(page).fill(day);
  await page.evaluate(() => document.querySelector('volet-documents').remove());
}

test('a day that was left is asked of the server, and fewer pages come', async ({ page }) => {
  test.setTimeout(120_000);
  await record.blankWithEngine(page);
  await leave(page, '2025-01-01');
  const [sent, asked] = [forms(page), pages(page)];
  await record.showOn(page, { ...record.MANY, type: 'laboratory prescription vaccination summary imaging other' });
  await expect(record.since(page)).toHaveValue('2025-01-01');
  await record.settled(page);
  expect(sent.map((form) => [form.get('creation'), form.get('creation:missing')])).toEqual([['ge2024-12-31', null], [null, 'true']]);
  expect(sent.every((form) => form.get('status') === 'current' && form.get('patient') === 'Patient/dsp-many')).toBe(true);
  expect(asked.length).toBeLessThanOrEqual(2);
  const narrowed = await count(page);
  // Later: from what has come. Earlier: asked again.
  await record.since(page).fill('2026-01-01');
  await expect.poll(() => count(page)).toBeLessThan(narrowed);
  expect(sent).toHaveLength(2);
  await record.since(page).fill('2024-01-01');
  await expect.poll(() => count(page)).toBeGreaterThan(narrowed);
  await record.settled(page);
  expect(sent.at(-2).get('creation')).toBe('ge2023-12-31');
  await record.since(page).fill('');
  await expect(record.list(page).locator('.list table')).toHaveAttribute('aria-rowcount', '10002', { timeout: 60_000 });
  expect(sent.at(-1).has('creation')).toBe(false);
});

test('the same rows, whoever filtered', async ({ page }) => {
  await record.blankWithEngine(page);
  const titles = async () => {
    await record.settled(page);
    return (await record.rows(page, 'dsp').locator('.title').allTextContents()).sort();
  };
  for (const day of ['2026-05-05', '2026-05-06', '2026-01-01', '2027-01-01']) {
    await record.showOn(page, record.BAD);
    await record.since(page).fill('');
    await record.settled(page);
    await record.since(page).fill(day);
    const here = await titles();
    await page.evaluate(() => {
      document.querySelector('volet-documents').remove();
      window.engine.setContext({ patient: null });
    });
    await record.showOn(page, record.BAD);
    await expect(record.since(page)).toHaveValue(day);
    expect(await titles(), day).toEqual(here);
    await page.evaluate(() => document.querySelector('volet-documents').remove());
  }
});

for (const [what, answer] of [
  ['ignores the parameter', (route) => {
    const form = new URLSearchParams(route.request().postData());
    form.delete('creation');
    form.delete('creation:missing');
    return route.continue({ postData: form.toString() });
  }],
  ['refuses it', (route) => (new URLSearchParams(route.request().postData()).has('creation') ? route.fulfill({ status: 400, json: {} }) : route.continue())],
  ['refuses the modifier', (route) => (/missing/.test(route.request().postData()) ? route.fulfill({ status: 422, json: {} }) : route.continue())],
]) {
  test(`a server that ${what} costs no document`, async ({ page }) => {
    await page.route(SEARCH, answer);
    await record.blankWithEngine(page);
    await leave(page, '2026-05-05');
    await page.evaluate(() => window.engine.setContext({ patient: null }));
    await record.showOn(page, record.BAD);
    await record.settled(page);
    await expect(record.row(page, 'bad-no-type')).toBeVisible();
    await expect(record.row(page, 'bad-date-09')).toBeVisible();
    await expect(record.list(page).locator('.notice[data-code="incomplete"], .notice[data-severity="error"]')).toHaveCount(0);
    await record.since(page).fill('2026-05-06');
    await expect(record.row(page, 'bad-no-type')).toHaveCount(0);
    await expect(record.row(page, 'bad-date-09')).toBeVisible();
  });
}

test('both filters are as this professional left them; off, nothing is asked on the next page', async ({ page }) => {
  await record.atTab(page, desk.LUKASZ, 'documents');
  await record.settled(page);
  await record.since(page).fill('2026-01-23');
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().includes('/sandbox/kept/'));
  await record.include(page).uncheck();
  await expect(record.rows(page, 'dsp')).toHaveCount(0);
  const sent = [];
  page.on('request', (request) => { if (request.url().includes('/volet/dsp/')) sent.push(request.url()); });
  await kept;
  await page.reload();
  await expect(record.include(page)).not.toBeChecked();
  await expect(record.since(page)).toHaveValue('2026-01-23');
  await expect(record.rows(page, 'local')).toHaveCount(1);
  await expect(desk.button(page, 'sign-out')).toBeVisible();
  expect(sent).toEqual([]);
  await record.include(page).check();
  await expect(record.row(page, 'Fiche de liaison')).toBeVisible();
});

test.describe('a filter that is chosen before the store has answered', () => {
  /** Another engine, as on the next page; its store answers when it may. */
  const begin = (page, isHeld = false) => page.evaluate(async ([options, held]) => {
    document.querySelector('volet-documents')?.remove();
    window.engine.destroy();
    window.kept ??= new Map();
    window.held = held ? new Promise((done) => { window.release = done; }) : null;
    const { createVolet } = await import('/pkg/index.js');
    const store = {
      get: async (name) => { await window.held; if (window.broken) throw new Error('down'); return window.kept.get(name) ?? null; },
      set: async (name, bytes) => { window.kept.set(name, bytes); },
      delete: async (name) => { window.kept.delete(name); },
    };
    window.engine = await createVolet({ ...options, store });
  }, [OPTIONS, isHeld]);
  const show = async (page) => {
    await record.showOn(page, record.BAD);
    await expect(record.include(page)).toBeVisible();
  };
  const written = (page) => page.evaluate(() => [...window.kept.values()].map((bytes) => [...bytes].join()).join());

  /** Which filters are kept: what the next page shows. */
  async function expectKept(page, day, isIncluded) {
    await begin(page);
    await show(page);
    await expect(record.since(page)).toHaveValue(day);
    await expect(record.include(page)).toBeChecked({ checked: isIncluded });
  }

  test.beforeEach(async ({ page }) => {
    await record.blankWithEngine(page);
    await begin(page);
    await show(page);
    await record.settled(page);
    await record.since(page).fill('2026-02-03');
    await record.include(page).uncheck();
    await expectKept(page, '2026-02-03', false);
  });

  test('a day changes nothing of whether the record is asked', async ({ page }) => {
    const sent = forms(page);
    await begin(page, true);
    await show(page);
    await record.since(page).fill('2026-01-23');
    const before = await written(page);
    await page.evaluate(() => window.release());
    await expect(record.include(page)).not.toBeChecked();
    await expect(record.since(page)).toHaveValue('2026-01-23');
    await expect.poll(() => written(page)).not.toBe(before);
    expect(sent).toEqual([]);
    await expectKept(page, '2026-01-23', false);
  });

  test('the record can be asked at once, and the day that was kept comes back', async ({ page }) => {
    await begin(page, true);
    await show(page);
    await record.include(page).uncheck();
    await record.include(page).check();
    await expect(record.rows(page, 'dsp').first()).toBeVisible();
    const before = await written(page);
    await page.evaluate(() => window.release());
    await expect(record.since(page)).toHaveValue('2026-02-03');
    await expect(record.include(page)).toBeChecked();
    await expect.poll(() => written(page)).not.toBe(before);
    await expectKept(page, '2026-02-03', true);
  });

  test('what a store holds that cannot be read is not written over', async ({ page }) => {
    const before = await written(page);
    await page.evaluate(() => { window.broken = true; });
    await begin(page);
    await show(page);
    await record.settled(page);
    await record.since(page).fill('2026-05-06');
    await expect(record.row(page, 'bad-no-type')).toHaveCount(0);
    expect(await written(page)).toBe(before);
    await page.evaluate(() => { window.broken = false; });
    await expectKept(page, '2026-02-03', false);
  });
});
